"""Deadlines come out as the worked table says, and as counting on one's fingers says."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.easter import easter

from alliance.calendars import (
    ENGLAND,
    CalendarEnds,
    add_working_days,
    clear_days_between,
    is_working_day,
    latest_publication,
    latest_working_publication,
    moment,
    publication_day,
    working_days_taken,
)
from alliance.errors import Refused

CHRISTMAS_EVE_SHUT = ENGLAND.also([date(2025, 12, 24)], version="with Christmas Eve")


@pytest.mark.parametrize(
    ("meeting", "clear_days", "latest", "working"),
    [
        (date(2025, 5, 6), 5, date(2025, 4, 27), date(2025, 4, 25)),
        (date(2026, 1, 9), 5, date(2026, 1, 1), date(2025, 12, 31)),
        (date(2026, 4, 9), 5, date(2026, 3, 30), date(2026, 3, 30)),
        (date(2026, 1, 5), 5, date(2025, 12, 23), date(2025, 12, 23)),
        (date(2025, 6, 3), 3, date(2025, 5, 28), date(2025, 5, 28)),
    ],
)
def test_papers_go_out_in_time_for_the_meeting(meeting, clear_days, latest, working):
    day_late = latest + timedelta(days=1)

    assert latest_publication(meeting, clear_days, ENGLAND) == latest
    assert latest_working_publication(meeting, clear_days, ENGLAND) == working
    assert clear_days_between(latest, meeting, ENGLAND) == clear_days
    assert clear_days_between(day_late, meeting, ENGLAND) == clear_days - 1


def test_a_closed_christmas_eve_brings_the_deadline_forward():
    assert latest_publication(date(2026, 1, 5), 5, CHRISTMAS_EVE_SHUT) == date(2025, 12, 22)


@pytest.mark.parametrize(
    ("sent", "days", "due"),
    [
        (date(2025, 4, 14), 5, date(2025, 4, 23)),
        (date(2025, 4, 14), 20, date(2025, 5, 15)),
        (date(2025, 12, 19), 20, date(2026, 1, 21)),
        (date(2025, 4, 19), 5, date(2025, 4, 28)),
        (date(2025, 4, 19), 0, date(2025, 4, 19)),
    ],
)
def test_a_partner_has_this_long_to_answer(sent, days, due):
    assert add_working_days(sent, days, ENGLAND) == due
    assert working_days_taken(sent, due, ENGLAND) == days


def test_a_paper_published_after_five_counts_for_the_next_day():
    in_time = datetime(2025, 7, 1, 16, 0, tzinfo=UTC)  # 5 pm in London
    too_late = datetime(2025, 7, 1, 16, 0, 1, tzinfo=UTC)
    winter = datetime(2025, 1, 7, 16, 30, tzinfo=UTC)

    assert publication_day(in_time) == date(2025, 7, 1)
    assert publication_day(too_late) == date(2025, 7, 2)
    assert publication_day(winter) == date(2025, 1, 7)
    with pytest.raises(ValueError, match="time zone"):
        publication_day(datetime.fromisoformat("2025-07-01T16:00"))


def test_nine_is_nine_on_both_sides_of_a_clock_change():
    assert moment(date(2025, 3, 29)).astimezone(UTC).hour == 9
    assert moment(date(2025, 3, 30)).astimezone(UTC).hour == 8
    assert moment(date(2025, 10, 25)).astimezone(UTC).hour == 8
    assert moment(date(2025, 10, 26)).astimezone(UTC).hour == 9


def days_counted_on_fingers(after, before):
    """Every day between, one by one, by another road than the code under test."""
    between = [date.fromordinal(n) for n in range(after.toordinal() + 1, before.toordinal())]
    return len([d for d in between if d.isoweekday() <= 5 and d not in ENGLAND.days])


def test_two_hundred_random_meetings_agree_with_counting_on_fingers():
    chance = random.Random(20250506)

    for _ in range(200):
        meeting = date(2024, 4, 1) + timedelta(days=chance.randrange(1700))
        wanted = chance.randrange(0, 21)
        latest = latest_publication(meeting, wanted, ENGLAND)
        due = add_working_days(meeting - timedelta(days=60), wanted, ENGLAND)

        assert days_counted_on_fingers(latest, meeting) == wanted
        assert wanted == 0 or days_counted_on_fingers(latest + timedelta(days=1), meeting) < wanted
        assert clear_days_between(latest, meeting, ENGLAND) == wanted
        assert (
            days_counted_on_fingers(meeting - timedelta(days=60), due + timedelta(days=1)) == wanted
        )


def first_monday(year, month):
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)


def bank_holidays_by_the_act(year):
    """England and Wales: the Schedule to the 1971 Act, with the two days by proclamation."""
    monday_after = [timedelta(days=0)] * 5 + [timedelta(days=2), timedelta(days=1)]
    new_year = date(year, 1, 1)
    christmas = date(year, 12, 25)
    boxing = date(year, 12, 26)
    sunday = easter(year)
    both = {christmas, boxing}
    if christmas.weekday() == 4:  # Boxing Day on a Saturday
        both = {christmas, date(year, 12, 28)}
    if christmas.weekday() >= 5:
        both = {date(year, 12, 27), boxing if boxing.weekday() == 0 else date(year, 12, 28)}
    return both | {
        new_year + monday_after[new_year.weekday()],
        sunday - timedelta(days=2),
        sunday + timedelta(days=1),
        first_monday(year, 5),
        first_monday(year, 6) - timedelta(days=7),
        first_monday(year, 9) - timedelta(days=7),
    }


@pytest.mark.parametrize("year", range(2024, 2029))
def test_the_bank_holidays_are_those_of_the_act(year):
    assert {day for day in ENGLAND.days if day.year == year} == bank_holidays_by_the_act(year)


def test_a_year_we_do_not_know_is_refused_in_words():
    with pytest.raises(Refused, match="bank holidays of 2029"):
        is_working_day(date(2029, 1, 6), ENGLAND)
    with pytest.raises(CalendarEnds):
        add_working_days(date(2028, 12, 20), 20, ENGLAND)


def test_a_negative_number_of_days_is_a_mistake():
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2025, 1, 6), -1, ENGLAND)
    with pytest.raises(ValueError, match="negative"):
        latest_publication(date(2025, 1, 6), -1, ENGLAND)
