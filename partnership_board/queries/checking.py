"""Whether the people nominated can be elected under the rule, and if not, why."""

from partnership_board.counting import bounds
from partnership_board.counting.agreed import agreed_contest, agreed_rule
from partnership_board.models import Election
from partnership_board.queries import elections as queries
from partnership_board.timetables import FIELDS, Timetable


def timetable_of(election: Election) -> Timetable:
    return Timetable(**{name: getattr(election, name) for name in FIELDS})


def problems(election: Election) -> list[str]:
    """Sentences about minimums and maximums that these people cannot meet."""
    agreed = queries.candidates_as_agreed(election)
    people = [
        {
            "number": number,
            "name": one.person_name,
            "organisation": one.organisation.name,
            "groups": sorted(one.groups),
        }
        for number, one in enumerate(queries.standing(election), start=1)
    ]
    if not people:
        return []
    if election.rule.ron:
        people.append({"number": len(people) + 1, "name": queries.RON_NAME, "is_ron": True})
    told = agreed | {"candidates": people, "withdrawn": []}
    rule = agreed_rule(queries.rule_as_agreed(election.rule), told)
    return bounds.problems(agreed_contest(told, []), rule)


def why_reopen(election: Election) -> str:
    """Why nominations may open again, in a sentence; empty if they may not."""
    stand, seats = queries.standing(election).count(), len(queries.seats_of(election))
    if stand < seats:
        return f"{stand} people stand for {seats} seats."
    lacking = [one["label"] for one in election.rule.constraints if _lacks(election, one)]
    if lacking:
        return f"No nominee yet for: {', '.join(lacking)}."
    found = problems(election)
    return found[0] if found else ""


def _lacks(election: Election, one: dict[str, object]) -> bool:
    people = queries.standing(election)
    if one.get("group"):
        people = people.filter(groups__contains=[one["group"]])
    else:
        people = people.filter(organisation__name=one.get("organisation"))
    least = one.get("min")
    return bool(least) and not people.exists()
