"""Advice on what a small vote can hide."""

from fractions import Fraction
from itertools import product

import pytest

from partnership_board.counting.secrecy import advice, lone_first_preference, unique_share


def test_the_share_of_unique_rankings() -> None:
    assert unique_share(3, 2) == Fraction(1, 4)
    assert unique_share(1, 6) == 1
    assert advice(17, 7).unique == 100
    assert advice(17, 4).unique == 51


@pytest.mark.parametrize(("voters", "candidates"), [(1, 1), (3, 2), (4, 3), (5, 3), (2, 5)])
def test_somebody_on_one_first_preference(voters: int, candidates: int) -> None:
    """Against every way in which the first preferences can fall."""
    ways = list(product(range(candidates), repeat=voters))
    lone = [way for way in ways if any(way.count(c) == 1 for c in range(candidates))]

    assert lone_first_preference(voters, candidates) == Fraction(len(lone), len(ways))


def test_fewer_preferences_hide_more() -> None:
    found = advice(17, 7, 2)

    assert found.unique_if_limited == 68
    assert found.unique > found.unique_if_limited
    assert "With at most 2 preferences 68 in 100 would be unique." in found.sentences


def test_a_limit_that_limits_nothing_is_not_mentioned() -> None:
    assert advice(17, 7, 7) == advice(17, 7)
    assert len(advice(17, 7).sentences) == 3


def test_the_advice_in_words() -> None:
    assert advice(17, 4).sentences == (
        (
            "If 17 voters rank all 4 people at random, 51 in 100 rankings are expected to be "
            "unlike any other. Of real ballots drawn again for 17 voters 84 in 100 were."
        ),
        (
            "The stage table shows somebody on exactly one first preference with a chance of 17 in "
            "100; with real ballots and 17 voters it was 82."
        ),
        (
            "Two things cannot be hidden: a vote on which all agree, and who voted when only one "
            "group took part."
        ),
    )


@pytest.mark.parametrize(("voters", "candidates"), [(0, 3), (3, 0)])
def test_without_voters_there_is_no_advice(voters: int, candidates: int) -> None:
    with pytest.raises(ValueError, match="at least one voter and one candidate"):
        advice(voters, candidates)
