"""Breaking the glass: when neither reader can, two people open one telling for an hour."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from alliance import access, audit, outbox
from alliance.errors import Refused
from alliance.http import absolute_url
from alliance.models import User
from alliance.queries.people import holders
from coproduction.models import BreakGlass, Contribution
from coproduction.permissions import CoproductionPermission as May
from coproduction.queries.contributions import is_reader

HOUR = timedelta(hours=1)
LEAST_REASON = 10


@transaction.atomic
def ask_to_break(
    contribution: Contribution, *, reason: str, by: User, on: date, now: datetime
) -> BreakGlass:
    """Ask that one telling be opened to you. Nothing opens until somebody else agrees."""
    if is_reader(by, on=on):
        raise Refused("You are one of the two readers: open the words, and say why.")
    if len(reason.strip()) < LEAST_REASON:
        raise Refused("Say why it cannot wait for a reader.", field="reason")
    glass = BreakGlass.objects.create(
        contribution=contribution, asked_by=by, asked_at=now, reason=reason.strip()
    )
    audit.record(by=by, kind="coproduction.glass_asked", subject=glass)
    return glass


@transaction.atomic
def agree_to_break(glass: BreakGlass, *, by: User, on: date, now: datetime) -> None:
    """The second person. From now on the first may open this telling, for an hour."""
    glass = BreakGlass.objects.select_for_update().get(pk=glass.pk)
    if glass.agreed_by_id is not None:
        raise Refused("Somebody has agreed to this already.")
    if glass.asked_by_id == by.pk:
        raise Refused("Two people do this together: somebody else agrees.")
    if not (access.may(by, May.CAPTURE_INSIGHTS) or access.may(by, May.ACT_ON_WORRIES)):
        raise Refused("Somebody who works with what people tell us agrees to this.")
    glass.agreed_by, glass.agreed_at, glass.until = by, now, now + HOUR
    glass.save(update_fields=["agreed_by", "agreed_at", "until"])
    audit.record(by=by, kind="coproduction.glass_broken", subject=glass)
    for lead in holders(on=on, role="alliance_lead"):
        outbox.post(
            key=f"coproduction.glass:{glass.pk}:{lead.pk}",
            to=lead.email,
            template="coproduction/glass_broken",
            context={"url": absolute_url(reverse("alliance:happened"))},
            now=now,
        )
