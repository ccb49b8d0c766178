"""Lots that anyone can draw again."""

import hashlib

import pytest

from partnership_board.counting import lots, scottish
from partnership_board.counting.ballots import Rule, Unreadable, contest

SEED = "415263"


@pytest.mark.parametrize(
    ("tie", "candidate", "begins"),
    [
        (1, "2", "74211a56cbda"),
        (1, "3", "bbf505fab284"),
        (2, "1", "0b81d376625f"),
        (2, "4", "968b21a4f953"),
        (2, "6", "5ecfe6d5dc7a"),
    ],
)
def test_keys_are_those_of_the_documentation(tie: int, candidate: str, begins: str) -> None:
    assert lots.key(SEED, tie, candidate)[:12] == begins


def test_a_key_can_be_redone_with_any_tool() -> None:
    assert lots.key(SEED, 1, "RON1") == hashlib.sha256(b"415263,1,RON1").hexdigest()


def test_the_lowest_key_is_chosen() -> None:
    draw = lots.drawn_by(SEED, str)

    assert (draw(1, (2, 3)), draw(2, (1, 4, 6))) == (2, 1)
    assert [label for label, _ in lots.keys(SEED, 2, ("1", "4", "6"))] == ["1", "6", "4"]


@pytest.mark.parametrize("seed", ["", "1,2", "é12345", "12\n3456"])
def test_a_seed_is_plain(seed: str) -> None:
    with pytest.raises(Unreadable, match="A seed is digits or plain letters"):
        lots.key(seed, 1, "2")


def test_digits_from_dice_may_be_typed_with_spaces() -> None:
    assert lots.seed_from_dice(" 415 263 ") == "415263"


@pytest.mark.parametrize("typed", ["", "12345", "12345a", "٤١٥٢٦٣", "-123456"])
def test_fewer_than_six_digits_are_no_lot(typed: str) -> None:
    with pytest.raises(Unreadable, match="Type at least six digits drawn in public"):
        lots.seed_from_dice(typed)


def test_a_count_tells_its_lots_with_every_key() -> None:
    made = contest(1, 4, [(4, [1]), (3, [2]), (3, [3]), (3, [4])])
    ready = scottish.count(made, Rule())

    count = scottish.count(made, Rule(), lots.drawn_by(SEED, ready.slate.label))

    drawn = lots.drawn(count, SEED)
    assert [(lot.tie, lot.why, lot.seed) for lot in drawn] == [
        (1, "exclude", SEED),
        (2, "exclude", SEED),
    ]
    assert [lot.chosen for lot in drawn] == [str(tie.chosen) for tie in count.ties]
    assert [len(lot.keys) for lot in drawn] == [3, 2]
    assert all(key == lots.key(SEED, lot.tie, one) for lot in drawn for one, key in lot.keys)
