"""The roll and the box. Nothing here tells when anybody voted, or joins a ballot to a voter.

Envelopes exist only while the poll is open. At the close they become sealed ballots, all at once,
under fresh random numbers. No history, time, sequence or key leads back from a ballot.
"""

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, IntegerField, Q, Value
from django.db.models.functions import Mod
from django.db.models.lookups import Exact

from alliance.models import User
from alliance.tenancy.models import TenantKey, TenantModel
from alliance.tenancy.zones import Zone
from members.models import Organisation
from partnership_board import sealing
from partnership_board.models.elections import Election

# What of a roll entry stays as it is from the opening of the poll on.
FIXED = ("alliance_id", "election_id", "organisation_id", "voter_id", "deputy_voter_id")
SAME = ", ".join(f"NEW.{name}" for name in (*FIXED, "is_entitled", "reason"))
SAME_BEFORE = SAME.replace("NEW.", "OLD.")
ROLL_STAYS = f"""
    SELECT state INTO its_state FROM partnership_board_election
     WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.election_id ELSE NEW.election_id END;
    IF its_state IN ('draft', 'rule_frozen', 'nominating', 'checking', 'roll_frozen', 'ready') THEN
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND its_state = 'open' THEN
        IF ROW({SAME}) IS NOT DISTINCT FROM ROW({SAME_BEFORE}) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'The poll has opened, so the roll can no longer change.';
"""  # noqa: S608 -- made of names that stand above


class Octets(Func):
    """The length of what is sealed, in octets."""

    function = "octet_length"
    output_field = IntegerField()


def is_of_its_length() -> Q:
    """Every envelope is as long as any other of its election: see `sealing.octets`."""
    rest = Mod(Octets("sealed"), Value(sealing.STEP))
    return Q(Exact(rest, Value(sealing.LEAST % sealing.STEP)))


class VoterKey(TenantKey):
    """A key to the voter that is also the row's own: one envelope each."""

    # Any: what Django passes.
    def _check_unique(self, **options: Any) -> list[Any]:
        return []  # a one-to-one field would not be a tenant's key


class RollEntry(TenantModel):
    """An organisation that may vote. Any of its representatives may cast; these two are named.

    `has_voted` is false for all until the close, and then written for all at once.
    """

    seen_with = "see_board"
    organisation_path = "organisation"
    election_path = "election"

    election = TenantKey(Election, on_delete=models.PROTECT, related_name="+")
    organisation = TenantKey(Organisation, on_delete=models.PROTECT, related_name="+")
    voter = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    deputy_voter = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    is_entitled = models.BooleanField(default=True)
    reason = models.CharField(max_length=200, blank=True)
    has_voted = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "roll entries"
        triggers = [
            pgtrigger.Trigger(
                name="roll_stays_once_the_poll_is_open",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("its_state", "text")],
                func=ROLL_STAYS,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "election", "organisation"],
                name="organisation_once_on_the_roll",
                violation_error_message="This organisation is on the roll already.",
            ),
            models.CheckConstraint(
                condition=Q(is_entitled=True) | ~Q(reason=""),
                name="not_entitled_for_a_reason",
                violation_error_message="Say why this organisation may not vote.",
            ),
            models.CheckConstraint(
                condition=Q(is_entitled=True) | Q(has_voted=False),
                name="only_the_entitled_have_voted",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Envelope(TenantModel):
    """What an organisation cast, sealed to the officers' keys, while the poll is open."""

    zone = Zone.BALLOTS

    roll_entry = VoterKey(RollEntry, on_delete=models.PROTECT, related_name="+", primary_key=True)
    sealed = models.BinaryField()
    receipt = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=is_of_its_length(),
                name="envelope_has_its_length",
            ),
        ]

    def __str__(self) -> str:
        return "An envelope"


class SealedBallot(TenantModel):
    """An envelope without its voter. `peeled` is what one officer's key leaves of it."""

    zone = Zone.BALLOTS

    id = models.UUIDField(primary_key=True, editable=False)
    election = TenantKey(Election, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    peeled = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=is_of_its_length(),
                name="sealed_ballot_has_its_length",
            ),
        ]

    def __str__(self) -> str:
        return "A sealed ballot"


class OpenedBallot(TenantModel):
    """A ranking, first preference first; deleted when the result is certified."""

    zone = Zone.BALLOTS

    id = models.UUIDField(primary_key=True, editable=False)
    election = TenantKey(Election, on_delete=models.PROTECT, related_name="+")
    ranking = ArrayField(models.PositiveSmallIntegerField())

    def __str__(self) -> str:
        return "A ballot"


class RetainedBox(TenantModel):
    """The opened ballots, sealed to the officers' keep keys until the last term has ended."""

    zone = Zone.BALLOTS

    election = TenantKey(Election, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    delete_on = models.DateField()

    class Meta:
        verbose_name_plural = "retained boxes"
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "election"], name="one_retained_box_an_election"
            ),
        ]

    def __str__(self) -> str:
        return f"The box of {self.election}"
