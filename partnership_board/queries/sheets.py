"""Lists as a spreadsheet opens them. A cell that could be taken for a formula is quoted."""

from collections.abc import Iterable, Sequence

from alliance import words
from alliance.spreadsheets import csv_file
from partnership_board.models import Meeting
from partnership_board.queries.proposals import LedgerRow


def sheet(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    return csv_file(heads, ([str(cell) for cell in row] for row in rows))


def of_meetings(meetings: Iterable[Meeting]) -> bytes:
    heads = ("Board", "Begins", "Ends", "Place", "State", "Items")
    return sheet(
        heads,
        (
            (
                meeting.board,
                meeting.starts_at.astimezone(words.LONDON).isoformat(timespec="minutes"),
                meeting.ends_at.astimezone(words.LONDON).isoformat(timespec="minutes"),
                meeting.place,
                meeting.get_state_display(),
                meeting.items_count,  # type: ignore[attr-defined]  # annotated by meetings()
            )
            for meeting in meetings
        ),
    )


LEDGER = (
    "Title",
    "Asked by",
    "From",
    "Sent",
    "State",
    "Answered",
    "Working days to an answer",
    "Answer due",
    "Kind of reason",
    "Reason",
    "Until",
    "Joined with",
    "Sent to",
    "Group",
    "Moves",
)


def of_proposals(rows: Iterable[LedgerRow]) -> bytes:
    return sheet(LEDGER, (_ledger_row(row) for row in rows))


def _ledger_row(row: LedgerRow) -> Sequence[object]:
    proposal, latest, first = row.proposal, row.latest, row.first_answer
    moves = (
        f"{move.get_kind_display()}, {words.day(move.moved_at)}: {move.reason}"
        for move in row.moves
    )
    answered = (
        latest.get_reason_code_display() if latest else "",
        latest.reason if latest else "",
        words.day(latest.defer_until_on) if latest and latest.defer_until_on else "",
        latest.merged_into or "" if latest else "",
        latest.redirected_to if latest else "",
        "incomplete" if latest and latest.is_incomplete_group else "",
    )
    return (
        proposal.title,
        "; ".join(row.asked_by),
        proposal.get_origin_display(),
        words.day(proposal.submitted_at),
        proposal.get_state_display(),
        words.day(first.decided_at) if first else "no answer in time" if row.is_unanswered else "",
        "" if row.days_to_answer is None else row.days_to_answer,
        words.day(proposal.answer_by_on),
        *answered,
        " | ".join(moves),
    )
