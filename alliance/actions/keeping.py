"""What the keeper did is written down in each alliance that it concerns."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from alliance import audit
from alliance.audit import Actor
from alliance.models import Upkeep


# Any: counts and names, as an Event's data has them.
@transaction.atomic
def record_done(kind: str, *, now: datetime, said: Mapping[str, Any]) -> Upkeep:
    """Mark what was asked for; where nobody asked, write all the same that it was done."""
    asked = Upkeep.objects.filter(kind=kind, done_at=None, asked_at__lte=now)
    latest = asked.order_by("-asked_at").first()
    asked.update(done_at=now)
    if latest is None:
        latest = Upkeep.objects.create(kind=kind, asked_at=now, done_at=now)
    audit.record(by=Actor.SYSTEM, kind=f"alliance.{kind}", subject=latest, data=dict(said))
    return latest
