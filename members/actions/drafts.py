"""A profile is written: begun, saved part by part, sent, taken back, begun anew from an old one."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from alliance import audit, words
from alliance.errors import Refused
from alliance.models import User
from members.actions import profile_letters
from members.errors import SavedMeanwhile
from members.models import Organisation, ProfileVersion, Service
from members.names import folded
from members.profile_content import (
    Content,
    faults,
    merge,
    read,
    sha256,
    without_register,
)
from members.profile_content.compare import at, with_value
from members.queries.profile_content import known, live_content
from members.queries.versions import beginning, fingerprint, open_version

# Any, below: values of all kinds, as JSON has them.

State = ProfileVersion.State


@transaction.atomic
def save(
    organisation: Organisation,
    *,
    values: Mapping[str, Any],
    by: User,
    now: datetime,
    lock: int = 0,
    shown: str = "",
) -> ProfileVersion | None:
    """Put `values`, by path, into the draft; a whole place or service is None where it goes.

    `lock` and `shown` are the draft's lock number and the fingerprint of these values when the page
    was opened. If somebody saved since, and the same fields, nothing is written and the refusal
    says who. The first save begins the draft; nothing is begun where nothing differs.
    """
    organisation = _locked(organisation)
    version = open_version(organisation)
    live = live_content(organisation)
    if version is not None and version.is_waiting:
        raise Refused(waits(version))
    current = version.content if version else beginning(organisation, live)
    if all(at(current, path) == value for path, value in values.items()):
        return version  # nothing to save, or the button was pressed twice
    if version is not None and version.lock != lock:
        _refuse_what_was_saved_meanwhile(version, values, shown)
    version = version or _begin(organisation, content=current, live=live, by=by, now=now)
    _bring_up_to_date(version, live)
    for path, value in values.items():
        version.content = with_value(version.content, path, value)
        version.both_sides = [one for one in version.both_sides if not one.startswith(path)]
    _refuse_faults(version.content, values)
    _refuse_taken_names(organisation, version.content)
    _store(version, by=by, now=now)
    audit.record(by=by, kind="members.profile_saved", subject=version, data=_data(version))
    return version


@transaction.atomic
def choose(version: ProfileVersion, *, path: str, is_ours: bool, by: User, now: datetime) -> None:
    """Of a field changed here and live meanwhile, somebody says which stays."""
    version = locked_version(version)
    if not version.is_being_written:
        raise Refused(waits(version) if version.is_waiting else "This is no longer being written.")
    live = live_content(version.organisation)
    _bring_up_to_date(version, live)
    if path not in version.both_sides:
        raise Refused("This has been chosen already.")
    if not is_ours:
        version.content = with_value(version.content, path, deepcopy(at(live, path)))
    version.both_sides = [one for one in version.both_sides if one != path]
    _store(version, by=by, now=now)
    audit.record(by=by, kind="members.profile_saved", subject=version, data=_data(version))


@transaction.atomic
def send(version: ProfileVersion, *, by: User, now: datetime, is_told: bool = True) -> None:
    """From here the words stand still until an approver has looked. Approvers get a letter."""
    version = locked_version(version)
    if not version.is_being_written:
        raise Refused(waits(version) if version.is_waiting else "This is no longer being written.")
    live = live_content(version.organisation)
    _bring_up_to_date(version, live)
    if version.both_sides:
        raise Refused("Something was changed on two sides. Choose which stays, then send it.")
    if version.content == live:
        raise Refused("Nothing is changed yet, so there is nothing to approve.")
    _refuse_faults(version.content)
    _refuse_taken_names(version.organisation, version.content)
    version.content_sha256 = sha256(version.content)
    version.state = State.DRAFT
    version.save(
        update_fields=["state", "content", "base", "both_sides", "based_on", "content_sha256"]
    )
    version.state, version.sent_by, version.sent_at = State.SENT, by, now
    version.save(update_fields=["state", "sent_by", "sent_at"])
    audit.record(by=by, kind="members.profile_sent", subject=version, data=_data(version))
    if is_told:
        profile_letters.tell_approvers(version, now=now)


@transaction.atomic
def withdraw(version: ProfileVersion, *, by: User, now: datetime) -> None:
    """Nothing goes live. What was written stays in the history."""
    version = locked_version(version)
    if not version.is_open:
        raise Refused("This has been decided already.")
    if version.state == State.RETURNED:
        version.state = State.DRAFT
        version.save(update_fields=["state"])
    version.state = State.WITHDRAWN
    version.save(update_fields=["state"])
    audit.record(by=by, kind="members.profile_withdrawn", subject=version, data=_data(version))


@transaction.atomic
def restore(version: ProfileVersion, *, by: User, now: datetime) -> ProfileVersion:
    """A new draft that says what an earlier version said, but for registers' facts."""
    organisation = _locked(version.organisation)
    if open_version(organisation) is not None:
        raise Refused("A change is being written already. Send it or take it back first.")
    live = live_content(organisation)
    content = _still_listed(without_register(deepcopy(version.content), live))
    if content == live:
        raise Refused("What is live says the same already.")
    fresh = _begin(organisation, content=content, live=live, by=by, now=now)
    _store(fresh, by=by, now=now)
    data = _data(fresh) | {"restored": version.number}
    audit.record(by=by, kind="members.profile_restored", subject=fresh, data=data)
    return fresh


