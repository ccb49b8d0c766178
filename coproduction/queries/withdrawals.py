"""Where words that were taken back had gone."""

from collections.abc import Collection

from coproduction.models import Insight, InsightLink
from partnership_board.models import AgendaItem, PackReplacement


def meetings_of(points: Collection[Insight]) -> set[int]:
    """Meetings in whose packs these points may stand: by item, or by proposal that became one."""
    links = InsightLink.objects.filter(insight__in=points)
    by_item = links.filter(agenda_item__isnull=False).values("agenda_item")
    by_proposal = links.filter(agenda_proposal__isnull=False).values("agenda_proposal")
    items = AgendaItem.objects.filter(pk__in=by_item) | AgendaItem.objects.filter(
        proposal__in=by_proposal
    )
    return set(items.values_list("meeting", flat=True))


def packs_wait() -> bool:
    """Whether a file that was emptied has not been made again."""
    return PackReplacement.objects.filter(replaced_at=None).exists()
