"""Mistakes that counters make, each as a change to the source, to see that tests catch them."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from partnership_board.counting import scottish

FOLDER = Path(scottish.__file__).parent
Change = tuple[str, str]


@dataclass(frozen=True)
class Mistake:
    """`changes` are made to the text of one module."""

    name: str
    module: str
    changes: tuple[Change, ...]


def mistake(name: str, module: str, *changes: Change) -> Mistake:
    return Mistake(name, module, changes)


WORTH = "worth = value * over // under"

# The fourteen that the conformance data tells apart.
SCOTTISH = (
    mistake(
        "someone elected and waiting still receives papers",
        "scottish",
        ("if self.is_continuing[named]:", "if self.is_continuing[named] or named in self.waiting:"),
    ),
    mistake(
        "new value rounded half up",
        "scottish",
        (WORTH, "worth = (2 * value * over + under) // (2 * under)"),
    ),
    mistake(
        "value cut after multiplying by the number of papers",
        "scottish",
        (WORTH, "worth = Fraction(value * over, under)"),
        ("self.votes[candidate] += number * worth", "self.votes[candidate] += int(number * worth)"),
        (
            "self.non_transferable += stopped * worth",
            "self.non_transferable += int(stopped * worth)",
        ),
        ("VOTE = 100_000", "VOTE = 100_000\nfrom fractions import Fraction"),
    ),
    mistake(
        "quota without the plus one",
        "scottish",
        ("// (ready.seats + 1) + 1", "// (ready.seats + 1)"),
    ),
    mistake("Hare quota", "scottish", ("// (ready.seats + 1) + 1", "// ready.seats")),
    mistake(
        "surplus shared over transferable papers only",
        "scottish",
        (
            "papers = self.move(candidate, total - kept, total)",
            (
                "live = sum(value * number for value, papers in self.piles[candidate]"
                " for number, ranking in papers if any(self.is_continuing[c] for c in ranking))\n"
                "        papers = self.move(candidate, min(total - kept, live), live or 1)"
            ),
        ),
    ),
    mistake(
        "smallest surplus first",
        "scottish",
        (
            "most = max(self.votes[c] for c in self.waiting)",
            "most = min(self.votes[c] for c in self.waiting)",
        ),
    ),
    mistake("two decimal places", "scottish", (WORTH, f"{WORTH} // 1000 * 1000")),
    mistake("floating point", "scottish", (WORTH, "worth = value * over / under")),
    mistake(
        "a zero surplus transferred as a stage",
        "scottish",
        (
            "if self.votes[candidate] > self.quota * VOTE:",
            "if self.votes[candidate] >= self.quota * VOTE:",
        ),
    ),
    mistake(
        "no look-back in ties",
        "ties",
        ("for stage in reversed(stages[:-1]):", "for stage in ():"),
    ),
    mistake(
        "look-back from the first stage forward",
        "ties",
        ("for stage in reversed(stages[:-1]):", "for stage in stages[:-1]:"),
    ),
    mistake(
        "look-back without narrowing",
        "ties",
        (
            (
                "        tied = tuple(c for c in tied if stage.votes[c - 1] == best)\n"
                "        if len(tied) == 1:\n            break\n"
            ),
            (
                "        one = tuple(c for c in tied if stage.votes[c - 1] == best)\n"
                "        if len(one) == 1:\n            return one\n"
            ),
        ),
    ),
    mistake(
        "excluding down to the last candidate",
        "scottish",
        ("if len(self.continuing) <= self.places_left:", "if len(self.continuing) <= 1:"),
    ),
)

# Further ones of our own.
OTHERS = (
    mistake(
        "a value cut in floating point",
        "scottish",
        (WORTH, "worth = int(value / VOTE * over / under * VOTE)"),
    ),
    mistake(
        "only the last parcel of a surplus moves",
        "scottish",
        (
            "for value, papers in self.piles[candidate]:",
            "for value, papers in self.piles[candidate][-1:]:",
        ),
    ),
    mistake(
        "a quota that is found anew",
        "scottish",
        (
            "total, kept = self.votes[candidate], self.quota * VOTE",
            (
                "left = self.valid - self.non_transferable // VOTE\n"
                "        self.quota = left // (self.slate.seats + 1) + 1"
                "\n        total, kept = self.votes[candidate], self.quota * VOTE"
            ),
        ),
    ),
    mistake(
        "surpluses before the stop test",
        "scottish",
        (
            "if len(self.continuing) <= self.places_left:",
            "if len(self.continuing) <= self.places_left and not self.waiting:",
        ),
    ),
    mistake(
        "the last named of the lowest goes without asking",
        "scottish",
        ('candidate = self.settled("exclude", tied)', "candidate = tied[-1]"),
    ),
    mistake(
        "a tie of surpluses to the lowest earlier",
        "scottish",
        ('min if why == "exclude" else max', "min"),
    ),
    mistake(
        "mentions credit one vote a paper",
        "ties",
        ("credits[named] += number * value", "credits[named] += number"),
    ),
    mistake(
        "mentions once instead of again among the rest",
        "ties",
        ("        tied = rest\n", "        return rest\n"),
    ),
    mistake(
        "mentions on papers of those already elected",
        "scottish",
        (
            "for c in self.continuing for parcel in self.piles[c]",
            "for c in range(1, len(self.piles)) for parcel in self.piles[c]",
        ),
    ),
    mistake(
        "an empty tie set aside where it matters",
        "scottish",
        (
            "and self.places_left <= len(self.continuing) - len(tied)",
            "and self.places_left <= len(self.continuing)",
        ),
    ),
    mistake(
        "re-open nominations wins ties",
        "scottish",
        ('return tied[-1:], "ron"', 'return tied[:1], "ron"'),
    ),
    mistake(
        "all re-open nominations stand from the start",
        "ballots",
        ("+ rons[:1]", "+ rons"),
    ),
    mistake(
        "a second re-open nominations never comes",
        "scottish",
        ("self.is_continuing[candidate + 1] = True", "pass"),
    ),
    mistake(
        "guarded people are excluded all the same",
        "scottish",
        ("[c for c in self.continuing if c not in guarded]", "self.continuing"),
    ),
    mistake(
        "a cap is looked at once a stage",
        "scottish",
        (
            "        while self.places_left:\n            self.outlook = self.look_ahead()\n",
            (
                "        before = len(self.elected)\n        while self.places_left:\n"
                "            if len(self.elected) == before:\n"
                "                self.outlook = self.look_ahead()\n"
            ),
        ),
    ),
    mistake(
        "the doomed go after the surpluses",
        "scottish",
        ("if doomed:", "if doomed and not self.waiting:"),
    ),
    mistake(
        "a maximum forgets those already elected",
        "bounds",
        ("return most > one.most", "return inside > one.most"),
    ),
)

MEEK = (
    mistake("shares rounded down", "meek", ("return -(-over // under)", "return over // under")),
    mistake(
        "a quota without the unit",
        "meek",
        (
            "// (self.slate.seats + 1) + 1\n\n    def spread",
            "// (self.slate.seats + 1)\n\n    def spread",
        ),
    ),
    mistake(
        "a tie only of the exactly equal",
        "meek",
        ("for c in self.hopeful) + self.surplus", "for c in self.hopeful)"),
    ),
    mistake("a coarse omega", "meek", ("OMEGA = 1_000 ", "OMEGA = 1_000_000_000 ")),
    mistake(
        "a surplus may be negative",
        "meek",
        ("if ready:\n                return True", "if False:\n                return True"),
    ),
)


def source(module: str, changes: tuple[Change, ...] = ()) -> str:
    text = (FOLDER / f"{module}.py").read_text()
    for old, new in changes:
        assert text.count(old) == 1, f"{module}.py holds {text.count(old)} times: {old}"
        text = text.replace(old, new)
    return text


def made(name: str, text: str) -> ModuleType:
    """A module from its text, in nobody's way."""
    module = ModuleType(name)
    sys.modules[name] = module  # dataclasses look their module up
    try:
        exec(compile(text, name, "exec"), vars(module))
    finally:
        del sys.modules[name]
    return module


def mistaken(one: Mistake, counter: str = "scottish") -> Callable:
    """The counter with the mistake in it: a function like `scottish.count`."""
    wrong = made("wrong", source(one.module, one.changes))
    if one.module == counter:
        return wrong.count
    fresh = made("fresh", source(counter))
    for name, value in vars(wrong).items():
        if name in vars(fresh) and getattr(value, "__module__", "") == "wrong":
            setattr(fresh, name, value)
    return fresh.count
