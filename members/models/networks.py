"""Rooms outside the alliance, who speaks for it there, and what they brought back."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from alliance.models import User
from alliance.tenancy.models import TenantKey, TenantModel, history
from members.models.organisations import Organisation


@history()
class Network(TenantModel):
    """A forum, public body, funder or voluntary network outside the alliance."""

    seen_with = "see_members"

    class Kind(models.TextChoices):
        FORUM = "forum", "Forum"
        STATUTORY_BODY = "statutory_body", "Public body"
        FUNDER = "funder", "Funder"
        VOLUNTARY_NETWORK = "voluntary_network", "Voluntary network"

    class Level(models.TextChoices):
        NEIGHBOURHOOD = "neighbourhood", "Neighbourhood"
        BOROUGH = "borough", "Borough"
        SUBREGION = "subregion", "Sub-region"
        NATIONAL = "national", "National"

    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=Kind)
    level = models.CharField(max_length=20, choices=Level)
    url = models.URLField(blank=True)
    meets = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "name"],
                name="network_name_once",
                violation_error_message="A network of this name is listed already.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="network_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:network", kwargs={"pk": self.pk})


class NetworkMeeting(TenantModel):
    """A network met. Somebody who speaks for us there tells the members within ten working days."""

    seen_with = "see_members"

    network = TenantKey(Network, on_delete=models.CASCADE, related_name="+")
    held_on = models.DateField()
    report_by_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "network", "held_on"],
                name="network_meets_once_a_day",
                violation_error_message="This meeting is on the list already.",
            ),
            models.CheckConstraint(
                condition=Q(report_by_on__gt=F("held_on")), name="report_is_due_after_the_meeting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network_id} on {self.held_on}"


class RepresentationQuerySet(models.QuerySet["Representation"]):
    def current(self, *, on: date) -> Self:
        return self.filter(started_on__lte=on).exclude(ended_on__lte=on)


@history()
class Representation(TenantModel):
    """Somebody speaks for the alliance in a network, from when to when, on what mandate."""

    seen_with = "see_members"

    class Role(models.TextChoices):
        MEMBER = "member", "Member"
        DEPUTY = "deputy", "Deputy"
        OBSERVER = "observer", "Observer"
        CHAIR = "chair", "Chair"

    network = TenantKey(Network, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    organisation = TenantKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role, default=Role.MEMBER)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    minutes_per_month = models.PositiveIntegerField(default=0)
    mandate = models.TextField(blank=True)

    objects = RepresentationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="representation_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["alliance", "network", "user"],
                condition=Q(ended_on=None),
                name="speaks_once_in_a_network",
                violation_error_message="This person already speaks for us there.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.network_id}"


class ReportBack(TenantModel):
    """What was said in a network, and what it asked of us."""

    seen_with = "see_members"

    class Visibility(models.TextChoices):
        MEMBERS = "members", "Members"
        PUBLIC = "public", "Everyone"

    representation = TenantKey(Representation, on_delete=models.PROTECT, related_name="+")
    meeting_on = models.DateField()
    what_was_said = models.TextField()
    what_was_asked_of_us = models.TextField(blank=True)
    visibility = models.CharField(max_length=20, choices=Visibility, default=Visibility.MEMBERS)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "representation", "meeting_on"],
                name="one_report_per_meeting",
                violation_error_message="You have reported on this meeting already.",
            ),
            models.CheckConstraint(condition=~Q(what_was_said=""), name="report_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.representation_id} on {self.meeting_on}"
