"""What may be done here; `alliance.roles` says who may."""

from enum import StrEnum


class CoproductionPermission(StrEnum):
    SEE_INSIGHTS = "see_insights"
    CAPTURE_INSIGHTS = "capture_insights"
    TAKE_WORDS = "take_words"
    ACT_ON_WORRIES = "act_on_worries"
