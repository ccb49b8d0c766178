"""A build of a pack as one tagged document: agenda, last minutes, papers, what others add.

Each paper is printed by itself and joined to the others, so that one which stayed the same need not
be printed again. What a part says, and nothing else, decides how it looks.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import weasyprint
from django.template.loader import render_to_string

from alliance import registries, words
from alliance.documents import pages
from alliance.documents.accessible import Unreadable as Unreadable
from alliance.documents.accessible import render
from alliance.documents.joining import join
from alliance.documents.labels import page_labels
from alliance.documents.local_files import STATIC
from alliance.mark import Mark
from alliance.models import EventSeal
from alliance.queries.frame import face
from partnership_board import enclosed
from partnership_board.audiences import NOTHING, Withheld
from partnership_board.models import (
    Meeting,
    MinuteSet,
    PackBuild,
    PackCopy,
    PaperVersion,
    Restriction,
    SeatTerm,
)
from partnership_board.prose import Prose, reading_minutes
from partnership_board.queries import changes, manifests, papers, restrictions
from partnership_board.queries.changes import Change
from partnership_board.queries.manifests import Entry
from partnership_board.queries.papers import Answer
from partnership_board.spoken import spoken

KINDS = {False: "Board pack", True: "Supplement: the new agenda and what changed"}
GAPS = re.compile(r"\n\s*\n")
PRINTING = 1  # count on where our own printing changes
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Row:
    """An item as the agenda shows it."""

    number: str
    title: str
    purpose: str
    section: str
    minutes: int
    lead: str
    starts: str
    reading: str
    has_paper: bool
    is_late: bool
    version: PaperVersion | None
    restriction: Restriction | None = None
    is_withheld: bool = False
    was_for: str = ""
    waived: str = ""
    waived_by: str = ""
    enclosures: Sequence[Entry] = ()
    cover: Sequence[Answer] = ()
    is_printed: bool = True  # a supplement leaves out what stayed

    @property
    def has_pages(self) -> bool:
        """A stub has a page like a paper, so that nobody can tell which it would have been."""
        return self.is_printed and (self.has_paper or self.is_withheld)

    @property
    def body(self) -> Prose:
        return Prose(self.version.body_md if self.version else "")

    @property
    def summary(self) -> Prose:
        return Prose(self.version.summary if self.version else "")

    @property
    def easy(self) -> Prose:
        return Prose(self.version.easy_read if self.version else "")

    @property
    def spoken_easy(self) -> str:
        return spoken(self.version.easy_read if self.version else "")

    @property
    def spoken_summary(self) -> str:
        return spoken(self.version.summary if self.version else "")

    @property
    def spoken_body(self) -> str:
        return spoken(self.version.body_md if self.version else "")

    @property
    def anchor(self) -> str:
        return f"paper-{self.number}"


@dataclass(frozen=True)
class Annex:
    """A part of the pack that another app contributes, on pages of its own."""

    letter: str
    title: str
    words: str

    @property
    def anchor(self) -> str:
        return f"annex-{self.letter}"


Printed = Callable[[str, str | None], bytes]  # from HTML and the alliance's colour


def print_anew(html: str, accent: str | None) -> bytes:
    return render(html, accent=accent)


def pack_files(
    build: PackBuild,
    *,
    on: date,
    forms: Collection[str],
    withheld: Withheld = NOTHING,
    printed: Printed = print_anew,
) -> dict[str, bytes]:
    """The same pack in each form, by form: what it says is read once, so that all say the same.

    Of what is withheld it has a stub, so that it is one rendering for everybody with that key.
    Plain text is one of the forms. `printed` makes the papers, or knows them from before.

    Raises Unreadable where something in it cannot be printed for everybody.
    """
    shown = face()
    accent = shown.accent if shown else None
    context = pack_context(build, on=on, withheld=withheld)
    files = enclosed.files_in(context["rows"])
    made = {}
    for form in forms:
        if form == PackCopy.Format.AUDIO_SCRIPT:
            made[form] = _script(context).encode()
            continue
        told = context | in_form(form, kind=context["kind"])
        front = pages.make("documents/pack.html", told, accent=accent)
        parts = [printed(html, accent) for html in part_texts(told)]
        made[form] = enclosed.attach(join(front, parts), files)
    return made


def part_texts(told: dict[str, Any]) -> Iterator[str]:  # Any: a template's context
    """What each part is printed from: the papers and stubs in order, then what others add."""
    same = {name: told[name] for name in ("title", "alliance", "large_print")}
    for row in told["rows"]:
        if row.has_pages:
            yield pages.write("documents/pack_part.html", same | {"row": row, "annex": None})
    for annex in told["annexes"]:
        yield pages.write("documents/pack_part.html", same | {"row": None, "annex": annex})


def fingerprint(html: str, accent: str | None) -> str:
    """Of all that decides how a part looks."""
    return hashlib.sha256("\0".join([html, accent or "", _styles()]).encode()).hexdigest()


@cache
def _styles() -> str:
    """Styles and the programs that print: another edition of them prints everything anew."""
    found = hashlib.sha256(f"{weasyprint.__version__} {PRINTING}".encode())
    for file in sorted((STATIC / "css").glob("document*.css")):
        found.update(file.read_bytes())
    return found.hexdigest()


def pack_script(build: PackBuild, *, on: date, withheld: Withheld = NOTHING) -> str:
    """The same as plain text, to be read aloud by a person or a program."""
    return _script(pack_context(build, on=on, withheld=withheld))


def _script(told: dict[str, Any]) -> str:  # Any: a template's context
    said = render_to_string("documents/pack_script.txt", told)
    return GAPS.sub("\n\n", said).strip() + "\n"


def in_form(form: str, *, kind: str = KINDS[False]) -> dict[str, object]:
    if form != PackCopy.Format.LARGE_PRINT:
        return {"large_print": False}
    return {"large_print": True, "kind": f"{kind} in large print"}


def pages_of(pdf: bytes) -> int:
    return len(page_labels(pdf))


def pack_context(
    build: PackBuild, *, on: date, withheld: Withheld = NOTHING
) -> dict[str, Any]:  # Any: a template's context
    """Everything is read from the build's manifest, so that the same build says the same again."""
    meeting = Meeting.objects.select_related("board").get(pk=build.pack.meeting_id)
    shown, facts = face(), build.manifest["meeting"]
    there = restrictions.open_restrictions()
    entries = manifests.entries_for(build.manifest, withheld, there)
    before = changes.build_before(build)
    changed = changes.since(before, entries, withheld, there) if before else []
    rows = list(agenda_rows(build, entries))
    annexes, minutes = list(_annexes(meeting, withheld, on=on)), _minutes(build)
    if build.is_supplement:
        rows = [replace(row, is_printed=row.number in _printed(changed)) for row in rows]
        annexes, minutes = [], None
    starts, ends = (datetime.fromisoformat(facts[name]) for name in ("starts_at", "ends_at"))
    return {
        "title": f"{meeting.board}: papers for {words.day(starts)}",
        "kind": KINDS[build.is_supplement],
        "before": before.n if before else 0,
        "changes": changed,
        "is_supplement": build.is_supplement,
        "alliance": shown.display_name if shown else "",
        "mark": Mark(shown.mark) if shown and shown.mark else None,
        "date": f"{words.moment(starts)} to {words.clock(ends)}",
        "subtitle": facts["place"] or "Online",
        "facts": _figures(build, rows, manifests.minutes_to_read(entries)),
        "contents": contents(rows, annexes, build=build, before=before, minutes=minutes),
        "build": build,
        "meeting": facts,
        "rows": rows,
        "hard": _without_easy_read(rows),
        "spoken": [row for row in rows if not (row.has_paper or row.is_withheld)],
        "together": words.minutes(sum(row.minutes for row in rows)),
        "minutes": minutes,
        "entries": manifests.entries_of(minutes, withheld) if minutes else [],
        "annexes": annexes,
        "seats": [] if build.is_supplement else _seats(meeting, on=on),
        "seal": EventSeal.objects.order_by("number").last(),
    }


