"""Whoever was elected takes a seat: the first elected the first, each for as long as agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import User
from partnership_board.actions import seats
from partnership_board.deadlines import later_by_months
from partnership_board.models import Countback, Election, Nomination, Seat, SeatTerm
from partnership_board.queries import elections


@dataclass(frozen=True)
class Place:
    """Who takes which seat, from when to when."""

    nomination: Nomination
    seat: Seat
    started_on: date
    ends_on: date


def places(election: Election, elected: Sequence[Nomination], *, on: date) -> list[Place]:
    """In order of election. A term begins when the one before is over; whoever follows by countback
    serves what was left of it."""
    free = elections.seats_of(election)
    vacancy = Countback.objects.filter(election=election).first()
    months = [] if vacancy else list(election.rule.term_months)
    made = []
    for index, nomination in enumerate(elected):
        seat = free[index]
        started_on = first_day(seat, on=on)
        length = months[index] if index < len(months) else seat.term_months
        ends_on = vacancy.ends_on if vacancy else later_by_months(started_on, length)
        made.append(Place(nomination, seat, started_on, ends_on))
    return made


def first_day(seat: Seat, *, on: date) -> date:
    """Today, or the day on which the seat falls vacant."""
    term = SeatTerm.objects.filter(seat=seat).not_ended(on=on).order_by("-ends_on").first()
    return max(on, term.last_day) if term else on


def seat_winners(
    election: Election, elected: Sequence[Nomination], *, by: User | Actor, on: date
) -> list[SeatTerm]:
    """Begin their terms. The caller holds the election's lock."""
    return [seat_one(place, by=by, on=on) for place in places(election, elected, on=on)]


def seat_one(place: Place, *, by: User | Actor, on: date) -> SeatTerm:
    holder = place.nomination.user
    if holder is None:
        raise Refused(
            f"{place.nomination} has no account yet. Invite them first, so that they can sit."
        )
    before = SeatTerm.objects.filter(seat=place.seat, ended_on=None)
    for term in before.filter(ends_on__lte=place.started_on):
        reason = SeatTerm.EndReason.TERM
        seats.end_term(term, ended_on=place.started_on, reason=reason, by=by, on=on)
    return seats.begin_term(
        place.seat,
        holder=holder,
        started_on=place.started_on,
        ends_on=place.ends_on,
        organisation=place.nomination.organisation,
        by=by,
        on=on,
    )


def told(term: SeatTerm) -> dict[str, str]:
    """Who sits where, and how long, as a declaration says it."""
    return {
        "name": str(term.holder),
        "seat": str(term.seat),
        "from_on": term.started_on.isoformat(),
        "until_on": term.ends_on.isoformat(),
    }
