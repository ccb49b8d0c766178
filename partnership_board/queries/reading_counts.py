"""How far the board has got with a build: counts by constituency, and never a person.

A side of three people would tell who has not read. So small counts are withheld, and sides are
taken together until nobody can be worked out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from alliance.disclosure import Dimension, Published, Table, TooFew, publish
from partnership_board.audiences import NOTHING, Withheld, from_json
from partnership_board.models import PackBuild, PackCopy, ReadMark

LEAST = 5
HAD, OPENED, READ = "Had it, not opened", "Opened", "Read all"
COLUMNS = (HAD, OPENED, READ)


@dataclass(frozen=True)
class Cell:
    label: str
    count: int | None  # None: withheld


@dataclass(frozen=True)
class Line:
    label: str
    cells: list[Cell]


@dataclass(frozen=True)
class Counts:
    """As the page shows it."""

    columns: tuple[str, ...]
    lines: list[Line]


def of(build: PackBuild) -> Counts | None:
    """None where there are too few people to say anything."""
    letters = PackCopy.objects.filter(build=build, message__isnull=False)
    copies = list(letters.values_list("person_id", "constituency", "withheld"))
    marks = _marks_by_person(build, [person for person, *_ in copies])
    safe = shown(
        (side, how_far(_papers_for(build, from_json(withheld)), marks.get(person, {})))
        for person, side, withheld in copies
    )
    return as_lines(safe) if safe else None


def _papers_for(build: PackBuild, withheld: Withheld) -> list[int]:
    """The versions that somebody with this key has had."""
    return [
        entry["version"]
        for entry in build.manifest["items"]
        if entry["version"]
        and entry["item"] not in withheld.items
        and entry["paper"] not in withheld.papers
    ]


def _marks_by_person(build: PackBuild, people: list[int]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    marks = ReadMark.objects.filter(version__in=_papers_for(build, NOTHING), person__in=people)
    for person, version, state in marks.values_list("person_id", "version_id", "state"):
        found.setdefault(person, {})[version] = state
    return found


def how_far(papers: Iterable[int], marks: Mapping[int, str]) -> str:
    """Of the papers that somebody may read, by what they marked."""
    states = [marks.get(version) for version in papers]
    if states and all(state == ReadMark.State.READ for state in states):
        return READ
    return OPENED if any(states) else HAD


def shown(people: Iterable[tuple[str, str]]) -> Published | None:
    """Each person's side and how far they have got, as a table that exposes nobody."""
    told = list(people)
    sides = tuple(sorted({side for side, _ in told}))
    counts = tuple(
        tuple(sum(one == (side, column) for one in told) for column in COLUMNS) for side in sides
    )
    if not told:
        return None
    try:
        return publish(Table(Dimension(sides), Dimension(COLUMNS, is_ordered=True), counts), LEAST)
    except TooFew:
        return None


def as_lines(safe: Published) -> Counts:
    return Counts(
        safe.columns,
        [
            Line(row, [Cell(*cell) for cell in zip(safe.columns, cells, strict=True)])
            for row, cells in zip(safe.rows, safe.cells, strict=True)
        ],
    )
