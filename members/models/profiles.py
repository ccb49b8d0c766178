"""What an organisation wants said about itself, before, while and after it is approved."""

from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from alliance.models import User
from alliance.tenancy.models import TenantKey, TenantModel
from members.models.organisations import Organisation

MOVES = (
    ("draft", "sent"),
    ("sent", "approved"),
    ("sent", "returned"),
    ("returned", "draft"),
    ("draft", "withdrawn"),
    ("sent", "withdrawn"),
    ("approved", "superseded"),
)
OPEN = ("draft", "sent", "returned")
DECIDED = ("approved", "superseded")


class ProfileVersionQuerySet(models.QuerySet["ProfileVersion"]):
    def open(self) -> Self:
        """Not yet decided: being written, waiting for the approver, or sent back."""
        return self.filter(state__in=OPEN)

    def approved(self) -> Self:
        """Those that were live once, or are now."""
        return self.filter(state__in=DECIDED)

    def waiting_for_the_lead(self) -> Self:
        return self.filter(register_state=ProfileVersion.RegisterState.PENDING)


class ProfileVersion(TenantModel):
    """One version of a profile. Nothing of it is shown to others until it is approved.

    `base` is what was live when the writing began, so that what this version changes, and nothing
    else, goes live; its shape and that of `content` are those of `members.profile_content`.
    """

    seen_with = "see_members"
    organisation_path = "organisation"

    class State(models.TextChoices):
        DRAFT = "draft", "Being written"
        SENT = "sent", "Waiting to be approved"
        RETURNED = "returned", "Sent back"
        APPROVED = "approved", "Live now"
        SUPERSEDED = "superseded", "Live before"
        WITHDRAWN = "withdrawn", "Taken back"

    class RegisterState(models.TextChoices):
        """The name, the legal form and registers' numbers, which the lead signs too."""

        UNTOUCHED = "untouched", "Not changed"
        PENDING = "pending", "Waiting for the alliance lead"
        SIGNED = "signed", "Signed by the alliance lead"
        DECLINED = "declined", "Not signed by the alliance lead"
        OVERTAKEN = "overtaken", "Overtaken by a later version"

    organisation = TenantKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    base = models.JSONField()
    based_on = TenantKey(
        "members.ProfileVersion", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    both_sides = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    lock = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    edited_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    is_self_approved = models.BooleanField(default=False)
    register_state = models.CharField(
        max_length=20, choices=RegisterState, default=RegisterState.UNTOUCHED
    )
    register_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    register_at = models.DateTimeField(null=True, blank=True)
    register_note = models.TextField(blank=True)

    objects = ProfileVersionQuerySet.as_manager()

    class Meta:
        triggers = [
            pgtrigger.FSM(name="profile_moves", field="state", transitions=list(MOVES)),
            pgtrigger.Protect(
                name="profile_is_frozen_once_sent",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.state NOT IN ('draft', 'returned') AND ROW(OLD.content, OLD.base,"
                    " OLD.content_sha256) IS DISTINCT FROM ROW(NEW.content, NEW.base,"
                    " NEW.content_sha256)"
                ),
            ),
            pgtrigger.Protect(name="profile_stays", operation=pgtrigger.Delete),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "organisation", "number"], name="profile_number_once"
            ),
            models.UniqueConstraint(
                fields=["alliance", "organisation"],
                condition=Q(state__in=OPEN),
                name="one_open_profile",
                violation_error_message="A change of this profile is being written already.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "organisation"],
                condition=Q(state="approved"),
                name="one_live_profile",
            ),
            models.UniqueConstraint(
                fields=["alliance", "organisation"],
                condition=Q(register_state="pending"),
                name="one_profile_waits_for_the_lead",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_by__isnull=False, sent_at__isnull=False),
                name="sent_profile_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned")
                | (~Q(note="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="returned_profile_says_why",
                violation_error_message="Say what should be different.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED)
                | Q(decided_by__isnull=False, decided_at__isnull=False, sent_by__isnull=False),
                name="approved_profile_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED)
                | Q(is_self_approved=True, decided_by=F("sent_by"))
                | (Q(is_self_approved=False) & ~Q(decided_by=F("sent_by"))),
                name="two_people_approve_a_profile",
                violation_error_message="Somebody else has to look at this.",
            ),
            models.CheckConstraint(
                condition=Q(register_state__in=["untouched", "pending", "overtaken"])
                | Q(register_by__isnull=False, register_at__isnull=False),
                name="register_decision_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(register_state="declined") | ~Q(register_note=""),
                name="declined_register_says_why",
                violation_error_message="Say why not.",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse(
            "members:version", kwargs={"slug": self.organisation.slug, "number": self.number}
        )

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_being_written(self) -> bool:
        return self.state in (self.State.DRAFT, self.State.RETURNED)

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.SENT
