"""Who has stepped back for a while."""

from datetime import date

from django.db.models import QuerySet

from alliance.models import User
from members.models import Organisation, Representative, StepBack


def rows(*, on: date) -> QuerySet[StepBack]:
    return StepBack.objects.current(on=on)


def step_back_of(user: User, *, on: date) -> StepBack | None:
    return rows(on=on).filter(user=user).first()


def away(*, on: date) -> frozenset[int]:
    """The people, by number, of whom nothing is asked on the day."""
    return frozenset(rows(on=on).values_list("user_id", flat=True))


def left_to(user: User, *, on: date) -> list[Organisation]:
    """Organisations for which, on the day, nobody else acts who is not away."""
    others = (
        Representative.objects.current(on=on)
        .exclude(user=user)
        .exclude(user_id__in=rows(on=on).values("user_id"))
        .values("organisation_id")
    )
    mine = Representative.objects.current(on=on).filter(user=user).values("organisation_id")
    return list(
        Organisation.objects.filter(pk__in=mine).exclude(pk__in=others).order_by("sort_name")
    )
