"""What each body asked of members in a month, frozen: no organisation can be found in it."""

from django.db import models
from django.db.models import F, Q

from alliance.models import Document, User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only
from members.models.networks import Network


class BurdenStatement(TenantModel):
    """Minutes and pence of one asking body in one month. A correction is a new version."""

    seen_with = "see_members"

    class Body(models.TextChoices):
        NETWORK = "network", "A body outside the alliance"
        ALLIANCE = "alliance", "The alliance itself"
        SOFTWARE = "software", "This site: checking what it holds"

    month = models.DateField()
    body = models.CharField(max_length=10, choices=Body)
    network = TenantKey(Network, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    frozen_at = models.DateTimeField()
    asks = models.PositiveIntegerField()
    organisations = models.PositiveIntegerField()
    times_asked = models.PositiveIntegerField()
    times_accepted = models.PositiveIntegerField()
    minutes_asked = models.PositiveIntegerField()
    minutes_accepted = models.PositiveIntegerField()
    minutes_reported = models.PositiveIntegerField()
    minutes_estimated = models.PositiveIntegerField()
    minutes_paid = models.PositiveIntegerField()
    pence_paid = models.PositiveIntegerField()
    minutes_unpaid = models.PositiveIntegerField()
    pence_unpaid = models.PositiveIntegerField(null=True, blank=True)
    hourly_pence = models.PositiveIntegerField(null=True, blank=True)
    hourly_source = models.CharField(max_length=200, blank=True)
    wishes = models.PositiveIntegerField()
    wishes_missed = models.PositiveIntegerField()
    overrides = models.PositiveIntegerField()
    by_size = models.JSONField(default=list)

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="burden_statement_append_only"),
            models.UniqueConstraint(
                fields=["alliance", "month", "body", "network", "version"],
                nulls_distinct=False,
                name="one_statement_of_a_version",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="statement_month_is_its_first_day"
            ),
            models.CheckConstraint(
                condition=Q(body="network", network__isnull=False)
                | ~Q(body="network") & Q(network=None),
                name="statement_names_its_body",
            ),
            models.CheckConstraint(
                condition=Q(
                    minutes_reported=F("minutes_paid")
                    + F("minutes_unpaid")
                    - F("minutes_estimated")
                ),
                name="paid_and_unpaid_make_the_whole",
            ),
            models.CheckConstraint(
                condition=Q(pence_unpaid=None, hourly_pence=None)
                | Q(pence_unpaid__isnull=False, hourly_pence__isnull=False) & ~Q(hourly_source=""),
                name="unpaid_time_is_valued_by_a_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.network_id or self.body} v{self.version}"


class StatementPaper(TenantModel):
    """The PDF of a statement, drawn after it was frozen."""

    seen_with = "see_members"

    statement = TenantKey(BurdenStatement, on_delete=models.PROTECT, related_name="+")
    document = TenantKey(Document, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="statement_paper_append_only"),
            models.UniqueConstraint(fields=["alliance", "statement"], name="one_paper_a_statement"),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}"


class StatementRelease(TenantModel):
    """From this moment everybody may read the statements of a month."""

    seen_with = "see_members"

    month = models.DateField()
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "month"],
                name="one_release_a_month",
                violation_error_message="This month is published already.",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="release_month_is_its_first_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
