"""One seat: who sat there, what its limits mean for whoever sits there, and who may know what."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from alliance import access, words
from alliance.models import RoleTerm, User
from partnership_board.deadlines import later_by_months
from partnership_board.models import Deputy, Seat, SeatPause, SeatTerm
from partnership_board.permissions import BoardPermission


def leads(*, on: date) -> QuerySet[User]:
    held = RoleTerm.objects.current(on=on).filter(role="alliance_lead")
    return User.objects.filter(pk__in=held.values("user")).order_by("name", "pk")


def my_term(user: User, seat: Seat, *, on: date) -> SeatTerm | None:
    return SeatTerm.objects.current(on=on).filter(seat=seat, holder=user).first()


def my_pause(term: SeatTerm, *, on: date) -> SeatPause | None:
    """The one that lasts, or is to begin."""
    return SeatPause.objects.filter(seat_term=term).not_over(on=on).order_by("from_on").first()


def pause_shown_to(user: User, seat: Seat, *, on: date) -> SeatPause | None:
    """For the holder, the deputies and the lead; for everybody else there is nothing to see."""
    may_know = (
        access.may(user, BoardPermission.CHANGE_SEATS)
        or SeatTerm.objects.current(on=on).filter(seat=seat, holder=user).exists()
        or Deputy.objects.current(on=on).filter(seat=seat, person=user).exists()
    )
    if not may_know:
        return None
    pauses = SeatPause.objects.not_over(on=on).filter(seat_term__seat=seat)
    return pauses.order_by("from_on").first()


def earlier_terms(seat: Seat, *, on: date) -> QuerySet[SeatTerm]:
    ended = SeatTerm.objects.filter(seat=seat, ended_on__lte=on)
    return ended.select_related("holder", "organisation").order_by("-started_on", "-pk")


def limits_of(seat: Seat, terms: Iterable[SeatTerm]) -> list[str]:
    """The seat's rules in sentences, with the days that follow for whoever sits there."""
    months = words.counted(seat.term_months, "month")
    said = [
        "It has a vote." if seat.is_voting else "It has no vote.",
        f"A term lasts {months}.",
    ]
    if not seat.max_terms:
        return [*said, "There is no limit to terms in a row."]
    in_a_row = words.counted(seat.max_terms, "term")
    gap = words.counted(seat.gap_months, "month")
    said.append(f"At most {in_a_row} in a row, then a gap of {gap}.")
    for term in terms:
        served = SeatTerm.objects.filter(seat=seat, holder=term.holder_id).count()
        if served >= seat.max_terms:
            again = later_by_months(term.last_day, seat.gap_months)
            said.append(f"{term.holder} can sit here again from {words.day(again)}.")
    return said


@dataclass(frozen=True)
class Ending:
    """A month in which terms end, and how many: a board whose terms all end at once starts anew."""

    month: str
    terms: int


def staggering(terms: Iterable[SeatTerm]) -> list[Ending]:
    months = Counter(term.last_day.replace(day=1) for term in terms)
    return [
        Ending(f"{words.MONTHS[month.month - 1]} {month.year}", found)
        for month, found in sorted(months.items())
    ]


def ending_within(days: tuple[int, ...], *, on: date) -> QuerySet[SeatTerm]:
    """Terms whose planned end is exactly so many days away."""
    wanted = [date.fromordinal(on.toordinal() + each) for each in days]
    terms = SeatTerm.objects.current(on=on).filter(
        Q(ended_on=None, ends_on__in=wanted) | Q(ended_on__in=wanted)
    )
    return terms.select_related("seat__board", "holder").order_by("ends_on", "pk")
