"""What taking back and keeping put into the registries of the core."""

from datetime import datetime, time

from alliance import registries
from alliance.calendars import LONDON
from alliance.registries import Chapter, DailyJob, Subject
from coproduction import demo_keeping, routes_keeping
from coproduction.actions import retention, withdrawals

KEPT = "kept: who did this work is the record"
SUBJECTS = {
    "ContributorIdentity": ("written_by",),
    "IdentityRead": ("reader",),
    "Withdrawal": ("handled_by",),
    "RetentionRule": ("confirmed_by",),
    "RetentionHold": ("by",),
    "AccessRequest": ("person", "taken_by", "closed_by"),
}


def register() -> None:
    registries.every_minute.add("coproduction.finish_withdrawals", finish)
    registries.daily_jobs.add("coproduction.run_retention", DailyJob(time(2), run))
    registries.daily_jobs.add("coproduction.tell_retention", DailyJob(time(9), tell))
    registries.demo_chapters.add("coproduction.keeping", Chapter(38, demo_keeping.tell))
    registries.after_restore.add("coproduction", again)
    registries.unlisted_letters.add("taken back", "taken back ")
    for model, fields in SUBJECTS.items():
        registries.subjects.add(
            f"coproduction.{model}", Subject(f"coproduction.{model}", fields, KEPT)
        )
    routes_keeping.register()


def finish(now: datetime) -> None:
    """Each tenth minute; there is mostly nothing to finish."""
    if now.minute % 10 == 0:
        withdrawals.finish(now=now)


def again(now: datetime) -> None:
    withdrawals.again(now=now)


def run(slot: datetime) -> None:
    retention.run(on=slot.astimezone(LONDON).date())


def tell(slot: datetime) -> None:
    """On Mondays."""
    if slot.astimezone(LONDON).weekday() == 0:
        retention.tell(now=slot)
