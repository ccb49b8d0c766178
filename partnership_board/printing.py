"""A build of a pack as one tagged document: agenda, last minutes, papers, what others add."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.template.loader import render_to_string

from alliance import registries, words
from alliance.documents import pages
from alliance.documents.accessible import Unreadable as Unreadable
from alliance.documents.labels import page_labels
from alliance.mark import Mark
from alliance.models import EventSeal
from alliance.queries.frame import face
from partnership_board.models import (
    Meeting,
    MinuteSet,
    PackBuild,
    PackCopy,
    PaperVersion,
    SeatTerm,
)
from partnership_board.prose import Prose, reading_minutes
from partnership_board.queries import packs as queries

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

    @property
    def body(self) -> Prose:
        return Prose(self.version.body_md if self.version else "")

    @property
    def summary(self) -> Prose:
        return Prose(self.version.summary if self.version else "")

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


def pack_pdfs(build: PackBuild, *, on: date, forms: Collection[str]) -> dict[str, bytes]:
    """The same pack in each form, by form: what it says is read once, so that all say the same.

    Raises Unreadable where something in it cannot be printed for everybody.
    """
    shown = face()
    accent = shown.accent if shown else None
    context = pack_context(build, on=on)
    return {
        form: pages.make("documents/pack.html", context | in_form(form), accent=accent)
        for form in forms
    }


def in_form(form: str) -> dict[str, object]:
    if form != PackCopy.Format.LARGE_PRINT:
        return {"large_print": False}
    return {"large_print": True, "kind": "Board pack in large print"}


def pages_of(pdf: bytes) -> int:
    return len(page_labels(pdf))


def pack_context(build: PackBuild, *, on: date) -> dict[str, Any]:  # Any: a template's context
    """Everything is read from the build's manifest, so that the same build says the same again."""
    meeting = Meeting.objects.select_related("board").get(pk=build.pack.meeting_id)
    shown, facts = face(), build.manifest["meeting"]
    rows = list(agenda_rows(build))
    annexes = list(_annexes(meeting, on=on))
    minutes = _minutes(build)
    starts, ends = (datetime.fromisoformat(facts[name]) for name in ("starts_at", "ends_at"))
    reading = queries.minutes_to_read(build.manifest)
    return {
        "title": f"{meeting.board}: papers for {words.day(starts)}",
        "kind": "Board pack",
        "alliance": shown.display_name if shown else "",
        "mark": Mark(shown.mark) if shown and shown.mark else None,
        "date": f"{words.moment(starts)} to {words.clock(ends)}",
        "subtitle": facts["place"] or "Online",
        "facts": [
            (str(len(rows)), "item on the agenda" if len(rows) == 1 else "items on the agenda"),
            (words.minutes(reading), "of reading, at an easy pace"),
            (str(build.n), "the number of this build"),
        ],
        "contents": contents(rows, annexes, has_minutes=minutes is not None),
        "build": build,
        "meeting": facts,
        "rows": rows,
        "spoken": [row for row in rows if not row.has_paper],
        "together": words.minutes(sum(row.minutes for row in rows)),
        "minutes": minutes,
        "entries": queries.entries_of(minutes) if minutes else [],
        "annexes": annexes,
        "seats": _seats(meeting, on=on),
        "seal": EventSeal.objects.order_by("number").last(),
    }


def agenda_rows(build: PackBuild) -> Iterator[Row]:
    entries = build.manifest["items"]
    versions = PaperVersion.objects.in_bulk([e["version"] for e in entries if e["version"]])
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
        )
        at += timedelta(minutes=entry["minutes"])


def contents(rows: list[Row], annexes: list[Annex], *, has_minutes: bool) -> list[dict[str, str]]:
    first = [{"id": "agenda", "title": "Agenda"}]
    if has_minutes:
        first.append({"id": "minutes", "title": "Minutes of the last meeting"})
    first.append({"id": "who-sits", "title": "Who sits on this board"})
    return [
        *first,
        *(
            {"id": row.anchor, "title": f"{row.number}. {row.title}", "label": row.number}
            for row in rows
            if row.has_paper
        ),
        *({"id": each.anchor, "title": each.title, "label": each.letter} for each in annexes),
    ]


def _minutes(build: PackBuild) -> MinuteSet | None:
    before = build.manifest["minutes"]
    if before is None:
        return None
    return MinuteSet.objects.select_related("meeting__board").get(pk=before["set"])


def _annexes(meeting: Meeting, *, on: date) -> Iterator[Annex]:
    sections = sorted(registries.pack_sections, key=lambda section: section.order)
    letters = iter(LETTERS)
    for section in sections:
        context = section.context(meeting.pk, on)
        if context is not None:
            said = render_to_string(section.template, context)
            yield Annex(next(letters), section.title, said)


def _seats(meeting: Meeting, *, on: date) -> list[SeatTerm]:
    return list(
        SeatTerm.objects.current(on=on)
        .filter(seat__board_id=meeting.board_id)
        .select_related("seat__constituency", "holder", "organisation")
        .order_by("seat__constituency__order", "seat_id")
    )
