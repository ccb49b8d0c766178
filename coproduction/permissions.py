"""What may be done here; `alliance.roles` says who may."""

from enum import StrEnum


class CoproductionPermission(StrEnum):
    SEE_INSIGHTS = "see_insights"
    CAPTURE_INSIGHTS = "capture_insights"
    TAKE_WORDS = "take_words"
    ACT_ON_WORRIES = "act_on_worries"
    KEEP_COMMITMENTS = "keep_commitments"
    JUDGE_COMMITMENTS = "judge_commitments"


class OwnerPermission(StrEnum):
    """Within one member organisation: whoever edits it answers for what it promised."""

    ANSWER_COMMITMENTS = "answer_commitments"
