"""What may happen to an election, in which order, and at whose word. Pure: no database, no clock.

A move that is not in the table does not exist: `after` refuses it with a sentence.
"""

from dataclasses import dataclass
from enum import StrEnum

from alliance.errors import Refused


class State(StrEnum):
    """Where an election stands."""

    DRAFT = "draft"
    RULE_FROZEN = "rule_frozen"
    NOMINATING = "nominating"
    CHECKING = "checking"
    ROLL_FROZEN = "roll_frozen"
    READY = "ready"
    OPEN = "open"
    CLOSED = "closed"
    INQUORATE = "inquorate"
    OPENING = "opening"
    COUNTED = "counted"
    LOT_DUE = "lot_due"
    DECLARED = "declared"
    CERTIFIED = "certified"
    ARCHIVED = "archived"
    ABANDONED = "abandoned"


class Who(StrEnum):
    """At whose word an election moves."""

    LEAD = "the alliance lead"
    CLOCK = "the clock"
    RETURNING_OFFICER = "the returning officer"
    BOTH = "the returning officer and a scrutineer"
    ONE_OFFICER = "one officer"
    SECOND_OFFICER = "a second officer"
    EVERY_OFFICER = "every officer"
    SYSTEM = "the count"


class Move(StrEnum):
    """What takes an election from one state to another."""

    FREEZE_RULE = "freeze_rule"
    OPEN_NOMINATIONS = "open_nominations"
    CLOSE_NOMINATIONS = "close_nominations"
    REOPEN_NOMINATIONS = "reopen_nominations"
    DECLARE_UNOPPOSED = "declare_unopposed"
    FIX_ROLL = "fix_roll"
    FINISH_KEYS = "finish_keys"
    OPEN_POLL = "open_poll"
    EXTEND = "extend"
    CLOSE = "close"
    MISS_QUORUM = "miss_quorum"
    USE_FIRST_KEY = "use_first_key"
    COUNT = "count"
    AWAIT_LOT = "await_lot"
    DECLARE = "declare"
    CERTIFY = "certify"
    ARCHIVE = "archive"
    ABANDON = "abandon"


@dataclass(frozen=True)
class Step:
    """One line of the table."""

    move: Move
    before: frozenset[State]
    after: State
    who: Who
    needs: str


ENDED = frozenset({State.CERTIFIED, State.ARCHIVED, State.ABANDONED})


def _step(move: Move, before: State, after: State, who: Who, needs: str) -> Step:
    return Step(move, frozenset({before}), after, who, needs)


S, M = State, Move
STEPS: dict[Move, Step] = {
    step.move: step
    for step in (
        _step(
            M.FREEZE_RULE, S.DRAFT, S.RULE_FROZEN, Who.LEAD,
            "seats, a timetable, a rule and a returning officer",
        ),
        _step(M.OPEN_NOMINATIONS, S.RULE_FROZEN, S.NOMINATING, Who.CLOCK, "its hour"),
        _step(M.CLOSE_NOMINATIONS, S.NOMINATING, S.CHECKING, Who.CLOCK, "its hour"),
        _step(
            M.REOPEN_NOMINATIONS, S.CHECKING, S.NOMINATING, Who.RETURNING_OFFICER,
            "fewer people than seats, or a minimum that they cannot meet; once",
        ),
        _step(
            M.DECLARE_UNOPPOSED, S.CHECKING, S.CERTIFIED, Who.RETURNING_OFFICER,
            "no more people than seats, and a rule that elects them unopposed",
        ),
        _step(
            M.FIX_ROLL, S.CHECKING, S.ROLL_FROZEN, Who.BOTH,
            "candidates numbered by lot and the roll of the day",
        ),
        _step(
            M.FINISH_KEYS, S.ROLL_FROZEN, S.READY, Who.EVERY_OFFICER,
            "every key made and its sheet typed back",
        ),
        _step(M.OPEN_POLL, S.READY, S.OPEN, Who.CLOCK, "its hour"),
        _step(M.EXTEND, S.OPEN, S.OPEN, Who.CLOCK, "too few votes at the close; once"),
        _step(M.CLOSE, S.OPEN, S.CLOSED, Who.CLOCK, "its hour and enough votes"),
        _step(M.MISS_QUORUM, S.OPEN, S.INQUORATE, Who.CLOCK, "too few votes after all"),
        _step(M.USE_FIRST_KEY, S.CLOSED, S.OPENING, Who.ONE_OFFICER, "their key sheet"),
        _step(M.COUNT, S.OPENING, S.COUNTED, Who.SECOND_OFFICER, "their own key sheet"),
        _step(M.AWAIT_LOT, S.COUNTED, S.LOT_DUE, Who.SYSTEM, "a lot that decides something"),
        Step(
            M.DECLARE, frozenset({S.COUNTED, S.LOT_DUE}), S.DECLARED, Who.BOTH,
            "the lot drawn, if one is due",
        ),
        _step(
            M.CERTIFY, S.DECLARED, S.CERTIFIED, Who.RETURNING_OFFICER,
            "every objection answered, and the same result when counted again",
        ),
        _step(M.ARCHIVE, S.CERTIFIED, S.ARCHIVED, Who.CLOCK, "the end of the last term"),
        Step(M.ABANDON, frozenset(State) - ENDED, S.ABANDONED, Who.BOTH, "a reason"),
    )
}  # fmt: skip

