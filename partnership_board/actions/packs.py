"""The pack is asked for, made, and sent: to each person once, with one link and never a file.

Asking writes what the build consists of. Making it takes seconds and happens later, outside any
transaction; the build's own state decides which of two attempts counts, so that a job that was
killed, or run twice, sends nothing twice.

Each person gets the form that they read. The ordinary form is always made, as the build's own
document; large print only if somebody is to have it. Whoever has papers read to them, or wants them
as plain text, gets that as a file of its own beside the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

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
from partnership_board.actions import asking, forecasts, pack_parts
from partnership_board.audiences import EVERYTHING, NOTHING, Withheld
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
from partnership_board.queries import changes, manifests, restrictions
from partnership_board.queries import packs as queries
from partnership_board.queries.packs import Recipient

PURPOSE = "pack"
ORDINARY = PackCopy.Format.PDF.value
PLAIN = PackCopy.Format.AUDIO_SCRIPT.value
KINDS = {PLAIN: ("txt", "text/plain; charset=utf-8")}
PRINTED = ("pdf", "application/pdf")
MOST_ATTEMPTS = 5  # when restrictions change while a pack is made
Made = Mapping[tuple[str, str], bytes]  # by form and audience key
Wanted = dict[int, tuple[str, Withheld]]  # by person


@transaction.atomic
def publish(
    meeting: Meeting,
    *,
    by: User,
    now: datetime,
    note: str = "",
    kind: str = PackBuild.Kind.FULL,
) -> PackBuild:
    """Settle what goes out, and have it made. The letters leave when it is ready."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not meeting.can_have_a_pack:
        raise Refused(f"No pack can go out now: this meeting is “{meeting.in_words}”.")
    if not queries.recipients(meeting.board_id, on=day_of(now)):
        raise Refused("Nobody holds a seat on this board today, so nobody would get the pack.")
    manifest = manifests.manifest_of(meeting)
    if not manifest["items"]:
        raise Refused("There is nothing on the agenda yet.")
    pack = Pack.objects.select_for_update().get(meeting=meeting)
    before = PackBuild.objects.filter(pack=pack)
    _refuse_again(pack, fingerprint=manifests.fingerprint(manifest))
    if kind != PackBuild.Kind.FULL and queries.latest_sent(meeting) is None:
        raise Refused("A supplement adds to a pack that went out. Send the whole pack first.")
    build = PackBuild.objects.create(
        pack=pack,
        n=(before.aggregate(Max("n"))["n__max"] or 0) + 1,
        kind=kind,
        manifest=manifest,
        manifest_sha256=manifests.fingerprint(manifest),
        rules=meeting.rules,
        note=note,
        asked_by=by,
        asked_at=now,
    )
    forecasts.keep_all(meeting, cause="pack", now=now)
    jobs.enqueue("partnership_board.build_pack", now=now, build=build.pk)
    data = {"build": build.n, "sha256": build.manifest_sha256}
    audit.record(by=by, kind="board.pack_asked_for", subject=build, data=data)
    return build


def send(build: PackBuild, *, now: datetime) -> None:
    """Make the documents and send the letters. Done again, it does nothing."""
    if not build.is_building:
        return
    made: dict[tuple[str, str], bytes] = {}
    try:
        for _ in range(MOST_ATTEMPTS):
            _make(build, made, now=now)
            if _send(build, made, now=now):
                return
    except printing.Unreadable as problem:
        _give_up(build, str(problem))


def _make(build: PackBuild, made: dict[tuple[str, str], bytes], *, now: datetime) -> None:
    """One document for each form and audience key that somebody has. The whole is always made."""
    on, printed = day_of(now), partial(pack_parts.printed, now=now)
    wanted = {EVERYTHING: (NOTHING, {ORDINARY})}
    plain = queries.wanting_text(build, on=on)
    for pk, (form, withheld) in queries.wanted_of(build, on=on).items():
        forms = {form, PLAIN} if pk in plain else {form}
        wanted.setdefault(withheld.key, (withheld, set()))[1].update(forms)
    for key, (withheld, forms) in wanted.items():
        missing = [form for form in sorted(forms) if (form, key) not in made]
        if missing:
            files = printing.pack_files(
                build, on=on, forms=missing, withheld=withheld, printed=printed
            )
            made |= {(form, key): content for form, content in files.items()}


