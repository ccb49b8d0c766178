"""What a pack is made of, how long it takes to read, and who is to have it."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from alliance import access, words
from alliance.models import User
from alliance.queries import preferences
from partnership_board.models import (
    AgendaItem,
    Board,
    Constituency,
    Deputy,
    Meeting,
    MinuteEntry,
    MinuteSet,
    PackBuild,
    PackCopy,
    PaperVersion,
    ReadMark,
    SeatPause,
    SeatTerm,
)
from partnership_board.permissions import BoardPermission
from partnership_board.prose import Prose, reading_minutes

Manifest = dict[str, Any]  # Any: as JSON has it


@dataclass(frozen=True)
class Recipient:
    """Somebody who is to have the papers, and the seat for which."""

    person: User
    constituency: str
    words: str  # "Holds a seat" or "Deputy"


@dataclass(frozen=True)
class Side:
    """A constituency and those of it who are to have the papers."""

    label: str
    recipients: list[Recipient]


def recipients(board_id: int, *, on: date) -> list[Recipient]:
    """Everybody who holds a seat that day, and their deputies; each person once.

    Whoever has stepped back gets nothing until they are back.
    """
    away = SeatPause.objects.current(on=on).values("seat_term")
    terms = (
        SeatTerm.objects.current(on=on)
        .filter(seat__board_id=board_id)
        .exclude(pk__in=away)
        .select_related("holder", "seat__constituency")
        .order_by("seat__constituency__order", "seat_id", "pk")
    )
    deputies = (
        Deputy.objects.current(on=on)
        .filter(seat__board_id=board_id)
        .select_related("person", "seat__constituency")
        .order_by("seat__constituency__order", "seat_id", "rank")
    )
    found: dict[int, Recipient] = {}
    for term in terms:
        words = term.get_position_display() if term.position != "none" else "Holds a seat"
        side = term.seat.constituency.label
        found.setdefault(term.holder_id, Recipient(term.holder, side, words))
    for deputy in deputies:
        side = deputy.seat.constituency.label
        found.setdefault(deputy.person_id, Recipient(deputy.person, side, "Deputy"))
    return list(found.values())


def sides(board: Board, *, on: date) -> list[Side]:
    """By constituency, those with nobody included: an empty side is a fact too."""
    there = recipients(board.pk, on=on)
    labels = Constituency.objects.filter(board=board).order_by("order")
    return [
        Side(side.label, [each for each in there if each.constituency == side.label])
        for side in labels
    ]


# ---- in which form -------------------------------------------------------------------------------
def forms_for(build: PackBuild, there: Iterable[Recipient]) -> dict[int, str]:
    """By person: the form that each recipient reads, and whoever asked for the build."""
    return preferences.formats_of([*(each.person for each in there), build.asked_by])


def forms_of_letters(there: Iterable[Recipient]) -> str:
    """How many are to have each form, as they wish today."""
    return forms_in_words(preferences.formats_of(each.person for each in there).values())


def forms_in_words(forms: Iterable[str]) -> str:
    """3 in ordinary print and 1 in large print. Numbers only: a need is nobody else's business."""
    found = Counter(forms)
    return words.listed([f"{found[form]:,} {said}" for form, said in IN_PRINT if found[form]])


IN_PRINT = (
    (PackCopy.Format.PDF, "in ordinary print"),
    (PackCopy.Format.LARGE_PRINT, "in large print"),
)


# ---- what is in it -------------------------------------------------------------------------------
def manifest_of(meeting: Meeting) -> Manifest:
    """The meeting, its items in order and the version of each paper: all that a build is made of.

    Two builds with the same manifest would say the same, so the second is not made.
    """
    items = AgendaItem.objects.on_agenda().filter(meeting=meeting)
    latest = latest_versions(meeting)
    return {
        "meeting": {
            "starts_at": meeting.starts_at.isoformat(),
            "ends_at": meeting.ends_at.isoformat(),
            "place": meeting.place,
            "online_url": meeting.online_url,
            "access_notes": meeting.access_notes,
            "chair": str(meeting.chair) if meeting.chair else "",
        },
        "minutes": _minutes_before(meeting),
        "items": [
            _entry(item, latest.get(item.pk))
            for item in items.select_related("lead", "lead_organisation")
        ],
    }


def _entry(item: AgendaItem, version: PaperVersion | None) -> dict[str, Any]:
    return {
        "item": item.pk,
        "number": item.number,
        "title": item.title,
        "section": item.get_section_display(),
        "purpose": item.get_purpose_display(),
        "minutes": item.minutes,
        "lead": " · ".join(str(x) for x in (item.lead, item.lead_organisation) if x),
        "paper": version.paper_id if version else None,
        "version": version.pk if version else None,
        "sha256": version.sha256 if version else None,
        "words": version.words if version else 0,
        "is_late": version.is_late if version else False,
    }


def _minutes_before(meeting: Meeting) -> dict[str, Any] | None:
    """The minutes of the meeting before, as they stand: the board is asked to agree them."""
    minutes = previous_minutes(meeting)
    if minutes is None:
        return None
    said = list(entries_of(minutes).values_list("seq", "kind", "item__title", "text"))
    text = json.dumps(said, ensure_ascii=False)
    return {"set": minutes.pk, "sha256": hashlib.sha256(text.encode()).hexdigest()}


def previous_minutes(meeting: Meeting) -> MinuteSet | None:
    return (
        MinuteSet.objects.filter(
            meeting__board_id=meeting.board_id,
            meeting__starts_at__lt=meeting.starts_at,
            part=MinuteSet.Part.PUBLIC,
        )
        .select_related("meeting__board")
        .order_by("meeting__starts_at")
        .last()
    )


