"""The count, made once the box is open: explored, recorded, and settled unless a lot decides."""

from dataclasses import replace
from datetime import datetime, timedelta

from alliance import words
from alliance.audit import Actor
from alliance.models import User
from partnership_board import result_sheets
from partnership_board.actions import election_log, result_letters
from partnership_board.actions.election_moves import move
from partnership_board.counting import agreed
from partnership_board.counting.bundle import result_text
from partnership_board.election_states import Move
from partnership_board.levels import Level
from partnership_board.models import CountRun, Election, LotDraw, OpenedBox
from partnership_board.queries import counts as queries
from partnership_board.queries.counts import Box
from partnership_board.result_sheets import Counted

ENGINE = "Alliance counting 1"
LOT_NOTICE = timedelta(hours=24)


def count_box(election: Election, *, by: User, now: datetime) -> None:
    """Count and try every lot. The caller holds the lock and has just opened the ballots.

    Where no lot decides, the box's own hash is the seed, and the count stands at once. Where one
    does, it stands when the lot has been drawn in public.
    """
    box = queries.box_of(election)
    found = queries.counted(box, election.box_sha256)
    if not found.exploration.is_decisive:
        settle(election, box, found, by=by, now=now)
        return
    from_at = now + LOT_NOTICE
    OpenedBox.objects.filter(election=election).update(lot_from_at=from_at)
    text = (
        "The box was opened. A lot decides part of the result; it is drawn in public, not before"
        f" {words.moment(from_at)}. {committed(election, box)}"
    )
    election_log.write(election, text, kind="counted", by=by)
    move(election, Move.AWAIT_LOT)
    result_letters.tell_lot_due(election, from_at=from_at, now=now)


def settle(
    election: Election,
    box: Box,
    found: Counted,
    *,
    by: User,
    now: datetime,
    witness: User | None = None,
) -> CountRun:
    """The count as it stands: lots, runs and the line in the log."""
    record_lots(election, found, witness=witness, now=now)
    level = queries.level(election, box)
    run = record_run(election, box, found, level, by=by, now=now)
    if box.rule.constraints and not queries.is_countback(election):
        record_without(election, box, found, by=by, now=now)
    text = (
        f"The ballots were counted by {ENGINE} under the rule with SHA-256"
        f" {election.rule.sha256}. {committed(election, box)}"
    )
    election_log.write(election, text, kind="count_settled", by=by, data={"run": run.pk})
    return run


def committed(election: Election, box: Box) -> str:
    return f"The commitment to the ballots is {commitment(election, box)}."


def commitment(election: Election, box: Box) -> str:
    return agreed.commitment(queries.salt_of(election), box.ballots)


def record_lots(election: Election, found: Counted, *, witness: User | None, now: datetime) -> None:
    slate = found.count.slate
    number = {slate.label(c): c for c in range(1, slate.size + 1)}
    LotDraw.objects.bulk_create(
        LotDraw(
            election=election,
            tie=lot.tie,
            why=lot.why,
            tied=sorted(number[label] for label, _ in lot.keys),
            seed=lot.seed,
            keys=[list(pair) for pair in lot.keys],
            chosen=number[lot.chosen],
            is_decisive=found.exploration.is_decisive,
            witnessed_by=witness,
            drawn_at=now,
        )
        for lot in found.lots
    )


def record_run(
    election: Election, box: Box, found: Counted, level: Level, *, by: User, now: datetime
) -> CountRun:
    """Officers see the stages, whatever is published; `result` is what the bundle carries."""
    result = queries.result_at(box, found.seed, level.code)
    sha256 = queries.result_sha256(result)
    said: queries.Json = {"level": level.code, "why_level": level.why}
    said["result_as_hashed"] = result_text(result)
    if queries.is_countback(election):
        said |= queries.of_vacancy(election, box, found)
        return _run(election, box, CountRun.Kind.COUNTBACK, said, sha256=sha256, by=by, now=now)
    said |= {
        "numbers": list(found.count.winners),
        "unfilled": found.count.unfilled,
        "sheet": result_sheets.published(found, agreed.STAGES),
        "published": result_sheets.published(found, level.code),
    }
    return _run(election, box, CountRun.Kind.OFFICIAL, said, sha256=sha256, by=by, now=now)


def record_without(
    election: Election, box: Box, found: Counted, *, by: User, now: datetime
) -> None:
    """The same without minimums and maximums: names alone, to say what they changed."""
    without = replace(box, rule=replace(box.rule, constraints=()))
    result = queries.result_at(without, found.seed, agreed.NAMES_ONLY)
    sha256 = queries.result_sha256(result)
    kind = CountRun.Kind.UNCONSTRAINED
    said = {"result_as_hashed": result_text(result)}
    _run(election, box, kind, said, sha256=sha256, by=by, now=now)


def _run(
    election: Election,
    box: Box,
    kind: CountRun.Kind,
    result: queries.Json,
    *,
    sha256: str,
    by: User | Actor,
    now: datetime,
) -> CountRun:
    return CountRun.objects.create(
        election=election,
        kind=kind,
        engine=ENGINE,
        rule_sha256=election.rule.sha256,
        box_sha256=election.box_sha256,
        ballots_commitment=commitment(election, box),
        result=result,
        result_sha256=sha256,
        run_at=now,
        run_by=by if isinstance(by, User) else None,
    )
