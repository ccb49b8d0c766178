"""What seats, restrictions and the members' mandate put on somebody's Today page."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from alliance import access, words
from alliance.models import User
from alliance.registries import Card
from partnership_board.models import Board, Seat, SeatTerm
from partnership_board.permissions import BoardPermission
from partnership_board.queries import mandates, restrictions

MOST = 5
LOOK_MINUTES, TELL_MINUTES, FILL_MINUTES = 10, 15, 10


def cards(user: User, on: date) -> Iterable[Card]:
    """Three queries at most."""
    if access.may(user, BoardPermission.PROPOSE):
        yield from _to_tell(user)
    if access.may(user, BoardPermission.CHANGE_MEETINGS):
        yield from _to_look_at(on)
    if access.may(user, BoardPermission.CHANGE_SEATS):
        yield from _to_fill(on)


def _to_tell(user: User) -> Iterator[Card]:
    for owed in mandates.owed_by(user)[:MOST]:
        yield Card(
            title=f"Tell the members what the {owed.meeting.board} came to",
            url=owed.get_absolute_url(),
            minutes=TELL_MINUTES,
            by_on=owed.due_on,
            words=f"The meeting of {words.day(owed.meeting.starts_at)}. They elected you to it.",
        )


def _to_look_at(on: date) -> Iterator[Card]:
    """By its number, because the card is no place for the words of it."""
    for restriction in restrictions.due_for_review(on=on)[:MOST]:
        item = restriction.item or (restriction.paper and restriction.paper.item)
        assert item is not None
        day = words.day(item.meeting.starts_at)
        yield Card(
            title=f"Look again at what is restricted: item {item.number}, {day}",
            url=reverse(
                "partnership_board:item_restrict",
                kwargs={"pk": item.meeting_id, "number": item.number},
            ),
            minutes=LOOK_MINUTES,
            by_on=restriction.review_on,
            words="Everybody was told that you would. Open it, or keep it until another day.",
        )


def _to_fill(on: date) -> Iterator[Card]:
    seats = empty_and_elected(on=on)
    elected = [is_held for basis, _, is_held in seats if basis == Seat.Basis.ELECTED]
    empty = sum(not is_held for _, _, is_held in seats)
    wanted = max((least for _, least, _ in seats), default=0)
    url = reverse("partnership_board:seats")
    if seats and sum(elected) < wanted:
        held = words.counted(sum(elected), "elected seat is", "elected seats are")
        yield Card(
            title="The board has too few elected members",
            url=url,
            minutes=FILL_MINUTES,
            words=f"{held} filled; the board needs at least {wanted}.",
        )
    elif empty:
        said = words.counted(empty, "seat on the board is", "seats on the board are")
        yield Card(
            title=f"{said} empty",
            url=url,
            minutes=FILL_MINUTES,
            words="Begin a term, or close the seat where nobody is to sit there.",
        )


def empty_and_elected(*, on: date) -> list[tuple[str, int, bool]]:
    """Each open seat of the Partnership Board: its basis, the least elected, whether it is held."""
    held = SeatTerm.objects.current(on=on).filter(seat=OuterRef("pk"))
    seats = Seat.objects.open(on=on).filter(board__kind=Board.Kind.PARTNERSHIP_BOARD)
    return list(
        seats.annotate(is_held=Exists(held)).values_list(
            "basis", "board__min_elected_seats", "is_held"
        )
    )
