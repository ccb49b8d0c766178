"""Ballot papers: whose, in which order, and whether the poll takes them."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from alliance import words
from alliance.models import User
from members.models import Representative
from partnership_board.election_states import BEFORE_POLL, State
from partnership_board.models import Election, Nomination, RollEntry
from partnership_board.queries import elections as queries


def why_closed(election: Election, *, now: datetime) -> str:
    """A sentence where no vote is taken; empty while the poll is open."""
    if election.state in BEFORE_POLL:
        return _("The poll opens on %(at)s.") % {"at": words.moment(election.opens_at)}
    if election.state != State.OPEN or now >= election.ends_at:
        at = words.moment(election.ends_at)
        return _("Voting closed on %(at)s. A vote that you cast before counts.") % {"at": at}
    return ""


def entries(user: User, election: Election, *, on: date) -> list[RollEntry]:
    """The organisations on the roll for which this person may cast today. One query."""
    acts_for = Representative.objects.filter(user=user).current(on=on).values("organisation")
    rows = RollEntry.objects.filter(election=election, is_entitled=True, organisation__in=acts_for)
    return list(rows.select_related("organisation").order_by("organisation__sort_name", "pk"))


def paper(election: Election, entry: RollEntry) -> list[tuple[str, str]]:
    """Numbers and names, in this organisation's own order. One query."""
    rows = Nomination.objects.filter(election=election, number__isnull=False).standing()
    people = [
        {"number": one.number, "name": one.person_name, "of": one.organisation.name}
        for one in rows.select_related("organisation").order_by("number")
    ]
    if election.rule.ron:
        last = {"number": len(people) + 1, "name": queries.RON_NAME, "is_ron": True}
        people.append(last)
    return [
        (str(one["number"]), f"{one['name']}, {one['of']}" if "of" in one else str(one["name"]))
        for one in queries.in_their_order(election, entry, people)
    ]


def address_of(election: Election, entry: RollEntry) -> str:
    address = reverse("partnership_board:vote", kwargs={"pk": election.pk})
    return f"{address}?entry={entry.pk}"
