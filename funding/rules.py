"""Which kind of entry may move which bucket in which direction. Nothing else in the ledger moves.

Entitlement is what may be spent, cash is what is there. A kind that is not listed for a bucket is
refused by the database, so that no page, program or typed statement can skip a step.
"""

from django.db import models


class Bucket(models.TextChoices):
    """Where a pound is. Sources stand below zero by what came out of them."""

    FUNDER = "funder", "Agreed with the funder"
    UNASSIGNED = "unassigned", "Not yet given to a line"
    AVAILABLE = "available", "Free in its line"
    ALLOCATED = "allocated", "Set aside for an award"
    CONTRACTED = "contracted", "Signed for"
    DUE = "due", "Due to be paid"
    PAID = "paid", "Paid"
    RETURNED = "returned", "Given up"
    CASH_IN = "cash_in", "Arrived from the funder"
    CASH_HELD = "cash_held", "In the bank"
    CASH_OUT = "cash_out", "Left the bank"
    CASH_RETURNED = "cash_returned", "Sent back to the funder"
    PREFINANCE = "prefinance", "Lent by the body that holds the money"


class Kind(models.TextChoices):
    COMMITMENT_IN = "commitment_in", "Agreed by the funder"
    COMMITMENT_CUT = "commitment_cut", "Cut by the funder"
    ASSIGN = "assign", "Given to a line"
    UNASSIGN = "unassign", "Taken out of a line"
    VIREMENT = "virement", "Moved between lines"
    ALLOCATE = "allocate", "Set aside for an award"
    RELEASE = "release", "Set free again"
    CONTRACT = "contract", "Signed for"
    DECOMMIT = "decommit", "No longer signed for"
    FALL_DUE = "fall_due", "Fell due"
    PAY = "pay", "Paid"
    CLAWBACK = "clawback", "Paid back to us"
    GIVE_UP = "give_up", "Given up"
    DISBURSEMENT_IN = "disbursement_in", "Money arrived"
    PREFINANCE = "prefinance", "Lent until the money arrives"
    PREFINANCE_REPAID = "prefinance_repaid", "Loan paid back"
    CASH_BACK = "cash_back", "Money sent back to the funder"
    REVERSAL = "reversal", "Reversed"


B, K = Bucket, Kind
SOURCES = (B.FUNDER, B.CASH_IN, B.PREFINANCE)
WHOLE_STREAM = (
    B.FUNDER,
    B.UNASSIGNED,
    B.CASH_IN,
    B.CASH_HELD,
    B.CASH_OUT,
    B.CASH_RETURNED,
    B.PREFINANCE,
)
OF_AWARDS = (B.ALLOCATED, B.CONTRACTED, B.DUE, B.PAID)
ENTITLEMENT = (B.UNASSIGNED, B.AVAILABLE, *OF_AWARDS, B.RETURNED)

# (out of these, into those)
FLOWS: dict[Kind, tuple[tuple[Bucket, ...], tuple[Bucket, ...]]] = {
    K.COMMITMENT_IN: ((B.FUNDER,), (B.UNASSIGNED,)),
    K.COMMITMENT_CUT: ((B.UNASSIGNED,), (B.FUNDER,)),
    K.ASSIGN: ((B.UNASSIGNED,), (B.AVAILABLE,)),
    K.UNASSIGN: ((B.AVAILABLE,), (B.UNASSIGNED,)),
    K.VIREMENT: ((B.AVAILABLE,), (B.AVAILABLE,)),
    K.ALLOCATE: ((B.AVAILABLE,), (B.ALLOCATED,)),
    K.RELEASE: ((B.ALLOCATED,), (B.AVAILABLE,)),
    K.CONTRACT: ((B.ALLOCATED,), (B.CONTRACTED,)),
    K.DECOMMIT: ((B.CONTRACTED,), (B.AVAILABLE,)),
    K.FALL_DUE: ((B.CONTRACTED,), (B.DUE,)),
    K.PAY: ((B.DUE, B.CASH_HELD), (B.PAID, B.CASH_OUT)),
    K.CLAWBACK: ((B.PAID, B.CASH_OUT), (B.AVAILABLE, B.CASH_HELD)),
    K.GIVE_UP: ((B.AVAILABLE, B.UNASSIGNED), (B.RETURNED,)),
    K.DISBURSEMENT_IN: ((B.CASH_IN,), (B.CASH_HELD,)),
    K.PREFINANCE: ((B.PREFINANCE,), (B.CASH_HELD,)),
    K.PREFINANCE_REPAID: ((B.CASH_HELD,), (B.PREFINANCE,)),
    K.CASH_BACK: ((B.CASH_HELD,), (B.CASH_RETURNED,)),
    K.REVERSAL: (tuple(B), tuple(B)),  # that it mirrors its original is checked at sealing
}

# Of these the record must say why, and of those from where it is known.
WITH_REASON = (K.REVERSAL, K.COMMITMENT_CUT, K.CLAWBACK, K.GIVE_UP, K.DECOMMIT)
WITH_SOURCE = (K.COMMITMENT_IN, K.DISBURSEMENT_IN, K.PREFINANCE)


def is_allowed(kind: Kind, bucket: Bucket, pence: int) -> bool:
    """Whether an entry of this kind may move `pence` (not 0; below 0: out of it) in this bucket."""
    out_of, into = FLOWS[kind]
    return bucket in (into if pence > 0 else out_of)