WORDS: dict[State, str] = {
    S.DRAFT: "The election is being drafted.",
    S.RULE_FROZEN: "The rule is frozen; nominations have not opened.",
    S.NOMINATING: "Nominations are open.",
    S.CHECKING: "Nominations have closed and are being checked.",
    S.ROLL_FROZEN: "The roll is fixed; the officers make their keys.",
    S.READY: "Everything is ready; the poll has not opened.",
    S.OPEN: "The poll is open.",
    S.CLOSED: "The poll has closed; the box has not been opened.",
    S.INQUORATE: "Too few voted, and the envelopes were destroyed unopened.",
    S.OPENING: "One officer has used their key; a second must use theirs.",
    S.COUNTED: "The votes have been counted and no result has been declared.",
    S.LOT_DUE: "A lot must be drawn before the result is declared.",
    S.DECLARED: "The result has been declared and may still be challenged.",
    S.CERTIFIED: "The result is certified.",
    S.ARCHIVED: "The election is archived.",
    S.ABANDONED: "The election was abandoned.",
}
FROZEN = frozenset(State) - {S.DRAFT}
BEFORE_POLL = frozenset({S.DRAFT, S.RULE_FROZEN, S.NOMINATING, S.CHECKING, S.ROLL_FROZEN, S.READY})
AFTER_DECLARATION = frozenset({S.DECLARED, S.CERTIFIED, S.ARCHIVED})


def after(state: str, move: Move) -> State:
    """The state that the move leads to. Refused where there is no such move."""
    step = STEPS[move]
    if State(state) not in step.before:
        raise Refused(f"{WORDS[State(state)]} {CANNOT[move]}")
    return step.after


CANNOT: dict[Move, str] = {
    M.FREEZE_RULE: "The rule can only be frozen once.",
    M.OPEN_NOMINATIONS: "Nominations cannot open now.",
    M.CLOSE_NOMINATIONS: "There are no nominations to close.",
    M.REOPEN_NOMINATIONS: "Nominations can reopen only while they are being checked.",
    M.DECLARE_UNOPPOSED: "Nobody can be elected unopposed now.",
    M.FIX_ROLL: "The roll cannot be fixed now.",
    M.FINISH_KEYS: "Keys are made between the roll and the poll.",
    M.OPEN_POLL: "The poll cannot open now.",
    M.EXTEND: "Only an open poll can be extended.",
    M.CLOSE: "There is no open poll to close.",
    M.MISS_QUORUM: "There is no open poll to close.",
    M.USE_FIRST_KEY: "The first key cannot be used now.",
    M.COUNT: "The votes cannot be counted now.",
    M.AWAIT_LOT: "There is no lot to wait for.",
    M.DECLARE: "There is nothing to declare.",
    M.CERTIFY: "There is nothing to certify.",
    M.ARCHIVE: "There is nothing to archive yet.",
    M.ABANDON: "It can no longer be abandoned.",
}


def transitions() -> list[tuple[str, str]]:
    """Every change of state, as the database's own guard has it."""
    return sorted(
        (str(before), str(step.after))
        for step in STEPS.values()
        for before in step.before
        if before != step.after
    )
