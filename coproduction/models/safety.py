"""Somebody may be at risk: who was told, who took it on, and how it ended."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliance.models import User
from alliance.tenancy.models import TenantKey, TenantModel
from alliance.tenancy.zones import Zone
from coproduction.models.captures import CaptureDraft
from coproduction.models.contributions import Contribution


class SafetyFlag(TenantModel):
    """One worry. It holds the telling until the safeguarding lead has closed it.

    `outcome` is sealed. A worry raised before anything was kept has neither draft nor telling.
    """

    zone = Zone.LIVED_EXPERIENCE

    class Kind(models.TextChoices):
        DISTRESS = "distress", _("They are upset and it does not pass")
        RISK_TO_SELF = "risk_to_self", _("They may hurt themselves")
        RISK_TO_OTHERS = "risk_to_others", _("They may hurt somebody else")
        ADULT = "adult_safeguarding", _("An adult is being harmed or neglected")
        CHILD = "child_safeguarding", _("A child is being harmed or neglected")
        COMPLAINT = "complaint", _("They want to complain about a service")
        INCIDENT = "serious_incident", _("Something serious went wrong in care")

    class State(models.TextChoices):
        RAISED = "raised", _("Waiting for somebody")
        ACKNOWLEDGED = "acknowledged", _("Taken on")
        ACTING = "acting", _("Being acted on")
        CLOSED = "closed", _("Closed")

    seen_with = "act_on_worries"

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    draft = TenantKey(CaptureDraft, models.PROTECT, related_name="+", null=True)
    contribution = TenantKey(Contribution, models.PROTECT, related_name="+", null=True)
    kind = models.CharField(max_length=18, choices=Kind)
    state = models.CharField(max_length=12, choices=State, default=State.RAISED)
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    raised_at = models.DateTimeField()
    deputy_told_at = models.DateTimeField(null=True)
    lead_told_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", db_index=False, null=True
    )
    acknowledged_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)
    outside_reference = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alliance", "public_id"], name="safety_flag_public_id"),
            models.CheckConstraint(
                condition=Q(state="raised", acknowledged_by=None, acknowledged_at=None)
                | ~Q(state="raised")
                & Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False),
                name="safety_flag_taken_on_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(closed_by=None, closed_at=None) & ~Q(state="closed")
                | Q(state="closed", closed_by__isnull=False, closed_at__isnull=False)
                & ~Q(outcome=""),
                name="safety_flag_closed_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(lead_told_at=None) | Q(deputy_told_at__isnull=False),
                name="safety_flag_deputy_before_lead",
            ),
        ]
        indexes = [
            models.Index(
                fields=["alliance", "raised_at"],
                condition=~Q(state="closed"),
                name="safety_flag_open",
            )
        ]

    def __str__(self) -> str:
        return f"Record {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("coproduction:worry", args=[self.public_id])

    @property
    def number(self) -> str:
        """To speak of on the phone; made from nothing."""
        return self.public_id.hex[:6].upper()

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.RAISED

    @property
    def is_urgent(self) -> bool:
        return self.kind in URGENT


URGENT = frozenset(
    {
        SafetyFlag.Kind.RISK_TO_SELF,
        SafetyFlag.Kind.RISK_TO_OTHERS,
        SafetyFlag.Kind.ADULT,
        SafetyFlag.Kind.CHILD,
    }
)
