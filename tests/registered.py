"""Asks every entry of the registries what it gives to one person, and lists its faults."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alliance import access, registries, slots
from alliance.models import User
from alliance.registries import Card, News
from alliance.roles import ROLES, Office, Scope
from alliance.tenancy.models import TenantBase
from tests.people import Place

TENANT_MODELS = [m for m in apps.get_models() if isinstance(m, TenantBase)]
WHEN_LONG_AGO = timedelta(days=3650)  # news of ten years: all there is
A_WORD, MOST = "an", 9


def given(
    name: str,
    queries: int,
    faults: list[str],
    ask: Callable[..., Iterable[Any]],
    *asked_with: object,
) -> list[Any]:
    """What a source gives; a fault where it asked the database more often than it said."""
    with CaptureQueriesContext(connection) as asked:
        found = list(ask(*asked_with))
    if len(asked) > queries:
        faults.append(f"{name}: {len(asked)} queries, and it said {queries}")
    return found


def cards_of(user: User, on: date, faults: list[str]) -> list[Card]:
    found = []
    for name in registries.today_cards.names():
        source = registries.today_cards[name]
        cards = given(name, source.queries, faults, source.cards, user, on)
        faults += [f"{name}: {c}" for c in cards if not (c.title and c.minutes > 0 and c.url)]
        found += cards
    return found


def news_of(user: User, now: datetime, faults: list[str]) -> list[News]:
    found = []
    for name in registries.today_news.names():
        source = registries.today_news[name]
        since = now - WHEN_LONG_AGO
        news = given(name, source.queries, faults, source.news, user, since)
        faults += [f"{name}: {n}" for n in news if not (n.words and n.url and n.at >= since)]
        found += news
    return found


def finds_of(user: User, word: str, faults: list[str]) -> dict[str, list[tuple[str, str, str]]]:
    """What each kind finds; never more than it was asked for."""
    found = {}
    for name in registries.search_sources.names():
        source = registries.search_sources[name]
        rows = given(name, source.queries, faults, source.find, user, word, MOST)
        faults += [f"{name}: {row}" for row in rows if not (row[0] and row[2])]
        if len(rows) > MOST:
            faults.append(f"{name}: {len(rows)} finds, {MOST} were asked for")
        found[name] = rows
    return found


def sections_of(meeting: int, on: date) -> dict[str, str]:
    """The rendered HTML of each section that has something to say about this meeting."""
    found = {}
    for name in registries.pack_sections.names():
        section = registries.pack_sections[name]
        context = section.context(meeting, on)
        if context is not None:
            found[name] = render_to_string(section.template, context)
    return found


def offices_of(user: User, on: date, faults: list[str]) -> list[Office]:
    found = []
    for name in registries.role_sources.names():
        source = registries.role_sources[name]
        rows = given(name, 1, faults, source, user.pk, on)
        for role, started_on, ended_on, kind, scope_id in rows:
            if role not in ROLES:
                faults.append(f"{name}: there is no role {role}")
            office = Office(role, started_on, ended_on, Scope(kind), scope_id)
            if not office.has_not_ended(on=on):
                faults.append(f"{name}: {office} has ended")
            found.append(office)
    return found


def areas_closed_to(client: Client, user: User) -> Iterator[str]:
    """Areas that do not lead to a page for somebody who has the permission."""
    for name in registries.areas.names():
        area = registries.areas[name]
        if area.permission is None or access.may(user, area.permission):
            answer = client.get(reverse(area.url_name))
            if answer.status_code != 200:
                yield f"{name}: {answer.status_code}"


def run_daily_jobs(now: datetime) -> None:
    """Each as its latest slot would, whoever else has run it."""
    for job in registries.daily_jobs:
        job.run(slots.latest_daily(job.at, now=now))


def everything_kept() -> dict[str, tuple[int, str]]:
    """How many rows each table of the current alliance has, and a print of their contents."""
    found = {}
    with connection.cursor() as cursor:
        for model in TENANT_MODELS:
            table = model._meta.db_table
            cursor.execute(
                f"SELECT count(*), md5(string_agg(t::text, '' ORDER BY t::text)) FROM {table} t"
            )
            found[table] = cursor.fetchone()
    return found


def links_that_fail(client: Client, urls: Iterable[str]) -> list[str]:
    answers = {url: client.get(url).status_code for url in sorted(set(urls))}
    return [f"{url}: {status}" for url, status in answers.items() if status != 200]


def ring_faults(members: int) -> Iterator[str]:
    for name in registries.marks.names():
        ring = list(registries.marks[name]())
        if len(ring) != members or not all(isinstance(seat, bool) for seat in ring):
            yield f"{name}: {ring} for {members} members"


def is_within(place: Place, url: str) -> bool:
    return url.startswith(place.url(""))
