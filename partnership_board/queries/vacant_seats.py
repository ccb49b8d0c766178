"""Elected seats that fall vacant within half a year, and that no election is filling yet."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from alliance import access, words
from alliance.calendars import add_working_days
from alliance.models import User
from alliance.registries import Card
from partnership_board.election_states import State
from partnership_board.models import Board, ElectionSeat, Seat, SeatTerm
from partnership_board.permissions import BoardPermission as May
from partnership_board.queries.calendars import closed_days

AHEAD = timedelta(days=180)  # an election takes about seven weeks; people want to hear of it before
DRAFTING = 15  # minutes
OVER = (State.CERTIFIED, State.ARCHIVED, State.ABANDONED, State.INQUORATE)


def being_filled(seats: Iterable[Seat]) -> list[ElectionSeat]:
    """Where an election of one of them is under way."""
    rows = ElectionSeat.objects.filter(seat__in=seats).exclude(election__state__in=OVER)
    return list(rows.select_related("seat", "election").order_by("pk"))


def to_fill(*, on: date) -> list[Seat]:
    """Of the alliance's board, side by side."""
    found = falling_vacant(on=on, until=on + AHEAD)
    under_way = {one.seat_id for one in being_filled(found)} if found else set()
    return [seat for seat in found if seat.pk not in under_way]


def falling_vacant(*, on: date, until: date) -> list[Seat]:
    """Elected seats of the board that nobody will hold on `until`."""
    seats = Seat.objects.open(on=on).filter(
        board__in=Board.objects.partnership(), basis=Seat.Basis.ELECTED
    )
    lasting = SeatTerm.objects.filter(ends_on__gt=until).not_ended(on=until)
    rows = seats.exclude(pk__in=lasting.values("seat_id")).select_related("constituency")
    return list(rows.order_by("constituency__order", "title", "pk"))


def of_one_side(seats: list[Seat]) -> list[Seat]:
    """Those of the first side: one election is of one side."""
    return [seat for seat in seats if seat.constituency_id == seats[0].constituency_id]


def next_working_day(on: date) -> date:
    return add_working_days(on, 1, closed_days())


def cards(user: User, on: date) -> Iterator[Card]:
    """To whoever drafts elections: propose one, in time."""
    if not access.may(user, May.DRAFT_ELECTIONS):
        return
    seats = to_fill(on=on)
    if not seats:
        return
    what = words.counted(len(seats), _("elected seat falls"), _("elected seats fall"))
    titles = words.listed([seat.title for seat in seats])
    yield Card(
        _("Draft an election: %(what)s vacant") % {"what": what},
        reverse("partnership_board:election_new"),
        DRAFTING,
        first_end(seats, on=on),
        titles,
    )


def first_end(seats: list[Seat], *, on: date) -> date:
    """The day from which the first of them stands empty."""
    terms = SeatTerm.objects.filter(seat__in=seats).not_ended(on=on)
    return min((term.last_day for term in terms), default=on)
