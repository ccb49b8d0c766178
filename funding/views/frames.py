"""What other pages show of this app: the figures beside an item, in a pack, on Today, in search."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from alliance import access
from alliance.figures import Figure
from alliance.models import User
from alliance.queries.search import matching
from alliance.registries import Card
from funding import figures
from funding.models import Expectation, FundingStream
from funding.permissions import FundingPermission as May
from funding.queries import ledger
from funding.queries import streams as known
from partnership_board.models import AgendaItem

Context = dict[str, Any] | None  # Any: a template's context
MOST_CARDS = 5


def beside_item(item: AgendaItem, user: User) -> Context:
    """The streams of an item, as they are known at this reading."""
    if not access.may(user, May.SEE_FUNDING):
        return None
    found = list(known.beside(item.pk))
    if not found:
        return None
    return {"streams": [(stream, known.share_of_whole(stream)) for stream in found]}


def in_pack(meeting: int, on: date) -> dict[str, object] | None:
    """The position of each stream, and the promises past their day."""
    columns = known.columns(FundingStream.objects.all())
    late = Expectation.objects.open().filter(expected_by__lt=on)
    if not columns:
        return None
    return {
        "columns": columns,
        "late": list(known.promises(late)),
        "positions": ledger.positions(),
        "fingerprint": ledger.fingerprint(ledger.head()),
        "is_whole": not ledger.verify(),
        "pictures": [
            pair
            for column in columns
            for whole in column.wholes
            if all(pair := in_two_sizes(whole))
        ],
        "on": on,
    }


def in_two_sizes(whole: known.Whole) -> tuple[Figure | None, Figure | None]:
    """For papers in ordinary and in large print."""
    ordinary, large = (
        figures.first_part(whole.stream, whole.parts, width=width)
        for width in (figures.ON_PAPER, figures.IN_LARGE_PRINT)
    )
    return ordinary, large


def cards(user: User, on: date) -> Iterable[Card]:
    """Promises past their date, for those who keep the funding pages."""
    if not access.may(user, May.CHANGE_FUNDING):
        return
    late = Expectation.objects.open().filter(expected_by__lt=on).order_by("expected_by")
    for promise in late[:MOST_CARDS]:
        yield Card(
            f"Ask what became of a promise: {promise.for_what}",
            promise.get_absolute_url(),
            10,
            promise.expected_by,
            "Its date is past.",
        )


def find(user: User, wanted: str, limit: int) -> Iterable[tuple[str, str, str]]:
    if not access.may(user, May.SEE_FUNDING):
        return
    rows = matching(FundingStream.objects.all(), wanted, "name", "funder_name", "restriction")
    for stream in rows.order_by("name")[:limit]:
        yield stream.name, stream.amount_and_status, stream.get_absolute_url()
