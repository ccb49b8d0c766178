"""The pack is asked for, made, and sent: to each person once, with one link and never a file.

Asking writes what the build consists of. Making it takes seconds and happens later, outside any
transaction; the build's own state decides which of two attempts counts, so that a job that was
killed, or run twice, sends nothing twice.

Each person gets the form that they read. The ordinary form is always made, as the build's own
document; large print only if somebody is to have it.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from alliance import audit, jobs, outbox, words
from alliance.actions import documents
from alliance.audit import Actor
from alliance.calendars import ENGLAND
from alliance.errors import Refused
from alliance.http import absolute_url
from alliance.models import AllianceSettings, Document, Message, User
from partnership_board import printing
from partnership_board.deadlines import day_of, reminder_day
from partnership_board.models import (
    Meeting,
    Pack,
    PackBuild,
    PackCopy,
    Paper,
    PaperVersion,
    ReadMark,
)
from partnership_board.queries import packs as queries
from partnership_board.queries.packs import Recipient

PURPOSE = "pack"
ORDINARY = PackCopy.Format.PDF.value
EVERYTHING = "everything"  # the audience key of somebody from whom nothing is withheld


@transaction.atomic
def publish(meeting: Meeting, *, by: User, now: datetime, note: str = "") -> PackBuild:
    """Settle what goes out, and have it made. The letters leave when it is ready."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not meeting.can_have_a_pack:
        raise Refused(f"No pack can go out now: this meeting is “{meeting.in_words}”.")
    if not queries.recipients(meeting.board_id, on=day_of(now)):
        raise Refused("Nobody holds a seat on this board today, so nobody would get the pack.")
    manifest = queries.manifest_of(meeting)
    if not manifest["items"]:
        raise Refused("There is nothing on the agenda yet.")
    pack = Pack.objects.select_for_update().get(meeting=meeting)
    before = PackBuild.objects.filter(pack=pack)
    _refuse_again(pack, fingerprint=queries.fingerprint(manifest))
    build = PackBuild.objects.create(
        pack=pack,
        n=(before.aggregate(Max("n"))["n__max"] or 0) + 1,
        manifest=manifest,
        manifest_sha256=queries.fingerprint(manifest),
        rules=meeting.rules,
        note=note,
        asked_by=by,
        asked_at=now,
    )
    jobs.enqueue("partnership_board.build_pack", now=now, build=build.pk)
    data = {"build": build.n, "sha256": build.manifest_sha256}
    audit.record(by=by, kind="board.pack_asked_for", subject=build, data=data)
    return build


def send(build: PackBuild, *, now: datetime) -> None:
    """Make the documents and send the letters. Done again, it does nothing."""
    if not build.is_building:
        return
    on = day_of(now)
    wanted = queries.forms_for(build, queries.recipients(build.pack.meeting.board_id, on=on))
    try:
        made = printing.pack_pdfs(build, on=on, forms={ORDINARY, *wanted.values()})
    except printing.Unreadable as problem:
        _give_up(build, str(problem))
        return
    _send(build, made, now=now)


@transaction.atomic
def _send(build: PackBuild, made: Mapping[str, bytes], *, now: datetime) -> None:
    """All or nothing: state, files, copies and letters. Of two attempts the second finds it sent.

    Whoever asked for another form while the pack was being made gets the ordinary one this time.
    """
    locked = PackBuild.objects.select_for_update().get(pk=build.pk)
    if not locked.is_building:
        return
    meeting = Meeting.objects.select_for_update().get(pk=locked.pack.meeting_id)
    there = queries.recipients(meeting.board_id, on=day_of(now))
    wanted = queries.forms_for(locked, there)
    forms = {pk: form if form in made else ORDINARY for pk, form in wanted.items()}
    kept = {
        form: _keep(pdf, locked, meeting, form=form, now=now)
        for form, pdf in made.items()
        if form == ORDINARY or form in forms.values()
    }
    PackBuild.objects.filter(pk=locked.pk, state=PackBuild.State.BUILDING).update(
        state=PackBuild.State.SENT,
        document=kept[ORDINARY],
        pages=printing.pages_of(made[ORDINARY]),
        built_at=now,
    )
    for recipient in there:
        form = forms[recipient.person.pk]
        _send_one(locked, kept[form], recipient, form=form, meeting=meeting, now=now)
    if all(recipient.person != locked.asked_by for recipient in there):
        form = forms[locked.asked_by_id]
        _give(locked, kept[form], locked.asked_by, form=form)
    if meeting.state != Meeting.State.PUBLISHED:
        meeting.state = Meeting.State.PUBLISHED
        meeting.save(update_fields=["state"])
    files = {form: document.pk for form, document in kept.items()}
    data = {"build": locked.n, "documents": files, "copies": len(there)}
    audit.record(by=Actor.SYSTEM, kind="board.pack_sent", subject=locked, data=data)


