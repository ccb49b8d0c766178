"""What is to be sent or done, which slot of which daily job has been done, and upkeep asked for."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from alliance.tenancy.models import TenantModel


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self) -> Self:
        return self.filter(sent_at=None, failed_at=None)

    def due(self, *, now: datetime) -> Self:
        return self.waiting().filter(due_at__lte=now)


class Message(TenantModel):
    """A letter or a job, written in the transaction of the thing it tells of.

    `key` names the occasion ("meeting 7 notice to person 12"): the same occasion cannot be queued
    twice, and a repeat after a crash carries the same Message-ID, so that readers see one letter.
    """

    seen_with = "see_post"

    class Kind(models.TextChoices):
        MAIL = "mail", "Mail"
        JOB = "job", "Job"

    kind = models.CharField(max_length=4, choices=Kind, default=Kind.MAIL)
    key = models.CharField(max_length=200)
    to = models.EmailField(blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    is_secret = models.BooleanField(default=False)
    task = models.CharField(max_length=80, blank=True)
    ids = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    hidden_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alliance", "key"], name="message_once"),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(failed_at=None), name="message_sent_or_failed"
            ),
            models.CheckConstraint(
                condition=Q(kind="mail", task="") & ~Q(to="") | Q(kind="job", to="") & ~Q(task=""),
                name="message_is_mail_or_job",
            ),
        ]
        indexes = [
            models.Index(
                fields=["alliance", "due_at"],
                condition=Q(sent_at=None, failed_at=None),
                name="message_waiting",
            ),
            models.Index(fields=["alliance", "-sent_at"], name="message_sent"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def state(self) -> str:
        if self.sent_at is not None:
            return "sent"
        return "waiting" if self.failed_at is None else "failed"


class JobRun(TenantModel):
    """A scheduled job was done for this slot. The row commits with the work, or not at all."""

    job = models.CharField(max_length=80)
    slot = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alliance", "job", "slot"], name="job_once_per_slot"),
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.slot:%Y-%m-%d %H:%M}"


class Upkeep(TenantModel):
    """Work that only the keeper process, which alone has the owner's rights, may do."""

    class Kind(models.TextChoices):
        BACK_UP = "back_up", "Back up"
        VACUUM_BALLOTS = "vacuum_ballots", "Vacuum ballots"
        VACUUM_TALLIES = "vacuum_tallies", "Vacuum wellbeing tallies"
        VACUUM_KEYS = "vacuum_keys", "Vacuum destroyed keys"
        VERIFY_RESTORE = "verify_restore", "Verify a restore"
        EXPIRE_BACKUPS = "expire_backups", "Expire backups"

    kind = models.CharField(max_length=20, choices=Kind)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "upkeep"
        indexes = [models.Index(fields=["alliance", "kind"], name="upkeep_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.asked_at:%Y-%m-%d %H:%M}"
