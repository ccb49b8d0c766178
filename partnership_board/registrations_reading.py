"""What reading and printing put into the registries of the apps below."""

from datetime import datetime, time

from alliance import registries
from alliance.registries import DailyJob
from partnership_board.actions import notes, pack_parts
from partnership_board.deadlines import day_of


def register() -> None:
    registries.daily_jobs.add("board.forget_notes", DailyJob(time(5), forget_notes))
    registries.daily_jobs.add("board.forget_parts", DailyJob(time(5), forget_parts))


def forget_notes(slot: datetime) -> None:
    notes.forget_old(on=day_of(slot))


def forget_parts(slot: datetime) -> None:
    pack_parts.forget_old(on=day_of(slot))
