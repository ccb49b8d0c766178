"""The counting command, for everyone who wants to count again.

    python -m partnership_board.counting count   [--rule ...] < ballots.jsonl > results.jsonl
    python -m partnership_board.counting explore [--rule ...] [--cap 20000] < ballots.jsonl
    python -m partnership_board.counting blt     FILE.blt [--to jsonl|blt]
    python -m partnership_board.counting verify  BUNDLE.zip

Exit status: 0 done; 1 a bundle differs from itself; 2 the input cannot be read, and a sentence on
the error output says where and why.
"""

import argparse
import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from partnership_board.counting import blt, rows
from partnership_board.counting.ballots import METHODS, SCOTTISH, Contest, Unreadable
from partnership_board.counting.count import count
from partnership_board.counting.explore import CAP, explore
from partnership_board.counting.verify import verify

DONE, DIFFERENT, UNREADABLE = 0, 1, 2


def arguments(words: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m partnership_board.counting", description="Count an election exactly."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    counting = commands.add_parser("count", help="count elections, one a line of JSON")
    exploring = commands.add_parser("explore", help="count them under every outcome of every lot")
    for each in (counting, exploring):
        each.add_argument("--rule", choices=METHODS, default=SCOTTISH)
    exploring.add_argument("--cap", type=at_least_1, default=CAP, help="most runs before sampling")
    reading = commands.add_parser("blt", help="read a BLT file and write it in canonical form")
    reading.add_argument("file", type=Path)
    reading.add_argument("--to", choices=("blt", "jsonl"), default="blt")
    checking = commands.add_parser("verify", help="check every hash and figure of a bundle")
    checking.add_argument("bundle", type=Path)
    return parser.parse_args(words)


def at_least_1(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def main(words: list[str] | None = None) -> int:
    asked = arguments(words)
    commands: dict[str, Callable[[argparse.Namespace], int]] = {
        "count": count_rows,
        "explore": count_rows,
        "blt": convert,
        "verify": check,
    }
    try:
        return commands[asked.command](asked)
    except BrokenPipeError:
        raise
    except OSError as error:
        complain(f"{error.filename}: {error.strerror}.")
        return UNREADABLE


def complain(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def tell(text: str) -> None:
    print(text, end="")


# ---- count and explore ---------------------------------------------------------------------------


def count_rows(asked: argparse.Namespace) -> int:
    """Answer every row that can be read; complain about the others."""
    status = DONE
    for number, line in lines(sys.stdin):
        try:
            tell(rows.line(answer(line, asked)) + "\n")
        except Unreadable as refusal:
            complain(f"Line {number}: {refusal}")
            status = UNREADABLE
    return status


def lines(source: TextIO) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source, start=1):
        if line.strip():
            yield number, line


def answer(line: str, asked: argparse.Namespace) -> rows.Row:
    """`count` answers with the count; `explore` adds every outcome."""
    row = rows.read(line, asked.rule)
    found = count(row.contest, row.rule)
    told = {"id": row.id, **rows.written(found, is_labelled=row.is_labelled)}
    if asked.command == "explore":
        seen = explore(row.contest, row.rule, cap=asked.cap)
        told |= rows.explored(seen, found, is_labelled=row.is_labelled)
    return told


# ---- blt and verify ------------------------------------------------------------------------------


def convert(asked: argparse.Namespace) -> int:
    try:
        read = blt.read(asked.file.read_bytes())
        text = blt.write(read.contest) if asked.to == "blt" else as_row(asked.file, read.contest)
    except Unreadable as refusal:
        complain(str(refusal))
        return UNREADABLE
    for note in read.notes:
        complain(note)
    tell(text)
    return DONE


def as_row(file: Path, made: Contest) -> str:
    withdrawn = sorted(made.withdrawn)
    row = {
        "id": file.stem,
        "title": made.title,
        "seats": made.seats,
        "candidates": list(made.names),
        "ballots": [[number, list(ranking)] for number, ranking in made.papers],
        **({"options": {"withdrawn": withdrawn}} if withdrawn else {}),
    }
    return rows.line(row) + "\n"


def check(asked: argparse.Namespace) -> int:
    difference = verify(asked.bundle.read_bytes())
    tell(f"{difference or 'Everything agrees.'}\n")
    return DIFFERENT if difference else DONE


def run() -> int:
    """Text in UTF-8 whatever the machine's language; a reader who leaves early is no error."""
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors, newline=None)
    try:
        status = main()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return status


if __name__ == "__main__":
    sys.exit(run())
