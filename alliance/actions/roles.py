"""Offices begin and end here, and their rights with them."""

from datetime import date

from django.db import IntegrityError, transaction

from alliance import access, audit
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import RoleTerm, User
from alliance.roles import ROLES, Scope


@transaction.atomic
def grant(
    user: User,
    role: str,
    *,
    started_on: date,
    by: User | Actor,
    on: date,
    scope: Scope = Scope.ALLIANCE,
    scope_id: int | None = None,
    ended_on: date | None = None,
    why: str = "",
) -> RoleTerm:
    """Begin an office; the rights that come with it are written in the same transaction."""
    _refuse_if_excluded(user, role, on=on)
    try:
        with transaction.atomic():
            term = RoleTerm.objects.create(
                user=user,
                role=role,
                scope_kind=scope,
                scope_id=scope_id,
                started_on=started_on,
                ended_on=ended_on,
                granted_by=by if isinstance(by, User) else None,
                why=why,
            )
    except IntegrityError:
        raise Refused(f"{user} already holds that role for some of these days.") from None
    access.rebuild(user, on=on)
    data = {"role": role, "scope": scope, "scope_id": scope_id, "user": user.pk}
    audit.record(by=by, kind="alliance.role_granted", subject=term, data=data)
    return term


@transaction.atomic
def end(term: RoleTerm, *, ended_on: date, by: User | Actor, on: date) -> None:
    """The first day without the office is `ended_on`; what it opened closes that midnight."""
    if term.ended_on is not None and term.ended_on <= on:
        raise Refused(f"{term.user} no longer holds this role.")
    if ended_on < term.started_on:
        raise Refused("A role cannot end before it began.", field="ended_on")
    _refuse_to_end_the_last_lead(term, ended_on=ended_on)
    term.ended_on = ended_on
    term.save(update_fields=["ended_on"])
    access.rebuild(term.user, on=on)
    data = {"role": term.role, "ended_on": ended_on.isoformat(), "user": term.user_id}
    audit.record(by=by, kind="alliance.role_ended", subject=term, data=data)


def _refuse_if_excluded(user: User, role: str, *, on: date) -> None:
    if user.is_platform_admin:
        raise Refused(
            f"{user} looks after the installation and so holds no role here."
            " Use a second account with another address."
        )
    held = RoleTerm.objects.filter(user=user).not_ended(on=on).values_list("role", flat=True)
    for other in held:
        if other in ROLES[role].excludes or role in ROLES[other].excludes:
            raise Refused(
                f"{user} is {ROLES[other].title.lower()}, and nobody may be that"
                f" and {ROLES[role].title.lower()} at once."
            )


def _refuse_to_end_the_last_lead(term: RoleTerm, *, ended_on: date) -> None:
    if term.role != "alliance_lead":
        return
    others = RoleTerm.objects.filter(role="alliance_lead").current(on=ended_on).exclude(pk=term.pk)
    if not others.exists():
        raise Refused("Nobody would be left to lead the alliance. Name another lead first.")
