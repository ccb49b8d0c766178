"""A key that was destroyed stays destroyed, whatever is restored."""

import os
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction

from alliance import registries, subject_keys, vault
from alliance.actions import shredding
from alliance.errors import Refused
from alliance.keeping import backups, receipts, restoring, sealing, vaults
from alliance.keeping.databases import Database, owners_database
from alliance.keeping.rounds import Keeper
from alliance.models import ShredReceipt, Upkeep
from alliance.queries import health
from alliance.tenancy.context import use
from tests.database import server
from tests.people import Place, settle

committing = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
PAIR = sealing.new_key_pair()
KEY = sealing.private_key(PAIR.private)
NUMBERS = "SELECT number FROM vault.subject_key ORDER BY number"

AGAIN = """
INSERT INTO alliance_shredreceipt (alliance_id, key_number, subject, why, shredded_at)
SELECT alliance_id, key_number, subject, why, now() FROM alliance_shredreceipt
"""


@pytest.fixture
def folder(tmp_path: Path, settings: object) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    settings.BACKUP_DIR = str(tmp_path / "backups")
    settings.BACKUP_RECIPIENT = PAIR.public
    (settings.DATA_DIR / "files").mkdir(parents=True)
    return tmp_path / "backups"


@pytest.fixture
def place() -> Iterator[Place]:
    """The keys of tests before are no concern of ours."""
    with server(connections["owner"].settings_dict["NAME"]) as owner:
        owner.execute("TRUNCATE vault.subject_key")
    north = settle("north")
    with use(north.id):
        yield north


@pytest.fixture
def scratch(db: None) -> Iterator[Database]:
    with restoring.scratch_database(owners_database()) as database:
        yield database


def a_key() -> tuple[uuid.UUID, int]:
    subject = uuid.uuid4()
    return subject, subject_keys.key_for(subject).number


def numbers_in(database: Database) -> list[int]:
    with database.connect() as there:
        return [number for (number,) in there.execute(NUMBERS).fetchall()]


@committing
def test_a_key_that_was_destroyed_is_dead_after_a_restore_of_yesterday(
    place: Place, folder: Path, scratch: Database
) -> None:
    (taken_back, dead), (_, alive) = a_key(), a_key()
    made = backups.back_up(folder, now=NOW - timedelta(days=1))
    copy = vaults.back_up(folder, now=NOW - timedelta(days=1))
    shredding.shred([taken_back], why="withdrawn", now=NOW)
    assert receipts.carry(folder) == 1
    assert receipts.carry(folder) == 0

    outcome = restoring.restore(made.path, key=KEY, into=scratch, files=folder.parent / "restored")
    vaults.restore(copy, key=KEY, into=scratch)

    assert outcome.is_whole
    assert numbers_in(scratch) == sorted([dead, alive])  # so there is something to lose
    with scratch.connect() as there:
        assert there.execute("SELECT count(*) FROM vault.replay").fetchone() == (0,)
    assert receipts.replay(scratch, receipts.read(folder)) == 1
    assert receipts.replay(scratch, receipts.read(folder)) == 0
    assert numbers_in(scratch) == [alive]
    with scratch.connect() as there:
        (remembered,) = receipts.known(there)
        policies = there.execute("SELECT count(*) FROM pg_policies WHERE schemaname = 'vault'")
        assert policies.fetchone() == (2,)
    assert remembered == receipts.read(folder)[0]


@committing
def test_no_key_is_in_an_ordinary_backup(place: Place, folder: Path, scratch: Database) -> None:
    a_key()
    made = backups.back_up(folder, now=NOW)

    assert not [name for name in made.manifest.tables if name.startswith("vault")]
    restoring.restore(made.path, key=KEY, into=scratch, files=folder.parent / "restored")
    with scratch.connect() as there:
        assert there.execute("SELECT to_regnamespace('vault')").fetchone() == (None,)


