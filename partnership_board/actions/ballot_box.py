"""Opening and closing the poll. At the close, envelopes lose their voters: all at once.

The strip is three statements in one transaction, without a loop and without a savepoint. Each row
that it writes carries the same transaction number, and each statement the same command number, so
that no hidden column of the database joins a ballot to an organisation.
"""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from alliance import words
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import Event, Upkeep, User
from partnership_board import sealing
from partnership_board.actions import election_letters, election_log
from partnership_board.actions.election_moves import agree, lock, move
from partnership_board.counting.agreed import box_sha256
from partnership_board.counting.agreed import sha256 as sha256_of
from partnership_board.counting.bundle import lines_sha256, listing
from partnership_board.deadlines import day_of
from partnership_board.election_states import Move, State
from partnership_board.models import (
    Countback,
    Declaration,
    Election,
    Envelope,
    OpenedBallot,
    OpenedBox,
    RollEntry,
    SealedBallot,
)
from partnership_board.queries import elections as queries
from partnership_board.queries.calendars import closed_days
from partnership_board.timetables import extended, votes_needed

TOO_EARLY = "It is too early."


@transaction.atomic
def open_poll(election: Election, *, now: datetime) -> None:
    election = lock(election)
    if now < election.opens_at:
        raise Refused(TOO_EARLY)
    move(election, Move.OPEN_POLL)
    until = words.moment(election.ends_at)
    election_log.write(
        election, f"The poll opened. It closes {until}.", kind="poll_opened", by=Actor.SYSTEM
    )
    election_letters.tell_poll(election, now=now)


@transaction.atomic
def close_poll(election: Election, *, now: datetime) -> None:
    """Extend once, close, or - where too few voted after all - destroy what nobody may open."""
    election = lock(election)
    if election.state != State.OPEN or now < election.ends_at:
        raise Refused(TOO_EARLY)
    entitled = RollEntry.objects.filter(election=election, is_entitled=True).count()
    voted = Envelope.objects.filter(roll_entry__election=election).count()
    needed = votes_needed(entitled, election.rule.quorum_percent)
    if voted >= needed:
        _close(election, voted, entitled, now=now)
    elif election.rule.extension_days and election.extended_to is None:
        _extend(election, now=now)
    else:
        _miss_quorum(election, voted, entitled, needed, now=now)


def _extend(election: Election, *, now: datetime) -> None:
    days = election.rule.extension_days
    move(election, Move.EXTEND)
    election.extended_to = extended(election.closes_at, days, closed_days())
    election.save(update_fields=["extended_to"])
    text = f"Too few had voted. The poll was extended once, to {words.moment(election.ends_at)}."
    election_log.write(election, text, kind="poll_extended", by=Actor.SYSTEM)
    election_letters.tell_extended(election, now=now)


def _close(election: Election, voted: int, entitled: int, *, now: datetime) -> None:
    blobs, receipts = strip(election)
    move(election, Move.CLOSE)
    election.box_sha256 = box_sha256(sealing.blob_sha256s(blobs))
    election.receipts = receipts
    election.save(update_fields=["box_sha256", "receipts"])
    text = (
        f"The poll closed. {voted} of {entitled} voted. The box's SHA-256 is"
        f" {election.box_sha256}. The receipts' SHA-256 is {lines_sha256(listing(receipts))}."
    )
    election_log.write(election, text, kind="poll_closed", by=Actor.SYSTEM)
    _count_reminders(election)
    _list_backups(election, now=now)
    _tidy(election, now=now)
    election_letters.tell_closed(election, now=now)


def _list_backups(election: Election, *, now: datetime) -> None:
    """Backups made meanwhile hold envelopes; their secrecy rests on the keys alone."""
    made = Event.objects.filter(kind="alliance.back_up", at__gte=election.opens_at, at__lt=now)
    days = sorted({words.day(day_of(event.at)) for event in made})
    if days:
        text = f"Backups made while the poll was open hold sealed envelopes: {'; '.join(days)}."
        election_log.write(election, text, kind="backups_listed", by=Actor.SYSTEM)


def strip(election: Election) -> tuple[list[bytes], list[str]]:
    """Envelopes become sealed ballots; the blobs and the receipts, each in an order of its own."""
    envelopes = Envelope.objects.filter(roll_entry__election=election)
    found = list(envelopes.values_list("sealed", "receipt"))
    ballots = sorted(
        (SealedBallot(id=uuid.uuid4(), election=election, sealed=sealed) for sealed, _ in found),
        key=lambda ballot: ballot.id,
    )
    SealedBallot.objects.bulk_create(ballots)
    mark_the_roll(election)
    empty_the_box(election)
    return [bytes(ballot.sealed) for ballot in ballots], sorted(code for _, code in found if code)


def mark_the_roll(election: Election) -> None:
    """Every entry, whether or not it voted, in one statement."""
    cast = Envelope.objects.filter(roll_entry=OuterRef("pk"))
    RollEntry.objects.filter(election=election).update(has_voted=Exists(cast))


def empty_the_box(election: Election) -> None:
    Envelope.objects.filter(roll_entry__election=election)._raw_delete("default")


def _miss_quorum(
    election: Election, voted: int, entitled: int, needed: int, *, now: datetime
) -> None:
    empty_the_box(election)
    move(election, Move.MISS_QUORUM)
    were = "were" if needed != 1 else "was"
    text = (
        f"The box cannot be opened: {voted} of {entitled} voted and {needed} {were} needed."
        " The envelopes have been destroyed unopened."
    )
    election_log.write(election, text, kind="inquorate", by=Actor.SYSTEM)
    _count_reminders(election)
    published = {"voted": voted, "entitled": entitled, "needed": needed}
    Declaration.objects.create(
        election=election,
        stage=Declaration.Stage.INQUORATE,
        published=published,
        level="names_only",
        at=now,
    )
    _tidy(election, now=now)
    election_letters.tell_inquorate(election, now=now)


@transaction.atomic
def abandon(election: Election, *, why: str, by: User, now: datetime) -> bool:
    """One officer's word; with the second, everything cast is destroyed. Only the reason stays."""
    election = lock(election)
    officer = queries.officer_of(by, election)
    if officer is None:
        raise Refused("Only the officers of an election can abandon it.")
    about = sha256_of(why.strip())
    if not agree(election, Move.ABANDON, officer=officer, about_sha256=about, now=now):
        return False
    empty_the_box(election)
    SealedBallot.objects.filter(election=election)._raw_delete("default")
    OpenedBallot.objects.filter(election=election)._raw_delete("default")
    OpenedBox.objects.filter(election=election)._raw_delete("default")
    Countback.objects.filter(election=election).update(peeled=None)
    election.ended_why = why.strip()
    election.save(update_fields=["ended_why"])
    move(election, Move.ABANDON)
    election_log.write(
        election, f"The election was abandoned. Reason: {why}", kind="abandoned", by=by
    )
    _tidy(election, now=now)
    election_letters.tell_abandoned(election, now=now)
    return True


def _count_reminders(election: Election) -> None:
    """Only now: while the poll was open it would have told how many had voted."""
    sent = election_letters.reminders_sent(election)
    if sent:
        text = f"In all, {words.counted(sent, 'reminder was', 'reminders were')} sent."
        election_log.write(election, text, kind="reminders_counted", by=Actor.SYSTEM)


def _tidy(election: Election, *, now: datetime) -> None:
    """Dead row versions still hold what was deleted, until the owner's vacuum."""
    election_letters.forget(election)
    Upkeep.objects.create(kind=Upkeep.Kind.VACUUM_BALLOTS, asked_at=now)
