"""Papers for an item. Each version stays as it was received."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from alliance.models import Document, User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only, history
from members.models import Organisation
from partnership_board.models.answers import A_SENTENCE
from partnership_board.models.items import AgendaItem
from partnership_board.prose import Prose


@history()
class Paper(TenantModel):
    """What is read before an item; its label ("7", "7a") is the one printed on its pages."""

    seen_with = "see_board"

    class Kind(models.TextChoices):
        REPORT = "report", "Report"
        APPENDIX = "appendix", "Appendix"
        PRESENTATION = "presentation", "Presentation"
        VERBAL = "verbal", "Spoken"
        TO_FOLLOW = "to_follow", "To follow"

    item = TenantKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.REPORT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "item", "order"],
                name="paper_order",
                violation_error_message="Another paper of this item has that place.",
            ),
        ]

    def __str__(self) -> str:
        return f"Paper for {self.item}"


class PaperVersion(TenantModel):
    """A paper as it was on the day it came, with its cover sheet."""

    seen_with = "see_board"

    class Timeliness(models.TextChoices):
        ON_TIME = "on_time", "On time"
        LATE = "late", "Late"

    class Money(models.TextChoices):
        NOT_SAID = "", "Not said"
        NOT_ABOUT = "not_about", "It is not about money"
        ONE_OFF = "one_off", "Yes, once"
        RECURRING = "recurring", "Yes, each year"

    class Stage(models.TextChoices):
        NOT_SAID = "", "Not said"
        IDEA = "idea", "As an idea"
        OPTIONS = "options", "As options to choose from"
        DRAFT = "draft", "As a draft"
        FINAL = "final", "As a final version"

    paper = TenantKey(Paper, on_delete=models.PROTECT, related_name="+")
    n = models.PositiveSmallIntegerField()
    summary = models.TextField(max_length=1200)
    easy_read = models.TextField(max_length=2400, blank=True, default="")
    asks = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    body_md = models.TextField(max_length=60_000, blank=True)
    key_points = models.TextField(max_length=1600, blank=True)
    considered_before = models.TextField(max_length=600, blank=True)
    priorities = ArrayField(models.CharField(max_length=160), default=list, blank=True)
    equality = models.TextField(max_length=1200, blank=True)
    lived_experience = models.TextField(max_length=1200, blank=True)
    equality_sha256 = models.CharField(max_length=64, blank=True)
    lived_experience_sha256 = models.CharField(max_length=64, blank=True)
    money = models.CharField(max_length=10, choices=Money, blank=True)
    money_pence = models.BigIntegerField(null=True)
    money_source = models.CharField(max_length=160, blank=True)
    vcse_pence = models.BigIntegerField(null=True)
    stage = models.CharField(max_length=8, choices=Stage, blank=True)
    risks = models.TextField(max_length=1200, blank=True)
    workforce = models.TextField(max_length=600, blank=True)
    legal = models.TextField(max_length=600, blank=True)
    next_steps = models.TextField(max_length=600, blank=True)
    from_organisation = TenantKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True
    )
    sha256 = models.CharField(max_length=64)
    words = models.PositiveIntegerField()
    timeliness = models.CharField(max_length=8, choices=Timeliness)
    received_at = models.DateTimeField()
    received_from = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="paper_version_append_only"),
            models.UniqueConstraint(fields=["alliance", "paper", "n"], name="paper_version_n"),
            models.CheckConstraint(
                condition=Q(money_pence=None)
                | Q(money_pence__gte=0, money__in=["one_off", "recurring"]),
                name="paper_sum_is_about_money",
                violation_error_message="Say if it is paid once or each year.",
            ),
            models.CheckConstraint(
                condition=Q(vcse_pence=None)
                | Q(vcse_pence__gte=0, vcse_pence__lte=F("money_pence")),
                name="vcse_share_is_part_of_the_sum",
                violation_error_message="The voluntary sector’s part is not more than the whole.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper}, version {self.n}"

    @property
    def is_late(self) -> bool:
        return self.timeliness == self.Timeliness.LATE

    @property
    def easy_words(self) -> Prose:
        """Its summary in easy read; nothing where none was given."""
        return Prose(self.easy_read)


class PaperParty(TenantModel):
    """An organisation that stands to gain or lose by what a paper asks for."""

    seen_with = "see_board"

    version = TenantKey(PaperVersion, on_delete=models.PROTECT, related_name="+")
    organisation = TenantKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "paper parties"
        triggers = [append_only]
        constraints = [
            AppendOnly(name="paper_party_append_only"),
            models.UniqueConstraint(
                fields=["alliance", "version", "organisation"], name="paper_party_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.organisation}"


class Enclosure(TenantModel):
    """A file beside a paper. Its summary is what the pack prints; the file travels with it."""

    seen_with = "see_board"

    paper = TenantKey(Paper, on_delete=models.PROTECT, related_name="+")
    document = TenantKey(Document, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=600)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(summary__regex=A_SENTENCE),
                name="enclosure_has_a_summary",
                violation_error_message="Say in a sentence what is in the file: the pack prints "
                "that.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LateWaiver(TenantModel):
    """The chair lets the board decide on a paper that came late, for a reason that is printed."""

    seen_with = "see_board"

    version = TenantKey(PaperVersion, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    granted_at = models.DateTimeField()

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="late_waiver_append_only"),
            models.UniqueConstraint(
                fields=["alliance", "version"],
                name="one_waiver_a_version",
                violation_error_message="The chair has allowed this already.",
            ),
            models.CheckConstraint(
                condition=Q(reason__regex=A_SENTENCE),
                name="late_waiver_has_a_reason",
                violation_error_message="Please say why in a sentence: the reason is printed.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: the board may decide"
