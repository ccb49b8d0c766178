"""Organisations come in: they apply or are invited, the lead checks, the alliance decides.

Both answers are recorded, each with its day; the second with the place where it was made.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from alliance import audit, outbox
from alliance.actions import invitations
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import User
from alliance.roles import Scope
from members.actions import organisations
from members.models import JoiningApplication, JoiningDecision, Organisation

State, Kind = JoiningApplication.State, JoiningDecision.Kind
OUTSIDE = (Organisation.Status.INVITED, Organisation.Status.JOINING)


@transaction.atomic
def apply(*, words: Mapping[str, str], now: datetime) -> JoiningApplication:
    """Anybody may ask. The lead reads it; the sender gets a letter that says what happens next."""
    application = JoiningApplication.objects.create(received_at=now, **words)
    audit.record(by=Actor.PUBLIC, kind="members.application_received", subject=application)
    _write_to(application, "application_received", now=now)
    return application


@transaction.atomic
def check(
    application: JoiningApplication,
    *,
    is_yes: bool,
    by: User,
    now: datetime,
    on: date,
    reason: str = "",
) -> None:
    """The lead's own look. A yes lists the organisation; the alliance has still to decide."""
    application = _locked(application)
    if not application.is_received:
        raise Refused("This has been checked already.")
    _refuse_unexplained(reason, is_yes=is_yes)
    if is_yes:
        words = {name: getattr(application, name) for name in ORGANISATION_WORDS}
        application.organisation = organisations.add_organisation(words=words, by=by)
    _record(
        application,
        application.organisation,
        Kind.CHECK,
        is_yes=is_yes,
        by=by,
        on=on,
        reason=reason,
    )
    application.state = State.CHECKED if is_yes else State.DECLINED
    application.save(update_fields=["state", "organisation"])
    if not is_yes:
        _write_to(application, "application_declined", now=now, reason=reason)


@transaction.atomic
def list_organisation(
    *,
    words: Mapping[str, str],
    started_on: date | None,
    contact_name: str,
    contact_email: str,
    by: User,
    now: datetime,
    on: date,
) -> Organisation:
    """One that is a member already, one that is asked in, or one that only stands on the list."""
    if started_on is None and contact_email:
        return invite_organisation(
            words=words, contact_name=contact_name, email=contact_email, by=by, now=now, on=on
        )
    organisation = organisations.welcome(started_on=started_on, words=words, by=by, on=on)
    if contact_email:
        _invite(organisation, name=contact_name, email=contact_email, by=by, now=now)
    return organisation


@transaction.atomic
def invite_organisation(
    *, words: Mapping[str, str], contact_name: str, email: str, by: User, now: datetime, on: date
) -> Organisation:
    """The lead asks an organisation in: that is the first yes; somebody there gets a letter."""
    organisation = organisations.add_organisation(words=words, by=by)
    organisation.status = Organisation.Status.INVITED
    organisation.save(update_fields=["status"])
    _record(None, organisation, Kind.CHECK, is_yes=True, by=by, on=on)
    _invite(organisation, name=contact_name, email=email, by=by, now=now)
    return organisation


@transaction.atomic
def decide(
    organisation: Organisation,
    *,
    is_yes: bool,
    decided_on: date,
    decided_where: str,
    by: User,
    now: datetime,
    on: date,
    started_on: date | None = None,
    reason: str = "",
) -> None:
    """What the alliance decided, and where. A yes begins the membership, and invites who asked."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not decided_where.strip():
        raise Refused("Say where it was decided, so that it can be checked.", field="decided_where")
    _refuse_unexplained(reason, is_yes=is_yes)
    application = _application_of(organisation)
    _record(
        application,
        organisation,
        Kind.DECISION,
        is_yes=is_yes,
        by=by,
        on=decided_on,
        reason=reason,
        where=decided_where,
    )
    if is_yes:
        _begin(organisation, application, started_on=started_on, by=by, now=now, on=on)
    else:
        _turn_down(organisation, application, reason=reason, now=now)


ORGANISATION_WORDS = ("name", "legal_form", "plain_summary", "website")


def _begin(
    organisation: Organisation,
    application: JoiningApplication | None,
    *,
    started_on: date | None,
    by: User,
    now: datetime,
    on: date,
) -> None:
    if started_on is None:
        raise Refused("Say from which day it is a member.", field="started_on")
    organisations.begin_membership(organisation, started_on=started_on, by=by, on=on)
    if application is not None:
        application.state = State.ACCEPTED
        application.save(update_fields=["state"])
        _invite(
            organisation, name=application.contact_name, email=application.email, by=by, now=now
        )


def _turn_down(
    organisation: Organisation,
    application: JoiningApplication | None,
    *,
    reason: str,
    now: datetime,
) -> None:
    if organisation.status not in OUTSIDE:
        raise Refused(f"{organisation} is or was a member. End its membership instead.")
    organisation.status = Organisation.Status.DECLINED
    organisation.save(update_fields=["status"])
    if application is not None:
        application.state = State.DECLINED
        application.save(update_fields=["state"])
        _write_to(application, "application_declined", now=now, reason=reason)


def _invite(organisation: Organisation, *, name: str, email: str, by: User, now: datetime) -> None:
    where = invitations.Where(Scope.ORGANISATION, organisation.pk, organisation.name)
    invitations.invite(email=email, name=name, role="approver", where=where, by=by, now=now)


def _application_of(organisation: Organisation) -> JoiningApplication | None:
    return (
        JoiningApplication.objects.select_for_update()
        .filter(organisation=organisation, state=State.CHECKED)
        .first()
    )


def _locked(application: JoiningApplication) -> JoiningApplication:
    return JoiningApplication.objects.select_for_update().get(pk=application.pk)


def _refuse_unexplained(reason: str, *, is_yes: bool) -> None:
    if not is_yes and not reason.strip():
        raise Refused("Say why not, in words they can read.", field="reason")


def _record(
    application: JoiningApplication | None,
    organisation: Organisation | None,
    kind: str,
    *,
    is_yes: bool,
    by: User,
    on: date,
    reason: str = "",
    where: str = "",
) -> None:
    decision = JoiningDecision.objects.create(
        application=application,
        organisation=organisation,
        kind=kind,
        is_yes=is_yes,
        decided_on=on,
        decided_where=where.strip(),
        reason=reason.strip(),
        by=by,
    )
    data = {"kind": kind, "is_yes": is_yes}
    audit.record(by=by, kind="members.joining_decided", subject=decision, data=data)


def _write_to(
    application: JoiningApplication, letter: str, *, now: datetime, reason: str = ""
) -> None:
    outbox.post(
        key=f"members.{letter}:{application.pk}",
        to=application.email,
        template=f"members/{letter}",
        context={"application": application, "reason": reason},
        now=now,
    )
