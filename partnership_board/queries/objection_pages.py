"""Objections to one result: all of them for officers, an organisation's own for its people."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from alliance import access
from alliance.models import User
from members.models import Organisation, Representative
from partnership_board.deadlines import day_of
from partnership_board.election_states import State
from partnership_board.models import Election, ElectionOfficer
from partnership_board.permissions import BoardPermission
from partnership_board.queries import results


def page_of(election: Election, user: User, *, now: datetime) -> dict[str, Any]:  # Any: a context
    rows = results.objections(election)
    is_officer = access.may(user, BoardPermission.SCRUTINISE, election)
    mine = set(own(user, on=day_of(now)).values_list("pk", flat=True))
    shown = rows if is_officer else [one for one in rows if one.organisation_id in mine]
    closes = election.objections_close_at
    is_open = election.state == State.DECLARED and closes is not None and now < closes
    return {
        "election": election,
        "objections": [(one, one.organisation_id in mine) for one in shown],
        "is_officer": is_officer,
        "is_open": is_open,
        "may_object": is_open and bool(mine) and access.may(user, BoardPermission.VOTE),
    }


def own(user: User, *, on: date) -> QuerySet[Organisation]:
    """The members for which somebody acts."""
    acting = Representative.objects.filter(user=user).current(on=on).values("organisation")
    return Organisation.objects.members(on=on).filter(pk__in=acting).order_by("sort_name")


def officers(election: Election) -> QuerySet[ElectionOfficer]:
    return ElectionOfficer.objects.filter(election=election).select_related("user").order_by("pk")


def address(election: Election) -> str:
    return reverse("partnership_board:objections", kwargs={"pk": election.pk})
