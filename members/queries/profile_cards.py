"""What needs somebody about profiles and joining, and what the lead should know."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse

from alliance import access
from alliance.models import User
from alliance.registries import Card, News
from members.models import JoiningApplication, ProfileVersion
from members.permissions import MembersPermission

State = ProfileVersion.State


def cards(user: User, on: date) -> Iterable[Card]:
    """Versions to approve or to go on with; for the lead, what waits for a signature."""
    found = _own(user)
    if access.may(user, MembersPermission.CHANGE_MEMBERS):
        found += _to_sign() + _applications()
    return found


def _own(user: User) -> list[Card]:
    approves = user.rights.organisations("approve_profile")
    writes = user.rights.organisations("edit_profile")
    if not writes:
        return []
    rows = (
        ProfileVersion.objects.filter(
            Q(organisation__in=approves, state=State.SENT) & ~Q(sent_by=user)
            | Q(organisation__in=writes, state=State.RETURNED)
            & (Q(edited_by=user) | Q(sent_by=user))
        )
        .select_related("organisation", "sent_by", "decided_by")
        .defer("content", "base")
        .order_by("sent_at")
    )
    return [_returned(one) if one.state == State.RETURNED else _sent(one) for one in rows]


def _sent(version: ProfileVersion) -> Card:
    organisation = version.organisation
    return Card(
        title=f"Approve what changed at {organisation}",
        url=reverse("members:review", kwargs={"slug": organisation.slug}),
        minutes=2,
        words=f"{version.sent_by} sent it. Only what changed is to be read.",
    )


def _returned(version: ProfileVersion) -> Card:
    organisation = version.organisation
    return Card(
        title=f"Go on with what you wrote about {organisation}",
        url=reverse("members:edit", kwargs={"slug": organisation.slug}),
        minutes=5,
        words=f"{version.decided_by} sent it back with a sentence.",
    )


def _to_sign() -> list[Card]:
    rows = ProfileVersion.objects.waiting_for_the_lead().select_related("organisation")
    return [
        Card(
            title=f"Sign a name, kind or number of {one.organisation}",
            url=reverse("members:register", kwargs={"slug": one.organisation.slug}),
            minutes=2,
            words="Election rolls and agreements quote them.",
        )
        for one in rows.defer("content", "base").order_by("decided_at")
    ]


def _applications() -> list[Card]:
    waiting = JoiningApplication.objects.filter(
        state__in=[JoiningApplication.State.RECEIVED, JoiningApplication.State.CHECKED]
    )
    return [
        Card(
            title=f"{one.name} would like to join",
            url=reverse("members:application", kwargs={"pk": one.pk}),
            minutes=5,
            words=str(one.get_state_display()),
        )
        for one in waiting.order_by("received_at")
    ]


def news(user: User, since: datetime) -> Iterable[News]:
    """For the lead: who approved what they wrote themselves, because nobody else was there."""
    if not access.may(user, MembersPermission.CHANGE_MEMBERS):
        return []
    rows = ProfileVersion.objects.filter(is_self_approved=True, decided_at__gt=since)
    return [
        News(
            words=f"{one.decided_by} approved their own words for {one.organisation}, alone there",
            url=one.get_absolute_url(),
            at=one.decided_at,
        )
        for one in rows.select_related("organisation", "decided_by").defer("content", "base")
        if one.decided_at is not None
    ]
