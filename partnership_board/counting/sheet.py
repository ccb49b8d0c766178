"""The result sheet: one table of figures from which page, PDF, CSV and JSON are all made.

Figures are kept in units and shown by `sentences.figure`, so that all forms show the same text.
"""

import csv
import io
from dataclasses import dataclass
from typing import Any

from partnership_board.counting.ballots import (
    MEEK,
    MOST_VOTES,
    Contest,
    Count,
    Stage,
)
from partnership_board.counting.explore import Exploration, verdict
from partnership_board.counting.sentences import Teller, figure, naming, rule_in_words

NON_TRANSFERABLE = "Non-transferable"
LOST = "Lost to cutting fractions"


@dataclass(frozen=True)
class Cell:
    """Units at the end of a stage and how they changed; `total` is None once someone is out.
    `mark` is "elected" at the stage that elects, "excluded" at the stage that excludes."""

    change: int
    total: int | None
    mark: str = ""


@dataclass(frozen=True)
class Row:
    """One cell for each stage. `kind` is candidate, non_transferable or lost."""

    kind: str
    name: str
    cells: tuple[Cell, ...]
    is_elected: bool = False


@dataclass(frozen=True)
class Link:
    """Votes that moved at a stage (from 1), in units: what a Sankey picture draws."""

    stage: int
    source: str
    target: str
    units: int


@dataclass(frozen=True)
class Words:
    """The sentences of a sheet. `stages` has one for each stage; `lots`, `effect` (of minimums and
    maximums) and `last_vacancies` are empty where there is nothing to say."""

    result: str
    rule: tuple[str, ...]
    stages: tuple[str, ...]
    last_vacancies: str
    lots: str
    effect: str


@dataclass(frozen=True)
class Sheet:
    """Everything a result page shows about a count. `papers[i]` moved at stage i + 1, which was of
    `kinds[i]`; `unit` is one vote; `blank` papers name nobody who stands."""

    title: str
    seats: int
    valid: int
    blank: int
    quota: int
    unit: int
    kinds: tuple[str, ...]
    papers: tuple[int, ...]
    rows: tuple[Row, ...]
    links: tuple[Link, ...]
    winners: tuple[str, ...]
    unfilled: int
    words: Words

    def shown(self, units: int | None) -> str:
        """A figure of the table: "-" for someone who is out."""
        return "-" if units is None else figure(units, self.unit)

    def change(self, cell: Cell) -> str:
        """A change with its sign; empty where nothing changed."""
        return f"+{self.shown(cell.change)}" if cell.change > 0 else self.fall(cell.change)

    def fall(self, units: int) -> str:
        return self.shown(units) if units else ""


def sheet(
    made: Contest,
    count: Count,
    exploration: Exploration | None = None,
    plain: Count | None = None,
) -> Sheet:
    """The sheet of a count. `exploration` says whether a lot mattered; `plain` is the same count
    without minimums and maximums, to say what they changed."""
    return Sheet(
        title=made.title,
        seats=made.seats,
        valid=count.valid,
        blank=sum(number for number, _ in made.papers) - count.valid,
        quota=count.quota,
        unit=count.unit,
        kinds=tuple(stage.kind for stage in count.stages),
        papers=tuple(stage.papers for stage in count.stages),
        rows=rows(made, count),
        links=links(made, count),
        winners=tuple(map(naming(made, count), count.winners)),
        unfilled=count.unfilled,
        words=words(made, count, exploration, plain),
    )


def words(
    made: Contest, count: Count, exploration: Exploration | None, plain: Count | None
) -> Words:
    teller = Teller(made, count)
    return Words(
        result=teller.result(),
        rule=tuple(rule_in_words(count.rule, made.seats)),
        stages=tuple(teller.stage(index) for index in range(len(count.stages))),
        last_vacancies=teller.last_vacancies(),
        lots=verdict(exploration, teller.name) if exploration else "",
        effect=teller.effect(plain) if plain else "",
    )


def rows(made: Contest, count: Count) -> tuple[Row, ...]:
    """Candidates in number order, then what stopped being transferable, then what cutting lost.
    A RON that never came into play has no row."""
    name = naming(made, count)
    slate = count.slate
    shown = [
        c
        for c in range(1, slate.size + 1)
        if c not in slate.withdrawn and (not slate.is_ron(c) or has_played(count, c))
    ]
    people = [Row("candidate", name(c), cells(count, c), c in count.elected) for c in shown]
    gone = ledger([stage.non_transferable for stage in count.stages])
    lost = ledger([count.lost(stage) for stage in count.stages])
    ends = {MOST_VOTES: [], MEEK: [Row("non_transferable", NON_TRANSFERABLE, gone)]}
    both = [Row("non_transferable", NON_TRANSFERABLE, gone), Row("lost", LOST, lost)]
    return (*people, *ends.get(count.rule.method, both))


