"""What became of points, counted; and when enough was done to reach somebody."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coproduction import measures, picturing, reaching
from coproduction.measures import Point
from coproduction.registries import Step

TODAY = date(2026, 5, 4)


def days_ago(days):
    return TODAY - timedelta(days=days)


def test_each_figure_says_what_was_counted():
    points = [
        Point(days_ago(90), days_ago(60), days_ago(80), is_closed=True),
        Point(days_ago(90), days_ago(20), days_ago(70), 1, 1),
        *(Point(days_ago(61), days_ago(50)) for _ in range(3)),
        Point(days_ago(2)),
    ]

    found = {each.label: each.value for each in measures.figures(points, on=TODAY)}

    assert found == {
        "Points": "6",
        "Reached an agenda within 60 days": "4 of 5",
        "Answered": "2 of 6",
        "Usual wait for an answer": "not reached: more than half are still open after 61 days",
        "“We did not”, with a reason": "1 of 1",
        "Everybody told": "too few to say (2 so far)",
    }
    assert all(each.definition for each in measures.figures(points, on=TODAY))


def test_a_wait_counts_those_who_still_wait():
    quick = [Point(days_ago(30), answered_on=days_ago(20)) for _ in range(4)]

    assert measures.wait(quick, on=TODAY) == "too few to say"
    assert measures.wait([*quick, Point(days_ago(5))], on=TODAY) == "10 days"


TRY = "not_reached"


@pytest.mark.parametrize(
    ("tries", "is_out_of_reach"),
    [
        ([], False),
        ([(TRY, 0), (TRY, 7)], False),
        ([(TRY, 0), (TRY, 7), (TRY, 42)], True),
        ([(TRY, 0), (TRY, 7), (TRY, 43)], False),
        ([(TRY, 0), ("approved", 7), (TRY, 9), (TRY, 12)], False),
        ([("changed", 0), (TRY, 7), (TRY, 9), (TRY, 12)], True),
    ],
)
def test_three_tries_in_six_weeks_are_enough(tries, is_out_of_reach):
    made = [(outcome, TODAY + timedelta(days=days)) for outcome, days in tries]

    assert reaching.is_out_of_reach(made) is is_out_of_reach


OUTCOMES = ["told", "message_left", "not_reached", "not_wanted"]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.integers(1, 4), st.lists(st.sampled_from(OUTCOMES), max_size=5)))
def test_a_point_is_closed_only_when_each_has_heard_or_was_tried_three_times(outcomes):
    wanting = [1, 2, 3]

    by_hand = all(
        set(outcomes.get(n, [])) & {"told", "message_left", "not_wanted"}
        or outcomes.get(n, []).count("not_reached") >= 3
        for n in wanting
    )

    assert reaching.is_closed(wanting, outcomes) is by_hand


def test_the_line_is_drawn_with_every_step():
    steps = [
        Step(1, "Point", "I-2026-001 approved", days_ago(40)),
        Step(1, "Decision", "A very long decision that nobody could fit on a phone", days_ago(3)),
    ]

    figure = picturing.drawn("I-2026-001", steps, on=TODAY)

    assert figure is not None
    assert len(figure.table) == 2
    assert "2 steps" in figure.sentence
    assert picturing.drawn("I-2026-001", [], on=TODAY) is None
