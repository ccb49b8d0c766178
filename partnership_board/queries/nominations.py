"""Nominations as their pages show them: to everybody once accepted, before that to a few."""

from datetime import date, datetime

from alliance import access
from alliance.models import User
from members.models import Representative
from partnership_board.election_states import State
from partnership_board.models import Election, Nomination, NominationSupport
from partnership_board.permissions import BoardPermission as May
from partnership_board.queries import elections as queries

Page = dict[str, object]
WITHDRAWABLE = (State.RULE_FROZEN, State.NOMINATING, State.CHECKING)


def could_stand(user: User, *, on: date) -> list[Representative]:
    """Whoever acts for an organisation for which this person acts, themselves first."""
    mine = queries.own_organisations(user, on=on)
    rows = Representative.objects.filter(organisation__in=mine).current(on=on)
    found = rows.select_related("user", "organisation").order_by("user__name")
    return sorted(found, key=lambda one: one.user_id != user.pk)


def is_theirs(user: User, nomination: Nomination, *, on: date) -> bool:
    """The candidate's own, or their organisation's."""
    if nomination.user_id == user.pk:
        return True
    return queries.acts_for(user, nomination.organisation, on=on)


def may_see(user: object, nomination: Nomination, *, on: date) -> bool:
    """Accepted: everybody. Sent: members, who may support it. Otherwise those it concerns."""
    if nomination.is_accepted or nomination.state == Nomination.State.WITHDRAWN:
        return True
    if not isinstance(user, User):
        return False
    if access.may(user, May.SCRUTINISE, nomination.election):
        return True
    if nomination.state == Nomination.State.SENT and access.may(user, May.VOTE):
        return True
    return is_theirs(user, nomination, on=on)


def seen_waiting(user: object, election: Election, *, on: date) -> list[Nomination]:
    """Those not yet accepted that this person may see."""
    if not isinstance(user, User) or not access.rights_of(user).offices:
        return []
    rows = Nomination.objects.filter(election=election).exclude(
        state__in=[Nomination.State.ACCEPTED, Nomination.State.WITHDRAWN]
    )
    rows = rows.select_related("organisation", "election").order_by("person_name", "pk")
    if access.may(user, May.SCRUTINISE, election):
        return list(rows)
    mine = {each.pk for each in queries.own_organisations(user, on=on)}
    votes = access.may(user, May.VOTE)
    return [
        one
        for one in rows
        if one.user_id == user.pk
        or one.organisation_id in mine
        or (votes and one.state == Nomination.State.SENT)
    ]


def page_of(nomination: Nomination, user: object, *, now: datetime) -> Page:
    """What the page of one nomination shows, and what this person may do there."""
    election = nomination.election
    supports = list(
        NominationSupport.objects.filter(nomination=nomination)
        .select_related("organisation")
        .order_by("role")
    )
    known = user if isinstance(user, User) else None
    is_own = known is not None and nomination.user_id == known.pk
    on = now.date()
    is_nominating = election.state == State.NOMINATING
    theirs = known is not None and is_theirs(known, nomination, on=on)
    return {
        "nomination": nomination,
        "election": election,
        "supports": supports,
        "missing": max(election.rule.supporters - len(supports), 0),
        "may_consent": is_own and nomination.state == Nomination.State.AWAITING_CONSENT,
        "may_edit": theirs and is_nominating and nomination.can_be_edited,
        "may_withdraw": is_own
        and election.state in WITHDRAWABLE
        and now < election.withdraw_by_at
        and nomination.state not in (Nomination.State.REJECTED, Nomination.State.WITHDRAWN),
        "may_support": is_nominating
        and access.may(user, May.VOTE)
        and not theirs
        and len(supports) < election.rule.supporters
        and nomination.state == Nomination.State.SENT,
        "may_check": access.may(user, May.OFFICIATE, election)
        and nomination.state in (Nomination.State.SENT, Nomination.State.AWAITING_CONSENT)
        and election.state in (State.NOMINATING, State.CHECKING),
    }
