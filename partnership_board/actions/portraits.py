"""A candidate's photo, until nominations close. What is kept has been drawn anew."""

from datetime import datetime

from django.db import transaction

from alliance import audit
from alliance.actions import documents
from alliance.documents.uploads import Checked
from alliance.models import User
from partnership_board.actions.nominations import to_change
from partnership_board.models import Nomination

PURPOSE = "board.portrait"


@transaction.atomic
def show(
    nomination: Nomination, *, sent: bytes, drawn: Checked, words: str, by: User, now: datetime
) -> None:
    """In place of the one before. `words` say what it shows to those who cannot see it."""
    nomination = to_change(nomination, by=by, now=now)
    before = nomination.photo
    nomination.photo = documents.take_in(sent, drawn, purpose=PURPOSE, by=by, now=now)
    nomination.photo_words = words
    nomination.save(update_fields=["photo", "photo_words"])
    if before is not None:
        documents.destroy(before)
    audit.record(by=by, kind="election.portrait_shown", subject=nomination)


@transaction.atomic
def take_away(nomination: Nomination, *, by: User, now: datetime) -> None:
    nomination = to_change(nomination, by=by, now=now)
    before = nomination.photo
    nomination.photo, nomination.photo_words = None, ""
    nomination.save(update_fields=["photo", "photo_words"])
    if before is not None:
        documents.destroy(before)
    audit.record(by=by, kind="election.portrait_taken_away", subject=nomination)
