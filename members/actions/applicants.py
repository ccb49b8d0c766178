"""Who asked to join is kept as long as the alliance has confirmed, and erased for good after that.

Only the names and addresses of people go; that an organisation asked, and what was answered, stays.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from alliance import audit
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import Message, User
from members import months as calendar
from members.models import ApplicantRule, JoiningApplication, JoiningDecision
from members.models.joining import MOST_MONTHS_KEPT

LETTERS = ("application_received", "application_declined")
ANSWERED = (JoiningApplication.State.ACCEPTED, JoiningApplication.State.DECLINED)


@transaction.atomic
def settle_rule(*, months: int, by: User, on: date) -> ApplicantRule:
    """From now on applicants are kept for so many months after the answer."""
    if not 1 <= months <= MOST_MONTHS_KEPT:
        raise Refused(f"Choose between 1 and {MOST_MONTHS_KEPT} months.", field="months")
    rule, _ = ApplicantRule.objects.update_or_create(
        defaults={"months": months, "confirmed_on": on, "confirmed_by": by}
    )
    audit.record(by=by, kind="members.applicants_rule", subject=rule, data={"months": months})
    return rule


@transaction.atomic
def erase_due(*, on: date, now: datetime) -> int:
    """Nothing goes under a rule that nobody has confirmed. Who still waits for an answer stays."""
    rule = ApplicantRule.objects.first()
    if rule is None:
        return 0
    answered = JoiningDecision.objects.exclude(application=None).values("application").order_by()
    due = (
        answered.annotate(latest=Max("decided_on"))
        .filter(latest__lte=calendar.before(on, rule.months))
        .values("application")
    )
    rows = JoiningApplication.objects.filter(pk__in=due, erased_at=None, state__in=ANSWERED)
    numbers = list(rows.values_list("pk", flat=True))
    letters = [f"members.{letter}:{pk}" for letter in LETTERS for pk in numbers]
    Message.objects.filter(key__in=letters).delete()
    nobody = {"contact_name": "", "email": "", "phone": ""}
    erased = JoiningApplication.objects.filter(pk__in=numbers).update(erased_at=now, **nobody)
    if erased:
        data = {"erased": erased}
        audit.record(by=Actor.SYSTEM, kind="members.applicants_erased", subject=rule, data=data)
    return erased
