"""Drafting an election: its seats, days, rule and officers; and freezing the rule."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from alliance import access, audit, words
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import User
from members.models import Organisation
from partnership_board.actions import election_letters, election_log
from partnership_board.actions.election_moves import lock, move
from partnership_board.counting.agreed import canonical, sha256
from partnership_board.deadlines import day_of
from partnership_board.election_states import BEFORE_POLL, Move, State
from partnership_board.models import (
    Constituency,
    Election,
    ElectionOfficer,
    ElectionRule,
    ElectionSeat,
    Nomination,
    Seat,
)
from partnership_board.queries import elections as queries
from partnership_board.queries import vacant_seats
from partnership_board.timetables import FIELDS, Timetable

Role = ElectionOfficer.Role
MOST_SEATS = 20
SEATS_WITH_CONSTRAINTS = 6


@transaction.atomic
def draft(
    constituency: Constituency,
    *,
    title: str,
    seats: Sequence[Seat],
    timetable: Timetable,
    by: User | Actor,
    kind: str = Election.Kind.ORDINARY,
    parent: Election | None = None,
    **rule: Any,  # Any: whatever of the rule differs from the usual
) -> Election:
    """A new election with the usual rule; nothing is announced before the rule is frozen."""
    _refuse_seats(constituency, seats)
    _refuse_times(timetable)
    election = Election.objects.create(
        board=constituency.board,
        constituency=constituency,
        title=title,
        kind=kind,
        parent=parent,
        rule=ElectionRule.objects.create(**rule),
        **vars(timetable),
    )
    _seat(election, seats)
    audit.record(by=by, kind="election.drafted", subject=election, data={"seats": len(seats)})
    return election


def _refuse_seats(constituency: Constituency, seats: Sequence[Seat]) -> None:
    if not seats:
        raise Refused("Choose at least one seat to be filled.", field="seats")
    if len(seats) > MOST_SEATS:
        raise Refused(f"Choose at most {MOST_SEATS} seats.", field="seats")
    if any(seat.constituency_id != constituency.pk for seat in seats):
        raise Refused("All seats of one election belong to one side of the board.", field="seats")
    for taken in vacant_seats.being_filled(seats)[:1]:
        raise Refused(f"{taken.seat} is being filled by {taken.election} already.", field="seats")


def _refuse_times(timetable: Timetable) -> None:
    for problem in timetable.problems():
        raise Refused(problem)


def _seat(election: Election, seats: Sequence[Seat]) -> None:
    ElectionSeat.objects.bulk_create(
        ElectionSeat(election=election, seat=seat, order=order)
        for order, seat in enumerate(seats, start=1)
    )


@transaction.atomic
def change_rule(
    election: Election,
    *,
    by: User | Actor,
    **changes: Any,  # Any: of the rule
) -> ElectionRule:
    election = _draft(election)
    rule: ElectionRule = election.rule
    for name, value in changes.items():
        setattr(rule, name, value)
    refuse_rule(rule, seats=ElectionSeat.objects.filter(election=election).count())
    rule.save()
    audit.record(by=by, kind="election.rule_changed", subject=election)
    return rule


def refuse_rule(rule: ElectionRule, *, seats: int) -> None:
    """What no rule may say, whoever agreed it."""
    is_scottish = rule.method == ElectionRule.Method.SCOTTISH
    plain = not rule.ron and not rule.constraints and rule.uncontested == "declare"
    if not is_scottish and not (plain and "mentions" not in rule.tie_steps):
        raise Refused(
            "Meek's method goes without “re-open nominations”, mentions, minimums and maximums.",
            field="method",
        )
    if rule.uncontested == ElectionRule.Uncontested.CONFIRM and not rule.ron:
        raise Refused(
            "Members can only confirm people where they may also reopen nominations.", field="ron"
        )
    if rule.secrecy_floor < 5:
        raise Refused(
            "With fewer than five ballots only names are published.", field="secrecy_floor"
        )
    if rule.term_months and len(rule.term_months) != seats:
        said = words.counted(seats, "seat")
        raise Refused(
            f"Give a length for each of the {said}, in order of election.", field="term_months"
        )
    if rule.constraints and seats > SEATS_WITH_CONSTRAINTS:
        raise Refused(
            f"Minimums and maximums work for up to {SEATS_WITH_CONSTRAINTS} seats at once.",
            field="constraints",
        )
    for one in rule.constraints:
        if one.get("max") is not None and int(one.get("min") or 0) > int(one["max"]):
            raise Refused(
                f"{one['label']} cannot have a minimum above its maximum.", field="constraints"
            )


@transaction.atomic
def change_times(
    election: Election, *, timetable: Timetable, by: User | Actor, why: str = ""
) -> Election:
    """Freely while it is drafted; afterwards only later, for everyone, and with a reason."""
    election = lock(election)
    _refuse_times(timetable)
    if not election.is_draft:
        _refuse_earlier(election, timetable, why)
    for name in FIELDS:
        setattr(election, name, getattr(timetable, name))
    election.save(update_fields=list(FIELDS))
    if election.is_draft:
        audit.record(by=by, kind="election.times_changed", subject=election)
    else:
        text = f"The timetable was moved. {queries.times_in_words(election)} Reason: {why}"
        election_log.write(election, text, kind="times_changed", by=by)
    return election


def _refuse_earlier(election: Election, timetable: Timetable, why: str) -> None:
    if election.state not in (State.RULE_FROZEN, State.NOMINATING):
        raise Refused("The timetable can move until nominations close.")
    if not why:
        raise Refused("Say why the timetable moves. Everybody reads it.", field="why")
    now_later = [getattr(timetable, name) >= getattr(election, name) for name in FIELDS]
    if not all(now_later):
        raise Refused("Once the rule is frozen, days move later, never earlier.")
    started = election.state == State.NOMINATING
    if timetable.notice_on != election.notice_on or (
        started and timetable.nominations_open_at != election.nominations_open_at
    ):
        raise Refused("What has happened already keeps its day.")


@transaction.atomic
def appoint(
    election: Election,
    role: str,
    *,
    user: User,
    by: User | Actor,
    on: date,
    organisation: Organisation | None = None,
) -> ElectionOfficer:
    """An officer, in place of whoever was. Nobody is appointed once the roll is fixed."""
    election = lock(election)
    _refuse_appointment(election, role, user, organisation)
    gone = ElectionOfficer.objects.filter(election=election, role=role).select_related("user")
    for one in gone:
        one.delete()
        access.rebuild(one.user, on=on)
    officer = ElectionOfficer.objects.create(
        election=election, role=role, user=user, organisation=organisation, from_on=on
    )
    access.rebuild(user, on=on)
    data = {"role": role, "user": user.pk}
    if election.is_draft:
        audit.record(by=by, kind="election.officer_appointed", subject=election, data=data)
    else:
        text = f"{officer.get_role_display()}: {user.name}, {_from(organisation)}."
        election_log.write(election, text, kind="officer_appointed", by=by, data=data)
    return officer


def _from(organisation: Organisation | None) -> str:
    return f"of {organisation}" if organisation else "independent"


def _refuse_appointment(
    election: Election, role: str, user: User, organisation: Organisation | None
) -> None:
    if election.state not in BEFORE_POLL - {State.ROLL_FROZEN, State.READY}:
        raise Refused("Officers are appointed before the roll is fixed.")
    others = ElectionOfficer.objects.filter(election=election).exclude(role=role)
    if others.filter(user=user).exists():
        raise Refused(f"{user} is an officer of this election already.", field="user")
    if organisation and others.filter(organisation=organisation).exists():
        raise Refused(
            f"Another officer comes from {organisation}. Officers come from different"
            " organisations.",
            field="organisation",
        )
    if user.is_platform_admin:
        raise Refused(f"{user} looks after the installation and holds no role here.", field="user")
    if role == Role.RETURNING_OFFICER:
        _refuse_returning_officer(election, user)


def _refuse_returning_officer(election: Election, user: User) -> None:
    standing = Nomination.objects.filter(election=election).alive()
    if standing.filter(user=user).exists():
        raise Refused(f"{user} stands in this election and cannot conduct it.", field="user")
    if standing.filter(nominated_by=user).exists() or queries.has_supported(user, election):
        raise Refused(f"{user} has proposed a candidate and cannot conduct it.", field="user")


@transaction.atomic
def freeze(election: Election, *, by: User | Actor, now: datetime) -> Election:
    """Agreed before anybody knows who stands: from now on the rule cannot change."""
    election = _draft(election)
    _refuse_unready(election, now=now)
    rule = election.rule
    rule.canonical = canonical(queries.rule_as_agreed(rule))
    rule.sha256, rule.frozen_at = sha256(rule.canonical), now
    rule.save()
    move(election, Move.FREEZE_RULE)
    text = f"The rule was frozen. Its SHA-256 is {rule.sha256}."
    election_log.write(election, text, kind="rule_frozen", by=by)
    for officer in queries.officers(election):
        said = f"{officer.get_role_display()}: {officer.user.name}, {_from(officer.organisation)}."
        election_log.write(election, said, kind="officer_appointed", by=by)
    election_letters.tell_notice(election, now=now)
    return election


def _draft(election: Election) -> Election:
    election = lock(election)
    if not election.is_draft:
        frozen = words.day(election.rule.frozen_at)
        raise Refused(
            f"The rule was frozen on {frozen} and cannot change. You can move the timetable later,"
            " for everyone, with a reason."
        )
    return election


def _refuse_unready(election: Election, *, now: datetime) -> None:
    seats = ElectionSeat.objects.filter(election=election).count()
    if not seats:
        raise Refused("Choose the seats first.")
    refuse_rule(election.rule, seats=seats)
    officers = {officer.role: officer for officer in queries.officers(election)}
    officer = officers.get(Role.RETURNING_OFFICER)
    if officer is None:
        raise Refused("Appoint a returning officer first.")
    if election.nominations_open_at <= now:
        raise Refused(
            "Nominations were to open already. Choose later days, so that everybody hears of it"
            " first."
        )
    if queries.leads_the_alliance(officer.user, on=day_of(now)):
        scrutineers = [one for role, one in officers.items() if role != Role.RETURNING_OFFICER]
        if len(scrutineers) < 2 or not all(one.organisation_id for one in scrutineers):
            raise Refused(
                "The lead of the alliance may be returning officer only if both scrutineers come"
                " from member organisations."
            )


def as_timetable(cleaned: Mapping[str, Any]) -> Timetable:  # Any: as a form has them
    return Timetable(**{name: cleaned[name] for name in FIELDS})
