"""A sum over time always adds up to the penny."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding.profiles import (
    Period,
    financial_years,
    quarters,
    split,
    stream_years,
    weights,
    years,
)

THREE_YEARS = Period(date(2024, 7, 1), date(2027, 6, 30))
SUM = 10_000_000

days = st.dates(date(2000, 1, 1), date(2040, 12, 31))
wholes = st.builds(
    lambda day, length: Period(day, day + timedelta(days=length)), days, st.integers(0, 2500)
)
cuts = st.sampled_from(
    [stream_years, financial_years, quarters, lambda whole: years(whole, begins=(1, 1))]
)


def test_a_hundred_thousand_pounds_by_financial_years():
    periods = financial_years(THREE_YEARS)

    assert weights(periods) == [9, 12, 12, 3]
    assert split(SUM, weights(periods)) == [2_500_000, 3_333_334, 3_333_333, 833_333]
    assert periods[0] == Period(date(2024, 7, 1), date(2025, 3, 31))


def test_a_hundred_thousand_pounds_by_years_of_the_stream():
    periods = stream_years(THREE_YEARS)

    assert split(SUM, weights(periods)) == [3_333_334, 3_333_333, 3_333_333]


def test_a_hundred_thousand_pounds_by_quarters():
    parts = split(SUM, weights(quarters(THREE_YEARS)))

    assert parts == [833_334] * 4 + [833_333] * 8


def test_days_count_where_months_are_not_whole():
    broken = [
        Period(date(2024, 7, 1), date(2024, 7, 10)),
        Period(date(2024, 7, 11), date(2024, 7, 31)),
    ]

    assert weights(broken) == [10, 21]


def test_a_stream_that_starts_at_the_end_of_a_month_keeps_to_month_ends():
    whole = Period(date(2024, 1, 31), date(2024, 7, 30))

    assert quarters(whole) == [
        Period(date(2024, 1, 31), date(2024, 4, 29)),
        Period(date(2024, 4, 30), date(2024, 7, 30)),
    ]


@given(st.integers(0, 10**12), st.lists(st.integers(0, 4000), min_size=1, max_size=40).filter(any))
def test_parts_add_up_and_are_within_a_penny_of_their_share(total, shares):
    parts = split(total, shares)

    assert sum(parts) == total
    assert all(type(part) is int for part in parts)
    for part, weight in zip(parts, shares, strict=True):
        assert abs(part * sum(shares) - total * weight) < sum(shares)


@given(st.integers(0, 10**10), st.integers(1, 30))
def test_among_equals_the_earliest_gets_the_odd_penny(total, count):
    parts = split(total, [1] * count)

    assert parts == sorted(parts, reverse=True)
    assert parts[0] - parts[-1] <= 1


@given(wholes, cuts)
def test_periods_cover_every_day_once(whole, cut):
    periods = cut(whole)

    assert periods[0].starts_on == whole.starts_on
    assert periods[-1].ends_on == whole.ends_on
    for one, following in pairwise(periods):
        assert following.starts_on == one.ends_on + timedelta(days=1)
    assert sum(period.days for period in periods) == whole.days


@given(st.integers(0, 10**10), wholes, cuts)
def test_any_sum_over_any_time_adds_up(total, whole, cut):
    assert sum(split(total, weights(cut(whole)))) == total


@pytest.mark.parametrize(("total", "shares"), [(-1, [1]), (1, []), (1, [0, 0]), (1, [2, -1])])
def test_what_cannot_be_shared_out_is_refused(total, shares):
    with pytest.raises(ValueError, match="a sum of at least 0"):
        split(total, shares)


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="a period ends"):
        Period(date(2024, 7, 2), date(2024, 7, 1))
