"""Files of a pack that went out and were made again, because words in them were taken back."""

from django.db import models
from django.db.models import Q

from alliance.models import Document
from alliance.tenancy.models import TenantKey, TenantModel
from partnership_board.models.packs import PackBuild


class PackReplacement(TenantModel):
    """The hash of the file as it was sent stays; the file itself does not."""

    seen_with = "see_board"

    build = TenantKey(PackBuild, on_delete=models.PROTECT, related_name="+")
    document = TenantKey(Document, on_delete=models.PROTECT, related_name="+")
    was_sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "document"],
                condition=Q(replaced_at=None),
                name="pack_replacement_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.build}, made again"
