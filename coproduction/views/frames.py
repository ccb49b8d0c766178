"""What other pages show of this app: panels, pack sections, cards, search. Each asks the clock."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from alliance import access
from alliance.models import User
from alliance.registries import Card
from coproduction.models import Contribution, Insight, InsightLink
from coproduction.permissions import CoproductionPermission as May
from coproduction.queries import insights as reading
from partnership_board.models import AgendaItem, AgendaProposal, Restriction

Context = dict[str, Any] | None  # Any: a template's context
MOST_CARDS = 5


def beside_item(item: AgendaItem, user: User) -> Context:
    wanted = Q(agenda_item=item)
    if item.proposal_id is not None:
        wanted |= Q(agenda_proposal=item.proposal_id)
    return _panel(wanted, user)


def beside_proposal(proposal: AgendaProposal, user: User) -> Context:
    return _panel(Q(agenda_proposal=proposal), user)


def _panel(wanted: Q, user: User) -> Context:
    """The points behind it, for this reader, opened now."""
    if not access.may(user, May.SEE_INSIGHTS):
        return None
    now, linked = timezone.now(), reading.linked_where(wanted)
    points, gone = reading.for_person(linked, user=user, at=now), reading.taken_back(linked)
    if not points and not gone:
        return None
    return {"points": points, "gone": gone, "today": timezone.localdate()}


def in_pack(meeting: int, on: date) -> dict[str, object] | None:
    """For every copy alike: nothing that stands behind a restricted item."""
    shut = Restriction.objects.open().filter(item__isnull=False).values_list("item_id", flat=True)
    return in_pack_without(meeting, on, frozenset(pk for pk in shut if pk is not None))


def in_pack_without(meeting: int, on: date, kept: frozenset[int]) -> dict[str, object] | None:
    """Points behind this meeting's items but those kept from the reader, as the board may read."""
    of_items = AgendaItem.objects.on_agenda().filter(meeting=meeting).exclude(pk__in=kept)
    links = InsightLink.objects.filter(withdrawn_at=None).filter(
        Q(agenda_item__in=of_items.values("pk"))
        | Q(agenda_proposal__in=of_items.filter(proposal__isnull=False).values("proposal"))
    )
    wanted = Insight.objects.filter(pk__in=links.values("insight"))
    points, gone = reading.for_board(wanted, at=timezone.now()), reading.taken_back(wanted)
    return {"points": points, "gone": gone, "on": on} if points or gone else None


def cards(user: User, on: date) -> Iterable[Card]:
    if not access.may(user, May.CAPTURE_INSIGHTS):
        return
    for insight, due_on in list(reading.waiting_for_answer())[:MOST_CARDS]:
        url = reverse("coproduction:insight_answer", args=[insight.number])
        yield Card(f"Answer point {insight.number}", url, 15, due_on, "Nobody has answered it yet.")
    waiting = Contribution.objects.filter(state=Contribution.State.CAPTURED).count()
    if waiting:
        one = "1 telling waits" if waiting == 1 else f"{waiting} tellings wait"
        yield Card(f"{one} to become a point", reverse("coproduction:queue"), 10 * waiting)


def find(user: User, wanted: str, limit: int) -> Iterable[tuple[str, str, str]]:
    """Looks in memory: the words are not in the database to be searched."""
    if not access.may(user, May.SEE_INSIGHTS):
        return
    found = 0
    word = wanted.casefold()
    for each in reading.for_person(Insight.objects.all(), user=user, at=timezone.now()):
        if found < limit and word in f"{each.insight.number} {each.text} {each.themes}".casefold():
            found += 1
            yield f"Point {each.insight.number}", each.text or "", each.insight.get_absolute_url()
