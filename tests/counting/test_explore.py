"""What lots could change, and what is said about it."""

from fractions import Fraction

import pytest

from partnership_board.counting import lots
from partnership_board.counting.ballots import Rule, contest
from partnership_board.counting.count import count
from partnership_board.counting.explore import (
    Outcome,
    explore,
    listed,
    ordinal,
    verdict,
)

NAMES = ("Amina", "Bela", "Cem", "Dina", "Joseph")
RULE = Rule()

NO_LOT = contest(1, 2, [(2, [1]), (1, [2])])
# Amina and Bela have the quota; Cem and Dina are level for the third seat.
THIRD_SEAT = contest(3, 4, [(4, [1]), (4, [2]), (2, [3]), (2, [4])])


def name(candidate: int) -> str:
    return NAMES[candidate - 1]


def said(made, rule: Rule = RULE, **options) -> str:
    return verdict(explore(made, rule, **options), name)


def test_no_lot_is_needed() -> None:
    found = explore(NO_LOT, RULE)

    assert (found.runs, found.possibilities) == (1, 1)
    assert (found.has_lots, found.is_decisive) == (False, False)
    assert said(NO_LOT) == "No lot was needed."


def test_lots_that_agree_in_the_end() -> None:
    made = contest(1, 4, [(2, [1]), (1, [2, 1]), (1, [3, 1]), (1, [4, 1])])

    found = explore(made, RULE)

    assert (found.has_lots, found.is_decisive) == (True, False)
    assert verdict(found, name) == (
        "Lots were drawn; they could not change who is elected (all 3 possibilities agree)."
    )


def test_two_possibilities_are_both() -> None:
    made = contest(1, 4, [(5, [1]), (2, [2, 1]), (2, [3, 1]), (3, [4])])

    assert said(made) == (
        "Lots were drawn; they could not change who is elected (both possibilities agree)."
    )


def test_the_third_seat_depends_on_a_lot() -> None:
    assert said(THIRD_SEAT) == (
        "The third seat depends on a lot: Cem 1/2, Dina 1/2. "
        "Amina and Bela are elected in every case."
    )


def test_one_is_sure_and_one_seat_is_open() -> None:
    made = contest(2, 3, [(3, [1]), (1, [2]), (1, [3])])

    assert said(made) == (
        "The second seat depends on a lot: Bela 1/2, Cem 1/2. Amina is elected in every case."
    )


def test_all_seats_depend_on_lots() -> None:
    made = contest(2, 3, [(5, [])])

    assert said(made) == (
        "The first and second seats depend on lots: Amina 2/3, Bela 2/3, Cem 2/3."
    )


def test_probabilities_are_exact_where_lots_follow_lots() -> None:
    made = contest(1, 3, [(2, [1]), (2, [2]), (2, [3])])

    found = explore(made, RULE)

    assert found.outcomes == tuple(Outcome((c,), Fraction(1, 3)) for c in (1, 2, 3))
    assert (found.runs, found.possibilities) == (10, 6)


def test_an_order_may_matter_where_the_winners_do_not() -> None:
    made = contest(2, 4, [(3, [1]), (3, [2]), (2, [3, 1]), (2, [4, 2])])

    assert said(made) == (
        "Lots were drawn; they could not change who is elected (both possibilities agree)."
    )
    assert said(made, by_order=True) == (
        "Lots decide the order of election, not who is elected: "
        "Amina and Bela 1/2; Bela and Amina 1/2."
    )


def test_beyond_the_cap_a_sample_stands_in() -> None:
    found = explore(THIRD_SEAT, RULE, cap=2, sample=400)

    assert found.is_estimate
    assert {outcome.elected for outcome in found.outcomes} == {(1, 2, 3), (1, 2, 4)}
    assert all(Fraction(2, 5) < outcome.probability < Fraction(3, 5) for outcome in found.outcomes)
    assert found == explore(THIRD_SEAT, RULE, cap=2, sample=400)
    assert verdict(found, name).startswith("An estimate from 400 draws. The third seat depends")


@pytest.mark.parametrize("seed", range(30))
def test_every_drawing_is_among_the_outcomes(seed: int) -> None:
    found = explore(THIRD_SEAT, RULE)

    elected = count(THIRD_SEAT, RULE, lots.drawn_by(str(seed), str)).elected

    assert tuple(sorted(elected)) in {outcome.elected for outcome in found.outcomes}


def test_empty_ties_spare_runs_and_change_nothing() -> None:
    made = contest(2, 9, [(4, [1]), (2, [2]), (2, [3])])

    plain, spared = explore(made, RULE), explore(made, Rule(empty_aside=True))

    assert plain.outcomes == spared.outcomes
    assert spared.runs == 3 < plain.runs


def test_lists_and_ordinals() -> None:
    assert (listed(["A"]), listed(["A", "B", "C"])) == ("A", "A, B and C")
    assert (ordinal(0), ordinal(9), ordinal(11)) == ("first", "tenth", "12th")
