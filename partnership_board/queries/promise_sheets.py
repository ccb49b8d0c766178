"""Actions and requests as a spreadsheet opens them."""

from collections.abc import Iterable
from datetime import date

from alliance import words
from partnership_board.models import Action
from partnership_board.queries.promises import Reader, shown
from partnership_board.queries.requests import RequestRow
from partnership_board.queries.sheets import sheet

ACTIONS = (
    "Number",
    "Action",
    "Owner",
    "Given",
    "Due",
    "State",
    "Late",
    "Carried",
    "Closed",
    "Item",
)
REQUESTS = (
    "Number",
    "Direction",
    "Body",
    "Title",
    "Wants",
    "Sent",
    "They have it",
    "Answer by",
    "Stands",
    "Working days counted",
    "Answered",
    "Answer",
    "Public",
)


def of_actions(actions: Iterable[Action], reader: Reader, *, on: date) -> bytes:
    rows = (shown(action, reader, on=on) for action in actions)
    return sheet(
        ACTIONS,
        (
            (
                row.action.ref,
                row.title,
                row.action.owned_by if row.is_read else "",
                row.action.set_on.isoformat(),
                row.action.due_on.isoformat(),
                row.action.get_state_display(),
                "late" if row.is_late else "",
                row.carried,
                row.action.closed_on.isoformat() if row.action.closed_on else "",
                str(row.action.item) if row.action.item else "",
            )
            for row in rows
        ),
    )


def of_requests(rows: Iterable[RequestRow]) -> bytes:
    return sheet(REQUESTS, (_request(row) for row in rows))


def _request(row: RequestRow) -> tuple[object, ...]:
    request = row.request
    return (
        request.ref,
        request.get_direction_display(),
        request.body,
        request.title,
        request.get_wants_display(),
        _day(request.sent_on),
        _day(request.acknowledged_on),
        _day(row.due_on),
        row.says,
        row.days,
        _day(request.answered_on),
        request.get_answer_display(),
        "yes" if request.is_public else "no",
    )


def _day(day: date | None) -> str:
    return words.day(day) if day else ""
