"""What in a text could give somebody away: our own rules, no model, no network.

`suggest` gives hints and decides nothing: a reader decides each one, and marks what the rules
miss, such as bare first names nobody has heard before. The rules know the Latin script only; for
other scripts they are run on the translation. Pure: no clock, no chance, no database.
"""

from collections.abc import Iterable

from coproduction.redaction import contacts, names, rarity
from coproduction.redaction.known import NOBODY, Gazetteer
from coproduction.redaction.reading import read
from coproduction.redaction.rules import BLANKS, REASONS, Rule, Suggestion

__all__ = [
    "BLANKS",
    "NOBODY",
    "REASONS",
    "Gazetteer",
    "Rule",
    "Suggestion",
    "blanked",
    "leftmost_longest",
    "suggest",
]


def suggest(text: str, *, known: Gazetteer = NOBODY) -> list[Suggestion]:
    """Suggestions in the order of the text; offsets are characters of `text`.

    No two overlap, but for those of rule 19, which marks words that together say too much and may
    lie across others. `known` holds the alliance's own list of names.
    """
    passage = read(text)
    found = [*contacts.find(text), *names.find(passage), *known.find(passage)]
    chosen = [rarity.criticised(passage, each) for each in leftmost_longest(found)]
    return sorted([*chosen, *rarity.find(passage, chosen)], key=lambda s: (s.start, s.rule))


def leftmost_longest(found: Iterable[Suggestion]) -> list[Suggestion]:
    """Of suggestions that overlap, the one that begins first; then the longest; then the rule."""
    chosen: list[Suggestion] = []
    for each in sorted(found, key=lambda s: (s.start, -s.end, s.rule)):
        if not chosen or each.start >= chosen[-1].end:
            chosen.append(each)
    return chosen


def blanked(text: str, blanks: Iterable[tuple[int, int, str]]) -> str:
    """`text` with each (start, end, words) put in place of its characters.

    ValueError where two overlap or one lies outside the text.
    """
    parts, at = [], 0
    for start, end, words in sorted(blanks):
        if start < at or end <= start or end > len(text):
            raise ValueError("Blanks may not overlap, and lie within the text.")
        parts += [text[at:start], words]
        at = end
    return "".join([*parts, text[at:]])
