"""What may be done here; `alliance.roles` says who may."""

from enum import StrEnum


class FundingPermission(StrEnum):
    SEE_FUNDING = "see_funding"
    CHANGE_FUNDING = "change_funding"
    READ_PROPOSALS = "read_proposals"
    SCORE_PROPOSALS = "score_proposals"
    WRITE_PROPOSALS = "write_proposals"
    SEE_LEDGER = "see_ledger"
    PREPARE_PAYMENTS = "prepare_payments"
    APPROVE_PAYMENTS = "approve_payments"
