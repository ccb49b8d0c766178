"""What needs somebody today, of what members declare, learn and do together."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from alliance import words
from alliance.models import User
from alliance.registries import Card
from members.models import LedByDeclaration
from members.queries import networks
from members.queries.declarations import TOLD_BEFORE


def lapsing(user: User, on: date) -> Iterable[Card]:
    """For approvers: what their organisation declared and must say again to keep. One query."""
    mine = user.rights.organisations("approve_profile")
    if not mine:
        return []
    rows = (
        LedByDeclaration.objects.standing(on=on)
        .filter(organisation__in=mine, valid_until__lte=on + TOLD_BEFORE)
        .select_related("organisation")
        .order_by("valid_until", "pk")
    )
    return [
        Card(
            title=f"Does what {row.organisation} said about itself still hold?",
            url=reverse("members:declarations", kwargs={"slug": row.organisation.slug}),
            minutes=2,
            by_on=row.valid_until,
            words="After that it counts as not declared, until you say it again.",
        )
        for row in rows
    ]


def to_report(user: User, on: date) -> Iterable[Card]:
    """For whoever spoke for us in a network: one quiet line, until somebody has told. One query."""
    return [
        Card(
            title=f"Tell the members what was said in {meeting.network}",
            url=f"{meeting.network.get_absolute_url()}#report",
            minutes=10,
            by_on=meeting.report_by_on,
            words=f"The meeting of {words.day(meeting.held_on)}.",
        )
        for meeting in networks.to_report(user.pk, on=on)
    ]
