"""Somebody steps back for a while. There is no column in which a reason could be written."""

from datetime import date, timedelta
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from alliance.models import User
from alliance.tenancy.models import TenantModel
from members.models.ranges import days

LONGEST_AWAY = timedelta(days=184)


class StepBackQuerySet(models.QuerySet["StepBack"]):
    def current(self, *, on: date) -> Self:
        return self.filter(from_on__lte=on, until_on__gt=on)


class StepBack(TenantModel):
    """Nothing is asked of a person in these days; `until_on` is the first day back."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    from_on = models.DateField()
    until_on = models.DateField()

    objects = StepBackQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="stepping_back_once_at_a_time",
                expressions=[
                    ("alliance", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    (days("from_on", "until_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="You have stepped back already.",
            ),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on"))
                & Q(until_on__lte=F("from_on") + LONGEST_AWAY),
                name="stepping_back_for_six_months_at_most",
                violation_error_message="Choose a day within six months. You can choose again.",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "user"], name="step_back_user")]

    def __str__(self) -> str:
        return f"{self.user_id} until {self.until_on}"
