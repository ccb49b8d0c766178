"""A daily job is done once for each day, by however many clocks and workers there are.

Beat only ticks. Each tick asks what the latest slot is and tries to take it; a clock that was down
at the hour therefore catches up at its next tick, and two clocks do no harm.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from alliance import registries
from alliance.models import JobRun

LONDON = ZoneInfo("Europe/London")


def latest_daily(at: time, *, now: datetime) -> datetime:
    """The last moment, not after `now`, when London's clocks showed `at`."""
    today = now.astimezone(LONDON).date()
    slot = datetime.combine(today, at, LONDON)
    if slot > now:
        slot = datetime.combine(today - timedelta(days=1), at, LONDON)
    return slot


@contextmanager
def once(job: str, *, slot: datetime) -> Iterator[bool]:
    """Whether the slot is ours. If the work inside fails, the slot is free again."""
    with transaction.atomic():
        yield JobRun.objects.get_or_create(job=job, slot=slot)[1]


def run_due(*, now: datetime) -> list[str]:
    """Do every registered daily job whose latest slot nobody has taken; their names."""
    done = []
    for name in registries.daily_jobs.names():
        job = registries.daily_jobs[name]
        slot = latest_daily(job.at, now=now)
        with once(name, slot=slot) as mine:
            if mine:
                job.run(slot)
                done.append(name)
    return done
