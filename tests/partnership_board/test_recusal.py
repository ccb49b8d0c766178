"""What it does to a board's vote when those with an interest leave."""

import random

import pytest

from partnership_board import quorum, recusal
from partnership_board.quorum import Person, Room, Seat, Side
from partnership_board.recusal import Named

SIDES = (
    Side("VCSE", "Voluntary and community organisations"),
    Side("EBE", "Experts by experience", "expert by experience"),
    Side("NHS", "NHS"),
    Side("COUNCIL", "Council"),
    Side("PRIMARY", "Primary care"),
)
STATUTORY = {"NHS", "COUNCIL"}
EVERY_SIDE = {"all": [{"min_voting": 6}, {"min_by": {"VCSE": 1, "EBE": 1, "NHS": 1}}]}


def a_board(**seats):
    """So many seats of each side, everybody there; people are numbered like their seats."""
    made = []
    for side, count in seats.items():
        for _ in range(count):
            n = len(made) + 1
            made.append(Seat(n, side, f"Seat {n}", there=(Person(n),)))
    return Room(SIDES, tuple(made))


@pytest.fixture
def twelve():
    return a_board(VCSE=5, EBE=2, NHS=2, COUNCIL=2, PRIMARY=1)


def test_the_worked_example_is_said_word_for_word(twelve):
    named = [Named(n) for n in range(1, 6)]

    found = recusal.preview(quorum.read(EVERY_SIDE), twelve, named, statutory=STATUTORY)

    assert found.sentence == (
        "If all who are named leave, 7 of 12 remain: VCSE 0 of 5. "
        "NHS and council would hold 4 of 7 (57 %, was 33 %). "
        "Not quorate: needs at least one VCSE seat."
    )
    assert found.ruled_sentence == "As the chair has ruled, 12 of 12 remain. Quorate."
    assert [side.code for side in found.emptied] == ["VCSE"]
    assert [[(line.votes, line.of) for line in row] for row in found.sides] == [
        [(5, 12), (0, 7), (5, 12)],
        [(2, 12), (2, 7), (2, 12)],
        [(2, 12), (2, 7), (2, 12)],
        [(2, 12), (2, 7), (2, 12)],
        [(1, 12), (1, 7), (1, 12)],
    ]
    assert found.sides[2][1].share == "29 %"


def test_only_a_ruling_takes_a_vote_away(twelve):
    named = [
        Named(1, "prejudicial", "leave"),
        Named(2, "prejudicial", "note"),
        Named(3, "class", "dispensation"),
        Named(4, "none"),
        Named(5, "none", "no_papers"),
        Named(6),
        Named(7, "personal", "speak_no_vote"),
    ]

    found = recusal.preview(quorum.read(EVERY_SIDE), twelve, named, statutory=STATUTORY)

    assert [row[1].votes for row in found.sides] == [1, 0, 2, 2, 1]
    assert [row[2].votes for row in found.sides] == [3, 1, 2, 2, 1]
    assert found.ruled_sentence == (
        "As the chair has ruled, 9 of 12 remain: VCSE 3 of 5, experts by experience 1 of 2. "
        "NHS and council would hold 4 of 9 (44 %, was 33 %). Quorate."
    )


def test_nobody_named_changes_nothing_and_nobody_left_is_said_too(twelve):
    rules = quorum.read(EVERY_SIDE)
    assert recusal.preview(rules, twelve, []).changes_nothing
    empty = recusal.preview(rules, a_board(VCSE=1), [Named(1)], statutory={"VCSE"})
    assert empty.sentence == (
        "If all who are named leave, 0 of 1 remain: VCSE 0 of 1. Not quorate: needs at least six "
        "who may vote; needs at least one VCSE seat; needs at least one expert by experience; "
        "needs at least one NHS seat."
    )
    share = quorum.read({"all": [{"max_share": {"NHS": 40}}]})
    two = recusal.preview(share, a_board(VCSE=2, NHS=1), [Named(1)], statutory={"NHS"})
    assert two.sentence == (
        "If all who are named leave, 2 of 3 remain: VCSE 1 of 2. NHS would hold 1 of 2 (50 %, was "
        "33 %). Not quorate: NHS would hold 1 of 2 votes (50 %), and the rules allow 40 %."
    )


def test_ways_out_are_those_that_the_boards_own_rules_know():
    assert recusal.ways_out([], leaving=5, free_deputies=2) == []
    told = recusal.ways_out(["accept", "deputies", "class"], leaving=5, free_deputies=2)
    assert told == [
        recusal.WAYS["class"],
        "Deputies who are free take the seats: two of the five have one.",
        recusal.WAYS["accept"],
    ]


# ---- what was expected, and what happened --------------------------------------------------------
def a_random_board(chance):
    room = a_board(**{side.code: chance.randint(0, 4) for side in SIDES} | {"NHS": 1})
    conditions = [{"min_voting": chance.randint(1, 8)}]
    for kind, most in (("min_by", 2), ("max_share", 90)):
        if chance.random() < 0.6:
            codes = chance.sample([side.code for side in SIDES], chance.randint(1, 3))
            conditions.append({kind: {code: chance.randint(1, most) for code in codes}})
    rulings = ["", "note", "dispensation", *sorted(recusal.LEAVES)]
    named = [
        Named(seat.number, chance.choice(["", "none", "prejudicial"]), chance.choice(rulings))
        for seat in room.seats
        if chance.random() < 0.4
    ]
    return room, {"all": conditions}, named


def counted_on_fingers(room, said, away):
    """A second way to the same: who is away is not there, and each condition is asked plainly."""
    left = [seat.side for seat in room.seats if seat.number not in away]
    votes = {side.code: left.count(side.code) for side in SIDES}
    holds = {
        "min_voting": lambda least: len(left) >= least,
        "min_by": lambda by: all(votes[code] >= least for code, least in by.items()),
        "max_share": lambda by: all(votes[c] * 100 <= most * len(left) for c, most in by.items()),
    }
    enough = all(holds[kind](value) for part in said["all"] for kind, value in part.items())
    return votes, enough


def test_the_preview_equals_the_result_when_nothing_changes():
    chance = random.Random(20260409)
    for _ in range(500):
        room, said, named = a_random_board(chance)
        rules = quorum.read(said)
        expected = recusal.told(recusal.preview(rules, room, named).ruled)
        away = {each.person for each in named if each.ruling in recusal.LEAVES}

        happened = quorum.evaluate(rules, room.without(away))
        assert recusal.differences(expected, happened) == []
        votes, enough = counted_on_fingers(room, said, away)
        assert (expected["votes"], expected["is_met"]) == (votes, enough)
        assert (happened.votes_by_side(), happened.is_met) == (votes, enough)


def test_what_came_out_otherwise_is_said(twelve):
    rules = quorum.read({"all": [{"min_by": {"VCSE": 1}}]})
    expected = recusal.told(recusal.preview(rules, twelve, [Named(6, "", "leave")]).ruled)

    happened = quorum.evaluate(rules, twelve.without({1, 2, 3, 4, 5}))

    assert recusal.differences(expected, happened) == [
        "VCSE: 5 who could vote expected, 0 in fact.",
        "Experts by experience: 1 who could vote expected, 2 in fact.",
        "Expected: enough to decide. In fact: too few.",
    ]