@transaction.atomic
def _send(build: PackBuild, made: Made, *, now: datetime) -> bool:
    """All or nothing: state, files, copies and letters. Of two attempts the second finds it sent.

    Whoever asked for another form while the pack was being made gets the ordinary one this time.
    Not done, and False, where somebody may now read less than any document made for them says.
    """
    locked = PackBuild.objects.select_for_update().get(pk=build.pk)
    if not locked.is_building:
        return True
    meeting = Meeting.objects.select_for_update().get(pk=locked.pack.meeting_id)
    there = queries.recipients(meeting.board_id, on=day_of(now))
    wanted = _found(made, queries.wanted_of(locked, on=day_of(now)))
    if any((form, withheld.key) not in made for form, withheld in wanted.values()):
        return False
    plain = _plain(made, wanted, queries.wanting_text(locked, on=day_of(now)))
    used = {(form, withheld.key) for form, withheld in (*wanted.values(), *plain.values())}
    used.add((ORDINARY, EVERYTHING))
    kept = {
        (form, key): _keep(content, locked, meeting, form=form, now=now)
        for (form, key), content in made.items()
        if (form, key) in used
    }
    whole = (ORDINARY, EVERYTHING)
    _mark_sent(locked, kept[whole], pages=printing.pages_of(made[whole]), now=now)
    _hand_out(locked, meeting, there, _copies(kept, wanted), _copies(kept, plain), now=now)
    _mark_published(meeting, locked, now=now)
    data = {"build": locked.n, "documents": _files(kept), "copies": len(there)}
    audit.record(by=Actor.SYSTEM, kind="board.pack_sent", subject=locked, data=data)
    return True


def _plain(made: Made, wanted: Wanted, people: set[int]) -> Wanted:
    """Those who have plain text too, where it was made."""
    found = {pk: (PLAIN, wanted[pk][1]) for pk in sorted(people)}
    return {pk: each for pk, each in found.items() if (PLAIN, each[1].key) in made}


def _copies(kept: Mapping[tuple[str, str], Document], wanted: Wanted) -> dict[int, "Copy"]:
    return {
        pk: Copy(kept[form, withheld.key], form, withheld)
        for pk, (form, withheld) in wanted.items()
    }


def _hand_out(
    build: PackBuild,
    meeting: Meeting,
    there: list[Recipient],
    copies: Mapping[int, "Copy"],
    plain: Mapping[int, "Copy"],
    *,
    now: datetime,
) -> None:
    """Letters with copies; whoever asked, and is not of the board, has a copy without a letter."""
    people = {each.person.pk: each.person for each in there} | {build.asked_by_id: build.asked_by}
    for recipient in there:
        pk = recipient.person.pk
        told: dict[str, object] = {"is_read_aloud": pk in plain}
        _send_one(build, copies[pk], recipient, told, meeting=meeting, now=now)
    if all(recipient.person != build.asked_by for recipient in there):
        _give(build, copies[build.asked_by_id], build.asked_by)
    for pk, copy in plain.items():
        _give(build, copy, people[pk])


def _mark_sent(build: PackBuild, whole: Document, *, pages: int, now: datetime) -> None:
    PackBuild.objects.filter(pk=build.pk, state=PackBuild.State.BUILDING).update(
        state=PackBuild.State.SENT, document=whole, pages=pages, built_at=now
    )


def _mark_published(meeting: Meeting, build: PackBuild, *, now: datetime) -> None:
    """The first time, organisations with a seat are asked for their time."""
    if meeting.state == Meeting.State.PUBLISHED:
        return
    meeting.state = Meeting.State.PUBLISHED
    meeting.save(update_fields=["state"])
    reading = manifests.minutes_to_read(manifests.entries_for(build.manifest))
    asking.ask_for_time(meeting, reading=reading, now=now)


def _found(made: Made, wanted: Wanted) -> Wanted:
    """The form that each is to have, or the ordinary one where it was not made."""
    return {
        pk: (form if (form, withheld.key) in made else ORDINARY, withheld)
        for pk, (form, withheld) in wanted.items()
    }


def _files(kept: Mapping[tuple[str, str], Document]) -> dict[str, int]:
    """By form; of a rendering for some, also its key."""
    return {
        form if key == EVERYTHING else f"{form} {key[:12]}": document.pk
        for (form, key), document in kept.items()
    }


@dataclass(frozen=True)
class Copy:
    """What is put into somebody's hands."""

    document: Document
    form: str
    withheld: Withheld


