"""Nobody sees, changes or points at another alliance's rows, by any road.

Generated from the model registry over the demonstration's rows, so it covers models not yet
written: one that the demonstration leaves empty fails until a row of it is made below.
"""

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F
from guardian.shortcuts import get_objects_for_user

from alliance.models import Alliance, Event, JobRun, User, UserPermission
from alliance.tasks import AllianceTask
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.context import cache_key, use
from alliance.tenancy.models import TenantBase, TenantEvent, TenantKey
from tests.factories.anything import a_row_of_everything
from tests.people import NOW, Place

MODELS = [m for m in apps.get_models() if isinstance(m, TenantBase)]
KEYS = [
    field
    for model in MODELS
    if not issubclass(model, TenantEvent)
    for field in model._meta.local_fields
    if isinstance(field, TenantKey)
]
OURS, THEIRS = "tower-hamlets", "sheffield"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]


def raw(query: str, *params: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def everywhere(places: dict[str, Place], db: None) -> tuple[Place, Place]:
    """A row of every model in both alliances."""
    for slug in (OURS, THEIRS):
        with use(places[slug].id):
            a_row_of_everything(MODELS)
            connection.check_constraints()
    return places[OURS], places[THEIRS]


def is_refused(change: Callable[[], object]) -> bool:
    """Whether the database says no, at once or at the end of the transaction."""
    try:
        with transaction.atomic():
            change()
            raw("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError:
        return True
    return False


def test_each_sees_only_its_own(everywhere: tuple[Place, Place]) -> None:
    wrong = []
    for place in everywhere:
        with use(place.id):
            for model in MODELS:
                seen = set(model._base_manager.values_list("alliance_id", flat=True))
                by_hand = {row[0] for row in raw(f"SELECT alliance_id FROM {table(model)}")}
                if not seen == by_hand == {place.id}:
                    wrong.append((label(model), place.slug, seen, by_hand))

    assert wrong == []


def test_nobodys_work_sees_nothing() -> None:
    seen = [
        label(model)
        for model in MODELS
        if model._base_manager.exists() or raw(f"SELECT 1 FROM {table(model)} LIMIT 1")
    ]

    assert seen == []


def table(model: Any) -> str:
    return str(model._meta.db_table)


def label(model: Any) -> str:
    return str(model._meta.label)


def may_not_change(model: Any) -> bool:
    return any(isinstance(c, AppendOnly) for c in model._meta.constraints)


def test_no_update_or_delete_reaches_across(everywhere: tuple[Place, Place]) -> None:
    ours, theirs = everywhere
    reached = []
    with use(ours.id):
        for model in MODELS:
            others = model._base_manager.filter(alliance_id=theirs.id)
            if may_not_change(model):
                refused = is_refused(lambda: others.update(alliance_id=F("alliance_id")))  # noqa: B023 -- called at once
                refused &= is_refused(lambda: others._raw_delete("default"))  # noqa: B023 -- called at once
                reached += [] if refused else [label(model)]
            elif others.update(alliance_id=F("alliance_id")) or others._raw_delete("default"):
                reached.append(label(model))
    with use(theirs.id):
        reached += [label(model) for model in MODELS if not model._base_manager.exists()]

    assert reached == []


def test_no_row_can_be_given_to_another(everywhere: tuple[Place, Place]) -> None:
    ours, theirs = everywhere
    with use(ours.id):
        given = [
            label(model)
            for model in MODELS
            if not is_refused(lambda: model._base_manager.update(alliance_id=theirs.id))  # noqa: B023 -- called at once
        ]

    assert given == []


@pytest.mark.parametrize("way", ["save", "bulk", "raw"])
def test_no_row_can_be_made_for_another(way: str, everywhere: tuple[Place, Place]) -> None:
    ours, theirs = everywhere
    with use(ours.id):
        made = [
            label(model)
            for model in MODELS
            if not is_refused(lambda: plant(model, theirs.id, way))  # noqa: B023 -- called at once
        ]

    assert made == []


def plant(model: Any, alliance_id: int, way: str) -> None:
    """A copy of our own row, with the other alliance written on it."""
    if way == "raw":
        columns = [f.column for f in model._meta.local_concrete_fields if not f.primary_key]
        names = ", ".join(f'"{c}"' for c in columns)
        values = ", ".join("%s" if c == "alliance_id" else f'"{c}"' for c in columns)
        own = table(model)
        raw(f"INSERT INTO {own} ({names}) SELECT {values} FROM {own} LIMIT 1", alliance_id)
        return
    row = model._base_manager.first()
    row.pk, row._state.adding, row.alliance_id = None, True, alliance_id
    if way == "save":
        row.save_base(force_insert=True, raw=True)
    else:
        model._base_manager.bulk_create([row])


@pytest.mark.parametrize("way", ["update", "raw"])
def test_no_key_can_point_across(way: str, everywhere: tuple[Place, Place]) -> None:
    ours, theirs = everywhere
    with use(theirs.id):
        strangers = {
            model: model._base_manager.values_list("pk", flat=True).first() for model in MODELS
        }
    with use(ours.id):
        pointed = [
            str(key)
            for key in KEYS
            if not is_refused(lambda: point(key, strangers[key.related_model], way))  # noqa: B023 -- called at once
        ]

    assert pointed == []


def point(key: Any, stranger: int, way: str) -> None:
    rows = key.model._base_manager
    pk = rows.values_list("pk", flat=True).first()
    if way == "update":
        assert rows.filter(pk=pk).update(**{key.attname: stranger}) == 1
    else:
        raw(f'UPDATE {table(key.model)} SET "{key.column}" = %s WHERE id = %s', stranger, pk)


def test_guardian_knows_only_this_alliances_rights(everywhere: tuple[Place, Place]) -> None:
    ours, theirs = everywhere
    with use(ours.id):
        lead = User.objects.get(pk=UserPermission.objects.values_list("user_id")[:1])
        mine = get_objects_for_user(
            lead, "alliance.see_alliance", Alliance, accept_global_perms=False
        )
        assert [a.pk for a in mine] == [ours.id]
        assert not lead.has_perm("alliance.see_alliance", Alliance.objects.get(pk=theirs.id))


def test_after_a_rollback_the_next_alliance_sees_its_own(everywhere: tuple[Place, Place]) -> None:
    ours, theirs = everywhere
    with use(ours.id):
        Event.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic(), use(theirs.id):
        Event.objects.count()
        raise ZeroDivisionError
    with use(ours.id):
        assert set(Event.objects.values_list("alliance_id", flat=True)) == {ours.id}
    assert Event.objects.count() == 0


def test_a_failed_statement_leaves_the_transaction_usable(
    everywhere: tuple[Place, Place],
) -> None:
    ours, _ = everywhere
    with use(ours.id), transaction.atomic():
        JobRun.objects.create(job="x", slot=NOW)
        with pytest.raises(IntegrityError), transaction.atomic():
            JobRun.objects.create(job="x", slot=NOW)
        assert JobRun.objects.filter(job="x").count() == 1
        assert JobRun.objects.get_or_create(job="x", slot=NOW)[1] is False


def test_a_task_without_its_alliance_is_an_error() -> None:
    from celery import current_app

    ours = [t for t in current_app.tasks.values() if isinstance(t, AllianceTask)]
    assert ours
    for task in ours:
        with pytest.raises(TypeError):
            task()


def test_a_cache_key_says_whose_it_is(everywhere: tuple[Place, Place]) -> None:
    ours, theirs = everywhere
    with use(ours.id):
        cache.set(cache_key("word"), "ours", 5)
    with use(theirs.id):
        assert cache.get(cache_key("word")) is None


def test_eight_threads_in_autocommit_see_their_own(places: dict[str, Place]) -> None:
    """Threads see only what has been committed; the demonstration has been."""
    found = {"looks": 0, "leaks": 0, "empty": 0}
    threads = [
        threading.Thread(target=look, args=([p.id for p in places.values()], found, 60))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {"looks": 480, "leaks": 0, "empty": 0}


def look(
    ids: list[int], found: dict[str, int], times: int, before: Callable[[], None] | None = None
) -> None:
    """Look at random for one alliance or the other, sometimes in a transaction that fails."""
    chance = random.Random()
    model = apps.get_model("alliance", "Priority")
    for _ in range(times):
        mine = chance.choice(ids)
        with use(mine):
            if before is not None:
                before()
            if chance.random() < 0.2:
                with pytest.raises(ZeroDivisionError), transaction.atomic():
                    model.objects.count()
                    raise ZeroDivisionError
            seen = set(model.objects.values_list("alliance_id", flat=True))
        found["looks"] += 1
        found["leaks"] += bool(seen - {mine})
        found["empty"] += not seen
    connection.close()
