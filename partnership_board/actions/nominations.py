"""Nominating, supporting, consenting, checking and withdrawing."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from alliance import audit, words
from alliance.actions.links import make_link, spend
from alliance.errors import Refused
from alliance.models import SignedLink, User
from members.models import LedByDeclaration, Organisation
from members.queries.declarations import consented
from partnership_board.actions import election_letters, election_log
from partnership_board.actions.election_moves import lock
from partnership_board.deadlines import day_of
from partnership_board.election_states import State
from partnership_board.models import Election, Nomination, NominationSupport
from partnership_board.queries import elections as queries
from partnership_board.queries.interests import entries_in_words

CONSENT = "stand_in_election"
SUPPORTERS = (NominationSupport.Role.PROPOSER, NominationSupport.Role.SECONDER)
N = Nomination.State


@transaction.atomic
def nominate(
    election: Election,
    *,
    user: User,
    organisation: Organisation,
    by: User,
    now: datetime,
    **words_of: Any,  # Any: statement, formats, interests
) -> Nomination:
    """A representative puts somebody of their own organisation forward, perhaps themselves."""
    election = _open_for_nominations(election, now=now)
    _refuse_officers(election, by, "nominate anybody")
    _refuse_candidate(election, user, organisation, now=now)
    if not queries.acts_for(by, organisation, on=day_of(now)):
        raise Refused("You can nominate for your own organisation.", field="organisation")
    _refuse_long(election, words_of.get("statement", ""))
    words_of = _with_register(words_of, user, on=day_of(now))
    nomination = Nomination.objects.create(
        election=election,
        person_name=user.name,
        user=user,
        organisation=organisation,
        nominated_by=by,
        **words_of,
    )
    audit.record(by=by, kind="election.nomination_begun", subject=nomination)
    if user == by:
        _consent(nomination, by=by, now=now)
    else:
        _ask_consent(nomination, now=now)
    return nomination


@transaction.atomic
def edit(
    nomination: Nomination,
    *,
    by: User,
    now: datetime,
    **words_of: Any,  # Any: as above
) -> Nomination:
    """Until nominations close; a returned one goes back to the returning officer."""
    nomination = to_change(nomination, by=by, now=now)
    _refuse_long(nomination.election, words_of.get("statement", nomination.statement))
    words_of = _with_register(words_of, nomination.user, on=day_of(now))
    for name, value in words_of.items():
        setattr(nomination, name, value)
    if nomination.state == N.RETURNED:
        nomination.state = N.SENT if nomination.consent_at else N.AWAITING_CONSENT
        nomination.reason = ""
    nomination.save()
    audit.record(by=by, kind="election.nomination_edited", subject=nomination)
    return nomination


def to_change(nomination: Nomination, *, by: User, now: datetime) -> Nomination:
    """The nomination as it stands, with the election's lock; refused unless it may be changed."""
    election, nomination = _both(nomination)
    _open_for_nominations(election, now=now)
    if not nomination.can_be_edited:
        raise Refused("This nomination can no longer be changed.")
    _refuse_not_theirs(nomination, by, now=now)
    return nomination


@transaction.atomic
def consent(nomination: Nomination, *, by: User, now: datetime) -> None:
    """The candidate's own click."""
    election, nomination = _both(nomination)
    _open_for_nominations(election, now=now)
    if nomination.user_id != by.pk:
        raise Refused("Only the person nominated can say yes.")
    if nomination.state not in (N.DRAFT, N.AWAITING_CONSENT):
        raise Refused("You have answered already.")
    _consent(nomination, by=by, now=now)


@transaction.atomic
def consent_by_link(link: SignedLink, nomination: Nomination, *, now: datetime) -> None:
    assert link.user is not None
    spend(link, now=now)
    consent(nomination, by=link.user, now=now)


