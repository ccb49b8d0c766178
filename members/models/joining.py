"""How an organisation comes in: it applies or is invited, the lead checks, the alliance decides."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from alliance.models import User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only, history
from members.models.organisations import Organisation

USUAL_MONTHS_KEPT, MOST_MONTHS_KEPT = 12, 24


@history(without=["contact_name", "email", "phone"])
class JoiningApplication(TenantModel):
    """What somebody wrote who would like their organisation to belong. Only the lead reads it.

    Who wrote, and their address, are erased once the alliance no longer needs them.
    """

    seen_with = "change_members"

    class State(models.TextChoices):
        RECEIVED = "received", "To be checked"
        CHECKED = "checked", "To be decided"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"

    name = models.CharField(max_length=160)
    legal_form = models.CharField(max_length=30, choices=Organisation.LegalForm)
    plain_summary = models.TextField()
    website = models.URLField(blank=True)
    contact_name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.RECEIVED)
    received_at = models.DateTimeField()
    organisation = TenantKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(plain_summary=""), name="application_says_what"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) & ~Q(contact_name="") & ~Q(email="")
                | Q(erased_at__isnull=False, contact_name="", email="", phone=""),
                name="application_says_who_until_erased",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(state__in=["accepted", "declined"]),
                name="application_is_erased_once_answered",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["checked", "accepted"]) | Q(organisation__isnull=False),
                name="checked_application_is_listed",
            ),
            models.UniqueConstraint(
                fields=["alliance", "organisation"], name="application_of_one_organisation"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:application", kwargs={"pk": self.pk})

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    @property
    def is_received(self) -> bool:
        return self.state == self.State.RECEIVED

    @property
    def is_checked(self) -> bool:
        return self.state == self.State.CHECKED

    @property
    def is_open(self) -> bool:
        return self.is_received or self.is_checked


class JoiningDecision(TenantModel):
    """One of the two answers on the way in: the lead's check, then what the alliance decided."""

    seen_with = "change_members"
    organisation_path = "organisation"

    class Kind(models.TextChoices):
        CHECK = "check", "The lead’s check"
        DECISION = "decision", "The alliance’s decision"

    application = TenantKey(
        JoiningApplication, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    organisation = TenantKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    kind = models.CharField(max_length=20, choices=Kind)
    is_yes = models.BooleanField()
    decided_on = models.DateField()
    decided_where = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="joining_decision_append_only"),
            models.CheckConstraint(
                condition=Q(application__isnull=False) | Q(organisation__isnull=False),
                name="joining_decision_is_about_somebody",
            ),
            models.CheckConstraint(
                condition=Q(kind="check") | ~Q(decided_where=""),
                name="joining_decision_says_where",
                violation_error_message="Say where it was decided.",
            ),
            models.CheckConstraint(
                condition=Q(is_yes=True) | ~Q(reason=""),
                name="joining_refusal_gives_its_reason",
                violation_error_message="Say why not.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "application", "kind"],
                condition=Q(application__isnull=False),
                name="joining_decided_once",
                violation_error_message="This has been decided already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.organisation_id or self.application_id}"


class ApplicantRule(TenantModel):
    """How long the alliance keeps who asked to join. Until somebody confirms it, all is kept."""

    seen_with = "change_members"

    months = models.PositiveSmallIntegerField(default=USUAL_MONTHS_KEPT)
    confirmed_on = models.DateField()
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alliance"], name="one_applicant_rule"),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=MOST_MONTHS_KEPT),
                name="applicants_kept_two_years_at_most",
                violation_error_message="Choose between 1 and 24 months.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.months} months"
