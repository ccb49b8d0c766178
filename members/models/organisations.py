"""Organisations, when they were members, and the numbers by which registers know them."""

import uuid
from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from alliance import roles
from alliance.tenancy.models import TenantKey, TenantModel, history
from members.models import stamps
from members.models.ranges import days


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def members(self, *, on: date) -> Self:
        """The only definition of who is a member."""
        periods = MembershipPeriod.objects.filter(organisation=OuterRef("pk")).current(on=on)
        return self.filter(Exists(periods))


@history()
class Organisation(TenantModel):
    """A group of people doing something together, with a register's number or with none."""

    seen_with = "see_members"
    organisation_path = ""

    class Status(models.TextChoices):
        INVITED = "invited", "Invited"
        JOINING = "joining", "Joining"
        ACTIVE = "active", "Active"
        PAUSED = "paused", "Paused"
        LEAVING = "leaving", "Leaving"
        LEFT = "left", "Left"
        DECLINED = "declined", "Declined"

    class LegalForm(models.TextChoices):
        CIO = "cio", "Charitable incorporated organisation (CIO)"
        CHARITABLE_COMPANY = "charitable_company", "Charitable company"
        ASSOCIATION = "association", "Unincorporated association"
        TRUST = "trust", "Trust"
        CIC = "cic", "Community interest company (CIC)"
        REGISTERED_SOCIETY = "registered_society", "Registered society"
        COMPANY = "company", "Company"
        FAITH_BODY = "faith_body", "Faith body"
        UNCONSTITUTED = "unconstituted", "Group without a constitution"
        HOSTED = "hosted", "Project hosted by another organisation"
        OTHER = "other", "Something else"

    class SizeBand(models.TextChoices):
        MICRO = "micro", "Micro: under £10,000 a year"
        SMALL = "small", "Small: under £100,000 a year"
        MEDIUM = "medium", "Medium: under £1 million a year"
        LARGE = "large", "Large: under £10 million a year"
        MAJOR = "major", "Major: £10 million a year or more"
        NOT_STATED = "not_stated", "Not stated"

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, db_index=False)
    status = models.CharField(max_length=20, choices=Status, default=Status.JOINING)
    legal_form = models.CharField(max_length=30, choices=LegalForm, default=LegalForm.OTHER)
    size_band = models.CharField(max_length=20, choices=SizeBand, default=SizeBand.NOT_STATED)
    name = models.CharField(max_length=160)
    sort_name = models.CharField(max_length=160, editable=False)
    alternative_names = ArrayField(models.CharField(max_length=160), default=list, blank=True)
    plain_summary = models.TextField(blank=True)
    description = models.TextField(blank=True)
    website = models.URLField(blank=True)
    social_accounts = ArrayField(models.URLField(), default=list, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    live_version = TenantKey(
        "members.ProfileVersion", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    is_demo = models.BooleanField(default=False)
    in_directory = models.BooleanField(default=False)
    in_open_data = models.BooleanField(default=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        # Offices of one organisation are held on this object (see alliance.access).
        permissions = tuple(roles.permissions_of_scope(roles.Scope.ORGANISATION))
        default_permissions = ()
        triggers = [stamps.of_organisation("id")]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "slug"],
                name="organisation_slug_once",
                violation_error_message="Another organisation has this short name.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "public_id"], name="organisation_public_id_once"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(sort_name=""), name="organisation_has_a_name"
            ),
        ]
        indexes = [
            models.Index(fields=["alliance", "sort_name"], name="organisation_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:profile", kwargs={"slug": self.slug})

    @property
    def size(self) -> str:
        """The band without its definition, for tables: Small."""
        return self.get_size_band_display().split(":")[0]


class MembershipPeriodQuerySet(models.QuerySet["MembershipPeriod"]):
    def current(self, *, on: date) -> Self:
        return self.filter(started_on__lte=on).exclude(ended_on__lte=on)

    def not_ended(self, *, on: date) -> Self:
        """Running now or from a day still to come."""
        return self.exclude(ended_on__lte=on)


@history()
class MembershipPeriod(TenantModel):
    """From when to when an organisation belonged. `ended_on` is the first day it no longer does."""

    seen_with = "see_members"
    organisation_path = "organisation"

    class EndReason(models.TextChoices):
        LEFT = "left", "It chose to leave"
        MERGED = "merged", "It merged with another"
        CLOSED = "closed", "It closed"
        REMOVED = "removed", "The alliance decided so"
        OTHER = "other", "Something else"

    organisation = TenantKey(Organisation, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, choices=EndReason, blank=True)
    end_words = models.CharField(max_length=400, blank=True)
    decided_where = models.CharField(max_length=200, blank=True)
    merged_into = TenantKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = MembershipPeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="memberships_do_not_overlap",
                expressions=[
                    ("alliance", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (days("started_on", "ended_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="It is a member on some of these days already.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gt=F("started_on")),
                name="membership_ends_after_it_starts",
                violation_error_message="A membership ends after it starts.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, end_reason="")
                | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                name="membership_ends_for_a_reason",
                violation_error_message="Say why the membership ends.",
            ),
            models.CheckConstraint(
                condition=~Q(end_reason="removed") | ~Q(decided_where=""),
                name="removal_names_its_decision",
                violation_error_message="Say where it was decided.",
            ),
            models.CheckConstraint(
                condition=~Q(end_reason="removed") | ~Q(end_words=""),
                name="removal_gives_its_reason",
                violation_error_message="Say why.",
            ),
            models.CheckConstraint(
                condition=Q(end_reason="merged", merged_into__isnull=False)
                | (~Q(end_reason="merged") & Q(merged_into=None)),
                name="merger_names_the_other",
                violation_error_message="Say with whom it merged.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} from {self.started_on}"


class Identifier(TenantModel):
    """A number in a register. Its shape is checked; nobody has looked it up."""

    seen_with = "see_members"
    organisation_path = "organisation"

    class Scheme(models.TextChoices):
        CHARITY = "GB-CHC", "Charity number, England and Wales"
        COMPANY = "GB-COH", "Company number"
        SCOTTISH_CHARITY = "GB-SC", "Charity number, Scotland"
        NORTHERN_IRISH_CHARITY = "GB-NIC", "Charity number, Northern Ireland"
        NHS = "GB-NHS", "NHS organisation code (ODS)"
        LOCAL_AUTHORITY = "GB-LAE", "Local authority code, England"
        MUTUAL = "GB-MPR", "Mutuals register number"
        SCHOOL = "GB-EDU", "School number"
        OTHER = "other", "Another number"

    organisation = TenantKey(Organisation, on_delete=models.CASCADE, related_name="+")
    scheme = models.CharField(max_length=10, choices=Scheme)
    value = models.CharField(max_length=20)
    is_primary = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        triggers = [stamps.of_organisation()]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "organisation", "scheme", "value"],
                name="identifier_once",
                violation_error_message="This number is already recorded.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "organisation"],
                condition=Q(is_primary=True),
                name="one_primary_identifier",
                violation_error_message="Another number is already the main one.",
            ),
            models.CheckConstraint(condition=~Q(value=""), name="identifier_has_a_value"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"
