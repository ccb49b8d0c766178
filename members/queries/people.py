"""Who is invited, and who could speak for us."""

from datetime import date, datetime

from alliance.models import Invitation, RoleTerm, User
from alliance.roles import Scope
from members.models import Organisation, Representative


def invited(organisation: Organisation, *, now: datetime) -> list[Invitation]:
    rows = Invitation.objects.filter(scope_kind=Scope.ORGANISATION, scope_id=organisation.pk)
    return list(rows.waiting(now=now).order_by("-sent_at"))


def approvers_of(organisation: Organisation, *, on: date) -> list[RoleTerm]:
    """Whoever can approve for it on the day, by name."""
    terms = RoleTerm.objects.filter(
        role="approver", scope_kind=Scope.ORGANISATION, scope_id=organisation.pk
    )
    return list(terms.current(on=on).select_related("user").order_by("user__name"))


def could_speak(*, on: date) -> list[Representative]:
    """Whoever acts for a member on the day."""
    members = Organisation.objects.members(on=on)
    return list(
        Representative.objects.filter(organisation__in=members)
        .current(on=on)
        .select_related("user", "organisation")
        .order_by("user__name")
    )


def open_ones(organisation: Organisation) -> list[Representative]:
    """Those without a last day, by name: any of them can be named to vote."""
    rows = Representative.objects.filter(organisation=organisation, ended_on=None)
    return list(rows.select_related("user").order_by("user__name"))


def voters(
    organisation: Organisation, *, on: date
) -> tuple[Representative | None, Representative | None]:
    """Who votes for it on the day, and who does when they cannot: what an election's roll takes."""
    rows = Representative.objects.filter(organisation=organisation).current(on=on)
    named = {one.votes_as: one for one in rows.select_related("user")}
    as_what = Representative.VotesAs
    return named.get(as_what.VOTER), named.get(as_what.DEPUTY)


def voters_of(people: list[Representative]) -> dict[str, str]:
    """The voter and the deputy, as a form has them."""
    return {one.votes_as: str(one.pk) for one in people if one.votes_as in ("voter", "deputy")}


def acting_for(person: User, *, on: date) -> list[Representative]:
    """Each organisation that somebody acts for, now or soon, by name."""
    rows = Representative.objects.filter(user=person).not_ended(on=on)
    return list(rows.select_related("organisation").order_by("organisation__sort_name"))


def as_written(person: Representative, *, on: date) -> dict[str, object]:
    """What somebody does for an organisation, as a form has it."""
    approvers = approvers_of(person.organisation, on=on)
    approves = any(term.user_id == person.user_id for term in approvers)
    return {
        "job_title": person.job_title,
        "can_approve": "yes" if approves else "no",
        "is_main_contact": person.is_main_contact,
        "receives": person.receives,
    }
