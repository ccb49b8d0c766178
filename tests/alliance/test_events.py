"""What happened cannot be edited unseen: not by the application, nor by the owner."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction

from alliance import audit
from alliance.audit import Actor
from alliance.models import AllianceSettings, Event, EventSeal, User
from alliance.queries import chain
from alliance.tenancy.context import use
from tests.database import server
from tests.people import Place, settle

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def told() -> Place:
    """Three events, each committed."""
    place = settle("north")
    with use(place.id):
        for number in range(3):
            settled = AllianceSettings.objects.get()
            audit.record(by=Actor.SYSTEM, kind="test.happened", subject=settled, data={"n": number})
    return place


def test_each_event_is_numbered_and_chained(told: Place) -> None:
    with use(told.id):
        assert list(EventSeal.objects.order_by("number").values_list("number", flat=True)) == [
            1,
            2,
            3,
        ]
        found = chain.verify()
    assert (found.length, found.is_whole) == (3, True)
    with use(told.id):
        assert chain.head() == f"3 {found.head[:12]}"


def test_a_rolled_back_event_leaves_no_gap(told: Place) -> None:
    with use(told.id):
        settled = AllianceSettings.objects.get()
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            audit.record(by=Actor.SYSTEM, kind="test.undone", subject=settled)
            raise ZeroDivisionError
        audit.record(by=Actor.LINK, kind="test.happened", subject=settled)
        assert chain.verify().length == 4
        assert chain.verify().is_whole


@pytest.mark.parametrize("model", [Event, EventSeal])
def test_the_application_cannot_change_what_happened(told: Place, model: type[Event]) -> None:
    with use(told.id):
        for change in (
            lambda: model.objects.update(alliance_id=told.id),
            lambda: model.objects.all()._raw_delete("default"),
        ):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                change()


def test_the_application_cannot_write_a_seal_of_its_own(told: Place) -> None:
    with use(told.id), pytest.raises(DatabaseError, match="permission denied"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO alliance_eventseal (alliance_id, number, event_id, hash)"
                " VALUES (%s, 9, 1, 'x')",
                [told.id],
            )


def test_the_owner_is_stopped_by_a_trigger(told: Place) -> None:
    with server(connections["default"].settings_dict["NAME"]) as owner:
        with pytest.raises(Exception, match="Cannot update"):
            owner.execute("UPDATE alliance_event SET kind = 'test.changed'")


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        ("UPDATE alliance_event SET kind = 'x' WHERE id = {second}", "broken at link 2 of 3"),
        ("UPDATE alliance_event SET data = '[9]' WHERE id = {third}", "broken at link 3 of 3"),
        ("DELETE FROM alliance_eventseal WHERE number = 1", "broken at link 1 of 3"),
        ("DELETE FROM alliance_eventseal WHERE number = 3", "has no seal"),
    ],
)
def test_whoever_does_it_all_the_same_is_found_out(
    told: Place, tamper: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verify_events", alliance="north")
    assert "3 events, whole" in capsys.readouterr().out
    with server(connections["default"].settings_dict["NAME"]) as owner:
        tables = ("alliance_event", "alliance_eventseal")
        for table in tables:
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        numbers = [row[0] for row in owner.execute("SELECT id FROM alliance_event ORDER BY id")]
        owner.execute(
            tamper.replace("{second}", str(numbers[1])).replace("{third}", str(numbers[2]))
        )
        for table in tables:
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    with pytest.raises(SystemExit):
        call_command("verify_events")
    (north, *_) = capsys.readouterr().out.splitlines()
    assert words in north


def test_an_event_says_in_which_office_somebody_acted() -> None:
    user = User.objects.create_user("a@b.example", name="A")
    place = settle("south")
    with use(place.id):
        event = audit.record(by=user, kind="x.y", subject=AllianceSettings.objects.get())
    assert (event.by, event.acting_as, event.subject_type) == (
        user,
        "person",
        "alliance.alliancesettings",
    )
