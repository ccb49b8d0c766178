"""What people told us, what they allow, and what became of it."""

from coproduction.models.captures import Aftercare, CaptureDraft, SealedFile
from coproduction.models.commitments import (
    Commitment,
    CommitmentJudgement,
    CommitmentReport,
    CommitmentSource,
    JudgementSignature,
)
from coproduction.models.contributions import Contribution, RawRead
from coproduction.models.identities import ContributorFacts, ContributorIdentity, IdentityRead
from coproduction.models.insights import (
    CheckBack,
    Insight,
    InsightDescent,
    InsightSource,
    InsightTheme,
    InsightVersion,
    SecondReading,
    Theme,
)
from coproduction.models.links import (
    BackFeed,
    InsightLink,
    InsightLinkBase,
    Response,
    ResponseInsight,
)
from coproduction.models.people import ConsentRecord, ConsentWording, Contributor, ReaderTerm
from coproduction.models.reading import AboutBody, BreakGlass
from coproduction.models.redactions import Redaction
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
    "AboutBody",
    "AccessRequest",
    "Aftercare",
    "BackFeed",
    "BreakGlass",
    "CaptureDraft",
    "CheckBack",
    "Commitment",
    "CommitmentJudgement",
    "CommitmentReport",
    "CommitmentSource",
    "ConsentRecord",
    "ConsentWording",
    "Contribution",
    "Contributor",
    "ContributorFacts",
    "ContributorIdentity",
    "IdentityRead",
    "Insight",
    "InsightDescent",
    "InsightLink",
    "InsightLinkBase",
    "InsightSource",
    "InsightTheme",
    "InsightVersion",
    "JudgementSignature",
    "RawRead",
    "ReaderTerm",
    "Redaction",
    "Response",
    "ResponseInsight",
    "RetentionDue",
    "RetentionHold",
    "RetentionRule",
    "SafetyFlag",
    "SealedFile",
    "SecondReading",
    "Sheet",
    "SheetBatch",
    "Theme",
    "Withdrawal",
    "WithdrawalStep",
]
