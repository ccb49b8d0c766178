"""Whoever has begun a proposal hears three days and one day before the round closes."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from alliance import outbox
from alliance.http import absolute_url
from alliance.models import Message
from alliance.words import moment
from funding.models import Proposal, Round
from funding.queries import rounds

BEFORE = (timedelta(hours=24), timedelta(hours=72))


@transaction.atomic
def remind_drafts(*, now: datetime) -> int:
    """One letter for each of the two; run again, it sends nothing. How many."""
    drafts = Proposal.objects.filter(
        state=Proposal.State.DRAFT, round__state__in=[Round.State.OPEN, Round.State.CLOSED]
    ).select_related("round", "organisation", "begun_by")
    return sum(_remind(draft, now=now) for draft in drafts.order_by("pk"))


def _remind(draft: Proposal, *, now: datetime) -> int:
    closes = rounds.closes_for(draft.round, draft.organisation)
    near = next((hours for hours in BEFORE if now < closes <= now + hours), None)
    if near is None:
        return 0
    key = f"draft {draft.pk} {int(near.total_seconds()) // 3600}"
    if Message.objects.filter(key=key).exists():
        return 0
    address = reverse("funding:apply", args=[draft.round_id, draft.organisation.slug])
    outbox.post(
        key=key,
        to=draft.begun_by.email,
        template="funding/draft_waits",
        context={
            "name": str(draft.begun_by),
            "organisation": str(draft.organisation),
            "closes": moment(closes),
            "address": absolute_url(address),
        },
        now=now,
    )
    return 1