def entries_of(minutes: MinuteSet) -> Any:  # Any: a queryset of MinuteEntry, or of its values
    return MinuteEntry.objects.filter(minute_set=minutes).select_related("item").order_by("seq")


def latest_versions(meeting: Meeting) -> dict[int, PaperVersion]:
    """By item."""
    versions = (
        PaperVersion.objects.filter(paper__item__meeting=meeting)
        .select_related("paper", "received_from")
        .order_by("n")
    )
    return {version.paper.item_id: version for version in versions}


def fingerprint(manifest: Manifest) -> str:
    said = json.dumps(manifest, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def words_of(manifest: Manifest) -> int:
    return sum(entry["words"] for entry in manifest["items"])


def minutes_to_read(manifest: Manifest) -> int:
    return reading_minutes(words_of(manifest))


# ---- builds and copies ---------------------------------------------------------------------------
def builds_of(meeting: Meeting) -> list[PackBuild]:
    """The latest first."""
    return list(
        PackBuild.objects.filter(pack__meeting=meeting)
        .select_related("document", "asked_by")
        .order_by("-n")
    )


@dataclass(frozen=True)
class BuildShown:
    """A build, the copy of the person who looks, and how many letters led to which form."""

    build: PackBuild
    copy: PackCopy | None
    forms: str


def builds_shown(builds: Collection[PackBuild], person: User) -> list[BuildShown]:
    copies = PackCopy.objects.filter(build__in=[build.pk for build in builds])
    own = {copy.build_id: copy for copy in copies.filter(person=person).select_related("document")}
    letters = list(copies.filter(message__isnull=False).values_list("build_id", "format"))
    return [
        BuildShown(
            build, own.get(build.pk), forms_in_words(f for pk, f in letters if pk == build.pk)
        )
        for build in builds
    ]


def own_copy(build: PackBuild, person: User) -> PackCopy | None:
    """The build in the form in which this person was given it."""
    copies = PackCopy.objects.filter(build=build, person=person)
    return copies.select_related("document").first()


def latest_sent(meeting: Meeting) -> PackBuild | None:
    return (
        PackBuild.objects.filter(pack__meeting=meeting, state=PackBuild.State.SENT)
        .select_related("document")
        .order_by("n")
        .last()
    )


def was_given(person: object, document_id: int) -> bool:
    """Whether the person was given this very file."""
    pk = getattr(person, "pk", None)
    return PackCopy.objects.filter(document_id=document_id, person_id=pk).exists()


# ---- reading it on a screen ----------------------------------------------------------------------
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

    @property
    def summary(self) -> Prose:
        return Prose(self.version.summary if self.version else "")

    @property
    def body(self) -> Prose:
        return Prose(self.version.body_md if self.version else "")

    @property
    def reading_minutes(self) -> int:
        return reading_minutes(self.version.words) if self.version else 0


def to_read(build: PackBuild, person: User) -> list[ToRead]:
    return list(_to_read(build.manifest["items"], person))


def _to_read(entries: Iterable[dict[str, Any]], person: User) -> Iterator[ToRead]:
    entries = list(entries)
    wanted = [entry["version"] for entry in entries if entry["version"]]
    versions = PaperVersion.objects.in_bulk(wanted)
    read = read_versions(person, wanted)
    for entry in entries:
        yield ToRead(
            **{name: entry[name] for name in SHOWN},
            is_read=entry["version"] in read,
            version=versions.get(entry["version"] or 0),
        )


def minutes_left(items: Iterable[ToRead]) -> int:
    return reading_minutes(sum(i.version.words for i in items if i.version and not i.is_read))


SHOWN = ("number", "title", "section", "purpose", "minutes", "lead", "is_late")


def read_versions(person: User, versions: list[int]) -> set[int]:
    marks = ReadMark.objects.filter(person=person, version__in=versions, state=ReadMark.State.READ)
    return set(marks.values_list("version_id", flat=True))


def unread_minutes(manifest: Manifest, read: set[int]) -> int:
    words = sum(e["words"] for e in manifest["items"] if e["version"] not in read)
    return reading_minutes(words)


def by_constituency(build: PackBuild) -> list[tuple[str, int]]:
    """How many letters went to each side."""
    copies = PackCopy.objects.filter(build=build, message__isnull=False)
    sides_of = sorted(copies.values_list("constituency", flat=True))
    return [(side, len(list(found))) for side, found in groupby(sides_of)]


@dataclass(frozen=True)
class Due:
    """A meeting whose reminder falls on a day that has come."""

    meeting: Meeting
    build: PackBuild


def published_after(now: datetime) -> Iterator[Due]:
    """Meetings still to come whose pack is out, with the latest build of each."""
    coming = Meeting.objects.filter(state=Meeting.State.PUBLISHED, starts_at__gt=now)
    for meeting in coming.select_related("board").order_by("starts_at"):
        build = latest_sent(meeting)
        if build is not None:
            yield Due(meeting, build)


def papers_of(meeting: Meeting) -> dict[int, tuple[int, bool]]:
    """By item: how many words its paper has, and whether it came late."""
    return {pk: (v.words, v.is_late) for pk, v in latest_versions(meeting).items()}


def may_read_papers(user: object, meeting: Meeting) -> bool:
    """Those who prepare them; once out, board members, and at public meetings everybody here."""
    if access.may(user, BoardPermission.CHANGE_MEETINGS):
        return True
    reads = meeting.is_public or access.may(user, BoardPermission.READ_PACKS)
    return meeting.is_out and reads


def latest_version(item: AgendaItem) -> PaperVersion | None:
    return PaperVersion.objects.filter(paper__item=item).order_by("n").last()
