"""Everything about an election that can be checked, in one zip file, and the check.

| file | holds |
|---|---|
| `hashes.json` | the hashes of everything below |
| `rule.json` | the frozen rule, canonical |
| `candidates.json` | title, seats, numbers, names, groups; canonical |
| `box.txt` | SHA-256 of every sealed envelope, sorted, one a line |
| `receipts.txt` | every receipt code, sorted, one a line |
| `log.jsonl` | the public log; each line's hash covers the line before |
| `lots.jsonl` | every lot with its seed and keys |
| `result.json` | what was published, at its level |
| `ballots.blt`, `salt.txt` | only in a scrutineer's copy |

A log line's hash is SHA-256 of the hash before it (the rule's for the first), its number and its
text, written one after the other. The hashes of candidates, roll, box, receipts, lots (empty where
there are none), result and the commitment to the ballots must each stand in the text of a log line.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from partnership_board.counting.agreed import Json, box_sha256, canonical, commitment, sha256
from partnership_board.counting.lots import Lot

FILES = (
    "hashes.json",
    "rule.json",
    "candidates.json",
    "box.txt",
    "receipts.txt",
    "log.jsonl",
    "lots.jsonl",
    "result.json",
)
SCRUTINEERS = ("ballots.blt", "salt.txt")
LOGGED = {
    "candidates_sha256": "the candidates",
    "roll_sha256": "the roll",
    "box_sha256": "the box",
    "receipts_sha256": "the receipts",
    "lots_sha256": "the lots",
    "ballots_commitment": "the ballots",
    "result_sha256": "the result",
}


@dataclass(frozen=True)
class LogLine:
    seq: int
    text: str
    sha256: str


@dataclass(frozen=True)
class Bundle:
    """What goes into the file. `rule` is canonical JSON; `blobs` are 64 hexadecimal digits each;
    `result` is from `agreed.result`; `ballots` is BLT and `salt` text, both only for scrutineers,
    while `ballots_commitment` is for everyone."""

    rule: str
    candidates: Json
    roll_sha256: str
    blobs: tuple[str, ...]
    receipts: tuple[str, ...]
    log: tuple[LogLine, ...]
    lots: tuple[Lot, ...]
    result: Json
    ballots_commitment: str
    ballots: str | None = None
    salt: str | None = None


def link(before: str, seq: int, text: str) -> str:
    """The hash of a log line from the hash before it."""
    return sha256(f"{before}{seq}{text}")


def chain(rule_sha256: str, lines: Iterable[str]) -> tuple[LogLine, ...]:
    """The texts of a log, numbered from 1 and chained from the rule's hash."""
    made: list[LogLine] = []
    before = rule_sha256
    for seq, text in enumerate(lines, start=1):
        before = link(before, seq, text)
        made.append(LogLine(seq, text, before))
    return tuple(made)


def result_text(result: Mapping[str, object]) -> str:
    """The result as it is hashed: one figure a line, so that a difference has a line number."""
    return json.dumps(result, ensure_ascii=False, indent=1) + "\n"


def hashes(made: Bundle) -> dict[str, str]:
    """What must stand in the log, by name."""
    return {
        "candidates_sha256": sha256(canonical(made.candidates)),
        "roll_sha256": made.roll_sha256,
        "box_sha256": box_sha256(made.blobs),
        "receipts_sha256": lines_sha256(listing(sorted(made.receipts))),
        "lots_sha256": lines_sha256(lots_text(made.lots)),
        "ballots_commitment": made.ballots_commitment,
        "result_sha256": sha256(result_text(made.result)),
    }


def lines_sha256(text: str) -> str:
    """The hash of a file of lines; empty where there are none."""
    return sha256(text) if text else ""


def texts(made: Bundle) -> dict[str, str]:
    """Every file by name."""
    rule_sha256 = sha256(made.rule)
    head = made.log[-1].sha256 if made.log else rule_sha256
    known = {"rule_sha256": rule_sha256, **hashes(made), "log_head": head}
    files = {
        "hashes.json": result_text(known),
        "rule.json": made.rule,
        "candidates.json": canonical(made.candidates),
        "box.txt": listing(sorted(made.blobs)),
        "receipts.txt": listing(sorted(made.receipts)),
        "log.jsonl": listing(canonical(asdict(line)) for line in made.log),
        "lots.jsonl": lots_text(made.lots),
        "result.json": result_text(made.result),
    }
    if made.ballots is not None:
        files |= {"ballots.blt": made.ballots, "salt.txt": made.salt or ""}
    return files


def lots_text(lots: Iterable[Lot]) -> str:
    return listing(canonical(lot_row(lot)) for lot in lots)


def listing(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def lot_row(lot: Lot) -> Json:
    keys = [list(pair) for pair in lot.keys]
    return {"tie": lot.tie, "why": lot.why, "seed": lot.seed, "keys": keys, "chosen": lot.chosen}


def write(made: Bundle) -> bytes:
    """The zip file; the same bundle always gives the same bytes. ValueError if there are ballots
    that do not fit their commitment."""
    if made.ballots is not None and (
        commitment(made.salt or "", made.ballots) != made.ballots_commitment
    ):
        raise ValueError("the ballots do not fit their commitment")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts(made).items():
            archive.writestr(zipfile.ZipInfo(name), text.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()
