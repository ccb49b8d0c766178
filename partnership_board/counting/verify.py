"""Checking a bundle: every hash, the chain of the log, the lots, and with the ballots the count.

`verify` gives the first difference as a sentence that begins with file and line, or nothing.
"""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from partnership_board.counting import agreed, blt, lots
from partnership_board.counting.agreed import Json
from partnership_board.counting.ballots import Contest, Draw, Rule, Unreadable, slate
from partnership_board.counting.bundle import (
    FILES,
    LOGGED,
    SCRUTINEERS,
    lines_sha256,
    link,
    lot_row,
    result_text,
)
from partnership_board.counting.count import count

HASH = re.compile(r"[0-9a-f]{64}")
RECEIPT = re.compile(r"[A-Z2-7]{12}")
DIGITS = re.compile(r"[0-9]{6,}")
LOG_KEYS = {"seq", "text", "sha256"}
LOT_KEYS = {"tie", "why", "seed", "keys", "chosen"}
MOST_BYTES = 40_000_000


class Difference(Exception):
    """`str()` names file, line and what differs."""


@dataclass(frozen=True)
class Opened:
    """The texts of a bundle by file name."""

    texts: dict[str, str]

    def lines(self, name: str) -> Iterator[tuple[str, str]]:
        """Each line with where it stands."""
        for number, text in enumerate(self.texts[name].split("\n")[:-1], start=1):
            yield f"{name} line {number}", text

    def json(self, name: str) -> Json:
        return parsed(name, self.texts[name])

    def rows(self, name: str, keys: set[str]) -> Iterator[tuple[str, Json]]:
        """Each line as a row that has exactly these keys."""
        for where, text in self.lines(name):
            row = parsed(where, text)
            if set(row) != keys:
                raise Difference(f"{where}: it should hold {', '.join(sorted(keys))} alone.")
            yield where, row


def verify(content: bytes) -> str | None:
    """The first difference in a bundle, or None if everything agrees."""
    try:
        check(opened(content))
    except Difference as difference:
        return str(difference)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        return f"A file of the bundle has another form than it should ({type(error).__name__})."
    return None


def check(found: Opened) -> None:
    hashes = found.json("hashes.json")
    check_hash(found, hashes, "rule.json", "rule_sha256")
    check_hash(found, hashes, "candidates.json", "candidates_sha256")
    check_log(found, hashes)
    check_box(found, hashes)
    check_list(found, "receipts.txt", RECEIPT, "a receipt code")
    check_lines(found, hashes, "receipts.txt", "receipts_sha256")
    check_lots(found, hashes)
    check_lines(found, hashes, "lots.jsonl", "lots_sha256")
    if "ballots.blt" in found.texts:
        check_count(found, hashes)
    check_hash(found, hashes, "result.json", "result_sha256")


def opened(content: bytes) -> Opened:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [one.filename for one in archive.infolist()]
            check_names(names)
            if sum(one.file_size for one in archive.infolist()) > MOST_BYTES:
                raise Difference("The bundle is larger than 40 MB.")
            return Opened({name: text_of(archive, name) for name in names})
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise Difference("The bundle is no zip file, or it is damaged.") from error


def check_names(names: list[str]) -> None:
    for name in FILES:
        if name not in names:
            raise Difference(f"{name}: the file is missing.")
    for name in names:
        if name not in (*FILES, *SCRUTINEERS) or names.count(name) > 1:
            raise Difference(f"{name}: this file does not belong in a bundle.")
    if len({*names} & {*SCRUTINEERS}) == 1:
        raise Difference("ballots.blt and salt.txt: one of them is missing.")


def text_of(archive: zipfile.ZipFile, name: str) -> str:
    try:
        return archive.read(name).decode()
    except (zipfile.BadZipFile, zlib.error, UnicodeDecodeError) as error:
        raise Difference(f"{name}: the file is damaged.") from error


def parsed(where: str, text: str) -> Json:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise Difference(f"{where}: this is not JSON.") from error
    if not isinstance(value, dict):
        raise Difference(f"{where}: this is no JSON object.")
    return value


# ---- hashes --------------------------------------------------------------------------------------


def check_hash(found: Opened, hashes: Json, name: str, key: str) -> None:
    """That a file has the hash it should have, naming the log line that says which."""
    seen, told = agreed.sha256(found.texts[name]), hashes[key]
    if seen != told:
        raise Difference(f"{name}: its SHA-256 is {seen}, but {said(found, key, told)} {told}.")


def said(found: Opened, key: str, told: str) -> str:
    """Where a hash is published: in the log if it is there."""
    for where, text in found.lines("log.jsonl"):
        if told and told in text:
            return f"{where} and hashes.json ({key}) say"
    return f"hashes.json ({key}) says"


def check_log(found: Opened, hashes: Json) -> None:
    before = hashes["rule_sha256"]
    texts = []
    for seq, (where, row) in enumerate(found.rows("log.jsonl", LOG_KEYS), start=1):
        if row["seq"] != seq:
            raise Difference(f"{where}: its number is {row['seq']}, not {seq}.")
        before = link(before, seq, row["text"])
        if row["sha256"] != before:
            raise Difference(f"{where}: its SHA-256 should be {before}, not {row['sha256']}.")
        texts.append(row["text"])
    if before != hashes["log_head"]:
        raise Difference(f"hashes.json: the log ends with {before}, not with {hashes['log_head']}.")
    whole = "\n".join(texts)
    for key, what in LOGGED.items():
        if hashes[key] not in whole:
            raise Difference(f"log.jsonl: no line names the SHA-256 of {what}, {hashes[key]}.")


