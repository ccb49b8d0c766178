"""Two means side by side, ties for the panel, and three ways to spend a pot."""

from fractions import Fraction
from itertools import combinations
from random import Random

import pytest

from funding.scoring import (
    Apart,
    Ask,
    Mean,
    Sheet,
    Spread,
    apart,
    best_fit,
    in_order,
    means,
    order,
    places,
    share,
    swapped,
    without,
)


def sheets(given):
    """By seat: what it gave to proposals 1, 2, 3 ..., a criterion each."""
    return [
        Sheet(seat, n, (points,))
        for seat, row in given.items()
        for n, points in enumerate(row, 1)
        if points is not None
    ]


def test_points_are_the_mean_of_the_criteria():
    assert Sheet(1, 2, (3, 4, 4)).mean == Fraction(11, 3)
    with pytest.raises(ValueError, match="criterion"):
        _ = Sheet(1, 2, ()).mean


def test_a_seats_own_order_counts_in_the_normalised_mean_with_ties_shared():
    found = means(sheets({1: (5, 3, 3), 2: (1, 0, None)}))

    assert found == {
        1: Mean(Fraction(3), Fraction(1), 2),
        2: Mean(Fraction(3, 2), Fraction(1, 8), 2),
        3: Mean(Fraction(3), Fraction(1, 4), 1),
    }


def test_a_seat_that_reads_one_proposal_has_no_order_of_its_own():
    assert means([Sheet(1, 9, (5,))]) == {9: Mean(Fraction(5), Fraction(1, 2), 1)}


def test_a_generous_seat_turns_the_order_on_points_and_the_page_can_say_between_whom():
    given = sheets({1: (None, 5, 4), 2: (2, 1, None), 3: (3, 2, 1)})

    found = means(given)

    assert found[2].raw > found[1].raw
    assert swapped(found) == [(2, 1)]


def test_those_with_the_same_value_share_a_place():
    groups = order({7: Fraction(3), 8: Fraction(4), 9: Fraction(3), 5: Fraction(1)})

    assert groups == [(8,), (7, 9), (5,)]
    assert places(groups) == {8: 1, 7: 2, 9: 2, 5: 4}


def test_seats_two_points_apart_owe_a_sentence_and_nearer_ones_do_not():
    assert apart(sheets({1: (5, 4), 2: (3, 3), 3: (4, 3)})) == [Apart(1, 2, 1, Fraction(2))]


def test_what_somebodys_sheets_decide_shows_without_them():
    given = sheets({1: (5,), 2: (3,)})

    assert without(given, {1}) == [Sheet(2, 1, (3,))]


ASKS = {1: Ask(400, 300), 2: Ask(500, 200), 3: Ask(300, 300), 4: Ask(100, 100)}


def test_in_order_funds_while_it_fits_and_nobody_overtakes():
    assert in_order([(1,), (2,), (3,), (4,)], ASKS, 1000) == Spread(
        {1: 400, 2: 500, 3: 0, 4: 0}, 100
    )


def test_in_order_gives_the_rest_to_the_next_if_it_can_work_with_it():
    assert in_order([(1,), (2,), (4,)], ASKS, 700) == Spread({1: 400, 2: 300, 3: 0, 4: 0}, 0)


def test_in_order_leaves_a_tie_at_the_edge_to_the_panel():
    assert in_order([(1,), (2, 3)], ASKS, 1000) == Spread({1: 400, 2: 0, 3: 0, 4: 0}, 600, (2, 3))
    assert in_order([(1, 2), (4,)], ASKS, 1000).tied == ()


VALUES = {1: Fraction(4), 2: Fraction(5), 3: Fraction(3), 4: Fraction(1)}
POUNDS = {1: Ask(40_000, 1), 2: Ask(50_000, 1), 3: Ask(30_000, 1), 4: Ask(10_001, 1)}


def test_best_fit_takes_the_list_worth_most_within_the_pot():
    assert best_fit(VALUES, POUNDS, 80_000) == Spread({1: 0, 2: 50_000, 3: 30_000, 4: 0}, 0)


def test_best_fit_counts_pennies_as_a_pound_asked_and_none_in_the_pot():
    assert best_fit({4: Fraction(1)}, {4: POUNDS[4]}, 10_100).pence == {4: 10_001}
    assert best_fit({4: Fraction(1)}, {4: POUNDS[4]}, 10_099).pence == {4: 0}


def test_best_fit_leaves_lists_equally_good_to_the_panel():
    found = best_fit(
        {1: Fraction(2), 2: Fraction(2), 3: Fraction(3)},
        dict.fromkeys((1, 2, 3), Ask(100, 100)),
        200,
    )

    assert found == Spread({1: 0, 2: 0, 3: 100}, 100, (1, 2))


def test_best_fit_is_that_of_trying_every_list():
    chance = Random(5)
    for _ in range(60):
        numbers = range(chance.randint(1, 7))
        asks = {n: Ask(100 * chance.randint(1, 9), 1) for n in numbers}
        values = {n: Fraction(chance.randint(1, 20), 4) for n in numbers}
        pot = 100 * chance.randint(0, 30)
        lists = [set(c) for size in range(len(asks) + 1) for c in combinations(numbers, size)]
        fitting = [c for c in lists if sum(asks[n].asked for n in c) <= pot]
        top = max(sum((values[n] for n in c), start=Fraction(0)) for c in fitting)
        winners = [c for c in fitting if sum((values[n] for n in c), start=Fraction(0)) == top]

        found = best_fit(values, asks, pot)

        always = set.intersection(*winners)
        assert {n for n, pence in found.pence.items() if pence} == always
        assert set(found.tied) == set.union(*winners) - always


def test_sharing_gives_everybody_the_same_part_to_the_penny():
    asks = {1: Ask(1000, 1), 2: Ask(1000, 1), 3: Ask(1000, 1)}

    assert share([(1, 2, 3)], asks, 1000) == Spread({1: 334, 2: 333, 3: 333}, 0)
    assert share([(1, 2, 3)], asks, 5000) == Spread({1: 1000, 2: 1000, 3: 1000}, 2000)


def test_sharing_never_goes_below_the_least_somebody_can_work_with():
    asks = {1: Ask(1000, 900), 2: Ask(1000, 100), 3: Ask(1000, 100)}

    assert share([(1,), (2,), (3,)], asks, 1500) == Spread({1: 900, 2: 300, 3: 300}, 0)


def test_where_the_least_of_all_does_not_fit_the_last_go_without_or_the_panel_chooses():
    asks = {1: Ask(500, 400), 2: Ask(500, 400), 3: Ask(500, 400)}

    assert share([(1,), (2,), (3,)], asks, 1000).pence == {1: 500, 2: 500, 3: 0}
    assert share([(1,), (2, 3)], asks, 1000) == Spread({1: 500, 2: 0, 3: 0}, 500, (2, 3))


def test_every_rule_stays_within_the_pot_and_the_asks():
    chance = Random(11)
    for _ in range(200):
        asks = {
            n: Ask(ask, chance.randint(1, ask))
            for n in range(5)
            for ask in [chance.randint(1, 900)]
        }
        groups, pot = (
            order({n: Fraction(chance.randint(1, 4)) for n in asks}),
            chance.randint(0, 3000),
        )
        for found in (in_order(groups, asks, pot), share(groups, asks, pot)):
            assert sum(found.pence.values()) + found.left == pot
            assert all(not p or asks[n].least <= p <= asks[n].asked for n, p in found.pence.items())


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="least"):
        Ask(100, 200)
    with pytest.raises(ValueError, match="pot"):
        in_order([], {}, -1)
