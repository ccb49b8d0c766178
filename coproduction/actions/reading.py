"""Who may open original words, and the opening itself."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from coproduction import words
from coproduction.models import AboutBody, Contribution, RawRead, ReaderTerm
from coproduction.queries.consents import scopes_now
from coproduction.queries.contributions import is_reader
from coproduction.queries.readers import (
    barred_by,
    has_broken_glass,
    is_for_safeguarding,
    opened_lately,
    readers_left,
)
from coproduction.scopes import Scope
from members.models import Network, Organisation

ONLY_READERS = "Only the two readers open what people said. You can see where it stands."
TAKEN_BACK = "This was taken back by the person who told us. It cannot be opened."
SITTING = timedelta(hours=1)
OPEN_AGAIN = "The words were closed again. Open them once more, and say why."


@dataclass(frozen=True)
class Opened:
    original: str
    translation: str


@transaction.atomic
def open_words(
    contribution: Contribution, *, reason: str, by: User, on: date, now: datetime
) -> Opened:
    """The words, once it is written down who opened them and why."""
    _check_may_open(contribution, by=by, on=on, now=now)
    read = RawRead.objects.create(contribution=contribution, reader=by, reason=reason, at=now)
    audit.record(by=by, kind="coproduction.words_opened", subject=read, data={"reason": reason})
    return _opened(contribution)


def words_again(contribution: Contribution, *, by: User, on: date, now: datetime) -> Opened:
    """The words once more, within the hour in which this person opened them."""
    _check_may_open(contribution, by=by, on=on, now=now)
    if not opened_lately(by, contribution, since=now - SITTING):
        raise Refused(OPEN_AGAIN)
    return _opened(contribution)


def _check_may_open(contribution: Contribution, *, by: User, on: date, now: datetime) -> None:
    if is_reader(by, on=on):
        about = barred_by(by, contribution, on=on)
        if about is not None:
            raise Refused(where_you_work(contribution, about, on=on))
    elif not (
        has_broken_glass(by, contribution, at=now) or is_for_safeguarding(by, contribution, on=on)
    ):
        raise Refused(ONLY_READERS)
    if Scope.KEEP not in scopes_now(contribution, at=now):
        raise Refused(TAKEN_BACK)


def where_you_work(contribution: Contribution, about: AboutBody, *, on: date) -> str:
    left = readers_left(contribution, on=on)
    who = str(left[0]) if left else "The safeguarding lead"
    return f"This is about {about}, where you work. {who} will read it."


def _opened(contribution: Contribution) -> Opened:
    try:
        return Opened(
            words.opened(contribution, "original"), words.opened(contribution, "translation")
        )
    except words.Withdrawn:
        raise Refused(TAKEN_BACK) from None


@transaction.atomic
def mark_about(
    contribution: Contribution,
    *,
    organisation: Organisation | None = None,
    network: Network | None = None,
    by: User,
    now: datetime,
) -> AboutBody:
    """Say which body a telling is about. Whoever works there cannot open it from this moment."""
    if (organisation is None) == (network is None):
        raise Refused("Choose one organisation or one other body.", field="organisation")
    told = AboutBody.objects.filter(contribution=contribution)
    if told.filter(organisation=organisation, network=network).exists():
        raise Refused("That is marked already.", field="organisation")
    about = AboutBody.objects.create(
        contribution=contribution,
        organisation=organisation,
        network=network,
        marked_by=by,
        marked_at=now,
    )
    audit.record(by=by, kind="coproduction.about_marked", subject=about)
    return about


@transaction.atomic
def appoint_reader(
    person: User,
    *,
    kind: str,
    from_on: date,
    employer: Organisation | None = None,
    by: User,
) -> ReaderTerm:
    """Name the first or the second reader: never more than one of each at a time."""
    others = ReaderTerm.objects.select_for_update().current(on=from_on)
    if others.filter(kind=kind).exists():
        raise Refused("There is such a reader already.")
    if others.filter(person=person).exists():
        raise Refused(f"{person} is a reader already.")
    term = ReaderTerm.objects.create(person=person, kind=kind, from_on=from_on, employer=employer)
    audit.record(by=by, kind="coproduction.reader_appointed", subject=term)
    return term


@transaction.atomic
def end_reader(term: ReaderTerm, *, on: date, by: User) -> None:
    if term.until_on is not None:
        raise Refused(f"{term.person} is no longer a reader.")
    term.until_on = on
    term.save(update_fields=["until_on"])
    audit.record(by=by, kind="coproduction.reader_ended", subject=term)
