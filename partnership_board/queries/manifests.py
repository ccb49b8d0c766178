"""What a build consists of, settled when it is asked for, and what each reader sees of it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, QuerySet

from partnership_board.audiences import NOTHING, Withheld
from partnership_board.models import (
    AgendaItem,
    Enclosure,
    LateWaiver,
    Meeting,
    MinuteEntry,
    MinuteSet,
    PaperVersion,
    Restriction,
)
from partnership_board.prose import reading_minutes
from partnership_board.queries import papers, restrictions

Manifest = dict[str, Any]  # Any: as JSON has it
Entry = dict[str, Any]  # Any: likewise, of one item
Things = tuple[int | None, int | None]  # an item or a paper
NOT_HERE = "Restricted"
NO_FILES: dict[str, Any] = {"enclosures": [], "was_for": "", "waived": "", "waived_by": ""}
WITHOUT = NO_FILES | {
    "paper": None,
    "version": None,
    "words": 0,
    "is_late": False,
    "is_withheld": True,
}


def manifest_of(meeting: Meeting) -> Manifest:
    """The meeting, its items in order and the version of each paper: all that a build is made of.

    Two builds with the same manifest would say the same, so the second is not made.
    """
    items = AgendaItem.objects.on_agenda().filter(meeting=meeting)
    latest = latest_versions(meeting)
    enclosed = papers.enclosed_in(meeting)
    waivers = papers.waivers_of(version.pk for version in latest.values())
    there = {
        (each.item_id, each.paper_id): each
        for each in restrictions.open_restrictions()
        if meeting.pk == (each.item or each.paper.item).meeting_id  # type: ignore[union-attr]  # one of the two
    }
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
            | _beside(item, latest.get(item.pk), waivers, enclosed)
            | _kept(item, latest.get(item.pk), there)
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
        "lead": _lead(item),
        "paper": version.paper_id if version else None,
        "version": version.pk if version else None,
        "sha256": version.sha256 if version else None,
        "words": version.words if version else 0,
        "is_late": version.is_late if version else False,
    }


def _beside(
    item: AgendaItem,
    version: PaperVersion | None,
    waivers: Mapping[int, LateWaiver],
    enclosed: Mapping[int, list[Enclosure]],
) -> dict[str, Any]:
    """What a paper's being late comes to, and its files; nothing where there is nothing to tell."""
    if version is None:
        return {}
    waiver, found = waivers.get(version.pk), enclosed.get(version.paper_id, [])
    told: dict[str, Any] = {}
    purpose = papers.purpose_of(item, version, waiver)
    if purpose != item.get_purpose_display():
        told |= {"purpose": purpose, "was_for": item.get_purpose_display()}
    if waiver is not None:
        told |= {"waived": waiver.reason, "waived_by": str(waiver.granted_by)}
    if found:
        told |= {"enclosures": [_file(each) for each in found]}
    return told


def _file(enclosure: Enclosure) -> dict[str, Any]:
    document = enclosure.document
    return {
        "enclosure": enclosure.pk,
        "title": enclosure.title,
        "summary": enclosure.summary,
        "document": document.pk,
        "public_id": str(document.public_id),
        "name": document.name,
        "bytes": document.bytes,
        "sha256": document.sha256,
    }


def _kept(
    item: AgendaItem, version: PaperVersion | None, there: Mapping[Things, Restriction]
) -> dict[str, Any]:
    """Where it is restricted: its own words apart, so that the entry itself is the stub."""
    restriction = there.get((item.pk, None))
    if restriction is not None:
        own = restrictions.unveiled(item, restriction)
        return {"kept": {"title": own.title, "lead": _lead(own)}, "restriction": restriction.pk}
    on_paper = there.get((None, version.paper_id)) if version else None
    return {"restriction": on_paper.pk} if on_paper else {}


def _lead(item: AgendaItem) -> str:
    return " · ".join(str(x) for x in (item.lead, item.lead_organisation) if x)


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


def entries_of(minutes: MinuteSet, withheld: Withheld = NOTHING) -> QuerySet[MinuteEntry]:
    """What this reader may read of it."""
    entries = MinuteEntry.objects.filter(minute_set=minutes).exclude(item__in=withheld.items)
    in_order = entries.order_by(F("item__position").asc(nulls_first=True), "seq")
    return in_order.select_related("item")


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


def minutes_to_read(entries: Iterable[Entry]) -> int:
    return reading_minutes(sum(entry["words"] for entry in entries))


# ---- as one person reads it ----------------------------------------------------------------------
def entries_for(
    manifest: Manifest, withheld: Withheld = NOTHING, there: Iterable[Restriction] = ()
) -> list[Entry]:
    """The items in their own words where this reader may have them, or as a stub.

    Asked anew each time: what has been restricted since the build is a stub too.
    """
    by_thing = {(each.item_id, each.paper_id): each for each in there}
    return [_entry_for(entry, withheld, by_thing) for entry in manifest["items"]]


def _entry_for(
    entry: Entry, withheld: Withheld, there: Mapping[Things, Restriction]
) -> dict[str, Any]:
    item, paper = entry["item"], entry["paper"]
    restriction = there.get((item, None)) or there.get((None, paper))
    shown = NO_FILES | entry | {"restriction": restriction, "is_withheld": False}
    shown["was_restricted"] = entry.get("restriction") is not None
    if item in withheld.items:
        stub = restriction.stub if restriction else NOT_HERE
        return shown | WITHOUT | {"title": stub, "lead": ""}
    shown |= entry.get("kept", {})
    return shown | WITHOUT if paper in withheld.papers else shown


def things_in(manifest: Manifest) -> tuple[set[int], set[int]]:
    """The items and papers of which a build tells, the last minutes included."""
    entries = manifest["items"]
    items = {entry["item"] for entry in entries}
    if manifest["minutes"]:
        told = MinuteEntry.objects.filter(minute_set=manifest["minutes"]["set"])
        items |= set(told.filter(item__isnull=False).values_list("item_id", flat=True))
    return items, {entry["paper"] for entry in entries if entry["paper"]}
