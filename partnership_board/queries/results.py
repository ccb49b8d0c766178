"""What was declared, how it can be checked, and what officers see beside it."""

import json
from datetime import date
from typing import Any

from partnership_board import sealing
from partnership_board.counting import agreed, bundle
from partnership_board.counting.bundle import LogLine
from partnership_board.counting.lots import Lot
from partnership_board.models import (
    CountRun,
    Declaration,
    Election,
    ElectionLogLine,
    ElectionRule,
    Objection,
    RollEntry,
    SealedBallot,
)
from partnership_board.queries import counts, elections

Json = dict[str, Any]  # Any: as JSON has it
FORMAT = "election-result/1"
DECLARED = (Declaration.Stage.CERTIFIED, Declaration.Stage.PROVISIONAL)


def latest(election: Election) -> Declaration | None:
    """The certified result if there is one, else the provisional one."""
    found = {
        one.stage: one for one in Declaration.objects.filter(election=election, stage__in=DECLARED)
    }
    return next((found[stage] for stage in DECLARED if stage in found), None)


def to_declare(election: Election, run: CountRun) -> Json:
    """What becomes public, and nothing else: page, PDF, JSON, CSV and bundle are made of it."""
    level = run.result["level"]
    lots = counts.lots_of(election) if tells_lots(election, level) else ()
    said: Json = {
        "format": FORMAT,
        "kind": election.kind,
        "board": str(election.board),
        "level": level,
        "why_level": run.result["why_level"],
        "sheet": run.result["published"],
        "result_as_hashed": run.result["result_as_hashed"],
        "turnout": turnout(election),
        "engine": run.engine,
        "seats": [],
        "box": sorted(sealing.blob_sha256s(blobs(election))),
        "candidates": elections.candidates_as_agreed(counts.source_of(election)),
        "lots": [bundle.lot_row(lot) for lot in lots],
        "hashes": hashes(election, run, lots),
    }
    if level == agreed.PROFILE:
        said |= {"ballots": counts.box_of(election).ballots, "salt": counts.salt_of(election)}
    return said


def tells_lots(election: Election, level: str) -> bool:
    """Names alone do not tell who was level with whom, unless that lot was drawn in public."""
    draws = counts.draws(election)
    return bool(draws) and (level != agreed.NAMES_ONLY or draws[0].is_decisive)


def hashes(election: Election, run: CountRun, lots: tuple[Lot, ...]) -> Json:
    return {
        "rule_sha256": election.rule.sha256,
        "roll_sha256": election.roll_sha256,
        "box_sha256": election.box_sha256,
        "ballots_commitment": run.ballots_commitment,
        "lots_sha256": bundle.lines_sha256(bundle.lots_text(lots)),
        "result_sha256": run.result_sha256,
    }


def blobs(election: Election) -> list[bytes]:
    rows = SealedBallot.objects.filter(election=election).values_list("sealed", flat=True)
    return [bytes(sealed) for sealed in rows]


def turnout(election: Election) -> Json:
    """By name only if the rule says so."""
    entries = list(elections.roll(counts.source_of(election)).filter(is_entitled=True))
    voted = [entry for entry in entries if entry.has_voted]
    said: Json = {"entitled": len(entries), "voted": len(voted)}
    if election.rule.turnout_visibility == ElectionRule.Turnout.ROLL:
        said["organisations"] = [str(entry.organisation) for entry in voted]
    return said


# ---- the log and the bundle ----------------------------------------------------------------------


def log_of(election: Election) -> list[ElectionLogLine]:
    rows = ElectionLogLine.objects.filter(election=election).select_related("event")
    return list(rows.order_by("seq"))


def log_head(election: Election) -> str:
    """The latest line's hash, or the rule's where there is none."""
    line = ElectionLogLine.objects.filter(election=election).order_by("seq").last()
    return line.sha256 if line else election.rule.sha256


def bundle_of(
    election: Election, told: Json, *, ballots: str | None = None, salt: str | None = None
) -> bytes:
    """Everything that can be checked. `told` is a declaration's; ballots are for scrutineers."""
    known = told["hashes"]
    made = bundle.Bundle(
        rule=election.rule.canonical,
        candidates=told["candidates"],
        roll_sha256=known["roll_sha256"],
        blobs=tuple(told["box"]),
        receipts=tuple(election.receipts),
        log=tuple(LogLine(line.seq, line.public_text, line.sha256) for line in log_of(election)),
        lots=tuple(lot_from(row) for row in told["lots"]),
        result=json.loads(told["result_as_hashed"]),
        ballots_commitment=known["ballots_commitment"],
        ballots=ballots or told.get("ballots"),
        salt=salt or told.get("salt"),
    )
    return bundle.write(made)


def lot_from(row: Json) -> Lot:
    keys = tuple((label, key) for label, key in row["keys"])
    return Lot(row["tie"], row["why"], row["seed"], keys)


# ---- objections ----------------------------------------------------------------------------------


def objections(election: Election) -> list[Objection]:
    rows = Objection.objects.filter(election=election)
    return list(rows.select_related("organisation", "by", "answered_by").order_by("received_at"))


def unanswered(election: Election) -> int:
    return Objection.objects.filter(election=election, outcome="").count()


def entitled(election: Election) -> int:
    return RollEntry.objects.filter(election=election, is_entitled=True).count()


def last_term_ends_on(said: Json) -> date | None:
    """The end of the longest term that a declaration led to."""
    days = [date.fromisoformat(each["until_on"]) for each in said["seats"]]
    return max(days, default=None)
