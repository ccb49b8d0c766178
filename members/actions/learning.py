"""Chances to learn are written, opened, booked, closed and called off."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from alliance import audit, outbox
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.http import absolute_url
from alliance.models import User
from alliance.words import counted
from members import seating
from members.models import LearningBooking, LearningOpportunity, Representative
from members.queries import learning as queries
from members.reference import languages

WRITTEN = (
    "title", "kind", "words", "offered_by_organisation", "offered_by_network", "offered_by",
    "starts_at", "ends_at", "place", "is_online", "places", "cost_pence", "languages", "access",
    "has_backfill", "book_by", "priority",
)  # fmt: skip
State, Booking = LearningOpportunity.State, LearningBooking.State
Fields = Mapping[str, Any]  # Any: fields of all kinds


@transaction.atomic
def write(*, words: Fields, by: User | Actor) -> LearningOpportunity:
    """A draft: only those who keep learning see it until it is opened."""
    _refuse_nonsense(words)
    opportunity = LearningOpportunity.objects.create(**{k: words[k] for k in WRITTEN if k in words})
    audit.record(by=by, kind="members.learning_written", subject=opportunity)
    return opportunity


@transaction.atomic
def rewrite(
    opportunity: LearningOpportunity, *, words: Fields, by: User | Actor, now: datetime
) -> None:
    """More places go to those who wait. Fewer than are taken are refused."""
    opportunity = _locked(opportunity)
    if opportunity.state in (State.CANCELLED, State.DONE):
        raise Refused("This is over. Write a new one.")
    _refuse_nonsense(words)
    taken = queries.taken_of([opportunity]).get(opportunity.pk, 0)
    places = words.get("places")
    if places is not None and places < taken:
        have = "has" if taken == 1 else "have"
        raise Refused(f"{counted(taken, 'person', 'people')} {have} a place.", field="places")
    changed = [name for name in WRITTEN if name in words]
    for name in changed:
        setattr(opportunity, name, words[name])
    if places is None and opportunity.state == State.FULL:
        opportunity.state = State.OPEN
        changed.append("state")
    opportunity.save(update_fields=changed)
    audit.record(by=by, kind="members.learning_rewritten", subject=opportunity)
    _settle(opportunity, now=now)


@transaction.atomic
def open_booking(opportunity: LearningOpportunity, *, by: User | Actor, now: datetime) -> None:
    opportunity = _locked(opportunity)
    if opportunity.state not in (State.DRAFT, State.CLOSED):
        raise Refused("Booking is open already, or this is over.")
    _move(opportunity, State.OPEN, by=by)
    _settle(opportunity, now=now)


@transaction.atomic
def close_booking(opportunity: LearningOpportunity, *, by: User | Actor) -> None:
    opportunity = _locked(opportunity)
    if not opportunity.takes_bookings:
        raise Refused("Booking is closed already.")
    _move(opportunity, State.CLOSED, by=by)


@transaction.atomic
def call_off(opportunity: LearningOpportunity, *, by: User | Actor, now: datetime) -> None:
    """Everybody who has a place or waits for one gets a letter."""
    opportunity = _locked(opportunity)
    if opportunity.state in (State.CANCELLED, State.DONE):
        raise Refused("This is over already.")
    _move(opportunity, State.CANCELLED, by=by)
    for booking in queries.bookings_of(opportunity):
        _tell(booking, opportunity, template="members/learning_called_off", now=now)


@transaction.atomic
def book(
    opportunity: LearningOpportunity,
    *,
    representative: Representative,
    by: User,
    on: date,
    now: datetime,
) -> LearningBooking:
    """A place if there is one for them now, or a place in the line."""
    opportunity = _locked(opportunity)
    if representative.user_id != by.pk:
        raise Refused("Each person books for themselves.")
    _refuse_closed(opportunity, on=on, now=now)
    try:
        with transaction.atomic():
            booking = LearningBooking.objects.create(
                opportunity=opportunity,
                representative=representative,
                state=Booking.WAITING,
                asked_at=now,
            )
    except IntegrityError:
        raise Refused("You have asked for a place already.") from None
    data = {"opportunity": opportunity.pk, "organisation": representative.organisation_id}
    audit.record(by=by, kind="members.learning_booked", subject=booking, data=data)
    _settle(opportunity, now=now, asking=booking.pk)
    booking.refresh_from_db()
    return booking


@transaction.atomic
def give_back(opportunity: LearningOpportunity, *, by: User, now: datetime) -> None:
    """One's own place, which goes to whoever is next in the line; they get a letter."""
    opportunity = _locked(opportunity)
    mine = LearningBooking.objects.standing().filter(representative__user=by)
    booking = mine.filter(opportunity=opportunity).order_by("pk").first()
    if booking is None:
        raise Refused("There is nothing to give back.")
    booking.state = Booking.CANCELLED
    booking.save(update_fields=["state"])
    data = {"opportunity": opportunity.pk}
    audit.record(by=by, kind="members.learning_given_back", subject=booking, data=data)
    _settle(opportunity, now=now)


