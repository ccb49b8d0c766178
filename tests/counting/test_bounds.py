"""Reserved seats and caps: who is safe and who is out, against every set written out."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership_board.counting import scottish
from partnership_board.counting.ballots import Constraint, Rule, contest
from partnership_board.counting.bounds import Outlook, Position, outlook, problems


def among(group: str, least: int, most: int, label: str = "") -> Constraint:
    return Constraint(frozenset(map(int, group)), least, most, label)


def position(elected: str, free: str, places: int, *, has_ron: bool = False) -> Position:
    return Position(frozenset(map(int, elected)), frozenset(map(int, free)), places, has_ron)


NOBODY: frozenset[int] = frozenset()


def test_a_constraint_that_cannot_bite_says_nothing() -> None:
    assert outlook((among("12", 0, 2),), NOBODY, position("", "123", 2)) == Outlook()


def test_a_minimum_guards_and_dooms() -> None:
    found = outlook((among("3", 1, 2),), NOBODY, position("1", "234", 1))

    assert (found.guarded, found.doomed, found.binds) == ({3}, {2, 4}, True)


def test_a_cap_dooms() -> None:
    found = outlook((among("12", 0, 1),), NOBODY, position("1", "234", 2))

    assert (found.guarded, found.doomed) == ({3, 4}, {2})


def test_what_cannot_be_met_is_said() -> None:
    found = outlook((among("3", 2, 2),), NOBODY, position("", "123", 2))

    assert found == Outlook(is_possible=False)


def test_re_open_nominations_may_take_what_a_cap_forbids() -> None:
    caps = (among("12", 0, 1),)

    with_ron = outlook(caps, NOBODY, position("1", "2", 2, has_ron=True))
    without = outlook(caps, NOBODY, position("1", "2", 2))

    assert (with_ron.is_possible, with_ron.doomed) == (True, {2})
    assert not without.is_possible


def test_sitting_members_are_safe_even_from_re_open_nominations() -> None:
    found = outlook((), frozenset({1}), position("", "12", 2, has_ron=True))

    assert (found.guarded, found.doomed) == ({1}, NOBODY)


def test_a_cap_that_is_already_broken_cannot_be_met() -> None:
    assert not outlook((among("1", 0, 0),), NOBODY, position("1", "", 0)).is_possible


def test_where_all_are_elected_nobody_needs_a_guard() -> None:
    assert outlook((), frozenset({1}), position("", "12", 2)) == Outlook()


@st.composite
def positions(draw) -> tuple[tuple[Constraint, ...], frozenset[int], Position]:
    people = range(1, draw(st.integers(2, 7)) + 1)
    elected = draw(st.sets(st.sampled_from(people), max_size=2))
    free = frozenset(people) - elected
    places = draw(st.integers(0, 4))
    guarded = draw(st.sets(st.sampled_from(people), max_size=1))
    constraints = tuple(
        Constraint(frozenset(group), least, least + more)
        for group, least, more in draw(
            st.lists(
                st.tuples(st.sets(st.sampled_from(people)), st.integers(0, 2), st.integers(0, 2)),
                max_size=3,
            )
        )
    )
    has_ron = draw(st.booleans())
    return constraints, frozenset(guarded), Position(frozenset(elected), free, places, has_ron)


@settings(max_examples=200, deadline=None)
@given(positions())
def test_the_outlook_is_that_of_every_completion_written_out(given_) -> None:
    constraints, guarded, at = given_
    sizes = range(at.least, min(at.places, len(at.free)) + 1)
    sets = [frozenset(chosen) for size in sizes for chosen in combinations(at.free, size)]
    good = [one for one in sets if is_good(one, constraints, guarded, at)]

    found = outlook(constraints, guarded, at)

    assert found.is_possible == bool(good)
    assert found.binds == (0 < len(good) < len(sets))
    if found.binds:
        assert found.guarded == frozenset.intersection(*good)
        assert found.doomed == at.free - frozenset().union(*good)


def is_good(chosen: frozenset[int], constraints, guarded, at: Position) -> bool:
    winners = chosen | at.elected
    return (guarded & at.free) <= chosen and all(
        one.least <= len(winners & one.group) <= one.most for one in constraints
    )


def test_forty_people_in_overlapping_groups_are_no_trouble() -> None:
    people = frozenset(range(1, 41))
    groups = [frozenset(p for p in people if p % n == 0) for n in (2, 3, 5, 7)]
    constraints = tuple(Constraint(group, 1, 3) for group in groups)

    found = outlook(constraints, NOBODY, Position(NOBODY, people, 6))

    assert found.is_possible


def test_sitting_members_count_where_the_constraint_says_so() -> None:
    assert among("12", 2, 3, "Small").after_sitting(1) == among("12", 1, 2, "Small")
    assert among("12", 1, 1).after_sitting(3) == among("12", 0, 0)


@pytest.mark.parametrize(
    ("seats", "constraints", "sentences"),
    [
        (2, (), []),
        (2, (among("1", 1, 2),), []),
        (7, (among("1", 0, 7),), ["Minimums and maximums work for up to 6 places at once."]),
        (
            2,
            (among("1", 2, 2),),
            ["These minimums cannot all be met by the 7 people nominated."],
        ),
        (
            2,
            (among("12", 2, 1, "Small"),),
            [
                "Small cannot have a minimum above its maximum.",
                "These minimums cannot all be met by the 7 people nominated.",
            ],
        ),
    ],
)
def test_a_rule_that_cannot_be_met_is_named_before_the_vote(seats, constraints, sentences) -> None:
    made = contest(seats, 7, [])

    assert problems(made, Rule(constraints=constraints)) == sentences


def test_re_open_nominations_is_nobody_who_was_nominated() -> None:
    made = contest(2, 3, [])
    rule = Rule(ron=3, constraints=(among("12", 2, 2), among("1", 0, 0)))

    assert problems(made, rule) == ["These minimums cannot all be met by the 2 people nominated."]


def test_a_constraint_that_excludes_nobody_changes_no_stage() -> None:
    made = contest(2, 4, [(5, [1, 2]), (4, [2, 3]), (3, [3, 4]), (2, [4])])

    plain = scottish.count(made, Rule())
    bound = scottish.count(made, Rule(constraints=(among("12", 1, 2),)))

    assert (bound.stages, bound.ties) == (plain.stages, plain.ties)
