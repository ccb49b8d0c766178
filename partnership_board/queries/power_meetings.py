"""What is counted by side of how meetings went: presence, objections, promises, votes lost."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from partnership_board.models import (
    Action,
    ActionUpdate,
    Attendance,
    Board,
    Constituency,
    Decision,
    DecisionPosition,
    ItemDeclaration,
    ItemTiming,
    Meeting,
    PresenceSpan,
    Question,
)
from partnership_board.queries.earlier import copies_of
from partnership_board.queries.power import Sides
from partnership_board.queries.power_measures import row_by_side
from partnership_board.queries.recusals import with_ruling
from partnership_board.queries.years import Year
from partnership_board.recusal import LEAVES
from partnership_board.registries import PowerMeasure

Counted = Iterable[tuple[int, int]]
Span = tuple[datetime, datetime | None]
THERE, EMPTY = 0, 1
UPHELD, NOT_UPHELD = 0, 1
KEPT, LOST = 0, 1
CONFIRMED, NOT_CONFIRMED = 0, 1
NOT_SO = [Decision.Kind.REJECT, Decision.Kind.DEFER, Decision.Kind.REFER]


# ---- who was there, item by item -----------------------------------------------------------------
def present(board: Board, year: Year, sides: Sides) -> Counted:
    """For each item whose time is known and each seat that somebody was entered for."""
    starts, ends = year.span
    meetings = Meeting.objects.filter(board=board, starts_at__gte=starts, starts_at__lt=ends)
    heard = _heard(meetings, before=ends)
    back = _stood_back({item for items in heard.values() for item in items})
    rows = row_by_side(board)
    for (meeting, side), people in _seats(meetings).items():
        for item, times in heard.get(meeting, {}).items():
            if not back.get(item, set()) & set(people):
                was_there = any(_meet(span, times) for spans in people.values() for span in spans)
                yield rows[side[1]], THERE if was_there else EMPTY


def _heard(meetings: Iterable[Meeting], *, before: datetime) -> dict[int, dict[int, list[Span]]]:
    """By meeting and item, from when to when."""
    found: dict[int, dict[int, list[Span]]] = {}
    over = ItemTiming.objects.filter(meeting__in=meetings, to_at__lt=before)
    for meeting, item, began, ended in over.values_list("meeting", "item", "from_at", "to_at"):
        found.setdefault(meeting, {}).setdefault(item, []).append((began, ended))
    return found


def _seats(
    meetings: Iterable[Meeting],
) -> dict[tuple[int, tuple[int, int]], dict[int, list[Span]]]:
    """By meeting and by seat with its side: who was entered for it, and when they were there."""
    entered = Attendance.objects.filter(meeting__in=meetings, seat__isnull=False)
    facts = entered.exclude(outcome=Attendance.Outcome.NOT_RECORDED).values_list(
        "pk", "meeting", "seat", "seat__constituency", "person"
    )
    spans: dict[int, list[Span]] = {}
    there = PresenceSpan.objects.filter(attendance__in=[fact[0] for fact in facts])
    for attendance, came, left in there.values_list("attendance", "from_at", "to_at"):
        spans.setdefault(attendance, []).append((came, left))
    found: dict[tuple[int, tuple[int, int]], dict[int, list[Span]]] = {}
    for pk, meeting, seat, side, person in facts:
        assert seat is not None
        found.setdefault((meeting, (seat, side)), {})[person] = spans.get(pk, [])
    return found


def _meet(span: Span, times: list[Span]) -> bool:
    came, left = span
    return any(
        ended is not None and came < ended and (left is None or began < left)
        for began, ended in times
    )


def _stood_back(items: set[int]) -> dict[int, set[int]]:
    """By item, those whom the chair ruled out of its vote."""
    ruled = with_ruling(ItemDeclaration.objects.filter(item__in=items))
    found: dict[int, set[int]] = {}
    for item, person in ruled.filter(ruling__in=LEAVES).values_list("item", "person"):
        found.setdefault(item, set()).add(person)
    return found


# ---- votes, objections ---------------------------------------------------------------------------
def votes(board: Board, year: Year, sides: Sides) -> Counted:
    """From what was kept with each decision, never from who sits there now."""
    rows = _row_by_code(board)
    starts, ends = year.span
    made = Decision.objects.filter(board=board, recorded_at__gte=starts, recorded_at__lt=ends)
    for then in made.values_list("seats_then", flat=True):
        for seat in then:
            if seat["votes"] and seat["state"] in {"there", "deputy", "stood_back"}:
                yield rows[seat["side"]], LOST if seat["state"] == "stood_back" else KEPT


def _row_by_code(board: Board) -> dict[str, int]:
    sides = Constituency.objects.filter(board=board).order_by("order")
    return {code: row for row, code in enumerate(sides.values_list("code", flat=True))}


def objections(board: Board, year: Year, sides: Sides) -> Counted:
    """The latest word of each seat; a question that was still open then is not counted."""
    starts, ends = year.span
    over = Question.objects.filter(
        item__meeting__board=board, over_at__gte=starts, over_at__lt=ends
    ).only("item", "text")
    asked = {question.pk: question for question in over}
    latest: dict[tuple[int, int], tuple[str, int]] = {}
    said = DecisionPosition.objects.filter(question__in=asked).order_by("entered_at", "pk")
    facts = said.values_list("question", "seat", "position", "seat__constituency")
    for question, seat, position, side in facts:
        latest[question, seat] = position, side
    decided = _decided(asked.values(), before=ends)
    rows = row_by_side(board)
    for (pk, _), (position, side) in latest.items():
        if position == DecisionPosition.Position.OBJECT:
            was_so = (asked[pk].item_id, asked[pk].text) in decided
            yield rows[side], NOT_UPHELD if was_so else UPHELD


def _decided(asked: Iterable[Question], *, before: datetime) -> set[tuple[int, str]]:
    """The words that were decided after all, by item."""
    made = Decision.objects.filter(
        item__in=[question.item_id for question in asked], recorded_at__lt=before
    )
    return set(made.exclude(kind__in=NOT_SO).values_list("item", "text"))


# ---- promises ------------------------------------------------------------------------------------
def promises(board: Board, year: Year, sides: Sides) -> Counted:
    """By who took each on when it was given, whoever has it since."""
    confirmed = set(
        ActionUpdate.objects.filter(
            action__board=board, kind=ActionUpdate.Kind.CONFIRMED, made_at__lt=year.span[1]
        ).values_list("action", flat=True)
    )
    for pk, day, owner, organisation in _first_owners(board, year):
        if owner is not None or organisation is not None:
            row = sides.row_on(day, person=owner, organisation=organisation)
            yield row, CONFIRMED if pk in confirmed else NOT_CONFIRMED


def _first_owners(board: Board, year: Year) -> Iterator[tuple[int, date, int | None, int | None]]:
    """Number and day of each action of the year, and the person or organisation that it was for."""
    given = Action.objects.filter(
        board=board, set_on__gte=year.starts_on, set_on__lt=year.ends_on
    ).values("pk")
    kept = copies_of(Action).filter(pgh_obj_id__in=given)
    seen: set[int] = set()
    for pk, day, owner, organisation in kept.values_list(
        "pgh_obj_id", "set_on", "owner_id", "owner_organisation_id"
    ):
        if pk not in seen:
            seen.add(pk)
            yield pk, day, owner, organisation


MEASURES = {
    "present": PowerMeasure(
        "Who was there for each item",
        ("Seat was there", "Seat was empty"),
        "For each seat and each item whose time is known, whether its holder or a deputy was there "
        "for any of it. A seat whose holder stood back from the item is left out.",
        present,
    ),
    "votes": PowerMeasure(
        "Votes lost by standing back",
        ("Could vote", "Stood back"),
        "For each decision and each seat with a vote that came, whether it could vote or had stood "
        "back because of an interest.",
        votes,
    ),
    "objections": PowerMeasure(
        "Objections",
        ("Upheld", "Not upheld"),
        "Where a seat objected while the board looked for agreement. Upheld: by the end of the "
        "year the board had not decided it in the words that were objected to.",
        objections,
    ),
    "promises": PowerMeasure(
        "Promises taken on",
        ("Confirmed as done", "Not yet confirmed"),
        "Actions by the side that took them on, and whether the board had confirmed them as done "
        "when the year ended. Those of bodies outside are left out.",
        promises,
    ),
}
