"""What lies beside the opened ballots, and goes when they go."""

from django.contrib.postgres.fields import ArrayField
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
    lot_from_at = models.DateTimeField(null=True)  # a lot that decides is drawn no earlier

    class Meta:
        verbose_name_plural = "opened boxes"
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "election"], name="one_opened_box_an_election"
            ),
        ]

    def __str__(self) -> str:
        return f"The opened box of {self.election}"


class Countback(TenantModel):
    """A vacancy filled from the box that was kept: who left, and who would not take the seat.

    `peeled` is what the first of two keys leaves of the box. It is still sealed to the others, and
    emptied once the box is open.
    """

    seen_with = "see_board"
    election_path = "election"

    election = TenantKey(Election, on_delete=models.PROTECT, related_name="+")
    leaver = models.PositiveSmallIntegerField()
    unwilling = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    sitting = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    ends_on = models.DateField()  # the end of the term that was left
    peeled = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "election"], name="one_vacancy_a_countback"
            ),
        ]

    def __str__(self) -> str:
        return str(self.election)
