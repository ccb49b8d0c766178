"""Where shared money is meant to come from, as firmly as its source says and no firmer."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from alliance.models import Document, Priority, User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only, history
from funding.amounts import Amount, words
from funding.amounts import Qualifier as Firmness
from members.models import Network, Organisation

QUALIFIERS = [
    (Firmness.EXACT.value, "Exact: a signed document shows it"),
    (Firmness.STATED.value, "Stated: the source gives it plainly"),
    (Firmness.NEARLY.value, "Nearly: a little below"),
    (Firmness.UP_TO.value, "Up to: at most"),
    (Firmness.AT_LEAST.value, "At least: that or more"),
    (Firmness.ABOUT.value, "About: the source is not sure"),
    (Firmness.UNKNOWN.value, "Not recorded: no figure is given"),
]


def sum_is_consistent(pence: str, name: str) -> list[models.CheckConstraint]:
    """Unknown exactly when there is no figure, and never below nothing."""
    unknown, missing = Q(qualifier="unknown"), Q(**{f"{pence}__isnull": True})
    return [
        models.CheckConstraint(
            condition=(unknown & missing) | (~unknown & ~missing),
            name=f"{name}_unknown_has_no_figure",
            violation_error_message="Give a figure, or say that it is not recorded.",
        ),
        models.CheckConstraint(
            condition=missing | Q(**{f"{pence}__gte": 0}),
            name=f"{name}_is_not_negative",
            violation_error_message="A sum is not below £0.",
        ),
    ]


class StreamQuerySet(models.QuerySet["FundingStream"]):
    def published(self) -> Self:
        return self.filter(is_published=True)


@history()
class FundingStream(TenantModel):
    """`status` says how far the talking got, `qualifier` how firm the figure is."""

    seen_with = "see_funding"

    class Status(models.TextChoices):
        IDEA = "idea", "Idea"
        BID = "bid", "Bid"
        SELECTED = "selected", "Selected"
        OFFERED = "offered", "Offered"
        AGREED = "agreed", "Agreed"
        LIVE = "live", "Live"
        CLOSING = "closing", "Closing"
        CLOSED = "closed", "Closed"
        UNSUCCESSFUL = "unsuccessful", "Unsuccessful"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Instrument(models.TextChoices):
        GRANT = "grant", "Grant"
        CONTRACT = "contract", "Contract"
        SUBCONTRACT = "subcontract", "Subcontract"
        SLA = "sla", "Service level agreement"
        DONATION = "donation", "Donation"
        UNCONFIRMED = "unconfirmed", "Not confirmed"

    name = models.CharField(max_length=120)
    parent = TenantKey("self", models.PROTECT, related_name="+", null=True, blank=True)
    funder = TenantKey(Network, models.PROTECT, related_name="+", null=True, blank=True)
    funder_name = models.CharField(max_length=160, blank=True)
    accountable_body = TenantKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True
    )
    status = models.CharField(max_length=12, choices=Status)
    instrument = models.CharField(max_length=11, choices=Instrument, default=Instrument.UNCONFIRMED)
    total_pence = models.BigIntegerField(null=True, blank=True)
    qualifier = models.CharField(max_length=8, choices=QUALIFIERS)
    as_stated = models.CharField(max_length=200, blank=True)
    source_title = models.CharField(max_length=200, blank=True)
    source_quote = models.TextField(blank=True, max_length=1200)
    source_on = models.DateField(null=True, blank=True)
    source_document = TenantKey(Document, models.PROTECT, related_name="+", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    also_confirmed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    dates_note = models.CharField(max_length=200, blank=True)
    restriction = models.TextField(blank=True, max_length=1200)
    is_published = models.BooleanField(default=False)

    objects = StreamQuerySet.as_manager()

    class Meta:
        constraints = [
            *sum_is_consistent("total_pence", "stream_total"),
            models.UniqueConstraint(
                fields=["alliance", "name"],
                name="stream_name_once",
                violation_error_message="There is a stream of this name already.",
            ),
            models.CheckConstraint(
                condition=~Q(qualifier="exact")
                | Q(
                    source_document__isnull=False,
                    confirmed_by__isnull=False,
                    also_confirmed_by__isnull=False,
                )
                & ~Q(confirmed_by=F("also_confirmed_by")),
                name="exact_needs_document",
                violation_error_message="A sum is exact once two people have seen the document.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="stream_ends_after_it_starts",
                violation_error_message="The last day comes after the first.",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")), name="stream_is_not_its_own_parent"
            ),
        ]
        indexes = [models.Index(fields=["alliance", "status"], name="stream_status")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("funding:stream", args=[self.pk])

    @property
    def amount(self) -> Amount:
        return Amount(self.total_pence, Firmness(self.qualifier))

    @property
    def amount_words(self) -> str:
        return words(self.amount, over=self.over if self.total_pence is not None else "")

    @property
    def amount_and_status(self) -> str:
        """A sum that is only a bid never stands without saying so."""
        if self.status in (self.Status.LIVE, self.Status.AGREED, self.Status.CLOSING):
            return self.amount_words
        status = self.get_status_display().lower()
        if self.amount_words.endswith(")"):
            return f"{self.amount_words[:-1]}, {status})"
        return f"{self.amount_words} ({status})"

    @property
    def over(self) -> str:
        """The time the sum is for, as in "over three years from 1 July 2024"."""
        if self.starts_on is None or self.ends_on is None:
            return ""
        return f"over {length(self.starts_on, self.ends_on)} from {plain(self.starts_on)}"

    @property
    def said_by(self) -> str:
        """Whose money it is, by the name we know."""
        return str(self.funder) if self.funder is not None else self.funder_name

    @property
    def has_ended(self) -> bool:
        ends = (self.Status.CLOSED, self.Status.UNSUCCESSFUL, self.Status.WITHDRAWN)
        return self.status in ends


NUMBERS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def plain(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def length(starts_on: date, ends_on: date) -> str:
    """Three years, 18 months, 40 days: the first of these that comes out whole."""
    following = date.fromordinal(ends_on.toordinal() + 1)
    months = (following.year - starts_on.year) * 12 + following.month - starts_on.month
    if following.day != starts_on.day or not months:
        return f"{ends_on.toordinal() - starts_on.toordinal() + 1} days"
    years, rest = divmod(months, 12)
    count, unit = (years, "year") if not rest else (months, "month")
    said = NUMBERS[count] if count < len(NUMBERS) else str(count)
    return f"{said} {unit}{'' if count == 1 else 's'}"


class StreamPriority(TenantModel):
    seen_with = "see_funding"

    stream = TenantKey(FundingStream, models.CASCADE, related_name="+")
    priority = TenantKey(Priority, models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "stream priorities"
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "stream", "priority"], name="stream_priority_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stream}: {self.priority}"


class StreamEvent(TenantModel):
    """A stream moved on, on whose word. Backwards only as a correction, with its reason."""

    seen_with = "see_funding"

    stream = TenantKey(FundingStream, models.PROTECT, related_name="+")
    from_status = models.CharField(
        max_length=12, choices=FundingStream.Status, blank=True, default=""
    )
    to_status = models.CharField(max_length=12, choices=FundingStream.Status)
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="stream_event_append_only"),
            models.CheckConstraint(
                condition=~Q(source="") | ~Q(note=""),
                name="stream_event_says_why",
                violation_error_message="Name the source, or say why this is a correction.",
            ),
            models.CheckConstraint(
                condition=~Q(from_status=F("to_status")), name="stream_event_changes_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stream}: {self.get_to_status_display()}"
