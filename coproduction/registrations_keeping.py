"""What taking back and keeping put into the registries of the core."""

from datetime import datetime

from alliance import registries
from alliance.registries import Subject
from coproduction import routes_keeping
from coproduction.actions import withdrawals

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
