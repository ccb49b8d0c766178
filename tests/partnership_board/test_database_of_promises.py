"""What the database refuses about minutes, actions and requests, whoever asks."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from partnership_board.models import (
    Action,
    ActionUpdate,
    ClockEvent,
    MinuteCorrection,
    MinuteEntry,
    PartnerRequest,
    RequestTimes,
)
from tests.factories import partnership_board as rows

DAY = date(2026, 6, 1)


def the_database_says(name):
    return pytest.raises(IntegrityError, match=name)


@pytest.fixture
def action(board):
    return an_action(board)


def an_action(board, **fields):
    facts = {"year": 2026, "sequence": 1, "title": "Write", "set_on": DAY, "due_on": DAY}
    owner = {"contact_name": "Ines", "contact_email": "ines@council.example"}
    return Action.objects.create(board=board, **facts | owner | fields)


def an_update(action, now, **fields):
    facts = {"kind": "said", "state": "open", "made_at": now}
    return ActionUpdate.objects.create(action=action, **facts | fields)


@pytest.fixture
def asked(board, lead):
    return a_request(board, lead)


def a_request(board, lead, **fields):
    facts = {"year": 2026, "sequence": 1, "direction": "sent", "body_name": "The council"}
    words = {"title": "Interpreters", "text": "Who pays?", "wants": "money"}
    return PartnerRequest.objects.create(board=board, drafted_by=lead, **facts | words | fields)


# ---- actions -------------------------------------------------------------------------------------
def test_actions_have_one_number_each(action, board):
    with the_database_says("action_number"):
        an_action(board)


@pytest.mark.parametrize("owner", [{"contact_email": ""}, {"contact_name": ""}])
def test_an_action_has_one_owner(board, owner):
    with the_database_says("action_has_one_owner"):
        an_action(board, **owner)


def test_an_action_has_not_two_owners(board, lead):
    with the_database_says("action_has_one_owner"):
        an_action(board, owner=lead)


@pytest.mark.parametrize("fields", [{"state": "done"}, {"closed_on": DAY}])
def test_an_action_is_closed_on_a_day(board, fields):
    with the_database_says("action_is_closed_on_a_day"):
        an_action(board, **fields)


def test_what_was_said_of_an_action_stays(action, now):
    update = an_update(action, now)
    for sql in ("UPDATE partnership_board_actionupdate SET text = 'x'",
                "DELETE FROM partnership_board_actionupdate"):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert ActionUpdate.objects.get() == update, "action_update_append_only"


def test_a_meeting_carries_an_action_once(action, meeting, now):
    an_update(action, now, kind="carried", meeting=meeting)
    with the_database_says("action_carried_once_a_meeting"):
        an_update(action, now, kind="carried", meeting=meeting)


def test_it_is_a_meeting_that_carries(action, now):
    with the_database_says("action_is_carried_at_a_meeting"):
        an_update(action, now, kind="carried")


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "slipped", "new_due_on": DAY},
        {"kind": "slipped", "reason": "So."},
        {"kind": "said", "new_due_on": DAY, "reason": "So."},
    ],
)
def test_an_action_slips_for_a_reason(action, now, fields):
    with the_database_says("action_slips_for_a_reason"):
        an_update(action, now, **fields)


# ---- requests ------------------------------------------------------------------------------------
def test_requests_have_one_number_each(asked, board, lead):
    with the_database_says("partner_request_number"):
        a_request(board, lead)


def test_a_request_names_a_body(board, lead):
    with the_database_says("partner_request_names_one_body"):
        a_request(board, lead, body_name="")


def test_a_request_that_was_sent_runs_from_a_day(board, lead):
    with the_database_says("partner_request_runs_from_a_day"):
        a_request(board, lead, state="sent")


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "answered", "answer": "yes"},
        {"state": "answered", "answered_on": DAY},
        {"state": "sent", "answered_on": DAY, "answer": "yes"},
    ],
)
def test_a_request_is_answered_on_a_day(board, lead, fields):
    with the_database_says("partner_request_answered_on_a_day"):
        a_request(board, lead, sent_on=DAY, **fields)


def test_a_no_has_words(board, lead):
    with the_database_says("partner_request_refused_for_a_reason"):
        a_request(board, lead, sent_on=DAY, state="refused", answer="no", answered_on=DAY)


@pytest.mark.parametrize("days", [{"acknowledge_days": 21}, {"very_overdue_days": 20}])
def test_days_keep_their_order(board, lead, days):
    with the_database_says("partner_request_times_in_order"), transaction.atomic():
        a_request(board, lead, **days)
    with the_database_says("request_times_in_order"):
        RequestTimes.objects.create(board=board, **days)


def test_a_board_gives_one_set_of_days(board):
    RequestTimes.objects.create(board=board)
    with the_database_says("request_times_of_a_board"):
        RequestTimes.objects.create(board=board)


def test_what_happened_to_a_request_stays(asked, now):
    event = ClockEvent.objects.create(
        request=asked, kind="paused", on=DAY, reason="We owe them a list.", made_at=now
    )
    for sql in ("UPDATE partnership_board_clockevent SET reason = 'x'",
                "DELETE FROM partnership_board_clockevent"):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert ClockEvent.objects.get() == event, "clock_event_append_only"


def test_a_clock_is_stopped_for_a_reason(asked, now):
    with the_database_says("clock_event_says_something"):
        ClockEvent.objects.create(request=asked, kind="paused", on=DAY, made_at=now)


# ---- minutes -------------------------------------------------------------------------------------
@pytest.fixture
def entry(meeting):
    return MinuteEntry.objects.get(minute_set=rows.minutes_of(meeting, "It was said."))


def test_minutes_are_disputed_for_a_reason(meeting):
    with the_database_says("minutes_disputed_for_a_reason"):
        rows.minutes_of(meeting, state="disputed")


def test_the_record_gives_an_entry_once(entry):
    words = {"minute_set": entry.minute_set, "text": "Agreed.", "source": "decision 7"}
    MinuteEntry.objects.create(seq=2, **words)
    with the_database_says("minute_entry_once_from_a_source"):
        MinuteEntry.objects.create(seq=3, **words)


@pytest.mark.parametrize("fields", [{"kind": "post_meeting"}, {"noted_on": DAY}])
def test_a_note_after_the_meeting_has_a_day(entry, fields):
    with the_database_says("note_after_the_meeting_has_a_day"):
        MinuteEntry.objects.create(minute_set=entry.minute_set, seq=2, text="Later.", **fields)


def a_correction(entry, lead, now, **fields):
    facts = {"old": "It was said.", "new": "It was sung.", "offered_at": now}
    return MinuteCorrection.objects.create(entry=entry, offered_by=lead, **facts | fields)


def test_a_correction_changes_something(entry, lead, now):
    with the_database_says("correction_changes_something"):
        a_correction(entry, lead, now, new="It was said.")


def test_a_correction_is_refused_for_a_reason(entry, lead, now):
    with the_database_says("correction_refused_for_a_reason"):
        a_correction(entry, lead, now, state="refused", decided_at=now)


@pytest.mark.parametrize("fields", [{"state": "accepted"}, {"decided_at": True}])
def test_a_correction_is_answered_once(entry, lead, now, fields):
    fields = fields | ({"decided_at": now + timedelta(days=1)} if "decided_at" in fields else {})
    with the_database_says("correction_answered_once"):
        a_correction(entry, lead, now, **fields)
