"""Who acts for which organisation, from when to when."""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q

from alliance.models import User
from alliance.tenancy.models import TenantKey, TenantModel, history
from members.models.organisations import Organisation
from members.models.ranges import days


class RepresentativeQuerySet(models.QuerySet["Representative"]):
    def current(self, *, on: date) -> Self:
        return self.not_ended(on=on).filter(started_on__lte=on)

    def not_ended(self, *, on: date) -> Self:
        """Acting now or from a day still to come."""
        return self.exclude(ended_on__lte=on)


def everything() -> list[str]:
    """A new representative gets every kind of letter until they say otherwise."""
    return ["asks", "learning", "confirmations"]


@history()
class Representative(TenantModel):
    """Somebody who acts for an organisation. `ended_on` is the first day they no longer do."""

    seen_with = "see_members"
    organisation_path = "organisation"

    class VotesAs(models.TextChoices):
        VOTER = "voter", "Votes"
        DEPUTY = "deputy", "Votes when the first person cannot"
        NOT_NAMED = "not_named", "Does not vote"

    class Receives(models.TextChoices):
        ASKS = "asks", "What is asked of the organisation"
        LEARNING = "learning", "Training and learning"
        CONFIRMATIONS = "confirmations", "“Still correct?”"

    user = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    organisation = TenantKey(Organisation, on_delete=models.PROTECT, related_name="+")
    job_title = models.CharField(max_length=120, blank=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    is_main_contact = models.BooleanField(default=False)
    votes_as = models.CharField(max_length=20, choices=VotesAs, default=VotesAs.NOT_NAMED)
    receives = ArrayField(
        models.CharField(max_length=20, choices=Receives), default=everything, blank=True
    )

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="representatives_do_not_overlap",
                expressions=[
                    ("alliance", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (days("started_on", "ended_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This person already represents the organisation.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="representative_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(receives__contained_by=everything()),
                name="representative_receives_known_letters",
            ),
            models.UniqueConstraint(
                fields=["alliance", "organisation"],
                condition=Q(ended_on=None, is_main_contact=True),
                name="one_main_contact",
                violation_error_message="The organisation has a main contact already.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "organisation"],
                condition=Q(ended_on=None, votes_as="voter"),
                name="one_voter",
                violation_error_message="Somebody else votes for the organisation already.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "organisation"],
                condition=Q(ended_on=None, votes_as="deputy"),
                name="one_voting_deputy",
                violation_error_message="The organisation has named its deputy already.",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "user"], name="representative_by_user")]

    def __str__(self) -> str:
        return f"{self.user_id} for {self.organisation_id}"
