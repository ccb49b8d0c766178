"""The installation looks after itself: rights that no office explains are an alarm."""

import logging
from datetime import date

from django.db import transaction

from alliance import access, audit
from alliance.audit import Actor
from alliance.models import AllianceSettings, User
from alliance.queries import rights

log = logging.getLogger("alliance.alarms")


@transaction.atomic
def check_rights(*, on: date) -> int:
    """How many rights differ from offices. A difference is said aloud, never mended in silence."""
    people = User.objects.filter(pk__in=rights.people_here())
    differing = {user.pk: len(access.differences(user, on=on)) for user in people}
    wrong = {pk: count for pk, count in differing.items() if count}
    if wrong:
        settled = AllianceSettings.objects.get()
        data = {"people": sorted(wrong), "rights": sum(wrong.values())}
        audit.record(by=Actor.SYSTEM, kind="alliance.rights_differ", subject=settled, data=data)
        log.error("Rights differ from offices for %s people.", len(wrong))
    return sum(wrong.values())
