"""After nominations: reopening them, electing unopposed, and fixing candidates and roll."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from alliance import audit, words
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import User
from members.models import Organisation
from members.queries.people import voters
from partnership_board import timetables
from partnership_board.actions import election_letters, election_log, seating
from partnership_board.actions.election_moves import agree, lock, move
from partnership_board.counting.agreed import canonical, sha256
from partnership_board.counting.ballots import Unreadable
from partnership_board.deadlines import day_of
from partnership_board.election_states import BEFORE_POLL, Move, State
from partnership_board.models import (
    Declaration,
    Election,
    ElectionOfficer,
    ElectionRule,
    Nomination,
    RollEntry,
)
from partnership_board.queries import checking
from partnership_board.queries import elections as queries

REOPENED_FOR = timedelta(days=7)
Role = ElectionOfficer.Role


@transaction.atomic
def reopen_nominations(election: Election, *, by: User, now: datetime) -> Election:
    """Once, and only for a reason that the count would meet too. Every later day moves along."""
    election = lock(election)
    _refuse_others(election, by)
    why = checking.why_reopen(election)
    if not why:
        raise Refused("There are enough people, so nominations stay closed.")
    if election.reopened_why:
        raise Refused("Nominations have been reopened once already.")
    move(election, Move.REOPEN_NOMINATIONS)
    later = max(now + REOPENED_FOR - election.nominations_close_at, timedelta())
    moved = checking.timetable_of(election).moved(timedelta(days=later.days + 1))
    for name in timetables.FIELDS:
        setattr(election, name, getattr(moved, name))
    election.reopened_why = why
    election.save(update_fields=[*timetables.FIELDS, "reopened_why"])
    until = words.moment(election.nominations_close_at)
    text = f"Nominations reopened until {until}: {why}"
    election_log.write(election, text, kind="nominations_reopened", by=by)
    election_letters.tell_nominations_open(election, now=now)
    return election


@transaction.atomic
def declare_unopposed(election: Election, *, by: User, now: datetime) -> Election:
    """No more people than seats, and the rule elects and seats them.

    Their order, and with it the lengths of their terms, is drawn by lot. Unfilled seats go to a
    by-election.
    """
    election = lock(election)
    _refuse_others(election, by)
    seats = queries.seats_of(election)
    if queries.standing(election).count() > len(seats):
        raise Refused("More people stand than there are seats, so members vote.")
    if election.rule.uncontested != ElectionRule.Uncontested.DECLARE:
        raise Refused("The rule asks members to confirm people, so there is a vote.")
    _refuse_unchecked(election)
    _number(election, by=by)  # nobody was elected before anybody else, so the lot orders them
    standing = sorted(queries.standing(election), key=lambda one: one.number or 0)
    terms = seating.seat_winners(election, standing, by=by, on=day_of(now))
    move(election, Move.DECLARE_UNOPPOSED)
    election.declared_at = election.certified_at = now
    election.save(update_fields=["declared_at", "certified_at"])
    elected = [one.person_name for one in standing]
    unfilled = len(seats) - len(standing)
    Declaration.objects.create(
        election=election,
        stage=Declaration.Stage.UNCONTESTED,
        published={
            "level": "names_only",
            "elected": elected,
            "unfilled": unfilled,
            "seats": [seating.told(term) for term in terms],
        },
        level="names_only",
        at=now,
    )
    said = _unopposed(elected, unfilled)
    election_log.write(election, said, kind="declared_unopposed", by=by)
    return election


def _unopposed(elected: list[str], unfilled: int) -> str:
    names = words.listed(elected) if elected else "Nobody"
    left = words.counted(unfilled, "seat")
    rest = f" {left} unfilled: a by-election follows." if unfilled else ""
    return f"Elected unopposed: {names}.{rest}"


@transaction.atomic
def prepare(election: Election, *, by: User | Actor, now: datetime) -> int:
    """The roll of the day: every active member, with its voter and deputy; how many are new.

    Taken again, it keeps what was corrected.
    """
    election = lock(election)
    if election.state not in BEFORE_POLL - {State.ROLL_FROZEN, State.READY}:
        raise Refused("The roll has been fixed.")
    if day_of(now) < election.roll_on:
        raise Refused(f"The roll is that of {words.day(election.roll_on)}.")
    rows = RollEntry.objects.filter(election=election)
    active = set(Organisation.objects.members(on=election.roll_on).values_list("pk", flat=True))
    rows.exclude(organisation__in=active).delete()
    known = set(rows.values_list("organisation_id", flat=True))
    added = Organisation.objects.filter(pk__in=active - known).order_by("pk")
    new = [_entry(election, each) for each in added]
    RollEntry.objects.bulk_create(new)
    audit.record(by=by, kind="election.roll_taken", subject=election, data={"new": len(new)})
    return len(new)


def _entry(election: Election, organisation: Organisation) -> RollEntry:
    voter, deputy = voters(organisation, on=election.roll_on)
    return RollEntry(
        election=election,
        organisation=organisation,
        voter=voter.user if voter else None,
        deputy_voter=deputy.user if deputy else None,
    )


@transaction.atomic
def correct(
    entry: RollEntry, *, is_entitled: bool, reason: str, by: User, now: datetime
) -> RollEntry:
    """Only until the poll opens: afterwards a change would tell who has voted."""
    election = lock(entry.election)
    if election.state not in BEFORE_POLL:
        raise Refused("The poll is open, so the roll can no longer change.")
    _refuse_others(election, by)
    if not is_entitled and not reason.strip():
        raise Refused("Say why this organisation may not vote.", field="reason")
    entry = RollEntry.objects.select_related("organisation").get(pk=entry.pk)
    entry.is_entitled, entry.reason = is_entitled, reason
    entry.save(update_fields=["is_entitled", "reason"])
    audit.record(by=by, kind="election.roll_corrected", subject=entry)
    if election.state in (State.ROLL_FROZEN, State.READY):
        _say_roll(election, "The roll was corrected.", by=by)
    return entry


@transaction.atomic
def fix(election: Election, *, by: User, now: datetime) -> bool:
    """One officer's word; with the second, candidates are numbered by lot and the roll is fixed."""
    election = lock(election)
    officer = queries.officer_of(by, election)
    if officer is None:
        raise Refused("Only the officers of this election fix its roll.")
    _refuse_unready(election, now=now)
    roll_sha256 = queries.roll_sha256(list(queries.roll(election)))
    if not agree(election, Move.FIX_ROLL, officer=officer, about_sha256=roll_sha256, now=now):
        audit.record(by=by, kind="election.roll_agreed", subject=election)
        return False
    move(election, Move.FIX_ROLL)
    _number(election, by=by)
    _say_roll(election, "The roll was fixed.", by=by)
    return True


