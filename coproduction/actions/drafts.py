"""A telling on its way in: each answer sealed as it is given, one telling in the end."""

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_noop as _

from alliance import audit
from alliance.actions import shredding
from alliance.errors import Refused
from alliance.models import User
from coproduction import words
from coproduction.actions import capture, sheets
from coproduction.actions.capture import Telling
from coproduction.actions.consents import current_wording
from coproduction.actions.identities import Facts, Identity, keep_facts, keep_identity
from coproduction.models import (
    Aftercare,
    CaptureDraft,
    ConsentWording,
    Contribution,
    Contributor,
    SafetyFlag,
    SealedFile,
    Sheet,
)
from coproduction.queries.drafts import answers_of, is_held
from coproduction.queries.wordings import for_person
from coproduction.scopes import Scope

LASTS = timedelta(days=7)
NOTHING_TOLD = _(
    "Write down what they say, or add a recording or a picture. "
    "If they would rather not, press “Stop now”."
)
RAN_OUT = _("This was thrown away, or begun more than a week ago. Please begin again.")
Answer = dict[str, list[str]]


@dataclass(frozen=True)
class Told:
    """Everything that was answered, read and tidied by the forms."""

    consent: dict[str, Any]  # Any: the forms' cleaned words
    telling: Telling
    original: str = ""
    translation: str = ""
    wish: str = ""
    hear_back: str = Contributor.HearBack.ASK_AGAIN
    ref: str = ""
    sheet: str = ""
    facts: Facts | None = None
    identity: Identity | None = None
    care_on: date | None = None
    care_how: str = ""


@transaction.atomic
def begin(
    number: str,
    *,
    way: str,
    scopes: list[str],
    language: str,
    answers: dict[str, Answer],
    by: User,
    now: datetime,
) -> CaptureDraft:
    """The first row there is, once they said that we may keep it. Pressed twice, it is one."""
    if Scope.KEEP not in scopes:
        raise Refused(capture.KEPT_NOTHING, field="scopes")
    current_wording()
    there = CaptureDraft.objects.filter(public_id=number, started_by=by).first()
    if there is not None:
        return there
    draft = CaptureDraft(
        public_id=uuid.UUID(number),
        way=way,
        language=language,
        started_by=by,
        started_at=now,
        expires_at=now + LASTS,
    )
    try:
        _seal(draft, answers)
    except words.Withdrawn:
        raise Refused(RAN_OUT) from None
    draft.save()
    audit.record(by=by, kind="coproduction.capture_begun", subject=draft, data={"way": way})
    return draft


@transaction.atomic
def save_step(draft: CaptureDraft, step: str, answer: Answer, *, now: datetime) -> CaptureDraft:
    """Keep what was answered on one page, whether or not it is complete."""
    locked = CaptureDraft.objects.select_for_update().get(pk=draft.pk)
    if locked.is_finished:
        return locked
    if locked.has_run_out(at=now):
        raise Refused(RAN_OUT)
    _seal(locked, answers_of(locked) | {step: answer})
    locked.save(update_fields=["answers"])
    return locked


@transaction.atomic
def finish(draft: CaptureDraft, told: Told, *, by: User, now: datetime) -> CaptureDraft:
    """Make the one telling of it, and the card. Repeated, it is the same telling and card."""
    locked = CaptureDraft.objects.select_for_update().get(pk=draft.pk)
    if locked.is_finished:
        return locked
    if locked.has_run_out(at=now):
        raise Refused(RAN_OUT)
    files = SealedFile.objects.filter(draft=locked)
    if not told.original.strip() and not files.exists():
        raise Refused(NOTHING_TOLD, field="original")
    contribution, drawn = _take(locked, told, by=by, now=now)
    files.update(draft=None, contribution=contribution)
    SafetyFlag.objects.filter(draft=locked).update(draft=None, contribution=contribution)
    if told.care_on is not None:
        Aftercare.objects.create(
            contribution=contribution, on=told.care_on, how=told.care_how or Aftercare.How.RING
        )
    locked.contribution = contribution
    _seal(locked, {"card": {"ref": [contribution.contributor.ref], "words": [drawn]}})
    locked.save(update_fields=["contribution", "answers"])
    return locked


