"""Who may open original words, and the opening itself."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from coproduction import words
from coproduction.models import Contribution, RawRead, ReaderTerm
from coproduction.queries.consents import scopes_now
from coproduction.queries.contributions import is_reader
from coproduction.scopes import Scope

ONLY_READERS = "Only the two readers open what people said. You can see where it stands."
TAKEN_BACK = "This was taken back by the person who told us. It cannot be opened."


@dataclass(frozen=True)
class Opened:
    original: str
    translation: str


@transaction.atomic
def open_words(
    contribution: Contribution, *, reason: str, by: User, on: date, now: datetime
) -> Opened:
    """The words, once it is written down who opened them and why."""
    if not is_reader(by, on=on):
        raise Refused(ONLY_READERS)
    if Scope.KEEP not in scopes_now(contribution, at=now):
        raise Refused(TAKEN_BACK)
    read = RawRead.objects.create(contribution=contribution, reader=by, reason=reason, at=now)
    audit.record(by=by, kind="coproduction.words_opened", subject=read, data={"reason": reason})
    return Opened(words.opened(contribution, "original"), words.opened(contribution, "translation"))


@transaction.atomic
def appoint_reader(person: User, *, kind: str, from_on: date, by: User) -> ReaderTerm:
    """Name the first or the second reader: never more than one of each at a time."""
    others = ReaderTerm.objects.select_for_update().current(on=from_on)
    if others.filter(kind=kind).exists():
        raise Refused("There is such a reader already.")
    if others.filter(person=person).exists():
        raise Refused(f"{person} is a reader already.")
    term = ReaderTerm.objects.create(person=person, kind=kind, from_on=from_on)
    audit.record(by=by, kind="coproduction.reader_appointed", subject=term)
    return term


@transaction.atomic
def end_reader(term: ReaderTerm, *, on: date, by: User) -> None:
    if term.until_on is not None:
        raise Refused(f"{term.person} is no longer a reader.")
    term.until_on = on
    term.save(update_fields=["until_on"])
    audit.record(by=by, kind="coproduction.reader_ended", subject=term)
