"""What the database refuses about agendas, meetings and calendars, whoever asks."""

from datetime import date, time, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from alliance.models import Priority
from members.models import Network
from partnership_board.models import (
    AgendaAppeal,
    AgendaItem,
    AgendaMove,
    AgendaPosition,
    AppealSupport,
    BoardRules,
    CalendarFeed,
    ClosedDay,
    MeetingSeries,
    MeetingStep,
    ProposalPriority,
    SeatPause,
    StandingItem,
    WorkingCalendar,
)
from tests.factories import partnership_board as rows
from tests.people import an_account

BEGAN = date(2025, 1, 6)
REASON = "There are two other groups that ask the same."
NO_NO = "incomplete_group_declines_nothing"


def the_database_says(name):
    return pytest.raises(IntegrityError, match=name)


@pytest.fixture
def proposal(board, lead, now):
    return rows.a_proposal(board, lead, now)


@pytest.fixture
def answer(proposal, lead, now):
    return rows.an_answer(proposal, lead, now, outcome="declined", reason=REASON)


@pytest.fixture
def appeal(proposal, answer, now):
    return AgendaAppeal.objects.create(proposal=proposal, agenda_decision=answer, begun_at=now)


@pytest.fixture
def support(appeal, seat, lead, now):
    return AppealSupport.objects.create(appeal=appeal, seat=seat, person=lead, supported_at=now)


@pytest.fixture
def move(meeting, lead, now):
    return a_move(rows.an_item(meeting), meeting, lead, now)


def a_move(item, meeting, by, now, **fields):
    facts = {"kind": "out_of_time", "reason": REASON, "from_meeting": meeting}
    return AgendaMove.objects.create(item=item, moved_by=by, moved_at=now, **facts | fields)


# ---- rules and seats -----------------------------------------------------------------------------
@pytest.mark.parametrize("wanted", [(2, 3), (2, 0)])
def test_an_appeal_can_be_met(board, wanted):
    seats, sides = wanted
    with the_database_says("board_rules_appeal_can_be_met"):
        BoardRules.objects.create(
            board=board,
            version=2,
            from_on=BEGAN,
            appeal_seats=seats,
            appeal_constituencies=sides,
        )


def test_somebody_steps_back_once_at_a_time(seat):
    term = rows.a_term(seat, an_account("Ann Lee"))
    SeatPause.objects.create(seat_term=term, from_on=BEGAN)
    with the_database_says("one_pause_at_a_time"):
        SeatPause.objects.create(seat_term=term, from_on=date(2026, 1, 1))


def test_somebody_comes_back_after_stepping_back(seat):
    term = rows.a_term(seat, an_account("Ann Lee"))
    with the_database_says("pause_ends_after_it_begins"):
        SeatPause.objects.create(seat_term=term, from_on=BEGAN, to_on=date(2025, 1, 5))


# ---- proposals and answers -----------------------------------------------------------------------
@pytest.mark.parametrize(
    "words", [{"is_sensitive": True}, {"kept_title": "Real"}, {"kept_why": "Real."}]
)
def test_what_is_sensitive_keeps_its_own_words(board, lead, now, words):
    with the_database_says("sensitive_proposal_keeps_its_own_words"):
        rows.a_proposal(board, lead, now, **words)


def test_a_source_proposes_once(board, now):
    words = {"origin": "request_overdue", "source": "request 7"}
    rows.a_proposal(board, None, now, **words)
    with the_database_says("proposal_once_from_a_source"):
        rows.a_proposal(board, None, now, title="Again", **words)


def test_a_priority_is_named_once(proposal):
    priority = Priority.objects.create(number=1, name="Earlier help")
    ProposalPriority.objects.create(proposal=proposal, priority=priority)
    with the_database_says("proposal_priority_once"):
        ProposalPriority.objects.create(proposal=proposal, priority=priority)


def test_only_what_is_sent_on_names_a_body(proposal, lead, now):
    body = Network.objects.create(name="Health forum", kind="forum", level="borough")
    with the_database_says("agenda_decision_names_a_network_to_send_to"):
        rows.an_answer(proposal, lead, now, network=body)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ({"outcome": "declined", "is_incomplete_group": True}, NO_NO),
        ({"outcome": "declined", "is_by_right": True}, "by_right_means_accepted"),
    ],
)
def test_an_answer_is_given_by_those_who_may(proposal, lead, now, words, name):
    with the_database_says(name):
        rows.an_answer(proposal, lead, now, reason=REASON, **words)


def test_a_seat_stands_somewhere_once(answer, seat):
    AgendaPosition.objects.create(agenda_decision=answer, seat=seat, position="support")
    with the_database_says("agenda_position_once_a_seat"):
        AgendaPosition.objects.create(agenda_decision=answer, seat=seat, position="against")


def test_an_answer_is_appealed_once(proposal, answer, appeal, now):
    with the_database_says("one_appeal_an_answer"):
        AgendaAppeal.objects.create(proposal=proposal, agenda_decision=answer, begun_at=now)