@transaction.atomic
def record_who_came(
    opportunity: LearningOpportunity, *, came: Iterable[int], by: User, now: datetime
) -> None:
    """`came` are numbers of bookings. The others who had a place are recorded as missing it."""
    opportunity = _locked(opportunity)
    if opportunity.starts_at is None or opportunity.starts_at > now:
        raise Refused("It has not begun yet.")
    if opportunity.state in (State.DRAFT, State.CANCELLED):
        raise Refused("It did not take place.")
    had = LearningBooking.objects.filter(opportunity=opportunity).exclude(
        state__in=[Booking.WAITING, Booking.CANCELLED]
    )
    had.filter(pk__in=list(came)).update(state=Booking.CAME)
    had.exclude(pk__in=list(came)).update(state=Booking.MISSED)
    _move(opportunity, State.DONE, by=by)


@transaction.atomic
def settle_all(*, on: date, now: datetime) -> int:
    """Each night: close what is past booking, and seat those for whom the week before has come."""
    rows = LearningOpportunity.objects.filter(state__in=[State.OPEN, State.FULL])
    closed = 0
    for opportunity in rows.select_for_update().order_by("pk"):
        if _is_past_booking(opportunity, on=on, now=now):
            _move(opportunity, State.CLOSED, by=Actor.SYSTEM)
            closed += 1
        else:
            _settle(opportunity, now=now)
    return closed


def _locked(opportunity: LearningOpportunity) -> LearningOpportunity:
    return LearningOpportunity.objects.select_for_update().get(pk=opportunity.pk)


def _move(opportunity: LearningOpportunity, state: str, *, by: User | Actor) -> None:
    opportunity.state = state
    opportunity.save(update_fields=["state"])
    data = {"state": state}
    audit.record(by=by, kind="members.learning_moved", subject=opportunity, data=data)


def _settle(opportunity: LearningOpportunity, *, now: datetime, asking: int = 0) -> None:
    """Seat whoever is next, tell them unless they are `asking` just now, and say if it is full."""
    if not opportunity.takes_bookings:
        return
    bookings = queries.bookings_of(opportunity)
    seats = seating.seated(
        opportunity.places,
        queries.askers(bookings, Booking.BOOKED),
        queries.askers(bookings, Booking.WAITING),
        capped=seating.is_capped(opportunity.starts_at, now=now),
    )
    LearningBooking.objects.filter(pk__in=seats).update(state=Booking.BOOKED)
    for booking in bookings:
        if booking.pk in seats and booking.pk != asking:
            _tell(booking, opportunity, template="members/learning_place", now=now)
    having = len(seats) + sum(booking.state == Booking.BOOKED for booking in bookings)
    is_full = opportunity.places is not None and having >= opportunity.places
    state = State.FULL if is_full else State.OPEN
    if state != opportunity.state:
        opportunity.state = state
        opportunity.save(update_fields=["state"])


def _tell(
    booking: LearningBooking, opportunity: LearningOpportunity, *, template: str, now: datetime
) -> None:
    person = booking.representative.user
    outbox.post(
        key=f"{template}:{booking.pk}",
        to=person.email,
        template=template,
        context={
            "person": str(person),
            "title": opportunity.title,
            "starts_at": opportunity.starts_at,
            "link": absolute_url(opportunity.get_absolute_url()),
        },
        now=now,
    )


def _refuse_nonsense(words: Fields) -> None:
    by = [words.get(f"offered_by{end}") for end in ("_organisation", "_network", "")]
    if sum(map(bool, by)) != 1:
        raise Refused("Say one organisation, one network, or somebody else.", field="offered_by")
    if words.get("places") == 0:
        raise Refused("There is at least one place. Leave it empty for no limit.", field="places")
    starts_at, ends_at = words.get("starts_at"), words.get("ends_at")
    if ends_at is not None and (starts_at is None or ends_at <= starts_at):
        raise Refused("It ends before it starts.", field="ends_at")
    if any(tag not in languages() for tag in words.get("languages", ())):
        raise Refused("Choose the languages from the list.", field="languages")


def _is_past_booking(opportunity: LearningOpportunity, *, on: date, now: datetime) -> bool:
    has_begun = opportunity.starts_at is not None and opportunity.starts_at <= now
    return has_begun or (opportunity.book_by is not None and opportunity.book_by < on)


def _refuse_closed(opportunity: LearningOpportunity, *, on: date, now: datetime) -> None:
    if not opportunity.takes_bookings or _is_past_booking(opportunity, on=on, now=now):
        raise Refused("Booking is closed.")
