"""Rule 17: names that the alliance has on its own list, found as whole words in any case."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coproduction.redaction.given_names import ALSO_WORDS
from coproduction.redaction.reading import WORD, Passage, is_run
from coproduction.redaction.rules import Rule, Suggestion, suggested
from coproduction.redaction.vocabulary import is_common

SHORTEST_PART = 3
PLACE = "[a place]"
BODY = "[a service]"
Parts = tuple[str, ...]


@dataclass(frozen=True)
class Gazetteer:
    """Names by their first word; each with its blank, and whether a capital letter is asked for.

    Of a person's name each part is known alone too, since people say "Shirin" and not her surname.
    A part that is also an ordinary word (Grace, Rose) is found only with a capital letter.
    """

    names: dict[str, tuple[tuple[Parts, str, bool], ...]]

    @classmethod
    def of(
        cls, *, people: Iterable[str] = (), places: Iterable[str] = (), bodies: Iterable[str] = ()
    ) -> "Gazetteer":
        found: dict[str, dict[Parts, tuple[str, bool]]] = defaultdict(dict)
        for name in places:
            _put(found, _parts(name), PLACE)
        for name in bodies:
            _put(found, _parts(name), BODY)
        for name in people:
            parts = _parts(name)
            _put(found, parts, "")
            for part in parts:
                if len(part) >= SHORTEST_PART:
                    _put(found, (part,), "")
        return cls({
            first: tuple(
                (parts, *kept) for parts, kept in sorted(names.items(), key=lambda n: -len(n[0]))
            )
            for first, names in found.items()
        })  # fmt: skip

    def find(self, passage: Passage) -> Iterator[Suggestion]:
        words = passage.words
        for place, word in enumerate(words):
            for parts, blank, needs_capital in self.names.get(word.lower, ()):
                last = place + len(parts) - 1
                told = words[place : last + 1]
                joined = all(is_run(words, at) for at in range(place + 1, last + 1))
                if not joined or tuple(w.lower for w in told) != parts:
                    continue
                if needs_capital and not word.is_capital:
                    continue
                yield suggested(word.start, words[last].end, Rule.KNOWN_NAME, blank=blank)
                break


NOBODY = Gazetteer({})


def _parts(name: str) -> Parts:
    return tuple(word.lower() for word in WORD.findall(name))


def _put(found: dict[str, dict[Parts, tuple[str, bool]]], parts: Parts, blank: str) -> None:
    if parts:
        is_word = len(parts) == 1 and (parts[0] in ALSO_WORDS or is_common(parts[0]))
        found[parts[0]].setdefault(parts, (blank, is_word))
