"""Approved points as the measures count them, in a few queries however many there are."""

from collections import defaultdict
from datetime import date, datetime

from django.db.models import Q

from alliance.words import LONDON
from coproduction.measures import Point
from coproduction.models import Insight, InsightLink, Response, ResponseInsight
from coproduction.queries import answers
from partnership_board.models import AgendaItem

NO = (Response.Kind.WE_DID_NOT, Response.Kind.PASSED_ON)


def points() -> list[Point]:
    approved = list(Insight.objects.filter(state=Insight.State.APPROVED))
    closed, on_agenda = answers.closed(approved), _on_agenda([i.pk for i in approved])
    said: dict[int, list[Response]] = defaultdict(list)
    rows = ResponseInsight.objects.filter(insight__in=approved).select_related("response")
    for row in rows.order_by("response__published_at"):
        said[row.insight_id].append(row.response)
    return [
        _point(insight, said[insight.pk], on_agenda.get(insight.pk), insight.pk in closed)
        for insight in approved
    ]


def _point(
    insight: Insight,
    said: list[Response],
    reached_on: date | None,
    is_closed: bool,  # noqa: FBT001
) -> Point:
    refused = [each for each in said if each.kind in NO]
    assert insight.approved_at is not None  # the database has it so
    return Point(
        _day(insight.approved_at),
        reached_on,
        _day(said[0].published_at) if said else None,
        len(refused),
        sum(bool(each.because) for each in refused),
        is_closed,
    )


def _on_agenda(insights: list[int]) -> dict[int, date]:
    """The first meeting at which each point stood on an agenda."""
    links = InsightLink.objects.filter(insight__in=insights, withdrawn_at=None)
    by_item: dict[int, list[int]] = defaultdict(list)
    by_proposal: dict[int, list[int]] = defaultdict(list)
    for link in links:
        if link.agenda_item_id is not None:
            by_item[link.agenda_item_id].append(link.insight_id)
        if link.agenda_proposal_id is not None:
            by_proposal[link.agenda_proposal_id].append(link.insight_id)
    wanted = Q(pk__in=list(by_item)) | Q(proposal__in=list(by_proposal))
    found: dict[int, date] = {}
    items = AgendaItem.objects.on_agenda().filter(wanted).select_related("meeting")
    for item in items.order_by("meeting__starts_at"):
        led = by_item[item.pk] + by_proposal[item.proposal_id or 0]
        for insight in led:
            found.setdefault(insight, _day(item.meeting.starts_at))
    return found


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
