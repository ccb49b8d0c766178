"""Printing sheets with cards on them, and following each until its paper is shredded."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from alliance import audit
from alliance.calendars import LONDON
from alliance.errors import Refused
from alliance.models import User
from coproduction import cards, words
from coproduction.actions import capture
from coproduction.models import Contribution, Contributor, Sheet, SheetBatch
from coproduction.models.sheets import MOST_COPIES
from coproduction.queries.wordings import current

PAPER_LASTS = timedelta(days=14)
State = Sheet.State
# What a sheet may become, by what it is.
MOVES = {
    State.PRINTED: {State.RETURNED, State.SPOILED, State.LOST},
    State.RETURNED: {State.SPOILED, State.LOST},
}


@transaction.atomic
def print_batch(*, language: str, format: str, copies: int, by: User, now: datetime) -> SheetBatch:
    """So many sheets, each with a number and a card of its own."""
    wording = current(language)
    if wording is None:
        raise Refused("Nobody has checked the wording in this language yet.", field="language")
    if not 1 <= copies <= MOST_COPIES:
        raise Refused(f"Print between 1 and {MOST_COPIES} at a time.", field="copies")
    batch = SheetBatch.objects.create(
        language=language, format=format, wording=wording, copies=copies, made_by=by, made_at=now
    )
    for ref, number in zip(capture.new_refs(copies), _numbers(copies), strict=True):
        drawn = cards.new_words()
        sheet = Sheet(batch=batch, ref=ref, number=number, words_hmac=cards.hmac_of(ref, drawn))
        words.seal(sheet, "words_sealed", drawn)
        sheet.save()
    audit.record(by=by, kind="coproduction.sheets_made", subject=batch, data={"copies": copies})
    return batch


@transaction.atomic
def forget_words(batch: SheetBatch, *, by: User) -> None:
    """The sheets have been printed: their words stand on the cards alone from now on."""
    Sheet.objects.filter(batch=batch).update(words_sealed="")
    audit.record(by=by, kind="coproduction.sheets_printed", subject=batch)


@transaction.atomic
def mark(sheet: Sheet, *, state: str, by: User, now: datetime) -> None:
    """Come back, spoiled or lost. The card of a lost or spoiled sheet is never used."""
    sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if state not in MOVES.get(State(sheet.state), set()):
        raise Refused(f"Sheet {sheet} is {sheet.get_state_display().lower()} already.")
    sheet.state, sheet.changed_at = state, now
    sheet.save(update_fields=["state", "changed_at"])
    audit.record(by=by, kind="coproduction.sheet_marked", subject=sheet, data={"state": state})


def to_enter(number: str) -> Sheet:
    """The sheet whose number was typed or scanned, if its words can still be entered."""
    tidy = number.replace(" ", "")
    found = Sheet.objects.select_for_update().filter(number=tidy).first()
    if found is None:
        raise Refused("There is no sheet with this number. Look at it again.", field="number")
    if found.state not in (State.PRINTED, State.RETURNED):
        raise Refused(
            f"Sheet {found} is {found.get_state_display().lower()} already.", field="number"
        )
    return found


def contributor_on(sheet: Sheet, *, hear_back: str) -> Contributor:
    """Whoever has torn off the card of this sheet."""
    return Contributor.objects.create(
        ref=sheet.ref,
        words_hmac=sheet.words_hmac,
        preferred_language=sheet.batch.language,
        hear_back=hear_back,
    )


def enter(sheet: Sheet, contribution: Contribution, *, now: datetime) -> None:
    sheet.state, sheet.contribution, sheet.changed_at = State.ENTERED, contribution, now
    sheet.shred_on = now.astimezone(LONDON).date() + PAPER_LASTS
    sheet.words_sealed = ""
    sheet.save(update_fields=["state", "contribution", "changed_at", "shred_on", "words_sealed"])


@transaction.atomic
def shred_paper(sheet: Sheet, *, by: User, now: datetime) -> None:
    sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if sheet.state != State.ENTERED or sheet.shredded_at is not None:
        raise Refused("This paper is not waiting to be shredded.")
    sheet.shredded_by, sheet.shredded_at = by, now
    sheet.save(update_fields=["shredded_by", "shredded_at"])
    audit.record(by=by, kind="coproduction.paper_shredded", subject=sheet)


def _numbers(count: int) -> list[str]:
    """Eight figures in two halves, made from nothing; drawn again where one is taken."""
    taken = set(Sheet.objects.values_list("number", flat=True))
    found: list[str] = []
    while len(found) < count:
        number = f"{secrets.randbelow(9000) + 1000}-{secrets.randbelow(9000) + 1000}"
        if number not in taken:
            taken.add(number)
            found.append(number)
    return found