def _figures(build: PackBuild, rows: list[Row], reading: int) -> list[tuple[str, str]]:
    return [
        (str(len(rows)), "item on the agenda" if len(rows) == 1 else "items on the agenda"),
        (words.minutes(reading), "of reading, at an easy pace"),
        (str(build.n), "the number of this build"),
    ]


def _without_easy_read(rows: Collection[Row]) -> str:
    """2 and 5: papers that still lack an easy-read summary, where others have one."""
    there = [row for row in rows if row.has_paper]
    if not any(row.easy for row in there):
        return ""
    return words.listed([row.number for row in there if not row.easy])


def agenda_rows(build: PackBuild, entries: Collection[Entry]) -> Iterator[Row]:
    versions = PaperVersion.objects.in_bulk([e["version"] for e in entries if e["version"]])
    covers = papers.covers_of(versions.values())
    at = datetime.fromisoformat(build.manifest["meeting"]["starts_at"])
    for entry in entries:
        version = versions.get(entry["version"] or 0)
        yield Row(
            number=entry["number"],
            title=entry["title"],
            purpose=entry["purpose"],
            section=entry["section"],
            minutes=entry["minutes"],
            lead=entry["lead"],
            starts=words.clock(at),
            reading=words.minutes(reading_minutes(entry["words"])) if version else "",
            has_paper=version is not None,
            is_late=entry["is_late"],
            version=version,
            restriction=entry["restriction"],
            is_withheld=entry["is_withheld"],
            was_for=entry["was_for"],
            waived=entry["waived"],
            waived_by=entry["waived_by"],
            enclosures=entry["enclosures"],
            cover=covers.get(entry["version"] or 0, []),
        )
        at += timedelta(minutes=entry["minutes"])


