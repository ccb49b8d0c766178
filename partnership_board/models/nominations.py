"""Who stands in an election, what they say of themselves, and who supports them."""

from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from alliance.models import Document, User
from alliance.tenancy.models import TenantKey, TenantModel, history
from members.models import Organisation
from partnership_board.models.elections import Election

SHAPES = {
    "draft": "draft",
    "sent": "waiting",
    "awaiting_consent": "waiting",
    "accepted": "done",
    "returned": "near",
    "rejected": "refused",
    "withdrawn": "closed",
}


class NominationQuerySet(models.QuerySet["Nomination"]):
    def standing(self) -> Self:
        return self.filter(state=Nomination.State.ACCEPTED)

    def alive(self) -> Self:
        """Neither rejected nor withdrawn."""
        return self.exclude(state__in=[Nomination.State.REJECTED, Nomination.State.WITHDRAWN])


@history()
class Nomination(TenantModel):
    """Somebody put forward by a member organisation. `number` is drawn by lot, once."""

    seen_with = "see_board"
    organisation_path = "organisation"
    election_path = "election"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        AWAITING_CONSENT = "awaiting_consent", "Waiting for their consent"
        SENT = "sent", "Waiting for the returning officer"
        ACCEPTED = "accepted", "Stands"
        RETURNED = "returned", "Returned for correction"
        REJECTED = "rejected", "Not accepted"
        WITHDRAWN = "withdrawn", "Withdrawn"

    election = TenantKey(Election, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    person_name = models.CharField(max_length=120)
    user = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    organisation = TenantKey(Organisation, on_delete=models.PROTECT, related_name="+")
    nominated_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    statement = models.TextField(blank=True)
    statement_formats = models.CharField(max_length=300, blank=True)  # where else it can be had
    photo = TenantKey(Document, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    photo_words = models.CharField(max_length=200, blank=True)
    interests = models.TextField(blank=True)
    consent_at = models.DateTimeField(null=True, blank=True)
    groups = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    reason = models.CharField(max_length=300, blank=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="candidate_number_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.number IS NOT NULL AND NEW.number IS DISTINCT FROM OLD.number"
                ),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "election", "number"], name="candidate_number_once"
            ),
            models.UniqueConstraint(
                fields=["alliance", "election", "user"],
                condition=Q(state="accepted"),
                name="one_accepted_nomination_a_person",
                violation_error_message="This person stands already.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "accepted"]) | Q(consent_at__isnull=False),
                name="nobody_stands_without_consent",
                violation_error_message="They have not said yes yet.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "rejected"]) | ~Q(reason=""),
                name="nomination_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(photo=None) | ~Q(photo_words=""), name="candidates_photo_has_words"
            ),
        ]

    def __str__(self) -> str:
        return self.person_name

    def get_absolute_url(self) -> str:
        return reverse(
            "partnership_board:nomination", kwargs={"pk": self.election_id, "nomination": self.pk}
        )

    @property
    def shape(self) -> str:
        return SHAPES[self.state]

    @property
    def is_accepted(self) -> bool:
        return self.state == self.State.ACCEPTED

    @property
    def can_be_edited(self) -> bool:
        return self.state in (
            self.State.DRAFT,
            self.State.AWAITING_CONSENT,
            self.State.SENT,
            self.State.RETURNED,
        )


class NominationSupport(TenantModel):
    """An organisation, not the nominee's own, puts its name to a nomination."""

    seen_with = "see_board"
    organisation_path = "organisation"
    election_path = "nomination__election"

    class Role(models.TextChoices):
        PROPOSER = "proposer", "Proposer"
        SECONDER = "seconder", "Seconder"

    nomination = TenantKey(Nomination, on_delete=models.CASCADE, related_name="+")
    organisation = TenantKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=8, choices=Role)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "nomination", "role"],
                name="one_supporter_a_role",
                violation_error_message="This nomination has somebody in that part already.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "nomination", "organisation"],
                name="supporters_of_different_organisations",
                violation_error_message="This organisation supports the nomination already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.get_role_display().lower()}"
