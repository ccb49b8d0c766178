"""Streams of shared money, their plans, and what was promised."""

from funding.models.expectations import Expectation, ExpectationEvent
from funding.models.plans import (
    BudgetLine,
    DesignParticipant,
    DesignStage,
    ProfilePeriod,
    StreamItem,
)
from funding.models.streams import FundingStream, StreamEvent, StreamPriority

__all__ = [
    "BudgetLine",
    "DesignParticipant",
    "DesignStage",
    "Expectation",
    "ExpectationEvent",
    "FundingStream",
    "ProfilePeriod",
    "StreamEvent",
    "StreamItem",
    "StreamPriority",
]
