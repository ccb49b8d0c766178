"""Who is invited, and who could speak for us."""

from datetime import date, datetime

from alliance.models import Invitation, RoleTerm
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
