"""The result is declared, may be challenged, and is certified; later what was kept is deleted."""

from datetime import date, datetime, time

from django.db import transaction

from alliance import jobs, words
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import Upkeep, User
from alliance.words import LONDON
from partnership_board import sealing
from partnership_board.actions import election_log, result_letters, seating
from partnership_board.actions.election_moves import agree, lock, move
from partnership_board.counting.agreed import canonical, commitment
from partnership_board.deadlines import day_of
from partnership_board.election_states import Move, State, after
from partnership_board.models import (
    CountRun,
    Declaration,
    Election,
    OpenedBallot,
    OpenedBox,
    RetainedBox,
    SealedBallot,
    SeatTerm,
)
from partnership_board.queries import counts, elections
from partnership_board.queries import results as queries
from partnership_board.queries.calendars import closed_days
from partnership_board.timetables import extended

NOON = time(12)


@transaction.atomic
def declare(election: Election, *, by: User, now: datetime) -> bool:
    """One officer's word; with the second, the result is public. Whether it now is."""
    election = lock(election)
    officer = elections.officer_of(by, election)
    if officer is None:
        raise Refused("Only the officers of this election declare its result.")
    after(election.state, Move.DECLARE)
    run = counts.official(election)
    if run is None:
        raise Refused("The lot must be drawn before the result is declared.")
    agreed = agree(election, Move.DECLARE, officer=officer, about_sha256=run.result_sha256, now=now)
    if not agreed:
        return False
    _publish(election, run, by=by, now=now)
    return True


def _publish(election: Election, run: CountRun, *, by: User, now: datetime) -> None:
    move(election, Move.DECLARE)
    noon = datetime.combine(day_of(now), NOON, LONDON)
    election.declared_at = now
    election.objections_close_at = extended(noon, election.rule.objection_days, closed_days())
    election.save(update_fields=["declared_at", "objections_close_at"])
    said = queries.to_declare(election, run)
    until = words.moment(election.objections_close_at)
    text = (
        f"The provisional result was declared: {said['sheet']['result']} Objections are open until"
        f" {until}. The result's SHA-256 is {run.result_sha256}."
    )
    if said["hashes"]["lots_sha256"]:
        text += f" The lots' SHA-256 is {said['hashes']['lots_sha256']}."
    election_log.write(election, text, kind="declared", by=by, data={"run": run.pk})
    _declare(election, Declaration.Stage.PROVISIONAL, said, now=now)
    result_letters.tell_declared(election, now=now)


def _declare(
    election: Election, stage: Declaration.Stage, said: queries.Json, *, now: datetime
) -> Declaration:
    said |= {"stage": stage, "log_head": queries.log_head(election)}
    declaration = Declaration.objects.create(
        election=election, stage=stage, published=said, level=said["level"], at=now
    )
    jobs.enqueue("partnership_board.print_result", now=now, declaration=declaration.pk)
    return declaration


# ---- certification -------------------------------------------------------------------------------


@transaction.atomic
def certify(election: Election, *, by: User, now: datetime) -> None:
    """Count once more, seat whoever was elected, keep the box sealed, delete every ballot.

    The officers have destroyed their poll sheets in front of each other; there is nothing left
    that these could open.
    """
    election = lock(election)
    after(election.state, Move.CERTIFY)
    _refuse_too_soon(election, now=now)
    run = counts.official(election)
    declared = queries.latest(election)
    assert run is not None
    assert declared is not None
    _count_again(election, run)
    terms = seating.seat_winners(election, counts.winners(election), by=by, on=day_of(now))
    if not counts.is_countback(election):
        _retain(election, terms, on=day_of(now))
    _delete_ballots(election, now=now)
    move(election, Move.CERTIFY)
    election.certified_at = now
    election.save(update_fields=["certified_at"])
    text = (
        "The ballots were counted again with the same result. The officers' poll sheets were"
        " destroyed, the ballots deleted, and the result certified."
    )
    election_log.write(election, text, kind="certified", by=by)
    said = declared.published | {"seats": [seating.told(term) for term in terms]}
    _declare(election, Declaration.Stage.CERTIFIED, said, now=now)
    result_letters.tell_certified(election, now=now)


def _refuse_too_soon(election: Election, *, now: datetime) -> None:
    closes = election.objections_close_at
    if closes is not None and now < closes:
        raise Refused(f"Objections are open until {words.moment(closes)}.")
    waiting = queries.unanswered(election)
    if waiting:
        what = words.counted(waiting, "objection waits", "objections wait")
        raise Refused(f"{what} for an answer.")


def _count_again(election: Election, run: CountRun) -> None:
    """The same ballots, by their commitment, and the same result, by its hash."""
    box, salt = counts.box_of(election), counts.salt_of(election)
    result = counts.result_at(box, counts.seed_of(election), run.result["level"])
    if (
        commitment(salt, box.ballots) != run.ballots_commitment
        or counts.result_sha256(result) != run.result_sha256
    ):
        raise Refused(
            "Counting the ballots again does not give the declared result. Nothing is certified;"
            " ask the scrutineers to compare the log."
        )


def _retain(election: Election, terms: list[SeatTerm], *, on: date) -> None:
    """Salt and ballots, sealed to the keys that the officers keep, until the last term ends."""
    text = canonical({"salt": counts.salt_of(election), "ballots": counts.box_of(election).ballots})
    place = elections.keep_place(election)
    sealed = sealing.seal_box(text.encode(), place=place)
    RetainedBox.objects.create(
        election=election,
        sealed=sealed,
        sha256=sealing.blob_sha256s([sealed])[0],
        delete_on=max((term.ends_on for term in terms), default=on),
    )


def _delete_ballots(election: Election, *, now: datetime) -> None:
    """Each table in one statement; dead row versions go with the owner's vacuum."""
    for model in (SealedBallot, OpenedBallot, OpenedBox):
        model.objects.filter(election=election)._raw_delete("default")
    Upkeep.objects.create(kind=Upkeep.Kind.VACUUM_BALLOTS, asked_at=now)


# ---- afterwards ----------------------------------------------------------------------------------


@transaction.atomic
def expire_boxes(*, now: datetime) -> int:
    """Once the last term has ended nothing is kept; how many boxes were deleted."""
    due = RetainedBox.objects.filter(delete_on__lte=day_of(now))
    found = [box.election for box in due.select_related("election").order_by("pk")]
    for each in found:
        _archive(each)
        for countback in Election.objects.filter(parent=each, state=State.CERTIFIED):
            _archive(countback)
    return len(found)


def _archive(election: Election) -> None:
    election = lock(election)
    RetainedBox.objects.filter(election=election).delete()
    move(election, Move.ARCHIVE)
    text = "The last term has ended. The kept ballots are deleted and the election is archived."
    election_log.write(election, text, kind="archived", by=Actor.SYSTEM)
