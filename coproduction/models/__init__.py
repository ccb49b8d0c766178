"""What people told us, what they allow, and what became of it."""

from coproduction.models.captures import Aftercare, CaptureDraft, SealedFile
from coproduction.models.contributions import Contribution, RawRead
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
from coproduction.models.safety import SafetyFlag
from coproduction.models.sheets import Sheet, SheetBatch

__all__ = [
    "Aftercare",
    "CaptureDraft",
    "CheckBack",
    "ConsentRecord",
    "ConsentWording",
    "Contribution",
    "Contributor",
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
    "SafetyFlag",
    "SealedFile",
    "Sheet",
    "SheetBatch",
    "Theme",
]
