"""What is still open counts: a slow body does not look quick by never answering."""

import random

import pytest

from alliance.medians import Median, median


@pytest.mark.parametrize(
    ("answered", "still_open", "said"),
    [
        (
            (3, 4, 6),
            (30, 40, 45, 52),
            "not reached: more than half are still open after 52 days",
        ),
        ((5, 8, 12, 25), (10, 20), "12 working days"),
        ((7,), (), "7 working days"),
        ((1, 9), (), "1 working day"),
        ((), (4,), "not reached: more than half are still open after 4 days"),
        ((), (1,), "not reached: more than half are still open after 1 day"),
        ((), (), "nothing to count"),
        ((0, 0, 3), (), "0 working days"),
    ],
)
def test_a_median_is_said_as_it_is(answered, still_open, said):
    assert median(answered, still_open).in_words() == said


def test_a_wait_that_is_open_on_the_day_of_an_answer_still_counts_that_day():
    assert median((5, 9), (5,)) == Median(9, 3, 5)
    assert median((5, 9), (4,)) == Median(5, 3, 4)


def test_without_anything_open_it_is_the_ordinary_lower_median():
    chance = random.Random(3)
    for _ in range(100):
        waits = [chance.randrange(60) for _ in range(chance.randrange(1, 12))]
        ordinary = sorted(waits)[(len(waits) - 1) // 2]
        assert median(waits).days == ordinary


def test_one_more_open_wait_never_makes_it_shorter():
    chance = random.Random(4)
    for _ in range(200):
        answered = [chance.randrange(40) for _ in range(chance.randrange(1, 8))]
        still_open = [chance.randrange(40) for _ in range(chance.randrange(6))]
        before = median(answered, still_open).days
        after = median(answered, [*still_open, 40]).days
        assert after is None or (before is not None and after >= before)


def test_nobody_waits_for_less_than_no_days():
    with pytest.raises(ValueError, match="less than no days"):
        median([-1])
