"""How minutes become the record: checked by the chair, sent round, corrected, approved.

Part 1 and part 2 go through it together. Approval is a decision of a later meeting, and waits for
one at which enough were there.
"""

from datetime import datetime

from django.db import transaction

from alliance import audit, words
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import User
from partnership_board.actions import decisions, meetings, minute_letters
from partnership_board.actions.decisions import Circumstances
from partnership_board.deadlines import day_of
from partnership_board.models import (
    AgendaItem,
    Decision,
    Meeting,
    MinuteCorrection,
    MinuteEntry,
    MinuteSet,
    QuorumCheck,
    Way,
)
from partnership_board.queries import minutes, promises
from partnership_board.unnamed import INSTEAD, named_in

State = MinuteSet.State
WAITS = "Too few were at that meeting to decide, so the minutes wait for the next one."


@transaction.atomic
def to_chair(meeting: Meeting, *, by: User, now: datetime) -> None:
    """The draft is written; the chair reads it before anybody else does."""
    sets = _lock(meeting)
    _refuse_unless(sets, {State.DRAFTING})
    if not MinuteEntry.objects.filter(minute_set__in=sets).exists():
        raise Refused("Nothing has been written down yet.")
    _refuse_names(meeting, sets)
    _move(sets, State.CHAIR_CHECK, by=by, kind="board.minutes_to_chair")
    minute_letters.ask_chair(meeting, now=now)


@transaction.atomic
def circulate(meeting: Meeting, *, by: User, now: datetime) -> None:
    """To everybody with a seat, with what was decided. From now on corrections are offered."""
    sets, on = _lock(meeting), day_of(now)
    _refuse_unless(sets, {State.CHAIR_CHECK})
    _refuse_others(meeting, by=by, now=now)
    for entry in MinuteEntry.objects.filter(minute_set__in=sets):
        entry.circulated_text = entry.text
        entry.save(update_fields=["circulated_text"])
    for each in sets:
        each.circulated_on = on
        each.save(update_fields=["circulated_on"])
    _move(sets, State.CIRCULATED, by=by, kind="board.minutes_circulated")
    meeting = Meeting.objects.select_related("board").get(pk=meeting.pk)
    if meeting.state == Meeting.State.ENDED:
        meetings.step(meeting, to=Meeting.State.MINUTES_OPEN, by=by, now=now)
    minute_letters.send_round(meeting, now=now)


@transaction.atomic
def take_back(meeting: Meeting, *, why: str, by: User, now: datetime) -> None:
    """Open for writing again. Nothing that was written, or sent round, is touched."""
    sets = _lock(meeting)
    _refuse_unless(
        sets, set(State) - {State.DRAFTING, State.APPROVED, State.APPROVED_WITH_CORRECTIONS}
    )
    _refuse_others(meeting, by=by, now=now)
    if not why.strip():
        raise Refused("Please say why in a sentence: members will read it.", field="why")
    _move(sets, State.DRAFTING, by=by, kind="board.minutes_taken_back")
    meeting = Meeting.objects.get(pk=meeting.pk)
    if meeting.state == Meeting.State.MINUTES_OPEN:
        meetings.step(meeting, to=Meeting.State.ENDED, why=why, by=by, now=now)


@transaction.atomic
def table(meeting: Meeting, *, for_meeting: Meeting, by: User | Actor, now: datetime) -> None:
    """Put to a later meeting, once every correction has its answer."""
    sets = _lock(meeting)
    _refuse_unless(sets, {State.CIRCULATED, State.CORRECTIONS, State.DISPUTED, State.TABLED})
    if for_meeting.board_id != meeting.board_id or for_meeting.starts_at <= meeting.starts_at:
        raise Refused("A later meeting of the same board approves minutes.", field="for_meeting")
    if _waiting(sets):
        raise Refused("Answer every correction first: each has its offerer, who waits for it.")
    for each in sets:
        each.tabled_for = for_meeting
        each.save(update_fields=["tabled_for"])
    _move(sets, State.TABLED, by=by, kind="board.minutes_tabled")


@transaction.atomic
def approve(meeting: Meeting, *, item: AgendaItem, by: User, now: datetime) -> Decision:
    """A decision of the later meeting, and the minutes and it lead to each other."""
    sets = _lock(meeting)
    if all(each.is_approved for each in sets):
        raise Refused("These minutes are approved already.")
    _refuse_unless(sets, {State.CIRCULATED, State.CORRECTIONS, State.TABLED, State.DISPUTED})
    if _waiting(sets):
        raise Refused("Answer every correction first: each has its offerer, who waits for it.")
    there = item.meeting
    if there.board_id != meeting.board_id or there.starts_at <= meeting.starts_at:
        raise Refused("A later meeting of the same board approves minutes.", field="item")
    if not was_quorate(there):
        raise Refused(WAITS, field="item")
    accepted = MinuteCorrection.objects.filter(
        entry__minute_set__in=sets, state=MinuteCorrection.State.ACCEPTED
    ).count()
    decision = _decide(meeting, item, accepted=accepted, by=by, now=now)
    for entry in MinuteEntry.objects.filter(minute_set__in=sets):
        entry.approved_text = entry.text
        entry.save(update_fields=["approved_text"])
    became = State.APPROVED_WITH_CORRECTIONS if accepted else State.APPROVED
    for each in sets:
        each.state, each.approved_on, each.approved_by = became, decision.decided_on, decision
        each.save(update_fields=["state", "approved_on", "approved_by"])
        audit.record(by=by, kind="board.minutes_approved", subject=each)
    return decision