def _number(election: Election, *, by: User) -> None:
    """By lot, once. The candidates' hash is public from now on."""
    people = list(queries.standing(election))
    order = list(range(1, len(people) + 1))
    secrets.SystemRandom().shuffle(order)
    for person, number in zip(people, order, strict=True):
        Nomination.objects.filter(pk=person.pk).update(number=number)
    agreed = queries.candidates_as_agreed(election)
    names = [f"{one['number']} {one['name']}" for one in agreed["candidates"]]
    text = (
        f"Candidates were numbered by lot: {', '.join(names)}."
        f" Their SHA-256 is {sha256(canonical(agreed))}."
    )
    election_log.write(election, text, kind="candidates_numbered", by=by)


def _say_roll(election: Election, said: str, *, by: User) -> None:
    entries = list(queries.roll(election))
    election.roll_sha256 = queries.roll_sha256(entries)
    election.save(update_fields=["roll_sha256"])
    may = words.counted(
        sum(entry.is_entitled for entry in entries), "organisation may", "organisations may"
    )
    text = f"{said} {may} vote. Its SHA-256 is {election.roll_sha256}."
    election_log.write(election, text, kind="roll_fixed", by=by)


def _refuse_unready(election: Election, *, now: datetime) -> None:
    if now < election.withdraw_by_at:
        until = words.moment(election.withdraw_by_at)
        raise Refused(f"Candidates may withdraw until {until}. Fix the roll after that.")
    _refuse_unchecked(election)
    _refuse_conflicts(election)
    if not RollEntry.objects.filter(election=election, is_entitled=True).exists():
        raise Refused("Nobody is on the roll yet. Take the roll of the day first.")
    try:
        problems = checking.problems(election)
    except Unreadable as problem:
        raise Refused(str(problem)) from None
    for sentence in problems:
        raise Refused(sentence)
    if not queries.standing(election).exists():
        raise Refused("Nobody stands, so there is nothing to vote on.")


def _refuse_unchecked(election: Election) -> None:
    waiting = Nomination.objects.filter(election=election, state=Nomination.State.SENT).count()
    if waiting:
        what = words.counted(waiting, "nomination waits", "nominations wait")
        raise Refused(f"{what} to be checked first.")


def _refuse_conflicts(election: Election) -> None:
    """Scrutineers are there; and where the returning officer's employer has a candidate, two."""
    officers = {officer.role: officer for officer in queries.officers(election)}
    if Role.SCRUTINEER not in officers:
        raise Refused("Appoint a scrutineer before the roll is fixed.")
    if election.rule.key_holders == 3 and Role.DEPUTY_SCRUTINEER not in officers:
        raise Refused("Three people hold keys. Appoint a deputy scrutineer first.")
    conducting = officers[Role.RETURNING_OFFICER]
    employers = {one.organisation_id for one in queries.standing(election)}
    if conducting.organisation_id in employers and Role.DEPUTY_SCRUTINEER not in officers:
        raise Refused(
            f"{conducting.organisation} has a candidate and employs you. Appoint a second"
            " scrutineer before the roll is fixed."
        )


def _refuse_others(election: Election, by: User) -> None:
    if not queries.is_conducted_by(by, election):
        raise Refused("Only the returning officer of this election can do this.")
