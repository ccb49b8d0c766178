"""The register of interests: entered, ended, and confirmed each year, also that there are none."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from members.models import Organisation
from partnership_board import naming
from partnership_board.deadlines import day_of
from partnership_board.models import Interest

Category = Interest.Category


@dataclass(frozen=True)
class InterestFacts:
    """What somebody enters of themselves."""

    category: str
    description: str
    from_on: date
    organisation: Organisation | None = None
    withheld_because: str = ""


@transaction.atomic
def enter(facts: InterestFacts, *, by: User, now: datetime) -> Interest:
    """A new entry of one's own; what was confirmed as "nothing to declare" ends with it."""
    said, on = facts.description.strip(), day_of(now)
    if facts.category == Category.NOTHING or not said:
        raise Refused("Say in a few words what the connection is.", field="description")
    refuse_names(said, field="description")
    if facts.from_on > on:
        raise Refused("Say since when you have it; a day to come is too early.", field="from_on")
    lock(by)
    _end_nothing(by, on=on)
    interest = Interest.objects.create(
        person=by,
        category=facts.category,
        organisation=facts.organisation,
        description=said,
        from_on=facts.from_on,
        is_public=not facts.withheld_because,
        withheld_because=facts.withheld_because,
        declared_at=now,
        confirmed_at=now,
    )
    data = {"category": facts.category, "is_public": interest.is_public}
    audit.record(by=by, kind="board.interest_entered", subject=interest, data=data)
    return interest


@transaction.atomic
def end(interest: Interest, *, to_on: date, by: User, now: datetime) -> None:
    """It stays visible for six months more."""
    interest = Interest.objects.select_for_update().get(pk=interest.pk)
    if interest.person_id != by.pk:
        raise Refused("Only the person themselves ends an entry of theirs.")
    if interest.to_on is not None:
        raise Refused("This entry has ended already.")
    if to_on < interest.from_on:
        raise Refused("It ends after it begins.", field="to_on")
    if to_on > day_of(now):
        raise Refused("End it when it is over; a day to come is too early.", field="to_on")
    interest.to_on = to_on
    interest.save(update_fields=["to_on"])
    audit.record(by=by, kind="board.interest_ended", subject=interest)


@transaction.atomic
def confirm(person: User, *, now: datetime) -> None:
    """For this year: what stands there still holds, or there is still nothing to declare."""
    lock(person)
    current = Interest.objects.current(on=day_of(now)).filter(person=person)
    if not current.update(confirmed_at=now):
        Interest.objects.create(
            person=person,
            category=Category.NOTHING,
            from_on=day_of(now),
            declared_at=now,
            confirmed_at=now,
        )
    audit.record(by=person, kind="board.interests_confirmed", subject=person)


def refuse_names(said: str, *, field: str) -> None:
    if naming.names_somebody_else(said):
        raise Refused(naming.SENTENCE, field=field)


def lock(person: User) -> None:
    """One change of somebody's entries at a time."""
    User.objects.select_for_update().get(pk=person.pk)


def _end_nothing(person: User, *, on: date) -> None:
    nothing = Interest.objects.filter(person=person, category=Category.NOTHING, to_on=None)
    for each in nothing:
        each.to_on = max(on, each.from_on)
        each.save(update_fields=["to_on"])
