"""What people told us, what they allow, and what became of it."""

from coproduction.models.captures import Aftercare, CaptureDraft, SealedFile
from coproduction.models.contributions import Contribution, RawRead
from coproduction.models.identities import ContributorFacts, ContributorIdentity, IdentityRead
from coproduction.models.insights import (
    CheckBack,
    Insight,
    InsightSource,
    InsightTheme,
    InsightVersion,
    Theme,
)
from coproduction.models.links import InsightLink, InsightLinkBase, Response, ResponseInsight
from coproduction.models.people import ConsentRecord, ConsentWording, Contributor, ReaderTerm
from coproduction.models.retention import (
    AccessRequest,
    RetentionDue,
    RetentionHold,
    RetentionRule,
)
from coproduction.models.safety import SafetyFlag
from coproduction.models.sheets import Sheet, SheetBatch
from coproduction.models.withdrawals import Withdrawal, WithdrawalStep

__all__ = [
    "AccessRequest",
    "Aftercare",
    "CaptureDraft",
    "CheckBack",
    "ConsentRecord",
    "ConsentWording",
    "Contribution",
    "Contributor",
    "ContributorFacts",
    "ContributorIdentity",
    "IdentityRead",
    "Insight",
    "InsightLink",
    "InsightLinkBase",
    "InsightSource",
    "InsightTheme",
    "InsightVersion",
    "RawRead",
    "ReaderTerm",
    "Response",
    "ResponseInsight",
    "RetentionDue",
    "RetentionHold",
    "RetentionRule",
    "SafetyFlag",
    "SealedFile",
    "Sheet",
    "SheetBatch",
    "Theme",
    "Withdrawal",
    "WithdrawalStep",
]
