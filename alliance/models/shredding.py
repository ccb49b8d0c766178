"""What is left of a key that was destroyed: that it was, when, and why."""

from django.db import models

from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantModel, append_only


class ShredReceipt(TenantModel):
    """Replayed after a restore, so that an older copy of the keys brings nothing back."""

    class Why(models.TextChoices):
        WITHDRAWN = "withdrawn", "Taken back"
        THROWN_AWAY = "thrown_away", "Thrown away while it was being told"
        RETENTION = "retention", "Kept as long as was promised"
        ERASED = "erased", "Erased because the person asked"

    key_number = models.BigIntegerField()
    subject = models.UUIDField()
    why = models.CharField(max_length=11, choices=Why)
    shredded_at = models.DateTimeField()

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="shred_receipt_append_only"),
            models.UniqueConstraint(fields=["alliance", "key_number"], name="shred_receipt_once"),
        ]
        indexes = [models.Index(fields=["alliance", "subject"], name="shred_receipt_subject")]

    def __str__(self) -> str:
        return f"Key {self.key_number}, {self.shredded_at:%Y-%m-%d}"