def _decide(
    meeting: Meeting, item: AgendaItem, *, accepted: int, by: User, now: datetime
) -> Decision:
    day = words.day(meeting.starts_at)
    with_what = f", with {words.counted(accepted, 'correction')}" if accepted else ""
    how = Circumstances(way=Way.CONSENSUS, rules=item.meeting.rules)
    return decisions.record(
        item,
        text=f"The minutes of the meeting on {day} were approved{with_what}.",
        kind=Decision.Kind.APPROVE,
        by=by,
        now=now,
        how=how,
    )


@transaction.atomic
def dispute(meeting: Meeting, *, why: str, by: User, now: datetime) -> None:
    """The board could not agree them. They stay as they are, with what is in dispute."""
    sets = _lock(meeting)
    _refuse_unless(sets, {State.CIRCULATED, State.CORRECTIONS, State.TABLED})
    _refuse_others(meeting, by=by, now=now)
    if not why.strip():
        raise Refused("Please say what the board could not agree.", field="why")
    for each in sets:
        each.why_disputed = why.strip()
        each.save(update_fields=["why_disputed"])
    _move(sets, State.DISPUTED, by=by, kind="board.minutes_disputed")


@transaction.atomic
def roll_on(*, now: datetime) -> int:
    """Minutes put to a meeting that could not decide, or was called off, go to the next one."""
    moved = 0
    waiting = MinuteSet.objects.filter(state=State.TABLED, part=MinuteSet.Part.PUBLIC)
    for each in waiting.select_related("tabled_for", "meeting__board").order_by("pk"):
        there = each.tabled_for
        if there is None or there.ends_at > now:
            continue
        if not there.is_cancelled and was_quorate(there):
            continue
        later = Meeting.objects.filter(board=there.board_id, starts_at__gt=there.starts_at)
        following = later.exclude(state=Meeting.State.CANCELLED).order_by("starts_at").first()
        if following is not None:
            table(each.meeting, for_meeting=following, by=Actor.SYSTEM, now=now)
            moved += 1
    return moved


def was_quorate(meeting: Meeting) -> bool:
    """As the meeting itself has it: held informally, or found short by its latest check."""
    if meeting.held_informally:
        return False
    latest = QuorumCheck.objects.filter(meeting=meeting).order_by("at", "pk").last()
    return latest is None or latest.is_met


def _lock(meeting: Meeting) -> list[MinuteSet]:
    sets = list(MinuteSet.objects.select_for_update().filter(meeting=meeting).order_by("part"))
    if not sets:
        raise Refused("There are no minutes yet.")
    return sets


def _refuse_names(meeting: Meeting, sets: list[MinuteSet]) -> None:
    """What came from notes taken in the room was not asked about names yet."""
    unnamed = minutes.experts_at(meeting)
    entries = MinuteEntry.objects.filter(minute_set__in=sets, named_with_consent=False)
    for entry in entries.exclude(kind=MinuteEntry.Kind.POST_MEETING).order_by("seq"):
        if named_in(entry.text, unnamed):
            raise Refused(f"Entry {entry.seq} names an expert by experience. {INSTEAD}")


def _waiting(sets: list[MinuteSet]) -> bool:
    offered = MinuteCorrection.objects.filter(entry__minute_set__in=sets)
    return offered.filter(state=MinuteCorrection.State.OFFERED).exists()


def _refuse_unless(sets: list[MinuteSet], states: set[State]) -> None:
    for each in sets:
        if each.state not in states:
            said = each.get_state_display().lower()
            raise Refused(f"That cannot be done now: these minutes are “{said}”.")


def _refuse_others(meeting: Meeting, *, by: User, now: datetime) -> None:
    if not promises.speaks_for_board(by, meeting.board_id, on=day_of(now)):
        raise Refused("The chair or the alliance lead does this for the board.")


def _move(sets: list[MinuteSet], state: State, *, by: User | Actor, kind: str) -> None:
    for each in sets:
        each.state = state
        each.save(update_fields=["state"])
        audit.record(by=by, kind=kind, subject=each)
