"""What became of the letters."""

from collections import Counter
from datetime import date

from django.db import connections

from alliance import outbox
from alliance.actions.tenants import open_alliance
from alliance.models import Alliance
from alliance.queries import chain
from alliance.tenancy.context import use
from tests.faults.business import Business


def open_alliances() -> None:
    for slug in ("north", "south"):
        open_alliance(slug=slug, name=slug, on=date(2026, 1, 1))


def wake_all() -> None:
    """What beat does each minute, on a new connection: the old one's server may be gone."""
    connections.close_all()
    for alliance_id in Alliance.objects.using("owner").values_list("pk", flat=True):
        outbox.wake(alliance_id)


def verdict(business: Business, kills: Counter[str], arrived: list[tuple[str, str]]) -> int:
    came = Counter(subject for subject, _ in arrived)
    lost, phantom = business.done - set(came), set(came) - business.done
    one_name_each = len(set(arrived)) == len(came)
    is_whole = all(map(chain_is_whole, Alliance.objects.values_list("pk", flat=True)))
    print(
        f"committed {len(business.done)}  rolled back {len(business.undone)}"
        f"  lost {len(lost)}  phantom {len(phantom)}"
        f"  repeated {came.total() - len(came)} (same Message-ID: {one_name_each})"
        f"  kills {dict(kills)}  retried {business.hiccups}  record whole: {is_whole}"
    )
    return int(bool(lost or phantom or not one_name_each or not is_whole))


def chain_is_whole(alliance_id: int) -> bool:
    with use(alliance_id):
        return chain.verify().is_whole
