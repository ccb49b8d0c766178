"""The table of states, pair by pair: what is in it works, and everything else is refused."""

from itertools import product

import pytest

from alliance.errors import Refused
from partnership_board.election_states import CANNOT, STEPS, WORDS, Move, State, after, transitions
from partnership_board.models import Election

# Section by section as it was agreed, written again by hand.
AGREED = {
    ("draft", "freeze_rule"): "rule_frozen",
    ("rule_frozen", "open_nominations"): "nominating",
    ("nominating", "close_nominations"): "checking",
    ("checking", "reopen_nominations"): "nominating",
    ("checking", "declare_unopposed"): "certified",
    ("checking", "fix_roll"): "roll_frozen",
    ("roll_frozen", "finish_keys"): "ready",
    ("ready", "open_poll"): "open",
    ("open", "extend"): "open",
    ("open", "close"): "closed",
    ("open", "miss_quorum"): "inquorate",
    ("closed", "use_first_key"): "opening",
    ("opening", "count"): "counted",
    ("counted", "await_lot"): "lot_due",
    ("counted", "declare"): "declared",
    ("lot_due", "declare"): "declared",
    ("declared", "certify"): "certified",
    ("certified", "archive"): "archived",
} | {
    (state, "abandon"): "abandoned"
    for state in (
        "draft", "rule_frozen", "nominating", "checking", "roll_frozen", "ready", "open",
        "closed", "inquorate", "opening", "counted", "lot_due", "declared",
    )
}  # fmt: skip


@pytest.mark.parametrize("move", list(Move))
def test_every_pair_is_as_agreed(move: Move) -> None:
    for state in State:
        wanted = AGREED.get((str(state), str(move)))
        if wanted is not None:
            assert after(state, move) == wanted
        else:
            with pytest.raises(Refused) as refusal:
                after(state, move)
            assert str(refusal.value) == f"{WORDS[state]} {CANNOT[move]}"


def test_every_move_and_state_has_its_words() -> None:
    assert set(STEPS) == set(Move) == set(CANNOT)
    assert set(WORDS) == set(State)
    assert {s.value for s in State} == {s.value for s in Election.State}


def test_the_database_has_the_same_table() -> None:
    wanted = {(a, b) for (a, _), b in AGREED.items() if a != b}

    assert set(transitions()) == wanted


def test_nothing_leads_out_of_the_end() -> None:
    for state, move in product((State.ARCHIVED, State.ABANDONED), Move):
        with pytest.raises(Refused):
            after(state, move)