def check_box(found: Opened, hashes: Json) -> None:
    check_list(found, "box.txt", HASH, "the SHA-256 of an envelope")
    seen = agreed.box_sha256([text for _, text in found.lines("box.txt")])
    told = hashes["box_sha256"]
    if seen != told:
        raise Difference(
            f"box.txt: its lines give {seen}, but {said(found, 'box_sha256', told)} {told}."
        )


def check_lines(found: Opened, hashes: Json, name: str, key: str) -> None:
    seen, told = lines_sha256(found.texts[name]), hashes[key]
    if seen != told:
        raise Difference(
            f"{name}: its SHA-256 is {seen or 'that of nothing'}, but "
            f"{said(found, key, told)} {told}."
        )


def check_list(found: Opened, name: str, shape: re.Pattern[str], what: str) -> None:
    before = ""
    for where, text in found.lines(name):
        if not shape.fullmatch(text):
            raise Difference(f"{where}: this is not {what}.")
        if text < before:
            raise Difference(f"{where}: the lines are not sorted.")
        before = text


# ---- lots and count ------------------------------------------------------------------------------


def check_lots(found: Opened, hashes: Json) -> None:
    seeds: set[str] = set()
    for number, (where, row) in enumerate(found.rows("lots.jsonl", LOT_KEYS), start=1):
        if row["tie"] != number:
            raise Difference(f"{where}: this is lot {number}, not {row['tie']}.")
        keys = keys_again(where, row, number)
        if keys != row["keys"]:
            raise Difference(f"{where}: the keys should be {keys}, not {row['keys']}.")
        if row["chosen"] != keys[0][0]:
            raise Difference(f"{where}: the lowest key is {keys[0][0]}'s, not {row['chosen']}'s.")
        seeds.add(row["seed"])
        if len(seeds) > 1:
            raise Difference(f"{where}: the seed differs from the lot before.")
        if row["seed"] != hashes["box_sha256"] and not DIGITS.fullmatch(row["seed"]):
            raise Difference(f"{where}: a seed is six or more digits, or the hash of the box.")


def keys_again(where: str, row: Json, number: int) -> list[list[str]]:
    labels = tuple(sorted(label for label, _ in row["keys"]))
    try:
        return [list(pair) for pair in lots.keys(row["seed"], number, labels)]
    except Unreadable as refusal:
        raise Difference(f"{where}: {refusal}") from refusal


def check_count(found: Opened, hashes: Json) -> None:
    """Count again and compare the result line by line, and the lots that the count needed."""
    ballots, told = found.texts["ballots.blt"], hashes["ballots_commitment"]
    seen = agreed.commitment(found.texts["salt.txt"], ballots)
    if seen != told:
        where = said(found, "ballots_commitment", told)
        line = foreign_line(ballots)
        raise Difference(f"ballots.blt{line}: with its salt it gives {seen}, but {where} {told}.")
    drawn = [row for _, row in found.rows("lots.jsonl", LOT_KEYS)]
    seed = drawn[0]["seed"] if drawn else hashes["box_sha256"]
    try:
        made, rule = contest_again(found, ballots)
        again = result_again(found, made, rule, seed)
        needed = lots.drawn(count(made, rule, seeded(made, rule, seed)), seed)
    except Unreadable as refusal:
        raise Difference(f"ballots.blt cannot be counted: {refusal}") from refusal
    compare(result_text(again), found.texts["result.json"])
    if drawn and [lot_row(lot) for lot in needed] != drawn:
        raise Difference(f"lots.jsonl: the count needs {len(needed)} lots, and not these.")


def contest_again(found: Opened, ballots: str) -> tuple[Contest, Rule]:
    candidates = found.json("candidates.json")
    papers = blt.read(ballots.encode()).contest.papers
    made = agreed.agreed_contest(candidates, papers)
    return made, agreed.agreed_rule(found.json("rule.json"), candidates)


def result_again(found: Opened, made: Contest, rule: Rule, seed: str) -> Json:
    return agreed.result(
        made,
        rule,
        seeded(made, rule, seed),
        level=found.json("result.json")["level"],
        by_order=agreed.depends_on_order(found.json("rule.json")),
    )


def seeded(made: Contest, rule: Rule, seed: str) -> Draw:
    return lots.drawn_by(seed, slate(made, rule).label)


def foreign_line(ballots: str) -> str:
    """The first line that is not as this program writes it, if there is one."""
    try:
        written = blt.write(blt.read(ballots.encode()).contest)
    except blt.BadBlt as refusal:
        return f" line {refusal.line}"
    for number, (has, should) in enumerate(
        zip(ballots.split("\n"), written.split("\n"), strict=False), start=1
    ):
        if has != should:
            return f" line {number}"
    return ""


def compare(again: str, published: str) -> None:
    pairs = zip(again.split("\n"), published.split("\n"), strict=False)
    for number, (counted, told) in enumerate(pairs, start=1):
        if counted != told:
            raise Difference(
                f"result.json line {number}: it says {told.strip()}, "
                f"the count gives {counted.strip()}."
            )
    if again.count("\n") != published.count("\n"):
        raise Difference("result.json: it is longer or shorter than the count gives.")
