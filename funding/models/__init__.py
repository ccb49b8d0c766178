"""Streams of shared money, their plans, and what was promised."""

from funding.models.approvals import Approval, ApprovalLeg, MoneyRules
from funding.models.awards import Award, AwardSource
from funding.models.expectations import Expectation, ExpectationEvent
from funding.models.ledger import (
    Entry,
    LedgerAccount,
    LedgerCheck,
    LedgerHead,
    Posting,
    Seal,
)
from funding.models.plans import (
    BudgetLine,
    DesignParticipant,
    DesignStage,
    ProfilePeriod,
    StreamItem,
)
from funding.models.streams import FundingStream, StreamEvent, StreamPriority

__all__ = [
    "Approval",
    "ApprovalLeg",
    "Award",
    "AwardSource",
    "BudgetLine",
    "DesignParticipant",
    "DesignStage",
    "Entry",
    "Expectation",
    "ExpectationEvent",
    "FundingStream",
    "LedgerAccount",
    "LedgerCheck",
    "LedgerHead",
    "MoneyRules",
    "Posting",
    "ProfilePeriod",
    "Seal",
    "StreamEvent",
    "StreamItem",
    "StreamPriority",
]