def test_an_appeal_is_not_met_before_it_began(appeal, now):
    with the_database_says("appeal_is_met_after_it_began"):
        AgendaAppeal.objects.update(met_at=now - timedelta(days=1))


def test_a_seat_and_a_person_support_once(appeal, support, seat, board, lead, now):
    with the_database_says("appeal_support_once_a_seat"), transaction.atomic():
        AppealSupport.objects.create(
            appeal=appeal, seat=seat, person=an_account("Bo Lee"), supported_at=now
        )
    other = rows.a_seat(board, title="NHS seat", code="NHS", label="NHS")
    with the_database_says("appeal_support_once_a_person"):
        AppealSupport.objects.create(appeal=appeal, seat=other, person=lead, supported_at=now)


# ---- items ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "name"),
    [
        ({"minutes": 0}, "standing_item_takes_some_minutes"),
        ({"to_on": BEGAN - timedelta(days=1)}, "standing_item_ends_after_it_begins"),
    ],
)
def test_a_standing_item_makes_sense(board, words, name):
    facts = {"title": "Welcome", "purpose": "note", "minutes": 5, "position": 1, "from_on": BEGAN}
    with the_database_says(name):
        StandingItem.objects.create(board=board, **facts | words)


def test_an_urgent_item_has_a_reason(meeting):
    item = rows.an_item(meeting)
    for change in ({"is_urgent": True}, {"is_urgent": True, "why_urgent": "Now."}):
        with the_database_says("urgent_item_has_a_reason"), transaction.atomic():
            AgendaItem.objects.filter(pk=item.pk).update(**change)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ({"reason": "Late."}, "agenda_move_has_a_reason"),
        ({"from_meeting": None}, "agenda_move_leaves_a_meeting"),
        ({"kind": "urgent_added"}, "agenda_move_leaves_a_meeting"),
    ],
)
def test_a_move_makes_sense(meeting, lead, now, words, name):
    with the_database_says(name):
        a_move(rows.an_item(meeting), meeting, lead, now, **words)


# ---- meetings and calendars ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "name"),
    [
        ({"weekday": 7}, "meeting_series_can_be_kept"),
        ({"week": 6}, "meeting_series_can_be_kept"),
        ({"every_months": 0}, "meeting_series_can_be_kept"),
        ({"until_on": BEGAN}, "meeting_series_lasts"),
    ],
)
def test_a_series_can_be_kept(board, words, name):
    facts = {
        "weekday": 3,
        "week": 2,
        "every_months": 2,
        "begins_at": time(14),
        "minutes": 120,
        "from_on": BEGAN,
        "until_on": date(2026, 1, 6),
    }
    with the_database_says(name):
        MeetingSeries.objects.create(board=board, **facts | words)


def test_a_meeting_goes_back_for_a_reason(meeting, lead, now):
    with the_database_says("meeting_goes_back_for_a_reason"):
        MeetingStep.objects.create(
            meeting=meeting,
            before="papers_closed",
            after="agenda_closed",
            is_back=True,
            made_by=lead,
            made_at=now,
        )


def test_a_person_has_one_calendar_address(lead, now):
    CalendarFeed.objects.create(person=lead, made_at=now)
    with the_database_says("one_calendar_address_a_person"):
        CalendarFeed.objects.create(person=lead, made_at=now)


def a_calendar(**fields):
    facts = {"name": "North", "region": "England", "from_on": BEGAN, "until_on": date(2028, 1, 1)}
    return WorkingCalendar.objects.create(**facts | fields)


def test_an_alliance_has_one_calendar_that_lasts(north):
    with the_database_says("working_calendar_lasts"), transaction.atomic():
        a_calendar(until_on=BEGAN)
    a_calendar()
    with the_database_says("one_working_calendar"):
        a_calendar()


def test_a_closed_day_has_a_name_and_stands_once(north):
    calendar = a_calendar()
    with the_database_says("closed_day_has_a_name"), transaction.atomic():
        ClosedDay.objects.create(calendar=calendar, on=BEGAN, label="")
    ClosedDay.objects.create(calendar=calendar, on=BEGAN, label="Away day")
    with the_database_says("closed_day_once"):
        ClosedDay.objects.create(calendar=calendar, on=BEGAN, label="Again")


# ---- what was said stays -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("agenda_position_append_only", AgendaPosition),
        ("appeal_support_append_only", AppealSupport),
        ("agenda_move_append_only", AgendaMove),
        ("meeting_step_append_only", MeetingStep),
    ],
)
def test_what_was_said_stays(name, model, answer, support, move, seat, meeting, lead, now):
    assert name in {constraint.name for constraint in model._meta.constraints}
    AgendaPosition.objects.create(agenda_decision=answer, seat=seat, position="support")
    MeetingStep.objects.create(
        meeting=meeting, before="planned", after="agenda_open", made_by=lead, made_at=now
    )
    assert model.objects.exists()

    for statement in ("UPDATE {} SET id = id", "DELETE FROM {}"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement.format(model._meta.db_table))


def test_no_column_can_hold_why_somebody_steps_back():
    there = {field.name for field in SeatPause._meta.get_fields() if not field.is_relation}

    assert there == {"id", "from_on", "to_on"}
