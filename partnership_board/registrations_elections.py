"""What elections put into the registries of the apps below."""

from datetime import datetime, time

from alliance import registries
from alliance.registries import CardSource, Chapter, DailyJob
from partnership_board import demo_elections
from partnership_board.actions import election_clock, election_letters
from partnership_board.queries import election_pages


def register() -> None:
    registries.today_cards.add("elections", CardSource(election_pages.cards, queries=5))
    registries.every_minute.add("elections.tick", tick)
    registries.daily_jobs.add("elections.remind", DailyJob(time(9), remind))
    registries.daily_jobs.add("elections.forget_letters", DailyJob(time(4), forget))
    registries.demo_chapters.add("partnership_board.elections", Chapter(22, demo_elections.tell))
    registries.unlisted_letters.add("elections", election_letters.UNLISTED)


def tick(now: datetime) -> None:
    election_clock.tick(now=now)


def remind(slot: datetime) -> None:
    election_clock.remind(now=slot)


def forget(slot: datetime) -> None:
    election_clock.forget_letters()
