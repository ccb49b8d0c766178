"""What the alliance settles for its money."""

from django.db import transaction

from alliance import audit
from alliance.models import User
from funding.models import MoneyRules


@transaction.atomic
def settle(*, three_people_from_pence: int | None, year_begins_in: int, by: User) -> MoneyRules:
    found, _ = MoneyRules.objects.update_or_create(
        defaults={
            "three_people_from_pence": three_people_from_pence,
            "year_begins_in": year_begins_in,
        }
    )
    audit.record(by=by, kind="funding.rules_settled", subject=found)
    return found
