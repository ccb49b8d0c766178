"""What a question comes to: counted, checked for enough people, and written into the register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from alliance.errors import Refused
from alliance.models import User
from partnership_board import deciding
from partnership_board.actions import decisions, presence, reviews
from partnership_board.actions.decisions import DECIDES, Circumstances
from partnership_board.deadlines import day_of
from partnership_board.deciding import SideCount, Totals, Verdict
from partnership_board.models import Decision, DecisionPosition, Question, QuorumCheck, Way
from partnership_board.queries import questions as queries
from partnership_board.queries.presence import SeatThen

Json = dict[str, Any]  # Any: as JSON has it


@dataclass(frozen=True)
class Numbers:
    """What was counted in the room: for, against and neither, by side or all together."""

    by_side: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)
    totals: tuple[int, int, int] | None = None
    casting: str = ""


@dataclass(frozen=True)
class Outcome:
    """How it came out, and what of that may be kept."""

    is_carried: bool
    result: Json
    said: Mapping[int, DecisionPosition] = field(default_factory=dict)  # by seat


def write_down(question: Question, numbers: Numbers, *, by: User, now: datetime) -> Decision:
    """A number of its own. Where too few were there, it is a recommendation and comes back."""
    seats = queries.seats_at(question, at=now)
    outcome = come_out(question, seats, numbers, at=now)
    check = _check(question, by=by, now=now)
    is_met = check is None or check.is_met
    kind = question.kind if outcome.is_carried else Decision.Kind.REJECT
    how = Circumstances(
        way=question.way,
        rules=question.rules,
        threshold=question.threshold if question.is_vote else "",
        threshold_base=question.threshold_base if question.is_vote else "",
        quorum_check=check,
        effective_on=question.effective_on if outcome.is_carried else None,
        review_on=question.review_on if outcome.is_carried else None,
        is_recommendation=not is_met and kind in DECIDES,
        ratifies=question.ratifies if outcome.is_carried else None,
        decided_on=day_of(now) if question.is_in_writing else None,
        seats_then=[_then(each, outcome.said) for each in seats],
        result=outcome.result,
    )
    supersedes = question.supersedes if outcome.is_carried and is_met else None
    decision = decisions.record(
        question.item,
        text=question.text,
        kind=kind,
        by=by,
        now=now,
        supersedes=supersedes,
        how=how,
    )
    if decision.is_recommendation:
        reviews.bring_back(decision, now=now)
    return decision


def _check(question: Question, *, by: User, now: datetime) -> QuorumCheck | None:
    """In writing every seat is asked, and the share is taken of them all."""
    if question.is_in_writing:
        return None
    meeting, cause = question.item.meeting, QuorumCheck.Cause.DECISION
    return presence.check(meeting, item=question.item, at=now, cause=cause, by=by)


def _then(then: SeatThen, said: Mapping[int, DecisionPosition]) -> Json:
    """A seat as it was. Dissent from an agreement is kept by seat only where that was asked."""
    row, position = then.as_json, said.get(then.seat.pk)
    if position is not None and (position.question.is_vote or position.is_minuted):
        row |= {"said": position.position, "by": position.capacity}
        row |= {"reason": position.reason} if position.is_minuted else {}
    return row


def come_out(
    question: Question, seats: Sequence[SeatThen], numbers: Numbers, *, at: datetime
) -> Outcome:
    if question.way == Way.SECRET:
        return _secret(question, seats, numbers)
    if question.way == Way.HANDS:
        return _hands(question, seats, numbers)
    said = queries.counted(question, seats, queries.latest_of(question))
    if question.way == Way.CONSENSUS:
        return _agreed(said)
    positions = {seat: position.position for seat, position in said.items()}
    sides = deciding.count([each.place for each in seats], positions)
    verdict = _verdict(question, sides, numbers.casting)
    return Outcome(verdict.is_carried, _counts(question, sides, verdict), said)


def _agreed(said: Mapping[int, DecisionPosition]) -> Outcome:
    found = deciding.agreement(position.position for position in said.values())
    if found.objections:
        raise Refused(
            "An objection stands, so the board does not agree."
            " Take the question back, then put it to the vote or send it back."
        )
    if not found.is_reached:
        raise Refused("Nobody has said yet that they support it.")
    result = {"support": found.support, "aside": found.aside}
    return Outcome(is_carried=True, result=result, said=said)


def _hands(question: Question, seats: Sequence[SeatThen], numbers: Numbers) -> Outcome:
    there = deciding.count([each.place for each in seats], {})
    sides = []
    for side in there:
        yes, no, neither = numbers.by_side.get(side.side, (0, 0, 0))
        if yes + no + neither > side.present:
            raise Refused(f"{_label(seats, side.side)}: more hands than seats that are here.")
        sides.append(SideCount(side.side, yes, no, neither, side.present, side.entitled))
    if not any(side.yes + side.no + side.neither for side in sides):
        raise Refused("Say how many hands were raised.")
    verdict = _verdict(question, sides, numbers.casting)
    return Outcome(verdict.is_carried, _counts(question, sides, verdict))


def _secret(question: Question, seats: Sequence[SeatThen], numbers: Numbers) -> Outcome:
    """Totals, and sides only where no number tells who voted how."""
    there = deciding.count([each.place for each in seats], {})
    present = {side.side: side.present for side in there}
    totals = Totals(*(numbers.totals or (0, 0, 0)), by_side=numbers.by_side)
    if not totals.cast:
        raise Refused("Say how many papers were for it, against it and neither.")
    if totals.cast > sum(present.values()):
        raise Refused("There are more papers than seats that are here.")
    kept = deciding.without_small_cells(totals)
    if question.threshold == deciding.EACH_SIDE and not kept.by_side:
        raise Refused(
            "This needs a majority of each side, and the papers of a side would tell who voted how."
            " Put it as a vote by name instead."
        )
    sides = [_side_of(side, kept) for side in there] if kept.by_side else [_all(there, kept)]
    verdict = _verdict(question, sides, numbers.casting)
    if deciding.tells_how_a_side_voted(kept, present):
        return Outcome(verdict.is_carried, {"is_carried": verdict.is_carried, "hidden": True})
    result = _counts(question, sides, verdict)
    if not kept.by_side:
        result["by_side"] = []
    return Outcome(verdict.is_carried, result)


def _side_of(side: SideCount, kept: Totals) -> SideCount:
    yes, no, neither = kept.by_side.get(side.side, (0, 0, 0))
    return SideCount(side.side, yes, no, neither, side.present, side.entitled)


def _all(there: Sequence[SideCount], kept: Totals) -> SideCount:
    present, entitled = sum(s.present for s in there), sum(s.entitled for s in there)
    return SideCount("", kept.yes, kept.no, kept.neither, present, entitled)


def _verdict(question: Question, sides: Sequence[SideCount], casting: str) -> Verdict:
    if casting and not question.rules.casting_vote:
        raise Refused("This board has not agreed a casting vote for its chair.", field="casting")
    return deciding.comes_out(
        sides, threshold=question.threshold, base=question.threshold_base, casting=casting
    )


def _counts(question: Question, sides: Sequence[SideCount], verdict: Verdict) -> Json:
    return {
        "is_carried": verdict.is_carried,
        "yes": verdict.yes,
        "no": sum(side.no for side in sides),
        "neither": sum(side.neither for side in sides),
        "of": verdict.of,
        "needed": verdict.needed,
        "sides_against": list(verdict.sides_against),
        "by_casting_vote": verdict.by_casting_vote,
        "by_side": [vars(side) for side in sides],
    }


def _label(seats: Sequence[SeatThen], code: str) -> str:
    sides = (each.seat.constituency for each in seats)
    return next((side.label for side in sides if side.code == code), code)
