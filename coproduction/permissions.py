"""What may be done here; `alliance.roles` says who may."""

from enum import StrEnum


class CoproductionPermission(StrEnum):
    SEE_INSIGHTS = "see_insights"
    CAPTURE_INSIGHTS = "capture_insights"
