"""Elections whose results are known: real council contests, board-sized ones, made-up ones.

The data is not part of the project; without it these tests are skipped with a reason.
"""

import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path

from partnership_board.counting import __main__ as command


def rows(file: Path) -> list[dict]:
    with gzip.open(file, "rt") as lines:
        return [json.loads(line) for line in lines]


def answered(monkeypatch, capsys, source: str, *words: str) -> list[dict]:
    """What the command line prints for these rows."""
    monkeypatch.setattr("sys.stdin", io.StringIO(source))

    assert command.main(list(words)) == 0

    printed = capsys.readouterr()
    assert printed.err == ""
    return [json.loads(line) for line in printed.out.splitlines()]


def read(file: Path) -> str:
    with gzip.open(file, "rt") as lines:
        return lines.read()


def test_scottish_100_council_contests_stage_by_stage(standards, monkeypatch, capsys) -> None:
    source = read(standards / "ballots.jsonl.gz")

    results = answered(monkeypatch, capsys, source, "count")

    assert results == rows(standards / "expected_scottish_stv.jsonl.gz")


def test_meek_100_council_contests(standards, monkeypatch, capsys) -> None:
    source = read(standards / "ballots.jsonl.gz")

    results = answered(monkeypatch, capsys, source, "count", "--rule", "meek_prf")

    assert results == rows(standards / "expected_meek_prf.jsonl.gz")


def test_150_small_elections_in_which_lots_do_not_matter(standards, monkeypatch, capsys) -> None:
    file = standards / "tiny_lot_independent.jsonl.gz"

    results = answered(monkeypatch, capsys, read(file), "explore")

    for result, expected in zip(results, rows(file), strict=True):
        known = {key: expected[key] for key in expected if key in result}
        outcomes = [{"winners": expected["winners"], "probability": "1"}]
        assert result == {**known, "outcomes": outcomes}
        assert set(expected) - set(result) == {"candidates", "seats", "ballots"}


def test_30_small_elections_that_a_lot_decides(standards, monkeypatch, capsys) -> None:
    file = standards / "tiny_lot_dependent.jsonl.gz"

    results = answered(monkeypatch, capsys, read(file), "explore")

    kept = [{key: row[key] for key in ("id", "outcomes", "runs")} for row in results]
    assert kept == [{key: row[key] for key in ("id", "outcomes", "runs")} for row in rows(file)]


def test_made_up_cases_with_everything_expected(standards, monkeypatch, capsys) -> None:
    source = (standards / "made_up_cases.jsonl").read_text()

    results = answered(monkeypatch, capsys, source, "explore")

    assert [flat(row) for row in results] == list(expected(source))


def flat(row: dict) -> dict:
    return {key: value for key, value in row.items() if key != "winners"}


def expected(source: str) -> Iterator[dict]:
    for line in source.splitlines():
        row = json.loads(line)
        yield {
            "id": row["id"],
            **row["expected"],
            "runs": row["runs"],
            "outcomes": row["outcomes"],
        }