@transaction.atomic
def support(
    nomination: Nomination, *, organisation: Organisation, by: User, now: datetime
) -> NominationSupport:
    """An organisation that is not the nominee's puts its name to it: first proposes, then
    seconds."""
    election, nomination = _both(nomination)
    _open_for_nominations(election, now=now)
    _refuse_officers(election, by, "propose a candidate")
    if not queries.acts_for(by, organisation, on=day_of(now)):
        raise Refused("You can support for your own organisation.", field="organisation")
    there = list(NominationSupport.objects.filter(nomination=nomination))
    wanted = SUPPORTERS[: election.rule.supporters]
    if organisation.pk == nomination.organisation_id or any(
        one.organisation_id == organisation.pk for one in there
    ):
        raise Refused(
            "One proposer and one seconder, from two organisations other than"
            f" {nomination.organisation}.",
            field="organisation",
        )
    free = [role for role in wanted if role not in {one.role for one in there}]
    if not free or nomination.state in (N.REJECTED, N.WITHDRAWN):
        raise Refused("This nomination needs no more support.")
    given = NominationSupport.objects.create(
        nomination=nomination, organisation=organisation, by=by, role=free[0], given_at=now
    )
    audit.record(by=by, kind="election.nomination_supported", subject=nomination)
    return given


@transaction.atomic
def accept(nomination: Nomination, *, by: User, now: datetime) -> None:
    """The returning officer finds it in order. What its organisation declared is copied now."""
    election, nomination = _to_check(nomination, by)
    if nomination.state != N.SENT:
        raise Refused("This nomination is not waiting for you.")
    missing = election.rule.supporters - queries.supports(nomination)
    if missing > 0:
        raise Refused(
            "One proposer and one seconder, from two organisations other than"
            f" {nomination.organisation}."
        )
    others = Nomination.objects.filter(election=election, user=nomination.user).standing()
    if others.exists():
        raise Refused(f"{nomination.person_name} stands already.")
    nomination.groups = groups_of(nomination.organisation, now=now)
    nomination.state, nomination.reason = N.ACCEPTED, ""
    nomination.save(update_fields=["groups", "state", "reason"])
    text = f"The nomination of {nomination.person_name} ({nomination.organisation}) was accepted."
    _log(election, nomination, text, "nomination_accepted", by=by, now=now)


@transaction.atomic
def send_back(nomination: Nomination, *, reason: str, by: User, now: datetime) -> None:
    """It can be put right until nominations close."""
    election, nomination = _to_check(nomination, by)
    if nomination.state not in (N.SENT, N.AWAITING_CONSENT):
        raise Refused("This nomination is not waiting for you.")
    _refuse_without_reason(reason)
    nomination.state, nomination.reason = N.RETURNED, reason
    nomination.save(update_fields=["state", "reason"])
    audit.record(by=by, kind="election.nomination_returned", subject=election)
    election_letters.tell_checked(nomination, now=now)


@transaction.atomic
def reject(nomination: Nomination, *, reason: str, by: User, now: datetime) -> None:
    election, nomination = _to_check(nomination, by)
    if nomination.state in (N.REJECTED, N.WITHDRAWN, N.ACCEPTED):
        raise Refused("This nomination is not waiting for you.")
    _refuse_without_reason(reason)
    nomination.state, nomination.reason = N.REJECTED, reason
    nomination.save(update_fields=["state", "reason"])
    text = f"The nomination of {nomination.person_name} was not accepted. Reason: {reason}"
    _log(election, nomination, text, "nomination_rejected", by=by, now=now)


@transaction.atomic
def withdraw(nomination: Nomination, *, by: User, now: datetime) -> None:
    """The candidate's own decision, until the day agreed."""
    election, nomination = _both(nomination)
    if nomination.user_id != by.pk:
        raise Refused("Only the person nominated can withdraw.")
    if now >= election.withdraw_by_at or election.state not in (
        State.RULE_FROZEN,
        State.NOMINATING,
        State.CHECKING,
    ):
        until = words.moment(election.withdraw_by_at)
        raise Refused(f"People could withdraw until {until}. Write to the returning officer.")
    if nomination.state in (N.REJECTED, N.WITHDRAWN):
        raise Refused("This nomination does not stand any more.")
    was_known = nomination.is_accepted
    nomination.state = N.WITHDRAWN
    nomination.save(update_fields=["state"])
    if was_known:
        text = f"{nomination.person_name} withdrew."
        election_log.write(election, text, kind="nomination_withdrawn", by=by)
    else:
        audit.record(by=by, kind="election.nomination_withdrawn", subject=election)


