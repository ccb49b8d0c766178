"""Nobody sees, changes or points at another alliance's rows, by any road.

Generated from the model registry over the demonstration's rows, so it covers models not yet
written: one that the demonstration leaves empty fails until a row of it is made below.
"""

import random
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F
from guardian.shortcuts import get_objects_for_user

from alliance.models import (
    Alliance,
    Document,
    Event,
    GroupPermission,
    Invitation,
    JobRun,
    Message,
    SignedLink,
    Upkeep,
    User,
    UserPermission,
)
from alliance.tasks import AllianceTask
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.context import cache_key, use
from alliance.tenancy.models import TenantBase, TenantEvent, TenantKey
from tests.people import Place

MODELS = [m for m in apps.get_models() if isinstance(m, TenantBase)]
KEYS = [
    field
    for model in MODELS
    if not issubclass(model, TenantEvent)
    for field in model._meta.local_fields
    if isinstance(field, TenantKey)
]
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

OURS, THEIRS = "tower-hamlets", "sheffield"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]


def label(thing: Any) -> str:
    return str(thing) if isinstance(thing, TenantKey) else thing._meta.label


def raw(query: str, *params: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return cursor.fetchall() if cursor.description else []


def a_row_of_what_a_demonstration_does_not_need(place: Place) -> None:
    user = User.objects.order_by("pk").first()
    common = {"token_hmac": "0" * 64, "expires_at": NOW}
    Invitation.objects.create(
        email="a@b.example", name="A", role="observer", sent_at=NOW, by=user, **common
    )
    SignedLink.objects.create(purpose="x", object_kind="x", object_id=1, **common)
    Upkeep.objects.create(kind="back_up", asked_at=NOW)
    JobRun.objects.create(job="x", slot=NOW)
    Message.objects.create(key="battery", to="a@b.example", subject="x", due_at=NOW)
    Document.objects.create(
        purpose="x", name="x", media_type="x", bytes=1, sha256="0" * 64, uploaded_at=NOW
    )
    GroupPermission.objects.bulk_create(
        [
            GroupPermission(
                group=Group.objects.create(name=place.slug),
                permission=Permission.objects.get(codename="see_alliance"),
                content_type=Permission.objects.get(codename="see_alliance").content_type,
                object_pk=str(place.id),
            )
        ]
    )


@pytest.fixture
def everywhere(places: dict[str, Place], db: None) -> tuple[Place, Place]:
    """A row of every model in both alliances."""
    for slug in (OURS, THEIRS):
        with use(places[slug].id):
            a_row_of_what_a_demonstration_does_not_need(places[slug])
            connection.check_constraints()
    return places[OURS], places[THEIRS]


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_each_sees_only_its_own(model: Any, everywhere: tuple[Place, Place]) -> None:
    for place in everywhere:
        with use(place.id):
            seen = set(model._base_manager.values_list("alliance_id", flat=True))
            by_hand = {row[0] for row in raw(f"SELECT alliance_id FROM {model._meta.db_table}")}

        assert seen == by_hand == {place.id}


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_nobodys_work_sees_nothing(model: Any) -> None:
    assert model._base_manager.count() == 0
    assert raw(f"SELECT count(*) FROM {model._meta.db_table}") == [(0,)]


def may_not_change(model: Any) -> bool:
    return any(isinstance(c, AppendOnly) for c in model._meta.constraints)


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_no_update_or_delete_reaches_across(model: Any, everywhere: tuple[Place, Place]) -> None:
    ours, theirs = everywhere
    with use(ours.id):
        others = model._base_manager.filter(alliance_id=theirs.id)
        if may_not_change(model):
            for change in (lambda: others.update(alliance_id=F("alliance_id")), others.delete):
                with pytest.raises(DatabaseError), transaction.atomic():
                    change()
        else:
            assert others.update(alliance_id=F("alliance_id")) == 0
            assert others._raw_delete("default") == 0
    with use(theirs.id):
        assert model._base_manager.exists()


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_no_row_can_be_given_to_another(model: Any, everywhere: tuple[Place, Place]) -> None:
    ours, theirs = everywhere
    with use(ours.id), pytest.raises(DatabaseError), transaction.atomic():
        model._base_manager.update(alliance_id=theirs.id)


@pytest.mark.parametrize("way", ["save", "bulk", "raw"])
@pytest.mark.parametrize("model", MODELS, ids=label)
def test_no_row_can_be_made_for_another(
    model: Any, way: str, everywhere: tuple[Place, Place]
) -> None:
    ours, theirs = everywhere
    with use(ours.id):
        row = model._base_manager.first()
        row.pk, row._state.adding = None, True
        row.alliance_id = theirs.id
        with pytest.raises(DatabaseError), transaction.atomic():
            if way == "save":
                row.save_base(force_insert=True, raw=True)
            elif way == "bulk":
                model._base_manager.bulk_create([row])
            else:
                columns = [f.column for f in model._meta.local_concrete_fields if not f.primary_key]
                names = ", ".join(f'"{c}"' for c in columns)
                values = ", ".join("%s" if c == "alliance_id" else f'"{c}"' for c in columns)
                table = model._meta.db_table
                raw(
                    f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} LIMIT 1",
                    theirs.id,
                )


@pytest.mark.parametrize("way", ["update", "raw"])
@pytest.mark.parametrize("key", KEYS, ids=label)
def test_no_key_can_point_across(key: Any, way: str, everywhere: tuple[Place, Place]) -> None:
    ours, theirs = everywhere
    with use(theirs.id):
        stranger = key.related_model._base_manager.values_list("pk", flat=True).first()
    with use(ours.id), pytest.raises(DatabaseError), transaction.atomic():
        row = key.model._base_manager.values_list("pk", flat=True).first()
        if way == "update":
            key.model._base_manager.filter(pk=row).update(**{key.attname: stranger})
        else:
            table, column = key.model._meta.db_table, key.column
            raw(f'UPDATE {table} SET "{column}" = %s WHERE id = %s', stranger, row)
        raw("SET CONSTRAINTS ALL IMMEDIATE")


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
