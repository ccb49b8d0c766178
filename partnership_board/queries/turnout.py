"""How many have voted, as far as the rule lets it be seen: officers and lead included."""

from dataclasses import dataclass

from partnership_board.election_states import State
from partnership_board.models import Election, ElectionRule, Envelope, RollEntry
from partnership_board.timetables import votes_needed

SEEN_AFTER = frozenset(
    {
        State.CLOSED,
        State.OPENING,
        State.COUNTED,
        State.LOT_DUE,
        State.DECLARED,
        State.CERTIFIED,
        State.ARCHIVED,
    }
)


@dataclass(frozen=True)
class Turnout:
    """`names` is who has voted, where the rule shows that; `voted` is None where nobody sees it."""

    entitled: int
    needed: int
    voted: int | None
    names: tuple[str, ...] = ()


def seen(election: Election) -> Turnout | None:
    """The same for everybody. None before there is a roll."""
    if election.state not in SEEN_AFTER | {State.ROLL_FROZEN, State.READY, State.OPEN}:
        return None
    rows = RollEntry.objects.filter(election=election, is_entitled=True)
    entitled = rows.count()
    needed = votes_needed(entitled, election.rule.quorum_percent)
    who = election.rule.turnout_visibility
    if election.state in SEEN_AFTER:
        voted = rows.filter(has_voted=True)
    elif election.state == State.OPEN and who != ElectionRule.Turnout.NOBODY:
        there = Envelope.objects.filter(roll_entry__election=election).values("roll_entry")
        voted = rows.filter(pk__in=there)
    else:
        return Turnout(entitled, needed, None)
    if who != ElectionRule.Turnout.ROLL:
        return Turnout(entitled, needed, voted.count())
    names = voted.order_by("organisation__sort_name").values_list("organisation__name", flat=True)
    return Turnout(entitled, needed, len(names), tuple(names))
