"""What recusal was expected to do to a vote is kept, to stand beside what it did."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from partnership_board import quorum, recusal
from partnership_board.deadlines import day_of
from partnership_board.models import AgendaItem, Meeting, RecusalForecast
from partnership_board.queries import recusal as queries
from partnership_board.queries.recusal import ItemPreview


@transaction.atomic
def keep_all(meeting: Meeting, *, cause: str, now: datetime) -> int:
    """Of each item on which somebody is named; how many were new."""
    items = AgendaItem.objects.on_agenda().filter(meeting=meeting)
    return keep(items, cause=cause, now=now)


@transaction.atomic
def keep(items: Iterable[AgendaItem], *, cause: str, now: datetime) -> int:
    """One that says nothing new is not kept again."""
    there = list(items)
    if not there:
        return 0
    meeting = there[0].meeting
    found = queries.previews(meeting, there, on=day_of(meeting.starts_at))
    latest = {
        each.item_id: each
        for each in RecusalForecast.objects.filter(item__in=there).order_by("made_at", "pk")
    }
    new = [each for each in found if each.people and _is_new(each, latest.get(each.item.pk))]
    RecusalForecast.objects.bulk_create(
        RecusalForecast(
            item=each.item,
            cause=cause,
            made_at=now,
            rules=meeting.rules,
            inputs=each.inputs,
            named=recusal.told(each.preview.named),
            ruled=recusal.told(each.preview.ruled),
            sentence=each.preview.sentence,
        )
        for each in new
    )
    return len(new)


def _is_new(found: ItemPreview, latest: RecusalForecast | None) -> bool:
    if latest is None:
        return True
    return quorum.canonical(found.inputs) != quorum.canonical(latest.inputs)
