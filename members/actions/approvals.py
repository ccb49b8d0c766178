"""A profile goes live, or back; the lead signs what election rolls and agreements quote."""

from copy import deepcopy
from datetime import date, datetime

from django.db import transaction

from alliance import audit
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import User
from alliance.words import listed
from members.actions import drafts, live_profile, profile_letters
from members.models import Organisation, ProfileVersion, Representative
from members.names import folded
from members.profile_content import REGISTER, Content, merge, read, without_register
from members.queries.people import approvers_of
from members.queries.profile_content import live_content

State, Register = ProfileVersion.State, ProfileVersion.RegisterState


@transaction.atomic
def approve(version: ProfileVersion, *, by: User, now: datetime, on: date) -> None:
    """What the version changes goes live at once, all of it in this transaction.

    The name, the legal form and registers' numbers wait for the lead's signature. Somebody who is
    alone in the organisation approves what they wrote themselves, and it is recorded so.
    """
    version = drafts.locked_version(version)
    is_alone = _is_alone(version.organisation, by=by, on=on)
    if version.is_being_written and is_alone:
        drafts.send(version, by=by, now=now, is_told=False)
        version = drafts.locked_version(version)
    if not version.is_waiting:
        raise Refused("This no longer waits to be approved.")
    if version.sent_by_id == by.pk and not is_alone:
        raise Refused(_who_else(version.organisation, by=by, on=on))
    waits = _write(version)
    _supersede(version.organisation)
    version.state, version.decided_by, version.decided_at = State.APPROVED, by, now
    version.is_self_approved = version.sent_by_id == by.pk
    if waits:
        _overtake(version.organisation)
        version.register_state = Register.PENDING
    version.save(
        update_fields=["state", "decided_by", "decided_at", "is_self_approved", "register_state"]
    )
    version.organisation.live_version = version
    version.organisation.save(update_fields=["live_version"])
    data = _data(version) | {"is_self_approved": version.is_self_approved}
    audit.record(by=by, kind="members.profile_approved", subject=version, data=data)
    profile_letters.tell_writers(version, "approved", now=now)


@transaction.atomic
def send_back(version: ProfileVersion, *, note: str, by: User, now: datetime) -> None:
    """With a sentence; whoever wrote it can go on from there."""
    version = drafts.locked_version(version)
    if not version.is_waiting:
        raise Refused("This no longer waits to be approved.")
    if not note.strip():
        raise Refused("Say in a sentence what should be different.", field="note")
    version.state, version.note = State.RETURNED, note.strip()
    version.decided_by, version.decided_at = by, now
    version.save(update_fields=["state", "note", "decided_by", "decided_at"])
    audit.record(by=by, kind="members.profile_returned", subject=version, data=_data(version))
    profile_letters.tell_writers(version, "returned", now=now)


@transaction.atomic
def sign_register(version: ProfileVersion, *, by: User, now: datetime) -> None:
    """The lead agrees: the name, legal form and numbers go live."""
    version = _awaiting(version)
    live = live_content(version.organisation)
    after = deepcopy(live)
    for name in _touched_register(version):
        after["organisation"][name] = version.content["organisation"][name]
    _refuse_second_name(version.organisation, after)
    live_profile.write(version.organisation, before=live, after=after)
    _decide_register(version, Register.SIGNED, note="", by=by, now=now)


@transaction.atomic
def decline_register(version: ProfileVersion, *, note: str, by: User, now: datetime) -> None:
    """The name, legal form and numbers stay as they are; the organisation reads why."""
    version = _awaiting(version)
    if not note.strip():
        raise Refused("Say why not, in a sentence.", field="note")
    _decide_register(version, Register.DECLINED, note=note.strip(), by=by, now=now)


@transaction.atomic
def enter(organisation: Organisation, *, content: Content, by: User | Actor) -> None:
    """The alliance writes about an organisation that has not yet spoken for itself."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.live_version_id is not None:
        raise Refused(f"{organisation} approves what is said about it. Send it a change instead.")
    before = live_content(organisation)
    _refuse_second_name(organisation, content)
    live_profile.write(organisation, before=before, after=read(content))
    audit.record(by=by, kind="members.profile_entered", subject=organisation)


def _write(version: ProfileVersion) -> bool:
    """Into the live tables; whether something waits for the lead."""
    live = live_content(version.organisation)
    merged = merge(version.base, version.content, live)
    if merged.both_sides:
        raise Refused(
            "What is live has changed since this was sent. Send it back, so that somebody can"
            " choose which words stay."
        )
    waits = any(merged.content["organisation"][n] != live["organisation"][n] for n in REGISTER)
    after = without_register(merged.content, live) if waits else merged.content
    live_profile.write(version.organisation, before=live, after=after)
    return waits


def _supersede(organisation: Organisation) -> None:
    ProfileVersion.objects.filter(organisation=organisation, state=State.APPROVED).update(
        state=State.SUPERSEDED
    )


def _overtake(organisation: Organisation) -> None:
    waiting = ProfileVersion.objects.filter(organisation=organisation).waiting_for_the_lead()
    waiting.update(register_state=Register.OVERTAKEN)


def _is_alone(organisation: Organisation, *, by: User, on: date) -> bool:
    """Whether `by` is the only one who acts for the organisation on the day."""
    acting = Representative.objects.filter(organisation=organisation).current(on=on)
    return set(acting.values_list("user_id", flat=True)) == {by.pk}


def _who_else(organisation: Organisation, *, by: User, on: date) -> str:
    """Someone else at Harbour Lane has to look at this. You can ask Amina or Joe."""
    others = [term.user for term in approvers_of(organisation, on=on) if term.user_id != by.pk]
    names = [str(user) for user in others]
    who = f"Someone else at {organisation} has to look at this."
    if not names:
        return f"{who} Nobody else can approve yet: make a colleague an approver."
    return f"{who} You can ask {listed(names, last='or')}."


def _awaiting(version: ProfileVersion) -> ProfileVersion:
    version = drafts.locked_version(version)
    if version.register_state != Register.PENDING:
        raise Refused("This no longer waits for the alliance lead.")
    return version


def _touched_register(version: ProfileVersion) -> list[str]:
    old, new = version.base["organisation"], version.content["organisation"]
    return [name for name in REGISTER if old[name] != new[name]]


def _refuse_second_name(organisation: Organisation, content: Content) -> None:
    name = content["organisation"]["name"]
    others = Organisation.objects.filter(sort_name=folded(name)).exclude(pk=organisation.pk)
    if others.exists():
        raise Refused(f"There is an organisation called {name} already.")


def _decide_register(
    version: ProfileVersion, state: str, *, note: str, by: User, now: datetime
) -> None:
    version.register_state, version.register_note = state, note
    version.register_by, version.register_at = by, now
    version.save(update_fields=["register_state", "register_note", "register_by", "register_at"])
    kind = f"members.register_{state}"
    audit.record(by=by, kind=kind, subject=version, data=_data(version))
    profile_letters.tell_writers(version, f"register_{state}", now=now)


def _data(version: ProfileVersion) -> dict[str, int]:
    return {"organisation": version.organisation_id, "version": version.number}
