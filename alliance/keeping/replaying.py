"""After a restore: destroyed keys are destroyed again, and what was made from them goes too."""

from datetime import datetime

from alliance import registries
from alliance.keeping import receipts
from alliance.keeping.databases import owners_database
from alliance.keeping.receipts import Receipt
from alliance.models import Alliance
from alliance.tenancy.context import work_for


def replay_all(carried: list[Receipt], *, now: datetime) -> int:
    """The keys first, then what each app keeps of them; only then does the vault open."""
    database = owners_database()
    gone = receipts.replay(database, carried)
    for alliance in Alliance.objects.order_by("pk"):
        with work_for(alliance.pk, alliance.slug):
            for clear in registries.after_restore:
                clear(now)
    receipts.open_vault(database, now=now)
    return gone
