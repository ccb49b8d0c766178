"""What was agreed for afterwards, and how it went."""

from datetime import datetime

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from coproduction.models import Aftercare


@transaction.atomic
def settle(care: Aftercare, *, outcome: str, by: User, now: datetime) -> None:
    care = Aftercare.objects.select_for_update().get(pk=care.pk)
    if care.outcome:
        raise Refused("Somebody has asked already.")
    care.outcome, care.done_by, care.done_at = outcome, by, now
    care.save(update_fields=["outcome", "done_by", "done_at"])
    audit.record(by=by, kind="coproduction.aftercare_done", subject=care)
