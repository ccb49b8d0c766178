"""Accounts begin with an invitation, and with nothing else.

The token is in one letter, whose body is sealed and then erased. What is stored can neither open
the link nor be turned back into it.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse

from alliance import audit, outbox, registries, vault
from alliance.actions import accounts
from alliance.actions import roles as role_actions
from alliance.errors import Refused
from alliance.http import absolute_url
from alliance.models import Invitation, User
from alliance.roles import ROLES, Scope

LASTS = timedelta(days=14)
TOKEN_BYTES = 32
USED_OR_OLD = "This invitation has been used or has run out. Ask for a new one."


@dataclass(frozen=True)
class Where:
    """What the invited person's role reaches."""

    scope: Scope = Scope.ALLIANCE
    id: int | None = None
    name: str = ""


@transaction.atomic
def invite(
    *, email: str, name: str, role: str, by: User, now: datetime, where: Where | None = None
) -> Invitation:
    """Send a link that works once, for 14 days. The same person may be invited to two roles."""
    where = where or Where()
    _refuse_unless_it_fits(role, where)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    _withdraw_what_ran_out(email, role, where, now=now)
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                email=email.strip().lower(),
                name=name,
                role=role,
                scope_kind=where.scope,
                scope_id=where.id,
                scope_name=where.name,
                token_hmac=vault.token_hmac(token),
                sent_at=now,
                expires_at=now + LASTS,
                by=by,
            )
    except IntegrityError:
        raise Refused(
            "This person has already been invited to that role. You can send it again.",
            field="email",
        ) from None
    _post(invitation, token, now=now)
    data = {"role": role, "scope": where.scope, "scope_id": where.id}
    audit.record(by=by, kind="alliance.invited", subject=invitation, data=data)
    return invitation


@transaction.atomic
def send_again(invitation: Invitation, *, by: User, now: datetime) -> None:
    """A new link for 14 more days; the old one stops working."""
    invitation = _locked(invitation)
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise Refused("This invitation has been answered or withdrawn. Make a new one.")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation.token_hmac = vault.token_hmac(token)
    invitation.sent_at, invitation.expires_at = now, now + LASTS
    invitation.save(update_fields=["token_hmac", "sent_at", "expires_at"])
    _post(invitation, token, now=now)
    audit.record(by=by, kind="alliance.invitation_sent_again", subject=invitation)


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User, now: datetime) -> None:
    invitation = _locked(invitation)
    if invitation.accepted_at is not None:
        raise Refused("This invitation has been accepted. You can end the role instead.")
    if invitation.withdrawn_at is not None:
        raise Refused("This invitation has been withdrawn already.")
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    audit.record(by=by, kind="alliance.invitation_withdrawn", subject=invitation)


@transaction.atomic
def accept(invitation: Invitation, *, by: User, now: datetime, on: date) -> None:
    """Somebody with an account takes up the role."""
    invitation = _locked(invitation)
    if not invitation.is_open(now=now):
        raise Refused(USED_OR_OLD)
    if by.email != invitation.email:
        raise Refused("This invitation was sent to another address. Sign in with that one.")
    _take_up(invitation, by, now=now, on=on)


@transaction.atomic
def accept_as_somebody_new(
    invitation: Invitation,
    *,
    name: str,
    known_as: str,
    language: str,
    password: str,
    now: datetime,
    on: date,
) -> User:
    """The account begins. Whoever holds the letter has shown that the address is theirs."""
    invitation = _locked(invitation)
    if not invitation.is_open(now=now):
        raise Refused(USED_OR_OLD)
    user = accounts.open_account(
        email=invitation.email,
        name=name,
        known_as=known_as,
        language=language,
        password=password,
    )
    _take_up(invitation, user, now=now, on=on)
    return user


def _take_up(invitation: Invitation, user: User, *, now: datetime, on: date) -> None:
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    role_actions.grant(
        user,
        invitation.role,
        started_on=on,
        by=invitation.by,
        on=on,
        scope=Scope(invitation.scope_kind),
        scope_id=invitation.scope_id,
    )
    for hook in registries.invitation_hooks:
        hook(invitation, user, on)
    data = {"role": invitation.role, "user": user.pk}
    audit.record(by=user, kind="alliance.invitation_accepted", subject=invitation, data=data)


def _locked(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_for_update().get(pk=invitation.pk)


def _withdraw_what_ran_out(email: str, role: str, where: Where, *, now: datetime) -> None:
    """An invitation that nobody answered in time must not stand in the way of a new one."""
    Invitation.objects.filter(
        email=email.strip().lower(),
        role=role,
        scope_kind=where.scope,
        scope_id=where.id,
        accepted_at=None,
        withdrawn_at=None,
        expires_at__lte=now,
    ).update(withdrawn_at=now)


def _refuse_unless_it_fits(role: str, where: Where) -> None:
    if not ROLES[role].is_granted_by_hand:
        raise Refused(
            f"Nobody is invited as {ROLES[role].title.lower()}: it follows from a seat or"
            " another role.",
            field="role",
        )
    if ROLES[role].scope != where.scope:
        raise Refused("Say which organisation this role is for.", field="organisation")


def _post(invitation: Invitation, token: str, *, now: datetime) -> None:
    link = absolute_url(reverse("alliance:join", kwargs={"token": token}))
    outbox.post(
        key=f"invitation {invitation.pk} sent {now.isoformat()}",
        to=invitation.email,
        template="alliance/invitation",
        context={
            "invitation": invitation,
            "role": ROLES[invitation.role],
            "asked_by": invitation.by,
            "link": link,
            "until": invitation.expires_at,
        },
        now=now,
        secret=True,
    )
