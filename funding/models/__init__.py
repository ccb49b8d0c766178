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
from funding.models.links import FundingInsightLink
from funding.models.panels import (
    PanelOutcome,
    PanelRuling,
    PanelSeat,
    PanelTie,
    Score,
    ScoreSheet,
)
from funding.models.plans import (
    BudgetLine,
    DesignParticipant,
    DesignStage,
    ProfilePeriod,
    StreamItem,
)
from funding.models.proposals import (
    CostPicture,
    Proposal,
    ProposalAnswer,
    ProposalPartner,
    ProposalTie,
)
from funding.models.rounds import (
    Criterion,
    LaterDeadline,
    Round,
    RoundQuestion,
    RoundSide,
)
from funding.models.streams import FundingStream, StreamEvent, StreamPriority

__all__ = [
    "Approval",
    "ApprovalLeg",
    "Award",
    "AwardSource",
    "BudgetLine",
    "CostPicture",
    "Criterion",
    "DesignParticipant",
    "DesignStage",
    "Entry",
    "Expectation",
    "ExpectationEvent",
    "FundingInsightLink",
    "FundingStream",
    "LaterDeadline",
    "LedgerAccount",
    "LedgerCheck",
    "LedgerHead",
    "MoneyRules",
    "PanelOutcome",
    "PanelRuling",
    "PanelSeat",
    "PanelTie",
    "Posting",
    "ProfilePeriod",
    "Proposal",
    "ProposalAnswer",
    "ProposalPartner",
    "ProposalTie",
    "Round",
    "RoundQuestion",
    "RoundSide",
    "Score",
    "ScoreSheet",
    "Seal",
    "StreamEvent",
    "StreamItem",
    "StreamPriority",
]
