"""A question is put, seats say where they stand, and it is decided as the board's rules say."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from partnership_board import deciding
from partnership_board.actions import decision_letters, outcomes
from partnership_board.actions.decisions import DECIDES
from partnership_board.models import (
    AgendaItem,
    Attendance,
    BoardRules,
    Decision,
    DecisionPosition,
    Meeting,
    Question,
    Seat,
    Way,
)
from partnership_board.queries import papers
from partnership_board.queries import questions as queries

State, Position, Sent = Question.State, DecisionPosition.Position, DecisionPosition.Sent
Mode = BoardRules.DecisionMode
OF_AGREEMENT = {Position.FOR, Position.STAND_ASIDE, Position.OBJECT}
OF_A_VOTE = {Position.FOR, Position.AGAINST, Position.ABSTAIN}


@dataclass(frozen=True)
class Wording:
    """What the board is asked, and what else its decision will say."""

    text: str
    kind: str
    way: str
    effective_on: date | None = None
    review_on: date | None = None
    supersedes: Decision | None = None
    ratifies: Decision | None = None
    answers_by_on: date | None = None


@transaction.atomic
def put(item: AgendaItem, wording: Wording, *, by: User, now: datetime) -> Question:
    """Before the board, from now on. In writing it goes to every seat by mail."""
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    meeting = Meeting.objects.select_related("rules").get(pk=item.meeting_id)
    rules = meeting.rules
    _refuse_to_put(item, meeting, wording, now=now)
    in_writing = wording.way == Way.WRITTEN
    question = Question.objects.create(
        item=item,
        rules=rules,
        threshold=rules.threshold,
        threshold_base=rules.ThresholdBase.ENTITLED if in_writing else rules.threshold_base,
        put_by=by,
        put_at=now,
        **vars(wording),
    )
    audit.record(by=by, kind="board.question_put", subject=question, data={"way": wording.way})
    if in_writing:
        decision_letters.ask_in_writing(question, now=now)
    return question


def _refuse_to_put(item: AgendaItem, meeting: Meeting, wording: Wording, *, now: datetime) -> None:
    if Question.objects.filter(item=item, state=State.OPEN).exists():
        raise Refused("Another question about this item is being decided.")
    if not item.is_on_agenda:
        raise Refused("This item is no longer on the agenda.")
    if wording.kind in DECIDES and not papers.may_decide(item):
        raise Refused(
            "This paper came after the deadline, so the board may discuss it but not decide."
            " The chair can allow a decision and must say why.",
            field="kind",
        )
    if wording.way == Way.WRITTEN:
        _refuse_writing(meeting, wording, now=now)
        return
    if meeting.state != Meeting.State.IN_SESSION:
        raise Refused("Open the meeting first.")
    _refuse_the_way(item, meeting.rules, wording)


def _refuse_writing(meeting: Meeting, wording: Wording, *, now: datetime) -> None:
    if not meeting.rules.written_procedure:
        raise Refused("This board has not agreed to decide in writing.", field="way")
    if meeting.is_cancelled:
        raise Refused("This meeting was cancelled.")
    if wording.answers_by_on is None or wording.answers_by_on <= now.date():
        raise Refused("Say until which day answers can come: a day after today.", field="way")


def _refuse_the_way(item: AgendaItem, rules: BoardRules, wording: Wording) -> None:
    """Agreement is tried first where the board has said so; a vote follows an objection."""
    is_vote = wording.way not in {Way.CONSENSUS, Way.CONSENT}
    if is_vote and rules.decision_mode == Mode.CONSENSUS:
        raise Refused("This board decides by agreement alone.", field="way")
    if not is_vote and rules.decision_mode == Mode.VOTE:
        raise Refused("This board decides by a vote.", field="way")
    tried = Question.objects.filter(item=item, way=Way.CONSENSUS, state=State.DROPPED)
    if is_vote and rules.decision_mode == Mode.CONSENSUS_THEN_VOTE and not tried.exists():
        raise Refused("This board tries to agree first. Ask whether it agrees.", field="way")


@dataclass(frozen=True)
class Stand:
    """Where a seat stands, and how that reached us."""

    position: str
    sent: str = Sent.SELF
    reason: str = ""
    evidence: str = ""
    is_minuted: bool = False


@transaction.atomic
def say(
    question: Question,
    stand: Stand,
    *,
    seat: Seat,
    person: User,
    key: str,
    by: User,
    now: datetime,
) -> DecisionPosition:
    """The latest word counts. One that came by phone or mail is confirmed to whoever gave it."""
    question = _lock_open(question)
    there = DecisionPosition.objects.filter(question=question, key=key).first()
    if there is not None:
        return there
    _refuse_stand(question, stand)
    if (stand.sent == Sent.SELF) != (by == person):
        raise Refused("Say how this reached you: in the meeting, by phone or by mail.")
    capacity = _speaks(question, seat, person, stand.sent, now=now)
    said = DecisionPosition.objects.create(
        question=question,
        seat=seat,
        person=person,
        capacity=capacity,
        key=key,
        entered_by=by,
        entered_at=now,
        **vars(stand),
    )
    audit.record(by=by, kind="board.position_taken", subject=question, data={"seat": seat.pk})
    if stand.sent in {Sent.PHONE, Sent.MAIL}:
        decision_letters.confirm_vote(said, now=now)
    return said


def _refuse_stand(question: Question, stand: Stand) -> None:
    if not question.is_answered_by_seat:
        raise Refused("Only numbers are counted here: nobody is written down.")
    fitting = OF_AGREEMENT if question.way == Way.CONSENSUS else OF_A_VOTE
    if stand.position not in fitting:
        raise Refused("Choose one of the answers.", field="position")
    if stand.position == Position.OBJECT and not stand.reason.strip():
        raise Refused("Please say what you object to, and why.", field="reason")
    if stand.sent in {Sent.PHONE, Sent.MAIL} and not stand.evidence.strip():
        raise Refused("Say how it reached you: the call or the mail, and when.", field="evidence")


def _speaks(question: Question, seat: Seat, person: User, sent: str, *, now: datetime) -> str:
    """As holder or deputy of that seat, if they may."""
    then = queries.seat_for(question, seat, at=now)
    if then is None:
        raise Refused("This seat is not one of the board's.")
    place = then.place
    from_afar = question.is_in_writing or sent in {Sent.PHONE, Sent.MAIL}
    if why := deciding.why_not(place, person.pk, is_from_afar=from_afar):
        raise Refused(why)
    is_holder = person.pk in place.holders
    return Attendance.Capacity.HOLDER if is_holder else Attendance.Capacity.DEPUTY


@transaction.atomic
def drop(question: Question, *, by: User, now: datetime) -> None:
    """Nothing is decided by it; what was said stays on the record."""
    question = _lock_open(question)
    question.state, question.over_at = State.DROPPED, now
    question.save(update_fields=["state", "over_at"])
    audit.record(by=by, kind="board.question_dropped", subject=question)


@transaction.atomic
def decide(
    question: Question,
    *,
    by: User,
    now: datetime,
    by_side: dict[str, tuple[int, int, int]] | None = None,
    totals: tuple[int, int, int] | None = None,
    casting: str = "",
) -> Decision:
    """Counted as it was put, with everybody who is there at this moment."""
    question = _lock_open(question)
    numbers = outcomes.Numbers(by_side or {}, totals, casting)
    decision = outcomes.write_down(question, numbers, by=by, now=now)
    question.state, question.over_at, question.decision = State.DECIDED, now, decision
    question.save(update_fields=["state", "over_at", "decision"])
    return decision


def _lock_open(question: Question) -> Question:
    locked = (
        Question.objects.select_for_update(of=("self",))
        .select_related("item__meeting__board", "item__meeting__rules", "rules")
        .get(pk=question.pk)
    )
    if not locked.is_open:
        raise Refused(f"There is nothing left to say: {locked.get_state_display().lower()}.")
    return locked
