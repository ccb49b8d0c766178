"""What people type is read as they meant it, or asked again; it is never guessed."""

from contextlib import suppress
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance import typed, words


def refusal(reader, *texts):
    with pytest.raises(typed.Unreadable) as problem:
        reader(*texts)
    return str(problem.value)


@pytest.mark.parametrize(
    "text",
    [
        "6 May 2025", "6 may 2025", "06/05/2025", "6/5/2025", "6.5.2025", "6-5-2025", "2025-05-06",
        "Tue 6 May 2025", "Tuesday, 6 May 2025", "6th of May 2025", "May 6, 2025", "May 6th 2025",
        " 6  May  2025 ", "০৬/০৫/২০২৫", "٦/٥/٢٠٢٥", "6–5–2025",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text):
    assert typed.day(text) == date(2025, 5, 6)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("31 February 2025", "February 2025 has 28 days."),
        ("29/02/2023", "February 2023 has 28 days."),
        ("0 May 2025", "May 2025 has 31 days."),
        ("05/13/2025", "There is no such month. Write the day first: 6 May 2025 is 06/05/2025."),
        ("Mon 6 May 2025", "6 May 2025 is a Tuesday, not a Monday. Please check which you mean."),
        ("6 May 25", "Write the year in full, like this: 6 May 2025."),
        ("6/5/25", "Write the year in full, like this: 6 May 2025."),
        ("6 May", "Write the year in full, like this: 6 May 2025."),
        ("6 Mai 2025", "“mai” is not a month. Write the day like this: 6 May 2025."),
        ("6 Ma 2025", "“ma” is not a month. Write the day like this: 6 May 2025."),
        ("6 May 1066", "1066 is not a year we can use. Write the day like this: 6 May 2025."),
        ("tomorrow", "Write the day like this: 6 May 2025."),
        ("9999999999", "Write the day like this: 6 May 2025."),
    ],
)
def test_a_day_that_cannot_be_is_asked_again(text, said):
    assert refusal(typed.day, text) == said


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31)))
def test_every_day_we_write_can_be_read_again(on):
    assert (
        typed.day(words.day(on)) == typed.day(on.isoformat()) == typed.day(f"{on:%d/%m/%Y}") == on
    )


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2 pm", time(14)), ("2pm", time(14)), ("2 p.m.", time(14)), ("2.30 pm", time(14, 30)),
        ("14:30", time(14, 30)), ("14.30", time(14, 30)), ("14h30", time(14, 30)),
        ("09:00", time(9)),
        ("10:30", time(10, 30)), ("noon", time(12)),
        ("12 pm", time(12)), ("12 am", time(0)),
        ("00:00", time(0)), ("14", time(14)),
    ],
)  # fmt: skip
def test_a_time_is_read_however_it_is_written(text, at):
    assert typed.clock(text) == at


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2", "Write 2 am or 2 pm, so that nobody comes at the wrong time."),
        ("2:30", "Write 2.30 am or 2.30 pm, so that nobody comes at the wrong time."),
        ("midnight", "Midnight could belong to either day. Write 11.59 pm or 12.01 am."),
        ("25:00", "Write the time like this: 2 pm, or 14:30."),
        ("14:75", "Write the time like this: 2 pm, or 14:30."),
        ("13 pm", "Write the time like this: 2 pm, or 14:30."),
        ("0 am", "Write the time like this: 2 pm, or 14:30."),
        ("after lunch", "Write the time like this: 2 pm, or 14:30."),
    ],
)
def test_a_time_that_could_be_two_is_asked_again(text, said):
    assert refusal(typed.clock, text) == said


def test_a_moment_is_london_time():
    assert typed.moment(date(2025, 5, 6), time(14)) == datetime(2025, 5, 6, 13, tzinfo=UTC)
    assert typed.moment(date(2025, 1, 6), time(14)) == datetime(2025, 1, 6, 14, tzinfo=UTC)