def _keep(pdf: bytes, build: PackBuild, meeting: Meeting, *, form: str, now: datetime) -> Document:
    in_form = "" if form == ORDINARY else f", {PackCopy.Format(form).label.lower()}"
    day = day_of(meeting.starts_at)
    name = f"{meeting.board} {day:%-d %B %Y}, papers, build {build.n}{in_form}.pdf"
    return documents.keep(pdf, name=name, media_type="application/pdf", purpose=PURPOSE, now=now)


def _send_one(
    build: PackBuild,
    document: Document,
    recipient: Recipient,
    *,
    form: str,
    meeting: Meeting,
    now: datetime,
) -> None:
    letter = _letter(build, meeting, recipient.person)
    message = outbox.post(
        key=f"pack {build.pk} to {recipient.person.pk}",
        to=recipient.person.email,
        template="board/pack",
        context=letter | {"is_large_print": form == PackCopy.Format.LARGE_PRINT},
        now=now,
    )
    side = recipient.constituency
    _give(build, document, recipient.person, form=form, constituency=side, message=message)


def _give(
    build: PackBuild,
    document: Document,
    person: User,
    *,
    form: str,
    constituency: str = "",
    message: Message | None = None,
) -> None:
    PackCopy.objects.create(
        build=build,
        person=person,
        audience_key=EVERYTHING,
        format=form,
        constituency=constituency,
        document=document,
        message=message,
    )


def _letter(build: PackBuild, meeting: Meeting, person: User) -> dict[str, object]:
    address = reverse("partnership_board:read", kwargs={"pk": meeting.pk})
    return {
        "person": person,
        "meeting": meeting,
        "build": build,
        "items": build.manifest["items"],
        "reading": words.about(queries.minutes_to_read(build.manifest)),
        "url": absolute_url(address),
    }


@transaction.atomic
def _give_up(build: PackBuild, problem: str) -> None:
    """Nothing was sent. The lead reads what was wrong, mends it and builds again."""
    PackBuild.objects.filter(pk=build.pk, state=PackBuild.State.BUILDING).update(
        state=PackBuild.State.FAILED, problem=problem[:300]
    )
    audit.record(by=Actor.SYSTEM, kind="board.pack_failed", subject=build)


@transaction.atomic
def remind(*, now: datetime) -> int:
    """Once for each meeting and person, some working days before; how many letters were written.

    Nobody is reminded on the day the pack went out: that letter is reminder enough.
    """
    settled = AllianceSettings.objects.first()
    if settled is None:
        return 0
    written = 0
    for due in queries.published_after(now):
        day = reminder_day(day_of(due.meeting.starts_at), settled.reminder_days, ENGLAND)
        assert due.build.built_at is not None
        if day <= day_of(now) and day_of(due.build.built_at) < day_of(now):
            written += _remind_of(due.meeting, due.build, now=now)
    return written


def _remind_of(meeting: Meeting, build: PackBuild, *, now: datetime) -> int:
    there = queries.recipients(meeting.board_id, on=day_of(now))
    keys = {f"reminder of meeting {meeting.pk} to {each.person.pk}": each for each in there}
    written = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    for key, recipient in keys.items():
        if key not in written:
            outbox.post(
                key=key,
                to=recipient.person.email,
                template="board/reminder",
                context=_letter(build, meeting, recipient.person),
                now=now,
            )
    return len(keys) - len(written)


@transaction.atomic
def mark_read(version: PaperVersion, *, by: User, now: datetime) -> None:
    """The person's own note of how far they have got. No event tells of it: only they see it."""
    ReadMark.objects.update_or_create(
        person=by,
        paper=Paper.objects.get(pk=version.paper_id),
        defaults={"version": version, "state": ReadMark.State.READ, "marked_at": now},
    )


def _refuse_again(pack: Pack, *, fingerprint: str) -> None:
    builds = PackBuild.objects.filter(pack=pack)
    making = builds.filter(state=PackBuild.State.BUILDING).first()
    if making is not None:
        raise Refused(f"Build {making.n} is being made at this moment.")
    latest = builds.filter(state=PackBuild.State.SENT).order_by("n").last()
    if latest is not None and latest.manifest_sha256 == fingerprint:
        raise Refused(f"Nothing has changed since build {latest.n}, so there is nothing to send.")
