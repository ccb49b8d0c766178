"""People begin and stop acting for an organisation; their rights go with it."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import IntegrityError, transaction

from alliance import access, audit
from alliance.actions import roles as role_actions
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import Invitation, RoleTerm, User
from alliance.roles import Scope
from members.models import Organisation, Representative

EDITOR, APPROVER = "editor", "approver"


@transaction.atomic
def add_representative(
    organisation: Organisation,
    *,
    user: User,
    role: str,
    started_on: date,
    by: User | Actor,
    on: date,
    job_title: str = "",
    is_main_contact: bool = False,
    votes_as: str = Representative.VotesAs.NOT_NAMED,
) -> Representative:
    """Grants the role for this organisation in the same transaction."""
    role_actions.grant(
        user,
        role,
        started_on=started_on,
        by=by,
        on=on,
        scope=Scope.ORGANISATION,
        scope_id=organisation.pk,
    )
    return _name(
        organisation,
        user,
        by=by,
        on=on,
        fields={
            "job_title": job_title,
            "started_on": started_on,
            "is_main_contact": is_main_contact,
            "votes_as": votes_as,
        },
    )


@transaction.atomic
def take_up_invitation(invitation: Invitation, user: User, on: date) -> None:
    """Whoever accepts a role for an organisation acts for it from that day."""
    if invitation.scope_kind != Scope.ORGANISATION:
        return
    assert invitation.scope_id is not None  # by a check of the table
    organisation = Organisation.objects.get(pk=invitation.scope_id)
    acting = Representative.objects.filter(organisation=organisation, user=user)
    if acting.current(on=on).exists():
        return
    if organisation.status == Organisation.Status.INVITED:
        organisation.status = Organisation.Status.JOINING
        organisation.save(update_fields=["status"])
    is_first = not Representative.objects.filter(organisation=organisation, ended_on=None).exists()
    fields = {"started_on": on, "is_main_contact": is_first}
    _name(organisation, user, by=invitation.by, on=on, fields=fields)


@transaction.atomic
def end_representative(
    representative: Representative,
    *,
    ended_on: date,
    by: User | Actor,
    on: date,
    is_noted: bool = False,
) -> None:
    """Rights end at midnight as `ended_on` begins, London time, with no job having run.

    `is_noted`: the alliance lead knows that nobody will be left who can approve.
    """
    if representative.ended_on is not None and representative.ended_on <= on:
        raise Refused(f"{representative.user} no longer acts for this organisation.")
    if ended_on < representative.started_on:
        raise Refused("Nobody can stop before they began.", field="ended_on")
    if not is_noted:
        _refuse_to_end_the_last_approver(representative, ended_on=ended_on)
    _end(representative, ended_on=ended_on, by=by, on=on)


@transaction.atomic
def end_all(organisation: Organisation, *, ended_on: date, by: User | Actor, on: date) -> None:
    """The organisation leaves: everybody stops that day, the last approver too."""
    for representative in (
        Representative.objects.filter(organisation=organisation)
        .not_ended(on=ended_on)
        .select_related("user")
    ):
        _end(representative, ended_on=max(ended_on, representative.started_on), by=by, on=on)


@transaction.atomic
def change_representative(
    representative: Representative,
    *,
    job_title: str,
    receives: list[str],
    is_main_contact: bool,
    can_approve: bool,
    by: User | Actor,
    on: date,
) -> None:
    """What somebody does for the organisation. There is one main contact, so the old one stops."""
    if representative.ended_on is not None:
        raise Refused(f"{representative.user} stops acting for this organisation.")
    others = Representative.objects.filter(organisation=representative.organisation, ended_on=None)
    if is_main_contact:
        others.exclude(pk=representative.pk).filter(is_main_contact=True).update(
            is_main_contact=False
        )
    representative.job_title, representative.receives = job_title, receives
    representative.is_main_contact = is_main_contact
    representative.save(update_fields=["job_title", "receives", "is_main_contact"])
    _change_role(representative, APPROVER if can_approve else EDITOR, by=by, on=on)
    data = {"organisation": representative.organisation_id, "user": representative.user_id}
    audit.record(by=by, kind="members.representative_changed", subject=representative, data=data)


def _change_role(representative: Representative, role: str, *, by: User | Actor, on: date) -> None:
    terms = RoleTerm.objects.filter(
        user_id=representative.user_id,
        scope_kind=Scope.ORGANISATION,
        scope_id=representative.organisation_id,
    ).not_ended(on=on)
    if terms.filter(role=role).exists():
        return
    if role == EDITOR:
        _refuse_to_end_the_last_approver(representative, ended_on=on)
    for term in terms.select_related("user"):
        role_actions.end(term, ended_on=max(on, term.started_on), by=by, on=on)
    role_actions.grant(
        representative.user,
        role,
        started_on=max(on, representative.started_on),
        by=by,
        on=on,
        scope=Scope.ORGANISATION,
        scope_id=representative.organisation_id,
    )


@transaction.atomic
def choose_letters(*, wanted: Mapping[int, Sequence[str]], by: User, on: date) -> None:
    """Which letters somebody gets for each organisation they act for: theirs alone to choose."""
    mine = Representative.objects.select_for_update().filter(user=by).not_ended(on=on)
    found = {one.pk: one for one in mine.order_by("pk")}
    if not set(wanted) <= set(found):
        raise Refused("You can choose for yourself alone.")
    for number, receives in wanted.items():
        one = found[number]
        one.receives = [str(kind) for kind in Representative.Receives if kind in receives]
        one.save(update_fields=["receives"])
        data = {"organisation": one.organisation_id, "receives": one.receives}
        audit.record(by=by, kind="members.letters_chosen", subject=one, data=data)


@transaction.atomic
def name_voters(
    organisation: Organisation,
    *,
    voter: Representative | None,
    deputy: Representative | None,
    by: User | Actor,
) -> None:
    """Who votes for the organisation, and who does when they cannot."""
    if voter is not None and voter == deputy:
        raise Refused("Choose two different people.", field="deputy")
    open_ones = Representative.objects.filter(organisation=organisation, ended_on=None)
    open_ones.exclude(votes_as=Representative.VotesAs.NOT_NAMED).update(
        votes_as=Representative.VotesAs.NOT_NAMED
    )
    for person, votes_as in (
        (voter, Representative.VotesAs.VOTER),
        (deputy, Representative.VotesAs.DEPUTY),
    ):
        if person is not None:
            open_ones.filter(pk=person.pk).update(votes_as=votes_as)
    data = {
        "voter": voter.pk if voter else None,
        "deputy": deputy.pk if deputy else None,
    }
    audit.record(by=by, kind="members.voters_named", subject=organisation, data=data)


def _name(
    organisation: Organisation,
    user: User,
    *,
    by: User | Actor,
    on: date,
    fields: dict[str, object],
) -> Representative:
    try:
        with transaction.atomic():
            representative = Representative.objects.create(
                organisation=organisation, user=user, **fields
            )
    except IntegrityError:
        raise Refused(_why_not(organisation, user, fields)) from None
    access.rebuild(user, on=on)
    data = {"organisation": organisation.pk, "user": user.pk}
    audit.record(by=by, kind="members.representative_began", subject=representative, data=data)
    return representative


def _why_not(organisation: Organisation, user: User, fields: dict[str, object]) -> str:
    others = Representative.objects.filter(organisation=organisation, ended_on=None)
    if others.filter(user=user).exists():
        return f"{user} already acts for {organisation}."
    if fields.get("is_main_contact") and others.filter(is_main_contact=True).exists():
        return f"{organisation} has a main contact already."
    return f"Somebody else already votes for {organisation} in that way."


def _end(representative: Representative, *, ended_on: date, by: User | Actor, on: date) -> None:
    representative.ended_on = ended_on
    representative.save(update_fields=["ended_on"])
    for term in (
        RoleTerm.objects.filter(
            user_id=representative.user_id,
            scope_kind=Scope.ORGANISATION,
            scope_id=representative.organisation_id,
        )
        .not_ended(on=min(on, ended_on))
        .select_related("user")
    ):
        role_actions.end(term, ended_on=max(ended_on, term.started_on), by=by, on=on)
    access.rebuild(representative.user, on=on)
    data = {
        "organisation": representative.organisation_id,
        "user": representative.user_id,
        "ended_on": ended_on.isoformat(),
    }
    audit.record(by=by, kind="members.representative_ended", subject=representative, data=data)


def _refuse_to_end_the_last_approver(representative: Representative, *, ended_on: date) -> None:
    approvers = RoleTerm.objects.filter(
        role=APPROVER, scope_kind=Scope.ORGANISATION, scope_id=representative.organisation_id
    )
    is_one = approvers.filter(user_id=representative.user_id).not_ended(on=ended_on).exists()
    others = approvers.exclude(user_id=representative.user_id).filter(
        ended_on=None, started_on__lte=ended_on
    )
    if is_one and not others.exists():
        raise Refused(
            "Nobody would be left who can approve for"
            f" {representative.organisation}. Name someone first."
        )
