"""Asking a partner, and being asked: drafted, sent, heard, answered. The clock is worked out.

Only the asking side stops the clock, with a reason. A holding reply stops nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from alliance import audit
from alliance.actions.links import spend
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import SignedLink, User
from members.models import Network
from partnership_board.actions import request_letters
from partnership_board.deadlines import day_of
from partnership_board.models import (
    AgendaItem,
    AgendaProposal,
    Board,
    ClockEvent,
    PartnerRequest,
    RequestTimes,
)
from partnership_board.queries import promises, requests, restrictions
from partnership_board.queries.calendars import closed_days

State, Kind, Direction = PartnerRequest.State, ClockEvent.Kind, PartnerRequest.Direction
BECOMES = {"yes": State.ANSWERED, "partly": State.PARTLY_ANSWERED, "no": State.REFUSED}
SAY_WHY = "Please say why in a sentence."
ONLY_FOR_BOARD = "The chair or the alliance lead does this for the board."


@dataclass(frozen=True)
class Words:
    """What is asked, and of whom."""

    title: str
    text: str
    wants: str
    network: Network | None = None
    body_name: str = ""
    contact_name: str = ""
    contact_email: str = ""
    evidence: str = ""
    is_public: bool = False
    item: AgendaItem | None = None
    proposal: AgendaProposal | None = None

    @property
    def columns(self) -> dict[str, object]:
        said = dict(vars(self))
        return said | {"body_name": "" if self.network else self.body_name.strip()}


@transaction.atomic
def draft(
    board: Board, said: Words, *, by: User, now: datetime, direction: str = Direction.SENT
) -> PartnerRequest:
    """One more in the register. Numbers have no gaps: the board's row is locked."""
    board = Board.objects.select_for_update().get(pk=board.pk)
    _refuse_unclear(said)
    year = day_of(now).year
    latest = PartnerRequest.objects.filter(board=board, year=year).aggregate(Max("sequence"))
    request = PartnerRequest.objects.create(
        board=board,
        direction=direction,
        year=year,
        sequence=(latest["sequence__max"] or 0) + 1,
        drafted_by=by,
        **said.columns,
        **_days(requests.times_of(board)),
    )
    audit.record(by=by, kind="board.request_drafted", subject=request)
    return request


@transaction.atomic
def rewrite(request: PartnerRequest, said: Words, *, by: User, now: datetime) -> None:
    request = _lock(request)
    if not request.is_draft:
        raise Refused("It has been sent, so its words stay as they are.")
    on = day_of(now)
    if request.drafted_by_id != by.pk and not promises.speaks_for_board(
        by, request.board_id, on=on
    ):
        raise Refused("Whoever drafted it changes it, or the chair or the alliance lead.")
    _refuse_unclear(said)
    for name, value in said.columns.items():
        setattr(request, name, value)
    request.save()
    audit.record(by=by, kind="board.request_rewritten", subject=request)


@transaction.atomic
def send(request: PartnerRequest, *, by: User, now: datetime) -> None:
    """Its clock begins. The contact gets a letter with a link; without an address, print it."""
    request = _lock(request)
    on = day_of(now)
    _refuse_others(request, by=by, on=on)
    if not request.is_draft or not request.is_ours:
        raise Refused("It has been sent already.")
    request.state, request.sent_on, request.sent_by = State.SENT, on, by
    request.calendar = closed_days().version
    request.save()
    audit.record(by=by, kind="board.request_sent", subject=request)
    request_letters.ask(request, now=now)


@transaction.atomic
def receive(
    board: Board, said: Words, *, received_on: date, by: User, now: datetime
) -> PartnerRequest:
    """Somebody asks us: the same clock runs for our own promise."""
    on = day_of(now)
    if received_on > on:
        raise Refused("That day is still to come.", field="received_on")
    if not promises.speaks_for_board(by, board.pk, on=on):
        raise Refused(ONLY_FOR_BOARD)
    request = draft(board, said, by=by, now=now, direction=Direction.RECEIVED)
    request.state, request.sent_on = State.SENT, received_on
    request.calendar = closed_days().version
    request.save()
    audit.record(by=by, kind="board.request_received", subject=request)
    return request


