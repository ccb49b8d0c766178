"""What happened: each Event is numbered and chained per alliance by the database at commit."""

from django.db import models
from django.db.models.functions import Now

from alliance.models.people import User
from alliance.tenancy.constraints import AppendOnly, ReadOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only


class Event(TenantModel):
    """Something that happened. `data` holds ids and states, never text that a person wrote."""

    seen_with = "see_events"

    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, db_index=False)
    acting_as = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        triggers = [append_only]
        constraints = [AppendOnly(name="event_append_only")]
        indexes = [
            models.Index(fields=["alliance", "-at"], name="event_latest"),
            models.Index(fields=["alliance", "subject_type", "subject_id"], name="event_subject"),
            models.Index(fields=["alliance", "by"], name="event_by"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type} {self.subject_id}"


class EventSeal(TenantModel):
    """An Event's place in its alliance's chain. Written by a trigger of the owner's (migration)."""

    number = models.BigIntegerField()
    event = TenantKey(Event, on_delete=models.PROTECT, related_name="+")
    hash = models.CharField(max_length=64)

    class Meta:
        triggers = [append_only]
        constraints = [
            ReadOnly(name="event_seal_read_only"),
            models.UniqueConstraint(fields=["alliance", "number"], name="event_seal_number"),
            models.UniqueConstraint(fields=["alliance", "event"], name="event_seal_event"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.hash[:12]}"