def _printed(changed: Iterable[Change]) -> set[str]:
    return {each.number for each in changed if each.kind in changes.PRINTED}


def contents(
    rows: list[Row],
    annexes: list[Annex],
    *,
    build: PackBuild,
    before: PackBuild | None,
    minutes: MinuteSet | None,
) -> list[dict[str, str]]:
    first = [{"id": "agenda", "title": "Agenda"}]
    if before is not None:
        title = f"What changed since build {before.n}"
        first.insert(0, {"id": "changes", "title": title})
    if minutes is not None:
        first.append({"id": "minutes", "title": "Minutes of the last meeting"})
    if not build.is_supplement:
        first.append({"id": "who-sits", "title": "Who sits on this board"})
    return [
        *first,
        *(
            elsewhere(row.anchor, f"{row.number}. {row.title}", row.number)
            for row in rows
            if row.has_pages
        ),
        *(elsewhere(each.anchor, each.title, each.letter) for each in annexes),
    ]


def elsewhere(anchor: str, title: str, label: str) -> dict[str, str]:
    """An entry of the contents for a part that is printed by itself, and so begins with page 1."""
    return {"id": anchor, "title": title, "first": f"{label}-1"}


def _minutes(build: PackBuild) -> MinuteSet | None:
    before = build.manifest["minutes"]
    if before is None:
        return None
    return MinuteSet.objects.select_related("meeting__board").get(pk=before["set"])


def _annexes(meeting: Meeting, withheld: Withheld, *, on: date) -> Iterator[Annex]:
    """Each part has its own letter, whichever others are there: in every build and every copy.

    So neither a part that comes later nor one that is not for these readers moves a label.
    """
    sections = sorted(registries.pack_sections, key=lambda section: section.order)
    for letter, section in zip(LETTERS, sections, strict=False):
        context = section.told(meeting.pk, on, withheld.items)
        if context is not None:
            yield Annex(letter, section.title, render_to_string(section.template, context))


def _seats(meeting: Meeting, *, on: date) -> list[SeatTerm]:
    return list(
        SeatTerm.objects.current(on=on)
        .filter(seat__board_id=meeting.board_id)
        .select_related("seat__constituency", "holder", "organisation")
        .order_by("seat__constituency__order", "seat_id")
    )
