"""What was told so far, for whoever takes it down."""

import json
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from alliance.models import User
from coproduction import words
from coproduction.models import Aftercare, CaptureDraft, SafetyFlag, SealedFile

AHEAD = timedelta(days=7)


def mine(user: User, *, at: datetime) -> "QuerySet[CaptureDraft]":
    """Those that can be gone on with, the latest first."""
    rows = CaptureDraft.objects.filter(started_by=user, expires_at__gt=at)
    return rows.order_by("-started_at")


def unfinished(user: User, *, at: datetime) -> "QuerySet[CaptureDraft]":
    return mine(user, at=at).filter(contribution=None)


def answers_of(draft: CaptureDraft) -> dict[str, dict[str, list[str]]]:
    """By step: what was typed, as a page sends it."""
    answers: dict[str, dict[str, list[str]]] = json.loads(words.opened(draft, "answers") or "{}")
    return answers


def files_of(draft: CaptureDraft) -> list[SealedFile]:
    return list(SealedFile.objects.filter(draft=draft).order_by("added_at", "pk"))


def is_held(draft: CaptureDraft) -> bool:
    """Whether somebody worried about the person, and nobody has closed it yet."""
    return SafetyFlag.objects.filter(draft=draft).exclude(state="closed").exists()


def flags_of(draft: CaptureDraft) -> list[SafetyFlag]:
    return list(SafetyFlag.objects.filter(draft=draft).order_by("raised_at"))


def care_of(draft: CaptureDraft) -> Aftercare | None:
    """What was agreed for afterwards, to stand on the card."""
    return Aftercare.objects.filter(contribution=draft.contribution_id).first()


def care_due(*, on: date) -> "QuerySet[Aftercare]":
    """Whom to ask how they are, up to a week ahead, the longest due first."""
    rows = Aftercare.objects.filter(outcome="", on__lte=on + AHEAD)
    return rows.select_related("contribution__contributor").order_by("on", "pk")
