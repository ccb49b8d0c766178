"""Filling a vacancy from the ballots that were kept."""

import pytest

from partnership_board.counting import scottish
from partnership_board.counting.ballots import Rule, Unreadable, contest
from partnership_board.counting.countback import again, countback
from partnership_board.counting.explore import explore
from tests.counting.cases import CASES

WORKED = CASES[0].contest  # A, D and E were elected
RULE = Rule()


def test_when_d_leaves_c_follows() -> None:
    found = countback(WORKED, RULE, sitting=[1, 5], leaving=[4])

    assert (found.elected, found.why_empty) == ((3,), "")
    assert set(found.count.winners) == {1, 3, 5}


def test_when_a_leaves_b_follows() -> None:
    found = countback(WORKED, RULE, sitting=[4, 5], leaving=[1])

    assert found.elected == (2,)
    assert [stage.kind for stage in found.count.stages] == ["first", "constraint"]


def test_whoever_is_no_longer_willing_is_passed_over() -> None:
    found = countback(WORKED, RULE, sitting=[1, 5], leaving=[4], unwilling=[3])

    assert found.elected == (2,)


def test_where_nobody_is_left_there_is_a_by_election() -> None:
    found = countback(WORKED, RULE, sitting=[1, 5], leaving=[4], unwilling=[2, 3])

    assert (found.elected, found.why_empty) == ((), "nobody left")


def test_where_voters_asked_to_re_open_there_is_a_by_election() -> None:
    made = contest(2, 4, [(5, [1, 4]), (4, [2, 4]), (1, [3])])

    found = countback(made, Rule(ron=4), sitting=[2], leaving=[1])

    assert (found.elected, found.why_empty) == ((), "ron")


def test_nobody_leaves_and_nothing_changes() -> None:
    found = countback(WORKED, RULE, sitting=[1, 4, 5], leaving=[])

    assert set(found.count.winners) == set(scottish.count(WORKED, RULE).winners)
    assert (found.elected, found.why_empty) == ((), "")


def test_two_may_leave_at_once() -> None:
    found = countback(WORKED, RULE, sitting=[5], leaving=[1, 4])

    assert found.elected == (2, 3)


def test_the_explorer_looks_at_a_countback_too() -> None:
    made, rule = again(WORKED, RULE, sitting=[1, 5], gone=[4])

    assert [outcome.elected for outcome in explore(made, rule).outcomes] == [(1, 3, 5)]


def test_nobody_sits_and_leaves() -> None:
    with pytest.raises(Unreadable, match="Someone who still sits cannot be struck out"):
        countback(WORKED, RULE, sitting=[1, 4], leaving=[4])


def test_meek_has_no_countback() -> None:
    with pytest.raises(Unreadable, match="go with scottish_stv"):
        countback(WORKED, Rule(method="meek_prf"), sitting=[1], leaving=[4])
