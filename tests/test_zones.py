"""Rooms with a lock of their own: what is in them is nowhere else, in rooms yet unwritten too."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.db import connection, connections
from django.urls import URLPattern, URLResolver, get_resolver

from alliance import vault
from alliance.management.commands.routes import INSIDE
from alliance.tenancy.models import TenantEvent, TenantModel
from alliance.tenancy.zones import Zone
from coproduction import words
from coproduction.models import Contribution
from members.models import HelpRequest
from tests.database import server
from tests.matrix import OURS

pytestmark = pytest.mark.django_db

KEPT = [model for model in apps.get_models() if issubclass(model, TenantModel) and model.zone]
# Triggers that refuse, or take an approval back, and keep nothing.
REFUSING = {"append_only", "new_text_unapproves"}
TRIGGERS = """
    SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal
"""
ROWS = "SELECT relname FROM pg_class WHERE relkind='r' AND relnamespace='public'::regnamespace"
# Where not even that somebody came may be noticed.
UNSEEN = {
    "partnership_board.views.voting": {"vote", "vote_check", "vote_done", "receipt"},
    "members.views.wellbeing": {"answer", "thanks"},
    "coproduction.views.cards": {"card", "change", "stop"},
    "members.views.calls_for_help": {"help_page", "help_request"},
}
LONG_ENOUGH = 24  # characters of a text that stand for the whole


def test_every_zone_keeps_something() -> None:
    assert {model.zone for model in KEPT} == set(Zone)


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_nobody_administers_a_zone(model: type[TenantModel]) -> None:
    assert not site.is_registered(model)


SEALED_OFF = [model for model in KEPT if model.zone is not Zone.HOURS]


@pytest.mark.parametrize("model", SEALED_OFF, ids=lambda model: model.__name__)
def test_no_copy_of_a_zone_is_kept(model: type[TenantModel]) -> None:
    copies = [
        event
        for event in apps.get_models()
        if issubclass(event, TenantEvent) and event.pgh_tracked_model is model
    ]
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS, [model._meta.db_table])
        found = {name for (name,) in cursor.fetchall()}

    assert copies == []
    assert {name for name in found if not any(word in name for word in REFUSING)} == set()


def views(patterns: list[URLPattern | URLResolver]) -> Iterator[Callable[..., Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        else:
            yield pattern.callback


def test_where_coming_says_too_much_no_view_leaves_a_trace() -> None:
    unnoticed: dict[str, set[str]] = {}
    for view in views(get_resolver(INSIDE).url_patterns):
        if getattr(view, "leaves_no_trace", False):
            unnoticed.setdefault(view.__module__, set()).add(view.__name__)

    assert unnoticed == UNSEEN


def said() -> Iterator[str]:
    """The beginning of everything that the demonstration keeps under seal."""
    for text in words.opened_all(list(Contribution.objects.all()), "original"):
        yield (text or "")[:LONG_ENOUGH]  # nobody can read what was taken back, and we neither
    for asked in HelpRequest.objects.exclude(sealed=""):
        yield vault.unseal(asked.sealed, place=asked.place)[:LONG_ENOUGH]


def everything_kept() -> Iterator[tuple[str, str]]:
    """Every row of every table as the owner finds it."""
    with server(connections["default"].settings_dict["NAME"]) as owner:
        owner.execute("SET row_security = off")
        for (table,) in owner.execute(ROWS).fetchall():
            for (row,) in owner.execute(f'SELECT t::text FROM "{table}" t').fetchall():
                yield table, row


def test_what_was_said_in_confidence_stands_nowhere_in_clear(
    within: Callable[[str], Any],
) -> None:
    with within(OURS):
        told = {text for text in said() if len(text) == LONG_ENOUGH}
    found = {table for table, row in everything_kept() if any(text in row for text in told)}

    assert len(told) > 5
    assert found == set()
