"""Who would like to join, what was answered, and what a merger can take along."""

from datetime import date
from typing import TypedDict

from members.models import ApplicantRule, JoiningApplication, JoiningDecision, Organisation, Service


def applications() -> list[JoiningApplication]:
    """Those that wait first; one query."""
    order = list(JoiningApplication.State)
    rows = JoiningApplication.objects.select_related("organisation").order_by("-received_at")
    return sorted(rows, key=lambda one: order.index(JoiningApplication.State(one.state)))


def decisions(application: JoiningApplication) -> list[JoiningDecision]:
    rows = JoiningDecision.objects.filter(application=application).select_related("by")
    return list(rows.order_by("pk"))


def applicant_rule() -> ApplicantRule | None:
    """How long who asked is kept; None while nobody has confirmed it."""
    return ApplicantRule.objects.select_related("confirmed_by").first()


class ToMerge(TypedDict):
    others: list[Organisation]
    services: list[Service]


def to_merge(organisation: Organisation, *, on: date) -> ToMerge:
    others = Organisation.objects.members(on=on).exclude(pk=organisation.pk)
    services = Service.objects.filter(organisation=organisation)
    return {
        "others": list(others.order_by("sort_name")),
        "services": list(services.exclude(status=Service.Status.DEFUNCT).order_by("name")),
    }
