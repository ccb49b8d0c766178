"""A build as one person reads it on a screen, and how far they have got."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from alliance.models import User
from partnership_board.models import PackBuild, PaperVersion, ReadMark, Restriction
from partnership_board.prose import Prose, reading_minutes
from partnership_board.queries import changes, manifests, papers
from partnership_board.queries.changes import Change
from partnership_board.queries.manifests import Entry
from partnership_board.queries.papers import Answer
from partnership_board.queries.restrictions import Sight


@dataclass(frozen=True)
class ToRead:
    """An item of a build, with the paper as it went out and whether this person has read it."""

    number: str
    title: str
    section: str
    purpose: str
    minutes: int
    lead: str
    is_late: bool
    is_read: bool
    version: PaperVersion | None
    restriction: Restriction | None
    is_withheld: bool
    was_for: str
    waived: str
    waived_by: str
    enclosures: list[Entry]
    cover: list[Answer]

    @property
    def summary(self) -> Prose:
        return Prose(self.version.summary if self.version else "")

    @property
    def body(self) -> Prose:
        return Prose(self.version.body_md if self.version else "")

    @property
    def easy(self) -> Prose:
        return Prose(self.version.easy_read if self.version else "")

    @property
    def reading_minutes(self) -> int:
        return reading_minutes(self.version.words) if self.version else 0


def to_read(entries: Collection[Entry], person: User) -> list[ToRead]:
    """As `entries_for` gives them."""
    wanted = [entry["version"] for entry in entries if entry["version"]]
    versions = PaperVersion.objects.in_bulk(wanted)
    read = read_versions(person, wanted)
    covers = papers.covers_of(versions.values())
    return [
        ToRead(
            **{name: entry[name] for name in SHOWN},
            is_read=entry["version"] in read,
            version=versions.get(entry["version"] or 0),
            cover=covers.get(entry["version"] or 0, []),
        )
        for entry in entries
    ]


def minutes_left(items: Iterable[ToRead]) -> int:
    return reading_minutes(sum(i.version.words for i in items if i.version and not i.is_read))


SHOWN = (
    *("number", "title", "section", "purpose", "minutes", "lead", "is_late"),
    *("restriction", "is_withheld", "was_for", "waived", "waived_by", "enclosures"),
)


def read_versions(person: User, versions: list[int]) -> set[int]:
    marks = ReadMark.objects.filter(person=person, version__in=versions, state=ReadMark.State.READ)
    return set(marks.values_list("version_id", flat=True))


def unread_minutes(entries: Iterable[Entry], read: set[int]) -> int:
    return reading_minutes(sum(e["words"] for e in entries if e["version"] not in read))


# ---- one item on a page of its own ---------------------------------------------------------------
@dataclass(frozen=True)
class Near:
    """The item before or after."""

    number: str
    title: str


@dataclass(frozen=True)
class Opened:
    """An item of a build as one person reads it, between its neighbours."""

    build: PackBuild
    item: ToRead
    place: int
    of: int
    before: Near | None
    after: Near | None
    previous: PackBuild | None
    changes: list[Change]
    closed: list[str]  # the numbers of items that are only a stub to this reader


def opened(build: PackBuild | None, number: str, person: User, sight: Sight) -> Opened | None:
    if build is None:
        return None
    entries = manifests.entries_for(build.manifest, sight.withheld, sight.restrictions)
    places = {entry["number"]: place for place, entry in enumerate(entries)}
    if number not in places:
        return None
    at, previous = places[number], changes.build_before(build)
    near = [Near(entry["number"], entry["title"]) for entry in entries]
    [item] = to_read([entries[at]], person)
    return Opened(
        build,
        item,
        at + 1,
        len(entries),
        near[at - 1] if at else None,
        near[at + 1] if at + 1 < len(near) else None,
        previous,
        changes.of_item(previous, entries[at], sight) if previous else [],
        [entry["number"] for entry in entries if entry["is_withheld"]],
    )


def version_of(shown: PaperVersion | None, pk: int) -> PaperVersion | None:
    """The version that somebody had before them: of this paper, now or earlier."""
    if shown is None or shown.pk == pk:
        return shown
    return PaperVersion.objects.filter(paper=shown.paper_id, pk=pk).first()
