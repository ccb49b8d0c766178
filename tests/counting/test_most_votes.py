"""Adding up votes."""

from partnership_board.counting import most_votes
from partnership_board.counting.ballots import Rule, contest
from partnership_board.counting.count import count

RULE = Rule(method="most_votes")


def test_whoever_has_most_votes_is_elected() -> None:
    made = contest(2, 3, [(3, [1, 2]), (2, [3]), (1, [2])])

    found = count(made, RULE)

    assert found.winners == (2, 1)
    assert (found.stages[0].votes, found.valid, found.ties) == ((3, 4, 2), 6, ())


def test_a_paper_with_too_many_names_is_not_valid() -> None:
    found = most_votes.count(contest(1, 3, [(5, [1, 2]), (1, [3]), (2, [])]), RULE)

    assert (found.winners, found.valid, found.stages[0].votes) == ((3,), 1, (0, 0, 1))


def test_equal_votes_need_a_lot_only_where_not_all_can_be_elected() -> None:
    made = contest(2, 4, [(3, [1]), (3, [2]), (3, [3]), (4, [4])])

    found = most_votes.count(made, RULE, lambda tie, tied: max(tied))

    assert found.winners == (4, 3)
    assert [(tie.why, tie.tied, tie.number) for tie in found.ties] == [("elect", (1, 2, 3), 1)]
    assert most_votes.count(contest(2, 2, [(1, [1]), (1, [2])]), RULE).ties == ()


def test_fewer_people_than_places() -> None:
    assert most_votes.count(contest(3, 2, [(1, [2])]), RULE).winners == (2, 1)
