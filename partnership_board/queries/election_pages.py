"""What the pages of an election show: its story, who acts next, and what needs whom."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from alliance import access, words
from alliance.models import User
from alliance.registries import Card
from alliance.words import LONDON
from members.models import Organisation, Representative
from partnership_board.counting import secrecy
from partnership_board.deadlines import day_of
from partnership_board.election_states import WORDS, State
from partnership_board.models import (
    Election,
    ElectionOfficer,
    ElectionSeat,
    Envelope,
    Nomination,
    RollEntry,
)
from partnership_board.permissions import BoardPermission as May
from partnership_board.queries import checking, turnout
from partnership_board.queries import elections as queries

Page = dict[str, object]
# Minutes that each step takes.
CONSENT, CHECK, ROLL, KEYS, VOTE, OPEN = 5, 5, 10, 5, 2, 5


def advice_on(election: Election, *, on: date) -> secrecy.Advice:
    """What so many voters can keep to themselves, with those who stand or two more than seats."""
    roll = RollEntry.objects.filter(election=election, is_entitled=True).count()
    voters = roll or Organisation.objects.members(on=on).count()
    seats = ElectionSeat.objects.filter(election=election).count()
    stand = queries.standing(election).count() or seats + 2
    return secrecy.advice(max(voters, 1), stand, election.rule.max_preferences)


def story_of(election: Election, user: object, *, now: datetime) -> Page:
    """Everything that the page of one election says, for whoever reads it."""
    officer = queries.officer_of(user, election) if isinstance(user, User) else None
    state = State(election.state)
    return {
        "election": election,
        "said": WORDS[state],
        "next": next_step(election, now=now),
        "moments": moments_of(election, now=now),
        "seats": queries.seats_of(election),
        "officers": queries.officers(election),
        "officer": officer,
        "stand": queries.standing(election).count(),
        "turnout": turnout.seen(election),
        "reopen": checking.why_reopen(election) if officer and state == State.CHECKING else "",
        "is_unopposed": state == State.CHECKING and is_unopposed(election),
        "may_draft": access.may(user, May.DRAFT_ELECTIONS),
        "may_officiate": access.may(user, May.OFFICIATE, election),
        "may_vote": access.may(user, May.VOTE),
        "is_checking": state == State.CHECKING,
    }


def is_unopposed(election: Election) -> bool:
    stand, seats = queries.standing(election).count(), len(queries.seats_of(election))
    return stand <= seats and election.rule.uncontested == "declare"


def moments_of(election: Election, *, now: datetime) -> list[dict[str, str]]:
    """The timetable as a line of moments; what is over, what is now, what comes."""
    steps = [
        (_("Nominations open"), election.nominations_open_at),
        (_("Nominations close"), election.nominations_close_at),
        (_("The last moment to withdraw"), election.withdraw_by_at),
        (_("The poll opens"), election.opens_at),
        (_("The poll closes"), election.ends_at),
    ]
    if election.objections_close_at:
        steps.append((_("Objections close"), election.objections_close_at))
    coming = next((at for _title, at in steps if at > now), None)
    return [
        {
            "when": words.moment(at),
            "title": title,
            "state": "done" if at <= now else "now" if at == coming else "to-come",
        }
        for title, at in steps
    ]


def next_step(election: Election, *, now: datetime) -> str:
    """Who acts next, in a sentence."""
    until = words.moment
    return {
        State.DRAFT: _("The lead settles seats, days, rule and officers, and freezes the rule."),
        State.RULE_FROZEN: _("Nominations open by themselves."),
        State.NOMINATING: _("Member organisations nominate and support until %(until)s.")
        % {"until": until(election.nominations_close_at)},
        State.CHECKING: _("The returning officer checks nominations; then the roll is fixed."),
        State.ROLL_FROZEN: _("Each officer makes their keys and types the sheet back."),
        State.READY: _("The poll opens by itself on %(at)s.") % {"at": until(election.opens_at)},
        State.OPEN: _("Member organisations vote until %(until)s.")
        % {"until": until(election.ends_at)},
        State.CLOSED: _("Two officers open the box, each with their own key."),
        State.OPENING: _("A second officer uses their key."),
        State.COUNTED: _("The returning officer and a scrutineer declare the result."),
        State.LOT_DUE: _("The scrutineer draws a lot in front of candidates."),
        State.DECLARED: _("Members may object; then the returning officer certifies."),
    }.get(State(election.state), "")


# ---- what needs somebody -------------------------------------------------------------------------


def cards_of(user: object, on: date) -> list[Card]:
    return list(cards(user, on)) if isinstance(user, User) else []


def cards(user: User, on: date) -> Iterable[Card]:
    if access.may(user, May.DRAFT_ELECTIONS):
        yield from _drafts()
    yield from _of_officers(user)
    yield from _to_consent(user)
    if access.may(user, May.VOTE):
        yield from _to_vote(user, on)


def _drafts() -> Iterator[Card]:
    for draft in Election.objects.filter(state=State.DRAFT).order_by("notice_on", "pk"):
        yield Card(
            _("Settle the rule for %(title)s") % {"title": draft.title},
            draft.get_absolute_url(),
            ROLL,
            draft.notice_on,
            _("Everybody is told once the rule is frozen."),
        )


def _of_officers(user: User) -> Iterator[Card]:
    rows = ElectionOfficer.objects.filter(user=user, to_on=None).select_related("election")
    for officer in rows.order_by("pk"):
        yield from _of_officer(officer)


def _of_officer(officer: ElectionOfficer) -> Iterator[Card]:
    election = officer.election
    conducts = officer.role == ElectionOfficer.Role.RETURNING_OFFICER
    pages = {
        State.CHECKING: ("roll", _("Check people and roll for %(title)s"), ROLL),
        State.ROLL_FROZEN: ("keys", _("Make your keys for %(title)s"), KEYS),
    }
    if election.state in (State.NOMINATING, State.CHECKING) and conducts:
        waiting = Nomination.objects.filter(election=election, state=Nomination.State.SENT).count()
        if waiting:
            yield Card(
                _("Check %(what)s")
                % {"what": words.counted(waiting, _("nomination"), _("nominations"))},
                reverse("partnership_board:nominations", kwargs={"pk": election.pk}),
                CHECK * waiting,
                day_of(election.nominations_close_at),
                election.title,
            )
    found = pages.get(State(election.state))
    if found is not None and not (found[0] == "keys" and officer.has_key):
        name, title, minutes = found
        yield Card(
            title % {"title": election.title},
            reverse(f"partnership_board:{name}", kwargs={"pk": election.pk}),
            minutes,
            day_of(election.opens_at),
            _("The poll opens then."),
        )


def _to_consent(user: User) -> Iterator[Card]:
    waiting = Nomination.State.AWAITING_CONSENT
    rows = Nomination.objects.filter(user=user, state=waiting, election__state=State.NOMINATING)
    for nomination in rows.select_related("election"):
        yield Card(
            _("Say if you stand for %(title)s") % {"title": nomination.election.title},
            nomination.get_absolute_url(),
            CONSENT,
            day_of(nomination.election.nominations_close_at),
            _("Somebody of your organisation nominated you."),
        )


def _to_vote(user: User, on: date) -> Iterator[Card]:
    """For organisations that have not voted: only their own people see that."""
    acts_for = Representative.objects.filter(user=user).current(on=on).values("organisation")
    there = Envelope.objects.filter(roll_entry__election__state=State.OPEN).values("roll_entry")
    rows = RollEntry.objects.filter(
        election__state=State.OPEN, is_entitled=True, organisation__in=acts_for
    ).exclude(pk__in=there)
    for entry in rows.select_related("election", "organisation").order_by("pk"):
        ends: datetime = entry.election.ends_at
        yield Card(
            _("Vote for %(who)s") % {"who": entry.organisation},
            reverse("partnership_board:vote", kwargs={"pk": entry.election_id}),
            VOTE,
            ends.astimezone(LONDON).date(),
            entry.election.title,
        )