@transaction.atomic
def propose(
    organisation: Organisation, *, content: Content, by: User, now: datetime
) -> ProfileVersion:
    """The alliance has something about an organisation that speaks for itself: it decides."""
    organisation = _locked(organisation)
    if open_version(organisation) is not None:
        raise Refused(f"{organisation} is writing a change itself. Ask again when it is done.")
    version = _begin(
        organisation, content=read(content), live=live_content(organisation), by=by, now=now
    )
    _store(version, by=by, now=now)
    send(version, by=by, now=now)
    return version


def waits(version: ProfileVersion) -> str:
    """Why nobody can write now."""
    return f"Version {version.number} waits to be approved. Take it back first to change something."


def locked_version(version: ProfileVersion) -> ProfileVersion:
    """Read anew, with its organisation locked: whoever comes second sees what the first did."""
    organisation = _locked(version.organisation)
    version = ProfileVersion.objects.select_for_update().get(pk=version.pk)
    version.organisation = organisation
    return version


def _locked(organisation: Organisation) -> Organisation:
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def _begin(
    organisation: Organisation, *, content: Content, live: Content, by: User, now: datetime
) -> ProfileVersion:
    versions = ProfileVersion.objects.filter(organisation=organisation)
    latest = versions.aggregate(latest=Max("number"))["latest"] or 0
    version = ProfileVersion.objects.create(
        organisation=organisation,
        number=latest + 1,
        content=content,
        content_sha256=sha256(content),
        base=live,
        based_on_id=organisation.live_version_id,
        edited_by=by,
        edited_at=now,
    )
    audit.record(by=by, kind="members.profile_begun", subject=version, data=_data(version))
    return version


def _bring_up_to_date(version: ProfileVersion, live: Content) -> None:
    """Fields nobody touched take what is live now; those touched on both sides are noted."""
    if version.base == live:
        return
    merged = merge(version.base, version.content, live)
    version.content, version.base = merged.content, live
    version.both_sides = sorted({*version.both_sides, *merged.both_sides})
    version.based_on_id = version.organisation.live_version_id


def _store(version: ProfileVersion, *, by: User, now: datetime) -> None:
    version.content_sha256 = sha256(version.content)
    version.lock += 1
    version.edited_by, version.edited_at = by, now
    version.state = State.DRAFT
    version.save(
        update_fields=[
            "content",
            "content_sha256",
            "base",
            "based_on",
            "both_sides",
            "lock",
            "edited_by",
            "edited_at",
            "state",
        ]
    )


def _refuse_what_was_saved_meanwhile(
    version: ProfileVersion, values: Mapping[str, Any], shown: str
) -> None:
    if shown and fingerprint(version.content, values) == shown:
        return  # another part of the profile: nobody's words are lost
    raise SavedMeanwhile(
        f"{version.edited_by} saved this part on {words.moment(version.edited_at)}. Your words are"
        " still here, and theirs stand beside them. Save again when you have compared the two."
    )


def _refuse_faults(content: Content, values: Mapping[str, Any] | None = None) -> None:
    for fault in faults(content, known()):
        if values is None or any(fault.path.startswith(path) for path in values):
            raise Refused(fault.sentence, field=fault.path.rpartition("/")[2])


def _refuse_taken_names(organisation: Organisation, content: Content) -> None:
    name = content["organisation"]["name"]
    others = Organisation.objects.filter(sort_name=folded(name)).exclude(pk=organisation.pk)
    if others.exists():
        raise Refused(f"There is an organisation called {name} already.", field="name")
    names = [service["name"] for service in content["services"].values()]
    given_up = Service.objects.filter(
        organisation=organisation, status=Service.Status.DEFUNCT, name__in=names
    ).exclude(public_id__in=list(content["services"]))
    for service in given_up:
        raise Refused(
            f"A service called {service.name} was given up. Choose a name that tells them apart.",
            field="name",
        )


def _still_listed(content: Content) -> Content:
    """Without wards, types and the like that the alliance no longer lists."""
    listed = known().lists
    for service in content["services"].values():
        for name, of in (("areas", "area"), ("types", "type"), ("priorities", "priority")):
            service[name] = [one for one in service[name] if one in listed[of]]
    for place in content["locations"].values():
        place["ward"] = place["ward"] if place["ward"] in listed["area"] else None
    return content


def _data(version: ProfileVersion) -> dict[str, int]:
    return {"organisation": version.organisation_id, "version": version.number}
