"""What lies beside the opened ballots, and goes when they go."""

from django.db import models

from alliance.tenancy.models import TenantKey, TenantModel
from partnership_board.models.elections import Election


class OpenedBox(TenantModel):
    """An opened ballot box. Its salt keeps rankings from being tried against the public hash.

    Deleted with the ballots at certification; the salt is then in the retained box alone.
    """

    election_path = "election"

    election = TenantKey(Election, on_delete=models.PROTECT, related_name="+")
    salt = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "opened boxes"
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "election"], name="one_opened_box_an_election"
            ),
        ]

    def __str__(self) -> str:
        return f"The opened box of {self.election}"
