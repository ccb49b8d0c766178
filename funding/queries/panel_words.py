"""What is missing from a lawful panel, in sentences that name the seat to fill."""

from alliance.words import listed
from funding.queries.panels import Conflicts
from partnership_board.models import Constituency


def in_words(conflicts: Conflicts) -> list[str]:
    """What is missing from a lawful panel, as sentences that name the seat to fill."""
    shortage = conflicts.shortage
    if shortage is None:
        return []
    sides = {side.constituency_id: side.constituency for side in conflicts.sides}
    title = {each.pk: str(each) for each in conflicts.proposals}
    said = []
    for gap in shortage.gaps:
        more = _more(gap.count, one_of(sides.get(gap.constituency or 0)))
        said.append(f"“{title[gap.proposal]}” needs {more} without an interest.")
    if not shortage.gaps:
        said.append("Each proposal could be scored, but there are too few to read them all.")
    return said


def addition_in_words(conflicts: Conflicts) -> str:
    """The smallest addition after which the panel is lawful."""
    if conflicts.shortage is None:
        return ""
    sides = {side.constituency_id: side.constituency for side in conflicts.sides}
    parts = [
        _more(count, one_of(sides.get(side))) for side, count in conflicts.shortage.addition.items()
    ]
    together = sum(conflicts.shortage.addition.values())
    wanted = listed(parts)
    count = len(conflicts.proposals)
    ending = "would be enough." if count == 1 else f"would be enough for all {count} proposals."
    noun = "One outside member" if together == 1 else f"{together} outside members"
    return f"{noun} {ending} Find {wanted} whom nothing binds."


def one_of(side: Constituency | None) -> str:
    """Somebody of a side, as in a sentence."""
    if side is None:
        return "person"
    return side.one or f"person for {side.label}"


def _more(count: int, noun: str) -> str:
    if count == 1:
        return f"one more {noun}"
    return f"{count} more: {noun}"
