"""What somebody promised, in their words, and how old the promise is."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from alliance.models import User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only, history
from alliance.words import counted
from funding.amounts import Amount, words
from funding.amounts import Qualifier as Firmness
from funding.models.ledger import Entry
from funding.models.streams import QUALIFIERS, FundingStream, sum_is_consistent
from members.models import Network


class ExpectationQuerySet(models.QuerySet["Expectation"]):
    def open(self) -> Self:
        return self.filter(state=Expectation.State.OPEN)


@history()
class Expectation(TenantModel):
    """A promise of money or of an answer; `due` is the source's own words for when."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        PART = "part", "Met in part"
        MET = "met", "Met"
        LESS = "less", "Met with less"
        WITHDRAWN = "withdrawn", "Taken back"

    seen_with = "see_funding"

    stream = TenantKey(FundingStream, models.PROTECT, related_name="+", null=True, blank=True)
    stated_by = TenantKey(Network, models.PROTECT, related_name="+", null=True, blank=True)
    stated_by_name = models.CharField(max_length=160, blank=True)
    for_what = models.CharField(max_length=200)
    as_stated = models.TextField(max_length=600)
    source_title = models.CharField(max_length=200)
    made_on = models.DateField(null=True, blank=True)
    recorded_on = models.DateField()
    pence = models.BigIntegerField(null=True, blank=True)
    qualifier = models.CharField(max_length=8, choices=QUALIFIERS, default=Firmness.UNKNOWN.value)
    due = models.CharField(max_length=120, blank=True)
    expected_by = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    objects = ExpectationQuerySet.as_manager()

    class Meta:
        constraints = [
            *sum_is_consistent("pence", "expectation"),
            models.CheckConstraint(
                condition=~Q(qualifier="exact"), name="expectation_is_never_exact"
            ),
            models.CheckConstraint(
                condition=~Q(as_stated=""), name="expectation_quotes_its_source"
            ),
        ]
        indexes = [models.Index(fields=["alliance", "state"], name="expectation_state")]

    def __str__(self) -> str:
        return self.for_what

    def get_absolute_url(self) -> str:
        return reverse("funding:expectation", args=[self.pk])

    @property
    def amount_words(self) -> str:
        return words(Amount(self.pence, Firmness(self.qualifier)))

    @property
    def promised_by(self) -> str:
        return str(self.stated_by) if self.stated_by is not None else self.stated_by_name

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def is_late(self, *, on: date) -> bool:
        return self.is_open and self.expected_by is not None and self.expected_by < on

    def age(self, *, on: date) -> str:
        """How long ago it was made, or how long we have known of it where that is not recorded."""
        if self.made_on is not None:
            return f"made {counted((on - self.made_on).days, 'day')} ago"
        return f"recorded {counted((on - self.recorded_on).days, 'day')} ago"


class ExpectationEvent(TenantModel):
    """Something was heard about a promise. Nothing here is changed afterwards."""

    class Kind(models.TextChoices):
        RESTATED = "restated", "Said again"
        MOVED = "moved", "Put off"
        REDUCED = "reduced", "Made smaller"
        RECEIVED = "received", "Arrived"
        WITHDRAWN = "withdrawn", "Taken back"
        REPLIED = "replied", "Answered"
        CLOSED = "closed", "Closed"

    seen_with = "see_funding"

    expectation = TenantKey(Expectation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind)
    on = models.DateField()
    text = models.TextField(max_length=600)
    source = models.CharField(max_length=200, blank=True)
    pence = models.BigIntegerField(null=True, blank=True)
    entry = TenantKey(Entry, models.PROTECT, related_name="+", null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="expectation_event_append_only"),
            models.CheckConstraint(condition=~Q(text=""), name="expectation_event_says_what"),
            models.CheckConstraint(
                condition=Q(pence=None, entry=None)
                | Q(pence__gt=0, entry__isnull=False, kind="received"),
                name="expectation_event_sum_is_an_entrys",
            ),
            models.UniqueConstraint(
                fields=["alliance", "entry"], name="expectation_event_entry_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expectation}: {self.get_kind_display()}"