# ---- what happens to it --------------------------------------------------------------------------
@transaction.atomic
def acknowledge(request: PartnerRequest, *, by: User, now: datetime) -> None:
    """They told us that they have it; or we tell whoever asked us."""
    request = _lock_waiting(request)
    _refuse_others(request, by=by, on=day_of(now))
    _acknowledge(request, by=by, now=now)


@transaction.atomic
def answer(
    request: PartnerRequest,
    *,
    answer: str,
    text: str,
    by: User,
    now: datetime,
    answered_by: str = "",
) -> None:
    """Ours to a partner; or a partner's, written down from a letter or a call."""
    request = _lock_waiting(request)
    _refuse_others(request, by=by, on=day_of(now))
    _answer(request, answer=answer, text=text, who=answered_by or str(by), by=by, now=now)


@transaction.atomic
def pause(request: PartnerRequest, *, reason: str, by: User, now: datetime) -> ClockEvent:
    """By the side that asked, and by no other."""
    request = _lock_waiting(request)
    _refuse_others(request, by=by, on=day_of(now))
    if not request.is_ours:
        raise Refused("Only the side that asked can stop the clock, and that is not us.")
    if _is_standing(request, on=day_of(now)):
        raise Refused("The clock is stopped already.")
    return _note(request, Kind.PAUSED, reason, by=by, now=now)


@transaction.atomic
def resume(request: PartnerRequest, *, by: User, now: datetime) -> ClockEvent:
    request = _lock_waiting(request)
    _refuse_others(request, by=by, on=day_of(now))
    if not _is_standing(request, on=day_of(now)):
        raise Refused("The clock is running.")
    return _note(request, Kind.RESUMED, "", by=by, now=now)


@transaction.atomic
def pass_on(
    request: PartnerRequest,
    *,
    network: Network | None,
    body_name: str,
    contact_name: str,
    contact_email: str,
    reason: str,
    by: User,
    now: datetime,
) -> None:
    """Another body takes it over, and the clock that has run with it."""
    request = _lock_waiting(request)
    _refuse_others(request, by=by, on=day_of(now))
    before = request.body
    request.network, request.body_name = network, "" if network else body_name.strip()
    request.contact_name, request.contact_email = contact_name.strip(), contact_email.strip()
    if not request.body:
        raise Refused("Choose a body from the list, or write its name.", field="network")
    if request.body == before:
        raise Refused("It is with this body already.", field="network")
    request.save()
    _note(request, Kind.PASSED_ON, f"From {before}. {reason.strip()}", by=by, now=now)
    request_letters.ask(request, now=now, again=True)


@transaction.atomic
def close(request: PartnerRequest, *, outcome: str, reason: str, by: User, now: datetime) -> None:
    """Taken back; or closed because nobody answered, once it is late."""
    request = _lock(request)
    on = day_of(now)
    _refuse_others(request, by=by, on=on)
    if not (request.is_waiting or request.is_draft):
        raise Refused(f"This request is closed: {request.get_state_display().lower()}.")
    if outcome not in {State.WITHDRAWN, State.LAPSED}:
        raise Refused("Choose how it ends.", field="outcome")
    if not reason.strip():
        raise Refused(SAY_WHY, field="reason")
    row = requests.row_of(request, on=on, closed=closed_days())
    if outcome == State.LAPSED and not row.is_late:
        raise Refused("It is not late, so it cannot be closed for want of an answer.")
    request.state, request.closed_on, request.why_closed = outcome, on, reason.strip()
    request.save()
    data = {"outcome": str(outcome)}
    audit.record(by=by, kind="board.request_closed", subject=request, data=data)


