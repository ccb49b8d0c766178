"""The product's figures beside their targets: `make bench`. Ratios of one run; never a test.

Everything is made here: a database, alliances to measure with, a session. Prints one table; the
exit status is 1 if a figure misses its target by more than a fifth.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from unittest.mock import patch

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alliance import access, limits
from alliance.models import Alliance, Priority, RoleTerm
from alliance.tenancy.backend import base
from alliance.tenancy.context import use
from members.models import Organisation, Service
from tests.counting import bench as counting
from tests.database import PrefixClient
from tests.partnership_board import bench as packs
from tests.partnership_board import bench_elections, bench_recusal

ROUNDS = 400
ALLIANCES = int(os.environ.get("BENCH_ALLIANCES", "100"))


@dataclass
class Figure:
    what: str
    seen: float
    target: float
    unit: str = ""

    @property
    def is_missed(self) -> bool:
        return self.seen > self.target * 1.2

    def __str__(self) -> str:
        word = "MISSED" if self.is_missed else "ok"
        seen, target = f"{self.seen:.2f} {self.unit}", f"{self.target:.2f} {self.unit}"
        return f"{self.what:66} {seen:>12} <= {target:>10}  {word}"


def medians(*doings: Callable[[], object]) -> list[float]:
    """Milliseconds of each, taken in turns so that the machine's moods fall on all alike."""
    taken: list[list[float]] = [[] for _ in doings]
    for turn in range(ROUNDS + 40):
        for times, doing in zip(taken, doings, strict=True):
            began = time.perf_counter()
            doing()
            if turn >= 40:
                times.append((time.perf_counter() - began) * 1000)
    return [statistics.median(times) for times in taken]


def filling() -> Figure:
    began = time.perf_counter()
    call_command("bench_data", alliances=ALLIANCES, organisations=17, seed=1)
    seconds = (time.perf_counter() - began) * 1000 / ALLIANCES
    return Figure(
        "1,000 alliances of 17 organisations, worked out from this run", seconds, 300, "s"
    )


def tenancy(alliance: Alliance) -> Figure:
    """Three queries of a list page with the pin and without, on one connection each."""
    connections.settings["stock"] = connections.settings["default"] | {
        "ENGINE": "django.db.backends.postgresql"
    }
    with connections["stock"].cursor() as cursor:
        cursor.execute("SELECT set_config('app.alliance', %s, false)", [str(alliance.pk)])

    def page(alias: str) -> None:
        rows = Priority.objects.using(alias)
        rows.count()
        first, *_ = rows.order_by("alliance", "number")[:20]
        rows.get(pk=first.pk)

    with use(alliance.pk):
        stock, ours = medians(lambda: page("stock"), lambda: page("default"))
    return Figure("tenancy: a page of three queries, pinned against stock", ours / stock, 1.10, "x")


def extra_queries(alliance: Alliance) -> Figure:
    with use(alliance.pk), CaptureQueriesContext(connection) as asked:
        Priority.objects.count()
    return Figure("tenancy: extra queries for one", len(asked) - 1, 0)


def pages(alliance: Alliance) -> list[Figure]:
    with use(alliance.pk):
        lead = RoleTerm.objects.get(role="alliance_lead").user
        access.carry_rights(lead, on=timezone.localdate())
    client = PrefixClient()
    client.force_login(lead)

    def get(path: str) -> Callable[[], object]:
        return lambda: client.get(f"/a/{alliance.slug}/{path}")

    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=lead, type="totp", data={"secret": "A"})
    names = {"members/": "members", "board/proposals/": "proposals", "funding/": "funding"}
    floor, *taken = medians(get("people/roles/"), *(get(path) for path in names))
    ratios = [
        Figure(f"{name}: against the page of roles of the same run", one / floor, 4, "x")
        for name, one in zip(names.values(), taken, strict=True)
    ]
    return [Figure("the page of roles, in process", floor, 30, "ms"), *ratios]


def open_data(alliance: Alliance) -> list[Figure]:
    """A page of a hundred services, brief and whole."""
    with use(alliance.pk):
        organisation = Organisation.objects.earliest("pk")
        Organisation.objects.update(in_open_data=True)
        Service.objects.bulk_create(
            Service(organisation=organisation, name=f"Open {number}") for number in range(100)
        )
        Service.objects.update(is_public=True)
    client, figures = PrefixClient(), []
    for name, query in (("brief", ""), ("whole", "&full=true")):
        path = f"/a/{alliance.slug}/api/hsds/3.1/services?per_page=100{query}"
        with patch.object(limits, "count"):
            assert client.get(path).json()["size"] == 100
            (taken,) = medians(lambda path=path: client.get(path))
        figures.append(Figure(f"open data: 100 services, {name}", taken, 400, "ms"))
    return figures


def letters() -> Figure:
    words = [sys.executable, "-m", "tests.faults.outbox", "1000"]
    keep = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    done = subprocess.run(words, env=keep, capture_output=True, text=True, check=False)
    print(done.stdout.strip())
    return Figure(
        "letters lost or phantom under kills of worker, broker, database", done.returncode, 0
    )


def main() -> int:
    call_command("migrate", database="owner", verbosity=0)
    figures = [Figure(*one) for one in counting.figures()]
    figures.append(filling())
    alliance = Alliance.objects.order_by("-pk").first()
    assert alliance is not None
    assert base.pin()
    figures += [tenancy(alliance), extra_queries(alliance), *pages(alliance)]
    figures += [*open_data(alliance), letters()]
    figures += [Figure(*one) for one in packs.figures(alliance)]
    figures += [Figure(*one) for one in bench_recusal.figures(alliance)]
    figures += [Figure(*one) for one in bench_elections.figures(alliance)]
    print()
    for figure in figures:
        print(figure)
    connections.close_all()
    return int(any(figure.is_missed for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
