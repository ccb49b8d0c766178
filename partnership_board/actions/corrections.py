"""Corrections to minutes that were sent round: offered, kept apart, accepted or refused."""

from datetime import datetime

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from partnership_board.actions import minute_letters
from partnership_board.actions.minutes import refuse_name
from partnership_board.deadlines import day_of
from partnership_board.models import MinuteCorrection, MinuteEntry, MinuteSet
from partnership_board.queries import minutes as queries
from partnership_board.queries import promises, recusals

State = MinuteCorrection.State


@transaction.atomic
def offer(
    entry: MinuteEntry, *, new: str, by: User, now: datetime, named_with_consent: bool = False
) -> MinuteCorrection:
    """By somebody with a seat, or a deputy, for that seat. The text itself stays for now."""
    minutes = MinuteSet.objects.select_for_update().get(pk=entry.minute_set_id)
    meeting, on = minutes.meeting, day_of(now)
    if not minutes.takes_corrections:
        said = minutes.get_state_display().lower()
        raise Refused(f"Corrections are offered while minutes are checked; these are “{said}”.")
    seat = queries.seat_of(by, meeting.board_id, on=on)
    if seat is None and not promises.speaks_for_board(by, meeting.board_id, on=on):
        raise Refused("Those with a seat on this board, and their deputies, offer corrections.")
    if entry.item is not None and by.pk in recusals.out_of_the_room(entry.item):
        raise Refused("You left for this item, so you cannot correct its minutes.")
    if new.strip() == entry.text.strip():
        raise Refused("These are the words that stand there already.", field="new")
    refuse_name(meeting, new, consent=named_with_consent)
    correction = MinuteCorrection.objects.create(
        entry=entry, for_seat=seat, offered_by=by, offered_at=now, old=entry.text, new=new.strip()
    )
    if minutes.state == MinuteSet.State.CIRCULATED:
        minutes.state = MinuteSet.State.CORRECTIONS
        minutes.save(update_fields=["state"])
    audit.record(by=by, kind="board.correction_offered", subject=correction)
    return correction


@transaction.atomic
def accept(correction: MinuteCorrection, *, by: User, now: datetime) -> None:
    """Its words take the place of the old ones; what was sent round stays beside them."""
    correction, entry = _lock(correction, by=by, now=now)
    if entry.text != correction.old:
        raise Refused(
            "The entry has changed since this was offered. Refuse it with that reason, or ask for "
            "it to be offered again."
        )
    entry.text = correction.new
    entry.save(update_fields=["text"])
    _answer(correction, State.ACCEPTED, by=by, now=now)


@transaction.atomic
def refuse(correction: MinuteCorrection, *, reason: str, by: User, now: datetime) -> None:
    correction, _ = _lock(correction, by=by, now=now)
    if not reason.strip():
        raise Refused("Please say why in a sentence for whoever offered it.", field="reason")
    correction.reason = reason.strip()
    _answer(correction, State.REFUSED, by=by, now=now)


def _answer(correction: MinuteCorrection, state: State, *, by: User, now: datetime) -> None:
    correction.state, correction.decided_by, correction.decided_at = state, by, now
    correction.save()
    data = {"answer": state.value}
    audit.record(by=by, kind="board.correction_answered", subject=correction, data=data)
    minute_letters.tell_correction(correction, now=now)


def _lock(
    correction: MinuteCorrection, *, by: User, now: datetime
) -> tuple[MinuteCorrection, MinuteEntry]:
    rows = MinuteCorrection.objects.select_for_update(of=("self",))
    found = rows.select_related("entry__minute_set__meeting").get(pk=correction.pk)
    board = found.entry.minute_set.meeting.board_id
    if not promises.speaks_for_board(by, board, on=day_of(now)):
        raise Refused("The chair or the alliance lead answers a correction for the board.")
    if not found.is_open:
        raise Refused("This has been answered already.")
    if found.entry.minute_set.is_approved:
        raise Refused("These minutes are approved, so they stay as they are.")
    return found, found.entry