def _keep(
    content: bytes, build: PackBuild, meeting: Meeting, *, form: str, now: datetime
) -> Document:
    in_form = "" if form == ORDINARY else f", {PackCopy.Format(form).label.lower()}"
    day = day_of(meeting.starts_at)
    ending, kind = KINDS.get(form, PRINTED)
    name = f"{meeting.board} {day:%-d %B %Y}, papers, build {build.n}{in_form}.{ending}"
    return documents.keep(content, name=name, media_type=kind, purpose=PURPOSE, now=now)


def _send_one(
    build: PackBuild,
    copy: Copy,
    recipient: Recipient,
    told: dict[str, object],
    *,
    meeting: Meeting,
    now: datetime,
) -> None:
    letter = _letter(build, meeting, recipient.person, copy.withheld) | told
    message = outbox.post(
        key=f"pack {build.pk} to {recipient.person.pk}",
        to=recipient.person.email,
        template="board/pack",
        context=letter | {"is_large_print": copy.form == PackCopy.Format.LARGE_PRINT},
        now=now,
    )
    _give(build, copy, recipient.person, constituency=recipient.constituency, message=message)


def _give(
    build: PackBuild,
    copy: Copy,
    person: User,
    *,
    constituency: str = "",
    message: Message | None = None,
) -> None:
    PackCopy.objects.create(
        build=build,
        person=person,
        audience_key=copy.withheld.key,
        withheld=copy.withheld.as_json,
        format=copy.form,
        constituency=constituency,
        document=copy.document,
        message=message,
    )


def _letter(
    build: PackBuild, meeting: Meeting, person: User, withheld: Withheld
) -> dict[str, object]:
    """As this person may read it: of a restricted item, the stub."""
    address = reverse("partnership_board:read", kwargs={"pk": meeting.pk})
    there = restrictions.open_restrictions() if withheld.key != EVERYTHING else []
    entries = manifests.entries_for(build.manifest, withheld, there)
    before = changes.build_before(build)
    return {
        "before": before,
        "changes": changes.since(before, entries, withheld, there, in_words=False)
        if before
        else [],
        "person": person,
        "meeting": meeting,
        "build": build,
        "items": entries,
        "reading": words.about(manifests.minutes_to_read(entries)),
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
    people = [each.person for each in there]
    withheld = restrictions.withheld_from(people, on=day_of(now))
    for key, recipient in keys.items():
        if key not in written:
            outbox.post(
                key=key,
                to=recipient.person.email,
                template="board/reminder",
                context=_letter(build, meeting, recipient.person, withheld[recipient.person.pk]),
                now=now,
            )
    return len(keys) - len(written)


@transaction.atomic
def mark_read(version: PaperVersion, *, by: User, now: datetime) -> None:
    """The person's own note of how far they have got. No event tells of it: only they see it."""
    _mark(version, ReadMark.State.READ, by=by, now=now)


@transaction.atomic
def mark_opened(version: PaperVersion, *, by: User, now: datetime) -> None:
    """It never undoes that a version was read."""
    _mark(version, ReadMark.State.OPENED, by=by, now=now)


def _mark(version: PaperVersion, state: str, *, by: User, now: datetime) -> None:
    """What comes late, from a device that had no network, takes nothing back."""
    own = ReadMark.objects.filter(person=by, paper=version.paper_id)
    mark = own.select_related("version").first()
    if mark is not None and _says_as_much(mark, version, state):
        return
    ReadMark.objects.update_or_create(
        person=by,
        paper=Paper.objects.get(pk=version.paper_id),
        defaults={"version": version, "state": state, "marked_at": now},
    )


def _says_as_much(mark: ReadMark, version: PaperVersion, state: str) -> bool:
    if mark.version_id != version.pk:
        return bool(mark.version.n > version.n)
    return mark.state in {state, ReadMark.State.READ}


def _refuse_again(pack: Pack, *, fingerprint: str) -> None:
    builds = PackBuild.objects.filter(pack=pack)
    making = builds.filter(state=PackBuild.State.BUILDING).first()
    if making is not None:
        raise Refused(f"Build {making.n} is being made at this moment.")
    latest = builds.filter(state=PackBuild.State.SENT).order_by("n").last()
    if latest is not None and latest.manifest_sha256 == fingerprint:
        raise Refused(f"Nothing has changed since build {latest.n}, so there is nothing to send.")