def _take(draft: CaptureDraft, told: Told, *, by: User, now: datetime) -> tuple[Contribution, str]:
    sheet = sheets.to_enter(told.sheet) if told.sheet else None
    contributor = _whose(draft, told, sheet)
    drawn = capture.give_words(contributor)
    state = Contribution.State.HELD if is_held(draft) else Contribution.State.CAPTURED
    telling: Telling = {**told.telling, "public_id": draft.public_id, "state": state}
    contribution = capture.take_contribution(
        contributor=contributor,
        original=told.original,
        translation=told.translation,
        wish=told.wish,
        wording=sheet.batch.wording if sheet else _wording(told.telling["language"]),
        by=by,
        now=now,
        **told.consent,
        **telling,
    )
    if told.facts is not None:
        keep_facts(contributor, told.facts, by=by, now=now)
    if told.identity is not None:
        keep_identity(contributor, told.identity, by=by, now=now)
    if sheet is not None:
        sheets.enter(sheet, contribution, now=now)
    return contribution, drawn


def _whose(draft: CaptureDraft, told: Told, sheet: Sheet | None) -> Contributor:
    if sheet is not None:
        return sheets.contributor_on(sheet, hear_back=told.hear_back)
    return capture.contributor_of(
        told.ref,
        language=told.telling["language"],
        hear_back=told.hear_back,
        is_group=draft.way == CaptureDraft.Way.GROUP,
    )


@transaction.atomic
def throw_away(draft: CaptureDraft, *, by: User, now: datetime) -> None:
    """Destroyed at once, files and key as well. No reason is asked."""
    locked = CaptureDraft.objects.select_for_update().get(pk=draft.pk)
    if locked.is_finished:
        raise Refused("This is kept already. To take it back, change what they agree to.")
    audit.record(by=by, kind="coproduction.capture_thrown_away", subject=locked)
    _destroy(locked, now=now)


@transaction.atomic
def put_away(draft: CaptureDraft) -> None:
    """The card has been handed over: its words stand nowhere any more."""
    if not draft.is_finished:
        raise Refused("This is not finished yet.")
    draft.delete()


@transaction.atomic
def hand_over(draft: CaptureDraft, *, by: User) -> None:
    draft.is_handed_over = True
    draft.save(update_fields=["is_handed_over"])
    audit.record(by=by, kind="coproduction.phone_handed_over", subject=draft)


@transaction.atomic
def clear_stale(*, now: datetime) -> int:
    """What was begun a week ago and never finished; how many. Held ones wait for their end."""
    stale = CaptureDraft.objects.filter(expires_at__lte=now).select_for_update(skip_locked=True)
    gone = [draft for draft in stale if draft.is_finished or not is_held(draft)]
    for draft in gone:
        if draft.is_finished:
            draft.delete()
        else:
            _destroy(draft, now=now)
    return len(gone)


def _wording(language: str) -> ConsentWording:
    asked = for_person(language)
    return asked.wording if asked else current_wording()


def _destroy(draft: CaptureDraft, *, now: datetime) -> None:
    for file in SealedFile.objects.filter(draft=draft):
        remove_bytes(file)
        file.delete()
    SafetyFlag.objects.filter(draft=draft).update(draft=None)
    public_id = draft.public_id
    draft.delete()
    shredding.shred([public_id], why="thrown_away", now=now)


def remove_bytes(file: SealedFile) -> None:
    path = file.path
    transaction.on_commit(lambda: default_storage.delete(path))


def _seal(draft: CaptureDraft, answers: dict[str, Answer]) -> None:
    words.seal(draft, "answers", json.dumps(answers))
