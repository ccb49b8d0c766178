"""Rows of the board, as plain as they can be."""

from datetime import date, datetime, time, timedelta

from alliance.words import LONDON
from partnership_board.deadlines import deadlines
from partnership_board.models import (
    AgendaDecision,
    AgendaItem,
    AgendaProposal,
    Board,
    BoardRules,
    Constituency,
    Decision,
    Deputy,
    Meeting,
    MinuteEntry,
    MinuteSet,
    Pack,
    PackBuild,
    Paper,
    PaperVersion,
    Seat,
    SeatTerm,
)

OPENED = date(2024, 9, 2)
WORDS = {"summary": "What this is about.", "body_md": "One two three.", "asks": ["Agree."]}


def at(day, hour=14):
    return datetime.combine(day, time(hour), LONDON)


def a_board(kind="partnership_board", name="Partnership Board", **fields):
    board = Board.objects.create(kind=kind, name=name, **fields)
    BoardRules.objects.create(board=board, version=1, from_on=OPENED)
    return board


def a_constituency(board, code="VCSE", label="Voluntary organisations", order=1):
    found = Constituency.objects.filter(board=board, code=code).first()
    return found or Constituency.objects.create(board=board, code=code, label=label, order=order)


def a_seat(board, title="VCSE seat 1", code="VCSE", label="Voluntary organisations", **fields):
    fields = {"basis": "elected", "opened_on": OPENED} | fields
    side = a_constituency(board, code, label)
    return Seat.objects.create(board=board, constituency=side, title=title, **fields)


def a_term(seat, holder, **fields):
    """The row alone, without rights; people with rights come from actions."""
    fields = {"started_on": date(2025, 1, 6), "ends_on": date(2028, 1, 6)} | fields
    return SeatTerm.objects.create(seat=seat, holder=holder, **fields)


def a_deputy(seat, person, **fields):
    return Deputy.objects.create(seat=seat, person=person, **{"from_on": date(2025, 1, 6)} | fields)


def a_meeting(board, starts_at, **fields):
    rules = BoardRules.objects.filter(board=board).latest("version")
    worked_out = deadlines(starts_at.date(), proposal_days=15, paper_days=8, notice_days=5)
    fields = (
        {"ends_at": starts_at + timedelta(hours=2), "place": "Idea Store"}
        | {"state": "agenda_open", "rules": rules}
        | vars(worked_out)
        | fields
    )
    meeting = Meeting.objects.create(board=board, starts_at=starts_at, **fields)
    Pack.objects.create(meeting=meeting)
    return meeting


def an_item(meeting, number=1, title="Small grants", **fields):
    fields = {"purpose": "discuss", "minutes": 15, "position": number} | fields
    return AgendaItem.objects.create(meeting=meeting, number=str(number), title=title, **fields)


def a_paper(item, by, now, **fields):
    paper, _ = Paper.objects.get_or_create(item=item)
    n = PaperVersion.objects.filter(paper=paper).count() + 1
    facts = {"sha256": f"{n:064}", "words": 400, "timeliness": "on_time"}
    return PaperVersion.objects.create(
        paper=paper, n=n, received_at=now, received_from=by, **WORDS | facts | fields
    )


def a_proposal(board, by, now, title="Interpreters", **fields):
    facts = {"why_now": "People wait.", "purpose": "discuss", "origin": "member"}
    return AgendaProposal.objects.create(
        board=board,
        title=title,
        proposed_by=by,
        submitted_at=now,
        **{"answer_by_on": now.date() + timedelta(days=14)} | facts | fields,
    )


def an_answer(proposal, by, now, **fields):
    rules = BoardRules.objects.filter(board_id=proposal.board_id).latest("version")
    return AgendaDecision.objects.create(
        proposal=proposal,
        rules=rules,
        decided_by=by,
        decided_at=now,
        **{"outcome": "accepted"} | fields,
    )


def a_build(meeting, by, now, n=1, **fields):
    pack = Pack.objects.get(meeting=meeting)
    facts = {"manifest": {"items": []}, "manifest_sha256": "0" * 64, "rules": meeting.rules}
    return PackBuild.objects.create(pack=pack, n=n, asked_by=by, asked_at=now, **facts | fields)


def a_decision(item, by, now, sequence=1, **fields):
    facts = {"text": "Agreed.", "kind": "approve", "year": now.year, "decided_on": now.date()}
    return Decision.objects.create(
        board=item.meeting.board,
        item=item,
        sequence=sequence,
        recorded_by=by,
        recorded_at=now,
        **facts | fields,
    )


def minutes_of(meeting, *texts, **fields):
    minutes = MinuteSet.objects.create(meeting=meeting, **fields)
    for seq, text in enumerate(texts, start=1):
        MinuteEntry.objects.create(minute_set=minutes, seq=seq, text=text)
    return minutes
