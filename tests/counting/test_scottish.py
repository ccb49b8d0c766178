"""Scottish STV and everything around it, on elections small enough to count by hand."""

import pytest

from partnership_board.counting import lots, meek, scottish
from partnership_board.counting.ballots import Rule, Unreadable, contest
from tests.counting.cases import CASES, Case
from tests.counting.mistakes import OTHERS, SCOTTISH, Mistake, mistaken
from tests.counting.telling import told

BY_NAME = {case.name: case for case in CASES}


def stated(case: Case) -> tuple[object, ...]:
    table = [line.strip() for line in case.table.strip().splitlines()]
    return (table, case.elected, case.ties, case.last, case.saved, case.is_unmet)


@pytest.mark.parametrize("case", CASES, ids=BY_NAME)
def test_every_stage_is_as_worked_out_by_hand(case: Case) -> None:
    assert told(scottish.count(case.contest, case.rule)) == stated(case)


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 20
    assert all(len(case.why) > 20 for case in CASES)


@pytest.mark.parametrize("wrong", [*SCOTTISH, *OTHERS], ids=lambda wrong: wrong.name)
def test_a_counter_with_a_mistake_is_found_out(wrong: Mistake) -> None:
    count = mistaken(wrong)

    assert any(differs(count, case) for case in CASES)


def differs(count, case: Case) -> bool:
    try:
        return told(count(case.contest, case.rule)) != stated(case)
    except (ArithmeticError, IndexError, ValueError, TypeError):
        return True  # it stopped, which nobody can overlook


def test_the_fourteen_mistakes_are_all_here() -> None:
    assert len(SCOTTISH) == 14


def test_the_untouched_source_makes_no_mistake() -> None:
    count = mistaken(Mistake("none", "scottish", ()))
    ties = mistaken(Mistake("none", "ties", ()))

    assert not any(differs(count, case) or differs(ties, case) for case in CASES)


def test_a_lot_falls_where_the_seed_says() -> None:
    case = BY_NAME["a lot"]
    ready = scottish.count(case.contest, case.rule)

    one = scottish.count(case.contest, case.rule, lots.drawn_by("415263", ready.slate.label))
    other = scottish.count(case.contest, case.rule, lambda tie, tied: max(tied))

    assert (one.winners, other.winners) == ((1,), (2,))


def test_the_worked_example_elects_others_under_meek() -> None:
    case = CASES[0]

    count = meek.count(case.contest, Rule(method="meek_prf"))

    assert count.elected == (1, 2, 5)
    assert [(tie.tied, tie.chosen, tie.by) for tie in count.ties] == [((3, 4), 3, "lot")]
    assert count.stages[-1].votes == (3500000010, 3899999994, 0, 3000000000, 3599999996)
    assert count.stages[-1].quota == 3500000001


def test_an_empty_tie_is_set_aside_only_where_the_rule_says_so() -> None:
    made = contest(1, 4, [(3, (1, 2)), (3, (2,)), (1, (2, 1))])

    with_lot = scottish.count(contest(1, 5, [(3, [1]), (2, [2]), (2, [3])]), Rule())
    without = scottish.count(contest(1, 5, [(3, [1]), (2, [2]), (2, [3])]), Rule(empty_aside=True))

    assert [tie.by for tie in with_lot.ties] == ["lot", "lot"]
    assert [tie.by for tie in without.ties] == ["no votes", "lot"]
    assert with_lot.winners == without.winners
    assert scottish.count(made, Rule()).winners == (2,)


def test_a_surplus_tie_among_earlier_equals_needs_a_lot() -> None:
    made = contest(3, 4, [(4, [1, 3]), (4, [2, 4]), (1, [3]), (1, [4])])

    count = scottish.count(made, Rule())

    assert [(tie.why, tie.tied, tie.by) for tie in count.ties] == [
        ("surplus", (1, 2), "lot"),
        ("exclude", (3, 4), "history"),
    ]


def test_re_open_nominations_that_never_wins_never_multiplies() -> None:
    count = scottish.count(contest(3, 3, [(9, [1, 2]), (8, [2, 1])]), Rule(ron=3))

    assert count.winners == (1, 2)
    assert count.unfilled == 1
    assert count.slate.label(count.elected[-1]) == "RON1"


def test_seventeen_papers_that_all_re_open_nominations_fill_nothing() -> None:
    count = scottish.count(contest(3, 4, [(17, [4])]), Rule(ron=4))

    assert count.winners == ()
    assert [count.slate.label(c) for c in count.elected] == ["RON1", "RON2", "RON3"]


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (Rule(ron=9), "The rule names candidate 9, who is not on the paper."),
        (Rule(guarded=frozenset({7})), "The rule names candidate 7, who is not on the paper."),
        (Rule(ron=1), "Re-open nominations can neither withdraw nor be guarded."),
        (Rule(ron=2, guarded=frozenset({2})), "Re-open nominations can neither withdraw nor be"),
        (Rule(guarded=frozenset({1})), "Someone who withdrew cannot be guarded."),
        (Rule(method="borda"), "There is no rule 'borda'"),
        (Rule(method="meek_prf", mentions=True), "go with scottish_stv."),
        (Rule(method="most_votes", ron=2), "go with scottish_stv."),
    ],
)
def test_a_rule_that_cannot_be_counted_by_is_refused(rule: Rule, sentence: str) -> None:
    made = contest(1, 3, [(1, [2])], withdrawn=[1])

    with pytest.raises(Unreadable) as refused:
        scottish.count(made, rule)

    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("seats", "candidates", "papers", "withdrawn", "sentence"),
    [
        (0, 2, [], [], "Places and candidates must be between 1 and 1,000."),
        (1, 0, [], [], "Places and candidates must be between 1 and 1,000."),
        (1, 10**9, [], [], "Places and candidates must be between 1 and 1,000."),
        (1, [], [], [], "Places and candidates must be between 1 and 1,000."),
        (1, 2, [(-1, [1])], [], "A ranking cannot stand on fewer than 0 papers."),
        (1, 2, [(1, [3])], [], "There is no candidate 3."),
        (1, 2, [(1, [2, 2])], [], "Candidate 2 stands twice in one ranking."),
        (1, 2, [], [5], "Candidate 5 cannot withdraw: there is no such candidate."),
    ],
)
def test_a_contest_that_makes_no_sense_is_refused(
    seats, candidates, papers, withdrawn, sentence
) -> None:
    with pytest.raises(Unreadable) as refused:
        contest(seats, candidates, papers, withdrawn)

    assert str(refused.value) == sentence


def test_equal_rankings_are_added_up_and_rankings_of_nobody_fall_away() -> None:
    made = contest(1, 2, [(1, [2]), (2, [1]), (3, [2]), (0, [1, 2])])

    assert made.papers == ((2, (1,)), (4, (2,)))


def test_nobody_stands() -> None:
    count = scottish.count(contest(1, 1, [(3, [1])], withdrawn=[1]), Rule())

    assert (count.elected, count.valid) == ((), 0)