# ---- by the link in the letter -------------------------------------------------------------------
@transaction.atomic
def say_by_link(link: SignedLink, *, says: str, text: str, who: str, now: datetime) -> None:
    """The contact says that they have it, answers, asks for time, or adds their own words."""
    request = _lock(PartnerRequest.objects.get(pk=link.object_id))
    spend(link, now=now)
    name = who.strip() or request.contact_name
    if says == "own_words":  # also after the end: the right of reply does not run out
        _note(request, Kind.OWN_WORDS, text, by=None, said_by=name, now=now)
        return
    if not request.is_waiting:
        raise Refused("This has been closed in the meantime. Thank you.")
    if says == "received":
        _acknowledge(request, by=Actor.LINK, now=now)
    elif says == "later":
        _note(request, Kind.HOLDING_REPLY, text, by=None, said_by=name, now=now)
    else:
        _answer(request, answer=says, text=text, who=name, by=Actor.LINK, now=now)


# ---- the days a board gives ----------------------------------------------------------------------
@transaction.atomic
def settle_times(board: Board, *, by: User, **days: int) -> RequestTimes:
    """For requests from now on: one that runs keeps the days it began with."""
    times, _ = RequestTimes.objects.update_or_create(board=board, defaults=days)
    audit.record(by=by, kind="board.request_times_settled", subject=times, data=dict(days))
    return times


def _days(times: RequestTimes) -> dict[str, int]:
    names = ("acknowledge_days", "answer_days", "very_overdue_days")
    return {name: getattr(times, name) for name in names}


def _acknowledge(request: PartnerRequest, *, by: User | Actor, now: datetime) -> None:
    if request.acknowledged_on is not None:
        raise Refused("That has been said already. Thank you.")
    request.state, request.acknowledged_on = State.ACKNOWLEDGED, day_of(now)
    request.save(update_fields=["state", "acknowledged_on"])
    audit.record(by=by, kind="board.request_acknowledged", subject=request)


def _answer(
    request: PartnerRequest, *, answer: str, text: str, who: str, by: User | Actor, now: datetime
) -> None:
    if answer not in BECOMES:
        raise Refused("Choose an answer.", field="answer")
    if not text.strip():
        raise Refused("Please say it in a sentence: it stands beside the question.", field="text")
    request.state, request.answer = BECOMES[answer], answer
    request.answered_on, request.answer_text = day_of(now), text.strip()
    request.answered_by = who[:120]
    request.save()
    audit.record(by=by, kind="board.request_answered", subject=request, data={"answer": answer})
    request_letters.tell_answered(request, now=now)


def _note(
    request: PartnerRequest,
    kind: ClockEvent.Kind,
    reason: str,
    *,
    by: User | None,
    now: datetime,
    said_by: str = "",
) -> ClockEvent:
    if kind != Kind.RESUMED and not reason.strip():
        raise Refused(SAY_WHY, field="text" if by is None else "reason")
    event = ClockEvent.objects.create(
        request=request, kind=kind, on=day_of(now), reason=reason.strip()[:600], made_by=by,
        said_by=said_by[:120], made_at=now,
    )  # fmt: skip
    data = {"kind": str(kind)}
    audit.record(by=by or Actor.LINK, kind="board.request_noted", subject=event, data=data)
    return event


def _is_standing(request: PartnerRequest, *, on: date) -> bool:
    events = ClockEvent.objects.filter(request=request, kind__in=requests.STOPS).order_by(
        "on", "pk"
    )
    latest = events.last()
    return latest is not None and latest.kind == Kind.PAUSED


def _lock(request: PartnerRequest) -> PartnerRequest:
    rows = PartnerRequest.objects.select_for_update(of=("self",)).select_related("network")
    return rows.get(pk=request.pk)


def _lock_waiting(request: PartnerRequest) -> PartnerRequest:
    request = _lock(request)
    if not request.is_waiting:
        raise Refused(f"Nothing is waited for here: {request.get_state_display().lower()}.")
    return request


def _refuse_others(request: PartnerRequest, *, by: User, on: date) -> None:
    if not promises.speaks_for_board(by, request.board_id, on=on):
        raise Refused(ONLY_FOR_BOARD)


def _refuse_unclear(said: Words) -> None:
    if said.network is None and not said.body_name.strip():
        raise Refused("Choose a body from the list, or write its name.", field="network")
    if said.item is not None and restrictions.is_restricted(said.item):
        raise Refused(
            "This item is restricted, so what is asked must not point at it.", field="item"
        )
