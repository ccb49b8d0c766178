"""A vacancy is filled from the box that was kept: opened with two of the keys that officers kept.

Nothing of the election before changes: not its roll, its turnout, its ballots or its result.
"""

import json
from datetime import datetime

from django.db import transaction

from alliance import access
from alliance.errors import Refused
from alliance.models import User
from partnership_board import sealing
from partnership_board.actions import counts, election_log, result_letters
from partnership_board.actions.election_moves import agree, lock, move
from partnership_board.actions.laying_out import lay_out
from partnership_board.counting import agreed, blt
from partnership_board.deadlines import day_of
from partnership_board.election_states import Move, State
from partnership_board.models import (
    Countback,
    Election,
    ElectionOfficer,
    ElectionRule,
    ElectionSeat,
    RetainedBox,
)
from partnership_board.queries import countbacks as vacancies
from partnership_board.queries import counts as queries
from partnership_board.queries import elections
from partnership_board.timetables import FIELDS

Kind = Election.Kind


@transaction.atomic
def start(
    parent: Election, *, leaver: int, unwilling: list[int], by: User, now: datetime
) -> Election:
    """The lead begins it; the officers of the election before open the box."""
    parent = lock(parent)
    _refuse(parent)
    vacancy = vacancies.vacancy_of(parent, leaver, on=day_of(now))
    if vacancy is None:
        raise Refused("Nobody has left that seat.", field="leaver")
    sitting = vacancies.sitting(parent, on=day_of(now))
    if set(sitting) & set(unwilling):
        raise Refused("Somebody who sits on the board cannot be left out.", field="unwilling")
    made = _election(parent, vacancy.title)
    ElectionSeat.objects.create(election=made, seat=vacancy.seat, order=1)
    Countback.objects.create(
        election=made,
        leaver=leaver,
        unwilling=sorted({*unwilling, *vacancies.gone(parent)} - {leaver}),
        sitting=sitting,
        ends_on=vacancy.ends_on,
    )
    _appoint_again(parent, made, now=now)
    text = (
        f"{vacancy.name} left a seat. A countback of the ballots of “{parent.title}” began. The"
        f" box's SHA-256 is {parent.box_sha256}."
    )
    election_log.write(made, text, kind="countback_begun", by=by, data={"parent": parent.pk})
    result_letters.tell_countback(made, now=now)
    return made


def _refuse(parent: Election) -> None:
    if parent.state != State.CERTIFIED:
        raise Refused("A countback needs a certified election whose ballots were kept.")
    if parent.rule.vacancy != ElectionRule.Vacancy.COUNTBACK:
        how = parent.rule.get_vacancy_display().lower()
        raise Refused(f"The rule fills a vacancy in another way: {how}.")
    if not RetainedBox.objects.filter(election=parent).exists():
        raise Refused("The ballots are no longer kept. Hold a by-election.")
    ended = (State.CERTIFIED, State.ARCHIVED, State.ABANDONED)
    if Election.objects.filter(parent=parent, kind=Kind.COUNTBACK).exclude(state__in=ended):
        raise Refused("A countback of this election is under way.")


def _election(parent: Election, seat: str) -> Election:
    times = {name: getattr(parent, name) for name in (*FIELDS, "extended_to")}
    return Election.objects.create(
        board=parent.board,
        constituency=parent.constituency,
        title=f"Countback: {seat}"[:120],
        kind=Kind.COUNTBACK,
        parent=parent,
        rule=parent.rule,
        state=State.CLOSED,
        roll_sha256=parent.roll_sha256,
        box_sha256=parent.box_sha256,
        **times,
    )


def _appoint_again(parent: Election, made: Election, *, now: datetime) -> None:
    """The same people; their keys stay where they were made."""
    on = day_of(now)
    for officer in elections.officers(parent):
        ElectionOfficer.objects.create(
            election=made,
            user=officer.user,
            role=officer.role,
            organisation=officer.organisation,
            from_on=on,
        )
        access.rebuild(officer.user, on=on)


# ---- the box -------------------------------------------------------------------------------------


@transaction.atomic
def use_keep_key(election: Election, *, private: bytes, by: User, now: datetime) -> None:
    """The first key leaves the box sealed to the others; with the second it is counted at once."""
    election = lock(election)
    holder = keep_key_of(election, private, by=by)
    if election.state == State.CLOSED:
        _peel(election, holder, private, by=by, now=now)
    else:
        _open(election, holder, private, by=by, now=now)


def keep_key_of(election: Election, private: bytes, *, by: User) -> ElectionOfficer:
    """The officer of the countback whose key it is."""
    holder = elections.officer_of(by, election)
    source = queries.source_of(election)
    key = elections.officer_of(by, source)
    if holder is None or key is None or key.confirmed_at is None:
        raise Refused("You hold no key of this election.")
    public = sealing.public_key(private)
    if public == key.poll_public_key:
        raise Refused("This is your poll sheet. Type the sheet to keep.", field="sheet")
    if public != key.keep_public_key:
        raise Refused("This key sheet belongs to another election.", field="sheet")
    return holder


def _peel(
    election: Election, holder: ElectionOfficer, private: bytes, *, by: User, now: datetime
) -> None:
    source = queries.source_of(election)
    kept = RetainedBox.objects.get(election=source)
    try:
        peeled = sealing.peel_box(bytes(kept.sealed), private, place=elections.keep_place(source))
    except sealing.CannotOpen as problem:
        raise Refused(f"The box cannot be opened. {problem}", field="sheet") from None
    Countback.objects.filter(election=election).update(peeled=peeled)
    about = election.box_sha256
    agree(election, Move.USE_FIRST_KEY, officer=holder, about_sha256=about, now=now)
    move(election, Move.USE_FIRST_KEY)
    _write_key_used(election, holder, "first", by=by)
    result_letters.tell_opening(election, now=now)


def _open(
    election: Election, holder: ElectionOfficer, private: bytes, *, by: User, now: datetime
) -> None:
    source = queries.source_of(election)
    first = queries.first_opener(election)
    if first is not None and first.officer_id == holder.pk:
        raise Refused("One more officer must use their key before the box opens.")
    agree(election, Move.COUNT, officer=holder, about_sha256=election.box_sha256, now=now)
    vacancy = Countback.objects.get(election=election)
    try:
        text = sealing.open_peeled_box(
            bytes(vacancy.peeled or b""), private, place=elections.keep_place(source)
        )
    except sealing.CannotOpen as problem:
        raise Refused(f"The box cannot be opened. {problem}", field="sheet") from None
    kept = json.loads(text)
    _refuse_altered(source, kept)
    papers = blt.read(kept["ballots"].encode()).contest.papers
    rankings = (ranking for number, ranking in papers for _ in range(number))
    lay_out(election, rankings, salt=kept["salt"])
    Countback.objects.filter(election=election).update(peeled=None)
    move(election, Move.COUNT)
    _write_key_used(election, holder, "second", by=by)
    counts.count_box(election, by=by, now=now)


def _refuse_altered(source: Election, kept: dict[str, str]) -> None:
    """The kept ballots are those that were counted: the public commitment says so."""
    run = queries.official(source)
    found = agreed.commitment(kept["salt"], kept["ballots"])
    if run is None or found != run.ballots_commitment:
        raise Refused("The kept ballots are not those that were counted. Nothing is opened.")


def _write_key_used(election: Election, holder: ElectionOfficer, which: str, *, by: User) -> None:
    text = f"The {which} key was used: the {holder.get_role_display().lower()}'s."
    election_log.write(election, text, kind="key_used", by=by, data={"officer": holder.pk})
