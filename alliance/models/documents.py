"""A file that an alliance holds: its bytes lie under a random name, its rule with its purpose."""

import uuid

from django.db import models

from alliance.models.people import User
from alliance.tenancy.models import TenantModel


class Document(TenantModel):
    """`purpose` decides who may read it (registry `documents.owners`)."""

    class State(models.TextChoices):
        WAITING = "waiting", "Being checked"
        READY = "ready", "Ready"
        REFUSED = "refused", "Refused"

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    media_type = models.CharField(max_length=100)
    bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=200, blank=True)
    uploaded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, db_index=False
    )
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alliance", "public_id"], name="document_public_id"),
        ]

    def __str__(self) -> str:
        return self.name
