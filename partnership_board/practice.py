"""Counting for practice: any BLT, by any rule, and nothing of it is kept."""

from dataclasses import dataclass

from partnership_board import result_sheets
from partnership_board.counting import agreed, blt
from partnership_board.counting.ballots import SCOTTISH, Contest, Rule
from partnership_board.result_sheets import Published

MOST_BYTES = 1_000_000
WORK = 400_000  # papers times candidates that lots may be tried on, so that nobody waits long
FEWEST_RUNS = 20


@dataclass(frozen=True)
class Practice:
    """A sheet, what the reader made of the file, and the file as we would write it."""

    sheet: Published
    notes: tuple[str, ...]
    ballots: str


def practised(content: bytes, *, method: str, has_mentions: bool) -> Practice:
    """Read, count, explain. Unreadable with line number and what to do."""
    read = blt.read(content)
    rule = Rule(method, mentions=has_mentions, empty_aside=method == SCOTTISH)
    written = blt.write(read.contest)
    runs = runs_for(read.contest)
    found = result_sheets.counted(read.contest, rule, agreed.sha256(written), cap=runs, sample=runs)
    return Practice(result_sheets.published(found, agreed.STAGES), read.notes, written)


def runs_for(made: Contest) -> int:
    """How many times the papers may be counted to try lots."""
    return max(FEWEST_RUNS, WORK // (len(made.papers) * len(made.names) or 1))
