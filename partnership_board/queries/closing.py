"""What an item came to, and whether that has gone back to whoever proposed it."""

from alliance import words
from partnership_board.models import (
    AgendaItem,
    Decision,
    ItemExtract,
    PaperVersion,
    Purpose,
)

State = AgendaItem.State


def has_an_outcome(item: AgendaItem) -> bool:
    """Not reached is one; an item to decide needs its decision."""
    if item.state == State.NOT_REACHED:
        return True
    if item.purpose == Purpose.DECIDE:
        return Decision.objects.filter(item=item).exists()
    return item.state == State.HEARD or Decision.objects.filter(item=item).exists()


def is_returned(item: AgendaItem) -> bool:
    if item.proposal_id is None or item.state == State.NOT_REACHED:
        return True
    return ItemExtract.objects.filter(item=item).exists()


def extracts_of(item: AgendaItem) -> list[ItemExtract]:
    found = ItemExtract.objects.filter(item=item).select_related("sent_to", "sent_by")
    return list(found.order_by("sent_at", "pk"))


def suggested(item: AgendaItem) -> str:
    """The words of its decisions, to be made one's own."""
    decided = Decision.objects.filter(item=item).order_by("year", "sequence")
    lines = [
        f"{decision.number}, {words.day(decision.decided_on)}:"
        f" {decision.get_kind_display().lower()}. {decision.text}"
        for decision in decided
    ]
    return "\n".join(lines)


def asked_of(item: AgendaItem) -> str:
    """What its latest paper asks of the board, else what the item is called."""
    version = PaperVersion.objects.filter(paper__item=item).order_by("-n").first()
    asks = [ask.rstrip(".") for ask in version.asks] if version else []
    return f"{'. '.join(asks)}." if asks else item.title
