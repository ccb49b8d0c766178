"""Worries: which are open, and who must hear of them."""

from datetime import date

from django.db.models import QuerySet

from alliance.models import RoleTerm, User
from coproduction.models import CaptureDraft, Contribution, SafetyFlag

LEAD, DEPUTY, ALLIANCE_LEAD = "safeguarding_lead", "safeguarding_deputy", "alliance_lead"


def open_flags() -> "QuerySet[SafetyFlag]":
    """The oldest first."""
    rows = SafetyFlag.objects.exclude(state=SafetyFlag.State.CLOSED)
    return rows.select_related("raised_by", "acknowledged_by").order_by("raised_at", "pk")


def closed_flags() -> "QuerySet[SafetyFlag]":
    rows = SafetyFlag.objects.filter(state=SafetyFlag.State.CLOSED)
    return rows.select_related("raised_by", "closed_by").order_by("-closed_at", "-pk")


def with_office(role: str, *, on: date) -> list[User]:
    """Whoever holds the office on the day."""
    terms = RoleTerm.objects.current(on=on).filter(role=role)
    return list(User.objects.filter(pk__in=terms.values("user"), is_active=True).order_by("pk"))


def is_held(contribution: Contribution) -> bool:
    return SafetyFlag.objects.filter(contribution=contribution).exclude(state="closed").exists()


def raised(*, draft: CaptureDraft | None, contribution: Contribution | None) -> SafetyFlag | None:
    """The latest open worry about what is on the page; None where nothing is kept."""
    if draft is None and contribution is None:
        return None
    return open_flags().filter(draft=draft, contribution=contribution).last()