def has_played(count: Count, candidate: int) -> bool:
    return (
        candidate in count.slate.standing
        or candidate in count.elected
        or any(stage.votes[candidate - 1] or stage.candidate == candidate for stage in count.stages)
    )


def cells(count: Count, candidate: int) -> tuple[Cell, ...]:
    made: list[Cell] = []
    before, is_out = 0, False
    for stage in count.stages:
        is_out = is_out or is_excluded(stage, candidate)
        now = stage.votes[candidate - 1]
        mark = "elected" if candidate in stage.elected else ""
        mark = "excluded" if is_excluded(stage, candidate) else mark
        made.append(Cell(now - before, None if is_out else now, mark))
        before = now
    return tuple(made)


def is_excluded(stage: Stage, candidate: int) -> bool:
    return stage.candidate == candidate and stage.kind != "surplus"


def ledger(totals: list[int]) -> tuple[Cell, ...]:
    before = [0, *totals[:-1]]
    return tuple(Cell(now - was, now) for was, now in zip(before, totals, strict=True))


def links(made: Contest, count: Count) -> tuple[Link, ...]:
    """Where the votes went that moved, stage by stage; together they are what the candidate lost.
    Empty for Meek, where every vote is shared out anew in each round."""
    if count.unit != 100_000:
        return ()
    name = naming(made, count)
    found: list[Link] = []
    steps = zip(count.stages, count.stages[1:], strict=False)
    for number, (before, now) in enumerate(steps, start=2):
        assert now.candidate is not None
        gains = {
            name(c): now.votes[c - 1] - before.votes[c - 1] for c in range(1, count.slate.size + 1)
        }
        gains[NON_TRANSFERABLE] = now.non_transferable - before.non_transferable
        gains[LOST] = count.lost(now) - count.lost(before)
        source = name(now.candidate)
        found += [Link(number, source, to, units) for to, units in gains.items() if units > 0]
    return tuple(found)


# ---- twins ---------------------------------------------------------------------------------------


def as_json(made: Sheet) -> dict[str, Any]:  # JSON
    """The sheet for a machine: the figures are the texts of the page."""
    return {
        "title": made.title,
        "seats": made.seats,
        "valid": made.valid,
        "blank": made.blank,
        "quota": made.quota,
        "result": made.words.result,
        "elected": list(made.winners),
        "unfilled": made.unfilled,
        "rule": list(made.words.rule),
        "stages": stage_rows(made),
        "table": [
            {"name": row.name, "kind": row.kind, "elected": row.is_elected, "cells": texts}
            for row, texts in table(made)
        ],
        "moved": moved_rows(made),
        "last_vacancies": made.words.last_vacancies,
        "lots": made.words.lots,
        "effect_of_constraints": made.words.effect,
    }


def stage_rows(made: Sheet) -> list[dict[str, Any]]:  # JSON
    stages = zip(made.kinds, made.papers, made.words.stages, strict=True)
    return [
        {"number": number, "kind": kind, "papers": papers, "sentence": sentence}
        for number, (kind, papers, sentence) in enumerate(stages, start=1)
    ]


def moved_rows(made: Sheet) -> list[dict[str, Any]]:  # JSON
    return [
        {"stage": one.stage, "from": one.source, "to": one.target, "votes": made.shown(one.units)}
        for one in made.links
    ]


def table(made: Sheet) -> list[tuple[Row, list[dict[str, str]]]]:
    return [
        (
            row,
            [
                {"change": made.change(cell), "total": made.shown(cell.total), "mark": cell.mark}
                for cell in row.cells
            ],
        )
        for row in made.rows
    ]


def as_csv(made: Sheet) -> str:
    """The stage table: two columns a stage, change and total. A text that a spreadsheet would read
    as a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    heads = [
        f"Stage {n} {what}" for n in range(1, len(made.kinds) + 1) for what in ("change", "total")
    ]
    writer.writerow(["Candidate", *heads])
    for row, texts in table(made):
        figures = [text for cell in texts for text in (cell["change"], cell["total"])]
        writer.writerow([harmless(row.name), *figures])
    return out.getvalue()


def harmless(text: str) -> str:
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text
