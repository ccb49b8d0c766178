"""A build as one person reads it on a screen, and how far they have got."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from alliance.models import User
from partnership_board.models import PaperVersion, ReadMark, Restriction
from partnership_board.prose import Prose, reading_minutes
from partnership_board.queries import papers
from partnership_board.queries.manifests import Entry
from partnership_board.queries.papers import Answer


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
