"""Who conducts an election, what two of them agree, and the public log."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from alliance.models import Event, User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only, history
from members.models import Organisation
from partnership_board.models.elections import Election


class OfficerQuerySet(models.QuerySet["ElectionOfficer"]):
    def key_holders(self) -> Self:
        """In the order in which their keys stand in an envelope."""
        return self.exclude(poll_public_key="").order_by("poll_public_key")


@history()
class ElectionOfficer(TenantModel):
    """Who conducts an election, and who watches. `organisation` is empty for an independent one."""

    seen_with = "see_board"
    election_path = "election"

    class Role(models.TextChoices):
        RETURNING_OFFICER = "returning_officer", "Returning officer"
        SCRUTINEER = "scrutineer", "Scrutineer"
        DEPUTY_SCRUTINEER = "deputy_scrutineer", "Deputy scrutineer"

    election = TenantKey(Election, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=18, choices=Role)
    organisation = TenantKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    poll_public_key = models.CharField(max_length=64, blank=True)
    keep_public_key = models.CharField(max_length=64, blank=True)
    fingerprint = models.CharField(max_length=39, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)  # the sheet was typed back

    objects = OfficerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "election", "role"],
                name="one_officer_a_role",
                violation_error_message="This election has somebody in that role.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "election", "user"],
                name="three_different_officers",
                violation_error_message="This person is an officer of the election already.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "election", "organisation"],
                name="officers_of_different_organisations",
                violation_error_message="Two officers cannot come from one organisation.",
            ),
            models.CheckConstraint(
                condition=Q(poll_public_key="", keep_public_key="", fingerprint="", made_at=None)
                | ~Q(poll_public_key="")
                & ~Q(keep_public_key="")
                & ~Q(fingerprint="")
                & Q(made_at__isnull=False),
                name="officer_keys_are_made_together",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(made_at__isnull=False),
                name="only_a_made_key_is_typed_back",
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="officer_ends_after_starting",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "user"], name="election_officer_user")]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display().lower()}"

    @property
    def has_key(self) -> bool:
        return self.confirmed_at is not None


class OfficerAgreement(TenantModel):
    """One officer's word that a move shall be made, where two are needed.

    `about_sha256` says of what: of a roll, or of a result, exactly as it then was.
    """

    seen_with = "see_board"
    election_path = "election"

    election = TenantKey(Election, on_delete=models.CASCADE, related_name="+")
    officer = TenantKey(ElectionOfficer, on_delete=models.CASCADE, related_name="+")
    move = models.CharField(max_length=20)
    about_sha256 = models.CharField(max_length=64)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "officer", "move"], name="officer_agrees_once_to_a_move"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer}: {self.move}"


class ElectionLogLine(TenantModel):
    """A line of the public log; each line's hash covers the line before it."""

    seen_with = "see_board"
    election_path = "election"

    election = TenantKey(Election, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField()
    event = TenantKey(Event, on_delete=models.PROTECT, related_name="+")
    public_text = models.TextField()
    prev_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="election_log_append_only"),
            models.UniqueConstraint(
                fields=["alliance", "election", "seq"], name="election_log_line_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq}. {self.public_text}"