def test_the_hours_when_the_clocks_change_are_asked_again():
    assert refusal(typed.moment, date(2025, 3, 30), time(1, 30)) == (
        "The clocks go forward that night and this time is skipped. Choose 2 am or later."
    )
    assert refusal(typed.moment, date(2025, 10, 26), time(1, 30)) == (
        "The clocks go back that night and this time comes twice. Choose 2 am or later."
    )
    assert typed.moment(date(2025, 10, 26), time(2)) == datetime(2025, 10, 26, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("£1,250.50", 125050), ("1250.5", 125050), ("1250", 125000), ("£ 1 250.50", 125050),
        ("0", 0), ("1,800,000", 180000000), ("0.05", 5), ("12.50 GBP", 1250), ("١٢٫", None),
        ("৫০", 5000),
    ],
)  # fmt: skip
def test_a_sum_is_read_as_whole_pence(text, pence):
    if pence is None:
        assert refusal(typed.pence, text) == "Write the sum in figures, like this: 1,250.50."
    else:
        assert typed.pence(text) == pence


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1.8 million", "Write the whole sum in figures: 1.8 million is 1,800,000."),
        ("5k", "Write the whole sum in figures: 1.8 million is 1,800,000."),
        ("£2m", "Write the whole sum in figures: 1.8 million is 1,800,000."),
        ("-5", "Write the sum without a minus sign."),
        ("−5", "Write the sum without a minus sign."),
        ("1,25", "Write the sum in figures, like this: 1,250.50."),
        ("1.255", "Write the sum in figures, like this: 1,250.50."),
        ("50p", "Write the sum in figures, like this: 1,250.50."),
        ("a lot", "Write the sum in figures, like this: 1,250.50."),
        ("1e5", "Write the sum in figures, like this: 1,250.50."),
        ("9" * 18, "That is more than we can record. Please check the sum."),
    ],
)
def test_a_sum_that_could_be_misread_is_asked_again(text, said):
    assert refusal(typed.pence, text) == said


@given(st.integers(min_value=0, max_value=10**15))
def test_every_sum_we_write_can_be_read_again_to_the_penny(value):
    assert typed.pence(words.pence(value)) == value


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("2", 120), ("2.5", 150), ("2½", 150), ("½ hour", 30), ("2h 30", 150), ("2 h 30 min", 150),
        ("1:30", 90), ("90 min", 90), ("90m", 90), ("1 hour and 20 minutes", 80), ("an hour", 60),
        ("half an hour", 30), ("0.25 h", 15), ("0", 0), ("2 hrs", 120),
    ],
)  # fmt: skip
def test_a_length_of_time_is_read_as_whole_minutes(text, length):
    assert typed.minutes(text) == length


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("soon", "Write the time like this: 2 hours, 2.5, 1 h 30 or 90 min."),
        ("1:75", "Write the time like this: 2 hours, 2.5, 1 h 30 or 90 min."),
        ("h", "Write the time like this: 2 hours, 2.5, 1 h 30 or 90 min."),
        ("-2", "Write the time like this: 2 hours, 2.5, 1 h 30 or 90 min."),
        ("0.33", "That is not a whole number of minutes. Write minutes instead: 20 min."),
        ("99999999", "That is more hours than we can record. Please check the number."),
    ],
)
def test_a_length_that_cannot_be_read_is_asked_again(text, said):
    assert refusal(typed.minutes, text) == said


@given(st.integers(min_value=0, max_value=typed.LONGEST))
def test_every_length_we_write_can_be_read_again(length):
    assert typed.minutes(words.minutes(length)) == typed.minutes(words.hours(length)) == length


@given(st.text())
@pytest.mark.parametrize("reader", [typed.day, typed.clock, typed.pence, typed.minutes])
def test_whatever_is_typed_is_read_or_asked_again(reader, text):
    with suppress(typed.Unreadable):
        reader(text)
