"""What lower apps ask and upper apps answer: lists of functions, filled once in AppConfig.ready().

No signals and no upward imports: an entry is a small dataclass that says what it gives and what it
costs. A test renders every entry for an empty alliance and for the demonstration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from alliance.models import Document, Invitation, User

Entry = TypeVar("Entry")

# Offices of a person (by number) that have not ended on a day, as rows of exactly these columns.
# A queryset, so that all sources together are one query.
OfficeRow = tuple[str, date, "date | None", str, "int | None"]
OFFICE_COLUMNS = ("role", "started_on", "ended_on", "scope_kind", "scope_id")
OfficeRows = Callable[[int, date], "QuerySet[Any, OfficeRow]"]


class Registry(Generic[Entry]):
    """Entries by name, in the order in which they were added."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}

    def add(self, name: str, entry: Entry) -> None:
        if name in self._entries:
            raise ValueError(f"{name} is registered already.")
        self._entries[name] = entry

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def __getitem__(self, name: str) -> Entry:
        return self._entries[name]

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def get(self, name: str) -> Entry | None:
        return self._entries.get(name)

    def names(self) -> list[str]:
        return list(self._entries)


@dataclass(frozen=True)
class Card:
    """One thing that needs a person: what, by when, and how long it will take."""

    title: str
    url: str
    minutes: int
    by_on: date | None = None
    words: str = ""


@dataclass(frozen=True)
class News:
    """Something that changed since the person was last here."""

    words: str
    url: str
    at: datetime


@dataclass(frozen=True)
class CardSource:
    """Cards for one person on one day, in at most `queries` queries."""

    cards: Callable[[User, date], Iterable[Card]]
    queries: int


@dataclass(frozen=True)
class NewsSource:
    news: Callable[[User, datetime], Iterable[News]]
    queries: int


@dataclass(frozen=True)
class DailyJob:
    """Done once for each day at `at`, London time, for each alliance. Takes the slot's moment."""

    at: time
    run: Callable[[datetime], None]


@dataclass(frozen=True)
class DocumentOwner:
    """Whether this person may read a document of this purpose."""

    may_read: Callable[[HttpRequest, Document], bool]


@dataclass(frozen=True)
class PackSection:
    """A part of a board pack that an upper or lower app contributes: title and HTML template.

    `context` is what every copy may hold. A part that tells of agenda items may say more to those
    who may read them: `without` takes the items that are kept from this copy's readers.
    """

    title: str
    order: int
    template: str
    context: Callable[[int, date], dict[str, object] | None]  # meeting id; None: leave it out
    without: Callable[[int, date, frozenset[int]], dict[str, object] | None] | None = None

    def told(self, meeting: int, on: date, kept: frozenset[int]) -> dict[str, object] | None:
        """For one audience key."""
        if self.without is None:
            return self.context(meeting, on)
        return self.without(meeting, on, kept)


@dataclass(frozen=True)
class Subject:
    """How to find, copy and erase the rows of a model that lead to a person."""

    model: str
    fields: tuple[str, ...]
    on_erasure: str  # in words: what becomes of the rows


@dataclass(frozen=True)
class SearchSource:
    """Where a word occurs among the things of one kind that the person may see."""

    title: str
    find: Callable[[User, str, int], Iterable[tuple[str, str, str]]]  # title, words, url
    queries: int


@dataclass(frozen=True)
class Area:
    """A part of the site, as it stands in the header."""

    label: str
    url_name: str
    order: int
    permission: str | None  # None: shown to everyone, the public included


@dataclass(frozen=True)
class OwnPage:
    """A page about oneself, as it stands in everybody's own menu."""

    label: str
    url_name: str
    icon: str


@dataclass(frozen=True)
class PublicPage:
    """A page for everybody; it stands at the foot of every page of an alliance that has it."""

    label: Any  # Any: may be a translation, of a type that only Django's stubs know
    url_name: str
    is_there: Callable[[], bool]


PUBLIC, ANY_OFFICE, LINK = "public", "any office", "the holder of the link"
OWNER = "those whom the thing that owns the file lets read it"


@dataclass(frozen=True)
class Route:
    """Who may see and who may do, for one address; the access matrix is derived from these.

    `see` and `do` are permissions, or one of the four words above. `arguments` gives the address's
    arguments for a real row of the current alliance (None: there is no such row), and `of` that row
    where the right depends on it.
    """

    see: str
    do: str | None = None
    methods: str = "GET"
    arguments: Callable[[], dict[str, Any] | None] = dict
    of: Callable[[], Any] = lambda: None
    is_list: bool = False


@dataclass
class Story:
    """A demonstration as it is being told: whose, on which day, and what it has made so far."""

    slug: str
    on: date
    now: datetime
    people: dict[str, User] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Chapter:
    """What an app adds to a demonstration, in its turn."""

    order: int
    tell: Callable[[Story], None]


@dataclass
class Crowd:
    """One alliance of many, as large as asked and the same for the same seed, to measure with."""

    number: int
    organisations: int
    on: date
    now: datetime
    chance: Random
    people: list[User] = field(default_factory=list)  # one an organisation, then the lead
    things: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class BenchChapter:
    """The rows of an app in an alliance to measure with, written in bulk."""

    order: int
    fill: Callable[[Crowd], None]


routes: Registry[Route] = Registry()
bench_chapters: Registry[BenchChapter] = Registry()
demo_chapters: Registry[Chapter] = Registry()
# What else begins when somebody accepts an invitation; within the same transaction.
InvitationHook = Callable[["Invitation", "User", date], None]
invitation_hooks: Registry[InvitationHook] = Registry()
today_cards: Registry[CardSource] = Registry()
today_news: Registry[NewsSource] = Registry()
daily_jobs: Registry[DailyJob] = Registry()
# What the clock moves: asked each minute for each alliance, and mostly finds nothing to do.
every_minute: Registry[Callable[[datetime], None]] = Registry()
# What an app clears away when keys that were destroyed have been destroyed again after a restore.
after_restore: Registry[Callable[[datetime], None]] = Registry()
document_owners: Registry[DocumentOwner] = Registry()
role_sources: Registry[OfficeRows] = Registry()
pack_sections: Registry[PackSection] = Registry()
subjects: Registry[Subject] = Registry()
search_sources: Registry[SearchSource] = Registry()
# How the keys of letters begin that no list of letters shows: who got one would say too much.
unlisted_letters: Registry[str] = Registry()
letters_to_stop: Registry[str] = Registry()  # by template: what a person may do without, in words
areas: Registry[Area] = Registry()
own_pages: Registry[OwnPage] = Registry()
public_pages: Registry[PublicPage] = Registry()
marks: Registry[Callable[[], Iterable[bool]]] = Registry()  # one a member: holds it a seat?
