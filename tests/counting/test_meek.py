"""Meek by the reference rule, on elections small enough to redo."""

import pytest

from partnership_board.counting import meek
from partnership_board.counting.ballots import Rule, contest
from tests.counting.mistakes import MEEK, Mistake, mistaken

RULE = Rule(method="meek_prf")


def told(count) -> tuple[object, ...]:
    return (
        count.elected,
        count.to_last_vacancies,
        [(stage.candidate, stage.votes, stage.quota, stage.elected) for stage in count.stages],
        [(tie.tied, tie.chosen) for tie in count.ties],
    )


# 2 places, 10 papers: 6 name A then B, 3 name C, 1 names D then C. Quota 10 / 3 + a unit. A has 6:
# elected. A keeps 3.333333334 / 6 of each paper, rounded up: 0.555555556; B gets 6 x 0.444444444.
# B has 2.666666664, C 3, D 1; A's 3.333333336 is 2 units over the quota, less than omega: D goes
# and C, with 4, is elected.
PASSING_ON = contest(2, 4, [(6, (1, 2)), (3, (3,)), (1, (4, 3))])

# 1 place, nobody has more than half. C and B are level with 3 and a lot is needed.
LEVEL = contest(1, 3, [(4, (1,)), (3, (2,)), (3, (3, 2))])

# A's papers end, so the quota falls while A's surplus shrinks round after round.
ENDING = contest(2, 4, [(9, (1,)), (3, (2, 1)), (2, (3, 2)), (2, (4, 1, 3))])


def test_a_surplus_passes_on_by_keep_factors() -> None:
    count = meek.count(PASSING_ON, RULE)

    assert told(count) == (
        (1, 3),
        (),
        [
            (None, (6 * 10**9, 0, 3 * 10**9, 10**9), 3_333_333_334, (1,)),
            (None, (3_333_333_336, 2_666_666_664, 3 * 10**9, 10**9), 3_333_333_334, ()),
            (4, (3_333_333_336, 2_666_666_664, 4 * 10**9, 0), 3_333_333_334, (3,)),
        ],
        [],
    )


def test_a_tie_goes_straight_to_a_lot() -> None:
    lowest = meek.count(LEVEL, RULE)
    highest = meek.count(LEVEL, RULE, lambda tie, tied: max(tied))

    assert [(tie.tied, tie.chosen, tie.by) for tie in lowest.ties] == [((2, 3), 2, "lot")]
    assert (lowest.elected, highest.elected) == ((1,), (2,))


def test_papers_that_end_lower_the_quota() -> None:
    count = meek.count(ENDING, RULE)

    quotas = [stage.quota for stage in count.stages]
    assert quotas == sorted(quotas, reverse=True)
    assert quotas[0] > quotas[-1]
    assert count.winners == (1, 2)


def test_as_many_people_as_places_are_elected_at_once() -> None:
    count = meek.count(contest(2, 2, [(1, (2,)), (3, (2, 1))]), RULE)

    assert (count.elected, count.to_last_vacancies) == ((2, 1), (2, 1))
    assert [stage.votes for stage in count.stages] == [(0, 4 * 10**9)]


def test_somebody_who_withdrew_is_passed_over() -> None:
    made = contest(1, 3, [(3, (1, 2)), (2, (3,))], withdrawn=[1])

    assert meek.count(made, RULE).elected == (2,)


def test_nobody_ranked_anyone() -> None:
    count = meek.count(contest(1, 2, [(4, ())]), RULE)

    assert [tie.tied for tie in count.ties] == [(1, 2)]
    assert count.elected == (2,)


# The worked example: A keeps 4.250000001 / 10 of each paper, rounded up, and passes 0.574999999.
WORKED = contest(
    3, 5, [(6, (1, 2, 4)), (4, (1, 5)), (3, (3,)), (2, (4, 5, 2)), (1, (4,)), (1, (5, 4, 3))]
)

# A and E have 5, the quota is 3 and a unit: each is 4 units over it in the end, 8 together. B and D
# get 5 x 0.399999999, which is 5 units less than C's 2: within the surplus, so all three are tied.
NEARLY = contest(3, 5, [(5, (1, 2)), (5, (5, 4)), (2, (3,))])

STATED = (
    (
        WORKED,
        (1, 2, 5),
        (),
        [
            (None, (10**10, 0, 3 * 10**9, 3 * 10**9, 10**9), 4_250_000_001, (1,)),
            (
                None,
                (4_250_000_010, 3_449_999_994, 3 * 10**9, 3 * 10**9, 3_299_999_996),
                4_250_000_001,
                (),
            ),
            (
                3,
                (3_500_000_010, 3_899_999_994, 0, 3 * 10**9, 3_599_999_996),
                3_500_000_001,
                (2, 5),
            ),
        ],
        [((3, 4), 3)],
    ),
    (
        LEVEL,
        (1,),
        (),
        [
            (None, (4 * 10**9, 3 * 10**9, 3 * 10**9), 5_000_000_001, ()),
            (2, (4 * 10**9, 0, 3 * 10**9), 3_500_000_001, (1,)),
        ],
        [((2, 3), 2)],
    ),
)


@pytest.mark.parametrize("stated", STATED)
def test_every_round_is_as_worked_out_by_hand(stated) -> None:
    assert told(meek.count(stated[0], RULE)) == stated[1:]


def test_those_within_the_surplus_of_the_lowest_are_tied() -> None:
    count = meek.count(NEARLY, RULE)

    assert count.stages[1].votes[1:4] == (1_999_999_995, 2_000_000_000, 1_999_999_995)
    assert count.ties[0].tied == (2, 3, 4)


@pytest.mark.parametrize("wrong", MEEK, ids=lambda wrong: wrong.name)
def test_a_counter_with_a_mistake_is_found_out(wrong: Mistake) -> None:
    count = mistaken(wrong, "meek")

    def is_as_stated(stated) -> bool:
        return told(count(stated[0], RULE)) == stated[1:]

    nearly = count(NEARLY, RULE).ties[0].tied
    assert not (all(map(is_as_stated, STATED)) and nearly == (2, 3, 4))