@committing
def test_the_vault_is_shut_until_receipts_are_replayed(
    place: Place, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (_, number), (taken_back, dead) = a_key(), a_key()
    shredding.shred([taken_back], why="withdrawn", now=NOW)
    receipts.carry(folder)
    with server(connections["owner"].settings_dict["NAME"]) as owner:
        owner.execute("DELETE FROM vault.replay")

    assert "vault" in health.what_is_wrong(now=NOW)
    assert subject_keys.secrets_of([number]) == {}
    with pytest.raises(vault.CannotOpen):
        subject_keys.key_for(uuid.uuid4())

    call_command("replay_receipts")

    assert capsys.readouterr().out == "1 receipts were replayed; 0 keys were destroyed.\n"
    assert "vault" not in health.what_is_wrong(now=NOW)
    assert list(subject_keys.secrets_of([number, dead])) == [number]


@committing
def test_where_the_vault_is_missing_health_says_so(place: Place, folder: Path) -> None:
    with server(connections["owner"].settings_dict["NAME"]) as owner:
        owner.execute("ALTER SCHEMA vault RENAME TO elsewhere")
        try:
            assert "vault" in health.what_is_wrong(now=NOW)
        finally:
            owner.execute("ALTER SCHEMA elsewhere RENAME TO vault")


@committing
def test_each_app_clears_away_before_the_vault_opens(
    place: Place, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[bool] = []

    def look(now: datetime) -> None:
        found.append(subject_keys.is_open())

    monkeypatch.setattr(registries.after_restore, "_entries", {"test": look})
    call_command("replay_receipts")

    assert found == [False, False]  # once for each alliance
    assert subject_keys.is_open()


@committing
def test_the_keeper_vacuums_and_carries_receipts(place: Place, folder: Path) -> None:
    subject, number = a_key()
    shredding.shred([subject], why="withdrawn", now=NOW)

    done = Keeper().go_round(now=NOW)

    assert done == ["back_up", "expire_backups", "vacuum_keys"]
    assert [receipt.number for receipt in receipts.read(folder)] == [number]
    with server(connections["owner"].settings_dict["NAME"]) as owner:
        kept = owner.execute("SELECT pg_relation_size('vault.subject_key')").fetchone()
    assert kept == (0,)
    assert not Upkeep.objects.filter(kind="vacuum_keys", done_at=None).exists()
    assert (folder / "vault-20260303T090000Z.sealed").exists()


def test_a_copy_of_the_keys_is_kept_for_thirty_days_at_most(tmp_path: Path) -> None:
    for day in ("20260131T090000", "20260201T090000", "20260302T090000"):
        (tmp_path / f"vault-{day}Z.sealed").touch()
    (tmp_path / "alliance-20200101T090000Z.sealed").touch()

    assert vaults.expire(tmp_path, now=NOW) == ["vault-20260131T090000Z.sealed"]
    assert vaults.newest(tmp_path) == tmp_path / "vault-20260302T090000Z.sealed"
    assert len(vaults.expire(tmp_path, now=NOW + timedelta(days=99))) == 2
    assert vaults.newest(tmp_path) is None


def test_a_spoilt_receipt_is_refused(tmp_path: Path) -> None:
    (tmp_path / receipts.NAME).write_text("1 2 three withdrawn now\n")

    with pytest.raises(Refused, match="cannot be read"):
        receipts.read(tmp_path)


@pytest.mark.django_db
def test_the_replay_needs_to_know_where_the_receipts_are(settings: object) -> None:
    settings.BACKUP_DIR = ""

    with pytest.raises(CommandError, match="--from"):
        call_command("replay_receipts")


# ---- destroying ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_destroying_twice_destroys_once_and_no_new_key_is_made(north: Place) -> None:
    subject, number = a_key()

    assert shredding.shred([subject, uuid.uuid4()], why="withdrawn", now=NOW) == 1
    assert shredding.shred([subject], why="withdrawn", now=NOW) == 0

    assert subject_keys.secrets_of([number]) == {}
    assert subject_keys.is_shredded(number)
    with pytest.raises(subject_keys.Shredded):
        subject_keys.key_for(subject)
    receipt = ShredReceipt.objects.get()
    assert (receipt.key_number, receipt.subject, receipt.why) == (number, subject, "withdrawn")
    assert Upkeep.objects.get(kind="vacuum_keys").done_at is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "constraint"),
    [
        ("UPDATE alliance_shredreceipt SET why = 'erased'", "permission denied"),
        ("DELETE FROM alliance_shredreceipt", "permission denied"),
        (
            AGAIN,
            "shred_receipt_once",
        ),
    ],
    ids=["shred_receipt_append_only", "deleted", "shred_receipt_once"],
)
def test_a_receipt_stands(north: Place, words: str, constraint: str) -> None:
    subject, _ = a_key()
    shredding.shred([subject], why="withdrawn", now=NOW)

    with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(words)


@pytest.mark.django_db
def test_a_rotated_installation_key_opens_everything_and_changes_no_sealed_word(
    north: Place, settings: object
) -> None:
    _, number = a_key()
    before = subject_keys.secrets_of([number])
    fresh = vault.base64.urlsafe_b64encode(os.urandom(32)).decode()
    settings.VAULT_KEYS = [fresh, *settings.VAULT_KEYS]

    assert subject_keys.secrets_of([number]) == before
