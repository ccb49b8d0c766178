"""A question's clock, by hand-made tables and against counting on one's fingers."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliance.calendars import ENGLAND, is_working_day
from partnership_board.clocks import (
    Clock,
    Stands,
    Stop,
    Times,
    days_run,
    is_standing,
    runs_out_on,
    stops_of,
)
from partnership_board.queries.requests import usual_words
from partnership_board.reminding import told_on

TIMES = Times(acknowledge=5, answer=20, very_overdue=60)
MON = date(2025, 4, 14)


@pytest.mark.parametrize(
    ("asked_on", "days", "by"),
    [
        (date(2025, 4, 14), 5, date(2025, 4, 23)),  # Good Friday and Easter Monday between
        (date(2025, 4, 14), 20, date(2025, 5, 15)),  # the May bank holiday too
        (date(2025, 12, 19), 20, date(2026, 1, 21)),  # Christmas, Boxing Day, New Year's Day
        (date(2025, 4, 19), 5, date(2025, 4, 28)),  # sent on a Saturday
        (date(2025, 4, 14), 0, date(2025, 4, 14)),
    ],
)
def test_a_clock_runs_out_on_its_day(asked_on, days, by):
    assert runs_out_on(asked_on, days, (), ENGLAND) == by
    assert days_run(asked_on, by, (), ENGLAND) == days


def test_nothing_has_run_before_it_is_asked():
    assert days_run(MON, MON - timedelta(days=9), (), ENGLAND) == 0
    assert days_run(MON, MON, (), ENGLAND) == 0
    with pytest.raises(ValueError, match="negative"):
        runs_out_on(MON, -1, (), ENGLAND)


@pytest.mark.parametrize(
    ("stops", "until", "days"),
    [
        ((), date(2025, 6, 13), 9),
        ((Stop(date(2025, 6, 4), date(2025, 6, 6)),), date(2025, 6, 13), 7),  # Wed, Thu
        ((Stop(date(2025, 6, 6), date(2025, 6, 9)),), date(2025, 6, 13), 8),  # Fri to Mon
        ((Stop(date(2025, 6, 5), date(2025, 6, 5)),), date(2025, 6, 13), 9),  # the same day
        ((Stop(date(2025, 6, 4)),), date(2025, 6, 13), 1),  # it still stands
        ((Stop(date(2025, 6, 2)),), date(2025, 6, 13), 0),
    ],
)
def test_a_stopped_clock_does_not_run(stops, until, days):
    assert days_run(date(2025, 6, 2), until, stops, ENGLAND) == days


def test_while_it_stands_nobody_knows_when_it_runs_out():
    standing = (Stop(date(2025, 6, 4)),)

    assert runs_out_on(date(2025, 6, 2), 1, standing, ENGLAND) == date(2025, 6, 3)
    assert runs_out_on(date(2025, 6, 2), 2, standing, ENGLAND) is None
    assert is_standing(standing, on=date(2025, 6, 4))
    assert not is_standing(standing, on=date(2025, 6, 3))


def test_stops_are_read_from_what_happened():
    events = [
        ("resumed", date(2025, 6, 1)),  # it was running
        ("paused", date(2025, 6, 3)),
        ("paused", date(2025, 6, 4)),  # it stood already
        ("resumed", date(2025, 6, 5)),
        ("paused", date(2025, 6, 9)),
    ]

    assert stops_of(events) == (
        Stop(date(2025, 6, 3), date(2025, 6, 5)),
        Stop(date(2025, 6, 9)),
    )
    backwards = [("paused", date(2025, 6, 5)), ("resumed", date(2025, 6, 4))]
    assert stops_of(backwards) == (Stop(date(2025, 6, 5), date(2025, 6, 5)),)


@pytest.mark.parametrize(
    ("days", "acknowledged", "stands"),
    [
        (5, False, Stands.UNHEARD),
        (6, False, Stands.UNHEARD_LATE),
        (6, True, Stands.AWAITING),
        (20, True, Stands.AWAITING),
        (21, True, Stands.OVERDUE),  # to say "we have it" is not an answer
        (21, False, Stands.OVERDUE),
        (60, True, Stands.OVERDUE),
        (61, True, Stands.VERY_OVERDUE),
    ],
)
def test_how_a_question_stands_after_so_many_days(days, acknowledged, stands):
    on = runs_out_on(MON, days, (), ENGLAND)
    clock = Clock(MON, TIMES, ENGLAND, acknowledged_on=MON if acknowledged else None)

    assert clock.days(on=on) == days
    assert clock.stands(on=on) == stands


def test_to_stop_the_clock_makes_a_late_answer_no_less_late():
    late_on = runs_out_on(MON, 21, (), ENGLAND)
    late = Clock(MON, TIMES, ENGLAND, (Stop(late_on + timedelta(days=1)),))
    early = Clock(MON, TIMES, ENGLAND, (Stop(MON + timedelta(days=1)),))

    assert late.stands(on=late_on + timedelta(days=30)) == Stands.OVERDUE
    assert early.stands(on=late_on) == Stands.STOPPED
    assert early.answer_by_on is None
    assert early.acknowledge_by_on is None


DAYS = st.dates(date(2024, 2, 1), date(2027, 6, 1))
SPANS = st.integers(0, 120)


# From one stop's end to the next one's beginning, and how long each lasts.
GAPS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=3)
# A busy machine is no reason to fail.
CALMLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def stops(asked_on, gaps):
    """One after the other, from some days before it was asked."""
    found, day = [], asked_on - timedelta(days=10)
    for gap, lasts in gaps:
        begins = day + timedelta(days=gap)
        day = begins + timedelta(days=lasts)
        found.append(Stop(begins, day))
    return tuple(found)


@CALMLY
@given(DAYS, SPANS, GAPS)
def test_it_agrees_with_counting_on_ones_fingers(asked_on, span, gaps):
    until, counted, there = asked_on + timedelta(days=span), 0, stops(asked_on, gaps)
    day = asked_on
    while day < until:
        day += timedelta(days=1)
        stood = any(stop.from_on <= day < stop.until_on for stop in there)
        counted += is_working_day(day, ENGLAND) and not stood

    assert days_run(asked_on, until, there, ENGLAND) == counted


@CALMLY
@given(DAYS, st.integers(0, 60), GAPS)
def test_it_runs_out_when_so_many_days_have_run_and_not_before(asked_on, days, gaps):
    there = stops(asked_on, gaps)
    by = runs_out_on(asked_on, days, there, ENGLAND)

    assert by is not None
    assert days_run(asked_on, by, there, ENGLAND) == days
    if days:
        assert days_run(asked_on, by - timedelta(days=1), there, ENGLAND) == days - 1


@CALMLY
@given(DAYS, SPANS, GAPS)
def test_a_stop_never_adds_days(asked_on, span, gaps):
    until, there = asked_on + timedelta(days=span), stops(asked_on, gaps)

    assert days_run(asked_on, until, there, ENGLAND) <= days_run(asked_on, until, (), ENGLAND)


# ---- how long an answer usually takes ------------------------------------------------------------
@pytest.mark.parametrize(
    ("answered", "waiting", "said"),
    [
        ((3, 4, 6), (30, 40, 45, 52), "not reached: more than half are still open after 52 days"),
        ((5, 8, 12, 25), (10, 20), "12 working days"),
        ((1, 2, 3, 4, 5), (), "3 working days"),
        ((1, 1, 1, 2, 9), (), "1 working day"),
        ((2, 4, 6), (7, 8, 9), "6 working days: exactly half were answered by then"),
        ((2, 2, 2, 9, 9, 9), (), "2 working days: exactly half were answered by then"),
        ((3, 4), (9,), "too few to say: 3 so far"),
        ((), (), "too few to say: 0 so far"),
    ],
)
def test_the_usual_wait_is_said_with_what_is_open(answered, waiting, said):
    assert usual_words(answered, waiting) == said


# ---- when somebody is reminded -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("due_on", "told"),
    [
        (date(2025, 6, 12), [date(2025, 6, 5), date(2025, 6, 12)]),
        (date(2025, 6, 14), [date(2025, 6, 6), date(2025, 6, 13)]),  # a Saturday
        (date(2025, 4, 28), [date(2025, 4, 17), date(2025, 4, 28)]),  # Easter Monday a week before
        (date(2025, 12, 26), [date(2025, 12, 19), date(2025, 12, 24)]),
    ],
)
def test_reminders_go_a_week_before_and_on_the_day_and_never_on_a_closed_one(due_on, told):
    assert told_on(due_on, ENGLAND) == told
