"""A member organisation objects; an officer who is not its subject answers."""

from datetime import datetime

from django.db import transaction

from alliance import words
from alliance.errors import Refused
from alliance.models import User
from members.models import Organisation
from partnership_board.actions import election_log, result_letters
from partnership_board.actions.election_moves import lock
from partnership_board.deadlines import day_of
from partnership_board.election_states import State
from partnership_board.models import Election, ElectionOfficer, Objection
from partnership_board.queries import elections


@transaction.atomic
def object_to(
    election: Election,
    *,
    organisation: Organisation,
    ground: str,
    text: str,
    by: User,
    now: datetime,
    about_officer: ElectionOfficer | None = None,
) -> Objection:
    """Until the day that was declared. The log says that, and of what kind; not in which words."""
    election = lock(election)
    _refuse_late(election, now=now)
    if not elections.acts_for(by, organisation, on=day_of(now)):
        raise Refused(f"You do not act for {organisation}.", field="organisation")
    objection = Objection.objects.create(
        election=election,
        organisation=organisation,
        by=by,
        ground=ground,
        about_officer=about_officer,
        text=text,
        received_at=now,
    )
    kind = objection.get_ground_display().lower()
    said = f"{organisation} objected. It is about: {kind}."
    data = {"objection": objection.pk}
    election_log.write(election, said, kind="objected", by=by, data=data)
    result_letters.tell_objection(objection, now=now)
    return objection


@transaction.atomic
def answer(objection: Objection, *, outcome: str, answer: str, by: User, now: datetime) -> None:
    election = lock(objection.election)
    objection = _open(objection, election)
    officer = elections.officer_of(by, election)
    if officer is None:
        raise Refused("An officer of the election answers objections.")
    if objection.about_officer_id == officer.pk:
        raise Refused("It is about what you did, so another officer answers it.")
    if elections.acts_for(by, objection.organisation_id, on=day_of(now)):
        raise Refused("You act for who objected, so another officer answers it.")
    _settle(objection, election, outcome, answer, by=by, now=now)
    result_letters.tell_answered(objection, now=now)


@transaction.atomic
def withdraw(objection: Objection, *, by: User, now: datetime) -> None:
    """Whoever acts for the organisation takes it back."""
    election = lock(objection.election)
    objection = _open(objection, election)
    if not elections.acts_for(by, objection.organisation_id, on=day_of(now)):
        raise Refused("Only the organisation that objected can take it back.")
    _settle(objection, election, Objection.Outcome.WITHDRAWN, "", by=by, now=now)


def _settle(
    objection: Objection,
    election: Election,
    outcome: str,
    answer: str,
    *,
    by: User,
    now: datetime,
) -> None:
    objection.outcome, objection.answer = outcome, answer.strip()
    objection.answered_by, objection.answered_at = by, now
    objection.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
    found = objection.get_outcome_display().lower()
    said = f"The objection of {objection.organisation} was settled: {found}."
    data = {"objection": objection.pk}
    election_log.write(election, said, kind="objection_settled", by=by, data=data)


def _open(objection: Objection, election: Election) -> Objection:
    found = Objection.objects.select_related("organisation", "by").get(pk=objection.pk)
    found.election = election
    if found.outcome:
        raise Refused("This objection has been settled.")
    return found


def _refuse_late(election: Election, *, now: datetime) -> None:
    closes = election.objections_close_at
    if election.state != State.DECLARED or closes is None:
        raise Refused("Objections are open once a result has been declared.")
    if now >= closes:
        raise Refused(f"Objections closed on {words.day(closes)}.")
