"""Words in a pack were taken back: no file with them is sent, and those that were are made again.

The build, its manifest and the hashes of what was sent stay as they are; the files go at once, and
others without those words take their place under the same addresses. Whoever has a copy is asked to
delete it, and is not told what was in it.
"""

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from alliance import audit, jobs, outbox
from alliance.actions import documents
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.http import absolute_url
from alliance.models import Document
from partnership_board import printing
from partnership_board.actions import pack_parts, packs
from partnership_board.audiences import NOTHING, Withheld, from_json
from partnership_board.deadlines import day_of
from partnership_board.models import Meeting, PackBuild, PackCopy, PackReplacement

STOPPED = "Words in it were taken back while it was being made. It is made again without them."
Way = tuple[str, Withheld]  # the form, and what is only a stub in it


@dataclass(frozen=True)
class Taken:
    """How many packs were stopped before they went out, files made again, and people asked."""

    stopped: int = 0
    files: int = 0
    holders: int = 0


@transaction.atomic
def take_back(meetings: Collection[int], *, now: datetime) -> Taken:
    """From every pack of these meetings. Done again, it makes them once more and asks nobody."""
    builds = PackBuild.objects.select_for_update().filter(pack__meeting__in=meetings)
    there = list(builds.order_by("pk"))
    if not there:
        return Taken()
    pack_parts.forget_all()
    stopped = sum(_stop(build, now=now) for build in there if build.is_building)
    files = holders = 0
    for build in there:
        if build.is_sent:
            emptied = _empty(build, now=now)
            files += len(emptied)
            holders += _ask_holders(build, emptied, now=now)
            jobs.enqueue("partnership_board.fill_pack", now=now, build=build.pk)
    return Taken(stopped, files, holders)


def _stop(build: PackBuild, *, now: datetime) -> bool:
    PackBuild.objects.filter(pk=build.pk).update(state=PackBuild.State.FAILED, problem=STOPPED)
    audit.record(by=Actor.SYSTEM, kind="board.pack_stopped", subject=build)
    meeting = Meeting.objects.get(pk=build.pack.meeting_id)
    with suppress(Refused):  # the lead then finds it failed, with the sentence above
        packs.publish(meeting, by=build.asked_by, now=now, note=build.note, kind=build.kind)
    return True


def _empty(build: PackBuild, *, now: datetime) -> list[PackReplacement]:
    """Those that were full until now. What was emptied before waits to be filled anyway."""
    ready = [d for d in _documents_of(build) if d.state == Document.State.READY]
    for document in ready:
        documents.empty(document)
    made = [
        PackReplacement.objects.create(
            build=build, document=document, was_sha256=document.sha256, taken_at=now
        )
        for document in ready
    ]
    data = {"build": build.n, "files": len(made)}
    audit.record(by=Actor.SYSTEM, kind="board.pack_taken_back", subject=build, data=data)
    return made


def _documents_of(build: PackBuild) -> list[Document]:
    given = PackCopy.objects.filter(build=build).values("document")
    whole = PackBuild.objects.filter(pk=build.pk).values("document")
    return list(Document.objects.filter(Q(pk__in=given) | Q(pk__in=whole)))


def _ask_holders(build: PackBuild, emptied: Iterable[PackReplacement], *, now: datetime) -> int:
    """Each person whose copy is made again, once."""
    documents_of = {each.document_id: each.pk for each in emptied}
    copies = PackCopy.objects.filter(build=build, document__in=documents_of)
    meeting = Meeting.objects.select_related("board").get(pk=build.pack.meeting_id)
    url = absolute_url(reverse("partnership_board:read", kwargs={"pk": meeting.pk}))
    there = {copy.person_id: copy for copy in copies.select_related("person").order_by("pk")}
    for copy in there.values():
        outbox.post(
            key=f"words taken back {documents_of[copy.document_id]} from {copy.pk}",
            to=copy.person.email,
            template="board/words_taken_back",
            context={"person": copy.person, "meeting": meeting, "build": build, "url": url},
            now=now,
        )
    return len(there)


def fill(build: PackBuild, *, now: datetime) -> int:
    """Make the files that were emptied, as things may be read now; how many. Repeated, none."""
    waiting = PackReplacement.objects.filter(build=build, replaced_at=None)
    there = list(waiting.select_related("document"))
    ways = _ways(build)
    on = day_of(build.built_at or now)
    for each in there:
        form, withheld = ways[each.document_id]
        made = printing.pack_files(build, on=on, forms=[form], withheld=withheld)
        _fill_one(each, made[form], now=now)
    return len(there)


@transaction.atomic
def _fill_one(replacement: PackReplacement, content: bytes, *, now: datetime) -> None:
    locked = PackReplacement.objects.select_for_update().get(pk=replacement.pk)
    if locked.replaced_at is not None:
        return
    locked.replaced_at = now
    locked.save(update_fields=["replaced_at"])
    documents.fill(replacement.document, content)


def _ways(build: PackBuild) -> dict[int, Way]:
    """How each document of the build was made."""
    whole: dict[int, Way] = {}
    if build.document_id is not None:
        whole[build.document_id] = (packs.ORDINARY, NOTHING)
    copies = PackCopy.objects.filter(build=build).order_by("pk")
    given = {copy.document_id: (copy.format, from_json(copy.withheld)) for copy in copies}
    return given | whole