def _with_register(
    words_of: dict[str, Any],  # Any: as above
    user: User | None,
    *,
    on: date,
) -> dict[str, Any]:
    """Where it was asked for, what everybody may read in the register stands below their words."""
    said = dict(words_of)
    if said.pop("with_register", False) and user is not None:
        own = str(said.get("interests", ""))
        known = [line for line in entries_in_words(user, on=on) if line not in own]
        said["interests"] = "\n".join(filter(None, [own.strip(), *known]))
    return said


def groups_of(organisation: Organisation, *, now: datetime) -> list[str]:
    """Groups that it says lead it, where it lets elections use that."""
    rows = LedByDeclaration.objects.filter(
        organisation=organisation, leads=LedByDeclaration.Leads.YES
    )
    found = consented(rows, use="use_in_elections", on=day_of(now))
    return sorted(set(found.values_list("group", flat=True)))


def _consent(nomination: Nomination, *, by: User, now: datetime) -> None:
    nomination.consent_at, nomination.state = now, N.SENT
    nomination.save(update_fields=["consent_at", "state"])
    audit.record(by=by, kind="election.nomination_consented", subject=nomination)


def _ask_consent(nomination: Nomination, *, now: datetime) -> None:
    assert nomination.user is not None
    nomination.state = N.AWAITING_CONSENT
    nomination.save(update_fields=["state"])
    closes = nomination.election.nominations_close_at
    _link, token = make_link(
        purpose=CONSENT,
        thing=nomination,
        user=nomination.user,
        expires_at=max(closes, now + timedelta(hours=1)),
    )
    election_letters.ask_consent(nomination, token, now=now)


def _log(
    election: Election, nomination: Nomination, text: str, kind: str, *, by: User, now: datetime
) -> None:
    data = {"nomination": nomination.pk}
    election_log.write(election, text, kind=kind, by=by, data=data)
    election_letters.tell_checked(nomination, now=now)


def _both(nomination: Nomination) -> tuple[Election, Nomination]:
    """The election's lock first, then the nomination as it stands now."""
    election = lock(nomination.election)
    rows = Nomination.objects.select_related("user", "organisation", "nominated_by", "photo")
    found = rows.get(pk=nomination.pk)
    found.election = election
    return election, found


def _to_check(nomination: Nomination, by: User) -> tuple[Election, Nomination]:
    election, nomination = _both(nomination)
    if election.state not in (State.NOMINATING, State.CHECKING):
        raise Refused("Nominations are not being checked now.")
    if not queries.is_conducted_by(by, election):
        raise Refused("Only the returning officer checks nominations.")
    return election, nomination


def _open_for_nominations(election: Election, *, now: datetime) -> Election:
    election = lock(election)
    if election.state != State.NOMINATING or now >= election.nominations_close_at:
        closed = words.moment(election.nominations_close_at)
        opens = words.moment(election.nominations_open_at)
        early = now < election.nominations_open_at
        raise Refused(f"Nominations open {opens}." if early else f"Nominations closed {closed}.")
    return election


def _refuse_officers(election: Election, by: User, what: str) -> None:
    if queries.is_conducted_by(by, election):
        raise Refused(f"You are the returning officer: you cannot {what}.")


def _refuse_candidate(
    election: Election, user: User, organisation: Organisation, *, now: datetime
) -> None:
    if queries.officer_of(user, election) is not None:
        raise Refused(f"{user} is an officer of this election and cannot stand.", field="user")
    if not queries.acts_for(user, organisation, on=day_of(now)):
        raise Refused(f"{user} does not act for {organisation}.", field="user")
    alive = Nomination.objects.filter(election=election, user=user).alive()
    if alive.exists():
        raise Refused(f"{user} has been nominated already.", field="user")


def _refuse_not_theirs(nomination: Nomination, by: User, *, now: datetime) -> None:
    is_theirs = nomination.user_id == by.pk or queries.acts_for(
        by, nomination.organisation, on=day_of(now)
    )
    if not is_theirs:
        raise Refused("Only the candidate and their organisation can change this.")


def _refuse_long(election: Election, statement: str) -> None:
    most = election.rule.statement_words
    if len(statement.split()) > most:
        raise Refused(
            f"A statement has up to {most} words; this one has {len(statement.split())}.",
            field="statement",
        )


def _refuse_without_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Say why, so that they can put it right.", field="reason")
