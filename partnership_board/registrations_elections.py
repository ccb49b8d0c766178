"""What elections put into the registries of the apps below."""

from datetime import datetime, time

from django.http import HttpRequest

from alliance import registries
from alliance.models import Document
from alliance.registries import CardSource, Chapter, DailyJob, DocumentOwner
from partnership_board import demo_elections
from partnership_board.actions import election_clock, election_letters, portraits
from partnership_board.queries import election_pages, vacant_seats


def register() -> None:
    registries.today_cards.add("elections", CardSource(election_pages.cards, queries=5))
    registries.today_cards.add("elections.vacant", CardSource(vacant_seats.cards, queries=3))
    registries.document_owners.add(portraits.PURPOSE, DocumentOwner(may_see))
    registries.every_minute.add("elections.tick", tick)
    registries.daily_jobs.add("elections.remind", DailyJob(time(9), remind))
    registries.daily_jobs.add("elections.forget_letters", DailyJob(time(4), forget))
    registries.demo_chapters.add("partnership_board.elections", Chapter(22, demo_elections.tell))
    registries.unlisted_letters.add("elections", election_letters.UNLISTED)


def may_see(request: HttpRequest, document: Document) -> bool:
    """A portrait has an address of its own, beside the nomination that it belongs to."""
    return False


def tick(now: datetime) -> None:
    election_clock.tick(now=now)


def remind(slot: datetime) -> None:
    election_clock.remind(now=slot)


def forget(slot: datetime) -> None:
    election_clock.forget_letters()
