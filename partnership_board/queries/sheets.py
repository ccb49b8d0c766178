"""Lists as a spreadsheet opens them. A cell that could be taken for a formula is quoted."""

import csv
import io
from collections.abc import Iterable, Sequence

from alliance import words
from partnership_board.models import AgendaProposal, Decision, Meeting

FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def sheet(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(heads)
    for row in rows:
        table.writerow([_plain(str(cell)) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULAS) else text


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


def of_proposals(proposals: Iterable[AgendaProposal]) -> bytes:
    heads = ("Title", "Asked by", "Origin", "Sent", "State", "Answered", "Answer due")
    return sheet(
        heads,
        (
            (
                proposal.title,
                proposal.asked_by,
                proposal.get_origin_display(),
                words.day(proposal.submitted_at),
                proposal.get_state_display(),
                words.day(proposal.answered_at),  # type: ignore[attr-defined]  # annotated by ledger()
                words.day(proposal.answer_by_on),
            )
            for proposal in proposals
        ),
    )


def of_decisions(decisions: Iterable[Decision]) -> bytes:
    heads = ("Number", "Decided on", "Kind", "Decision", "Item")
    return sheet(
        heads,
        (
            (
                decision.number,
                decision.decided_on.isoformat(),
                decision.get_kind_display(),
                decision.text,
                decision.item.title,
            )
            for decision in decisions
        ),
    )
