"""What is backed up comes back, to the holder of the key and to nobody else."""

import base64
import os
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from alliance import audit
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.keeping import backups, databases, expiry, manifest, records, restoring, sealing
from alliance.keeping.databases import Database, owners_database
from alliance.keeping.restoring import Line
from alliance.keeping.rounds import PATIENCE, Keeper
from alliance.models import AllianceSettings, Event, Message, Upkeep
from alliance.queries import health
from alliance.tenancy.context import use
from tests.database import server
from tests.people import Place, settle

committing = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
with_database = pytest.mark.django_db  # nothing is committed: faster
NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)  # a Tuesday
PAIR = sealing.new_key_pair()


@pytest.fixture
def folder(tmp_path: Path, settings: object) -> Path:
    """Where backups go; files and keys beside it."""
    settings.DATA_DIR = tmp_path / "data"
    settings.BACKUP_DIR = str(tmp_path / "backups")
    settings.BACKUP_RECIPIENT = PAIR.public
    (settings.DATA_DIR / "files/1").mkdir(parents=True)
    (settings.DATA_DIR / "files/1/paper").write_bytes(os.urandom(3_000_000))
    (tmp_path / "backups").mkdir()
    (tmp_path / "key").write_text(PAIR.private + "\n")
    return tmp_path / "backups"


@pytest.fixture
def told() -> tuple[Place, Place]:
    """Two alliances with rows, and things that happened."""
    places = settle("north"), settle("south")
    for place in places:
        for number in range(3):
            with use(place.id):
                audit.record(
                    by=Actor.SYSTEM,
                    kind="test.happened",
                    subject=AllianceSettings.objects.get(),
                    data={"n": number},
                )
    return places


@pytest.fixture
def scratch(db: None) -> Iterator[Database]:
    with restoring.scratch_database(owners_database()) as database:
        yield database


def as_app_rw() -> Database:
    login = connections["default"].get_connection_params()
    return Database({name: str(login[name]) for name in databases.TOLD if login.get(name)})


def url_of(database: Database) -> str:
    login = database.login
    return (
        f"postgresql://{login['user']}:{login['password']}@/{login['dbname']}?host={login['host']}"
    )


def restore(path: Path, into: Database, *, key: str = PAIR.private) -> restoring.Outcome:
    files = path.parent.parent / "restored"
    return restoring.restore(path, key=sealing.private_key(key), into=into, files=files)


# ---- there and back ------------------------------------------------------------------------------


@committing
def test_everything_that_was_backed_up_comes_back(
    told: tuple[Place, Place],
    folder: Path,
    scratch: Database,
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("back_up")
    (made,) = backups.made(folder).values()
    restored = folder.parent / "restored"
    call_command("restore", made, key=folder.parent / "key", into=url_of(scratch), files=restored)

    said = capsys.readouterr().out
    assert "Everything that was backed up is there.\n" in said
    assert said.endswith("Now run: manage.py replay_receipts\n")
    assert "DIFFERS" not in said
    assert len([line for line in said.splitlines() if line.startswith("events of ")]) == 2
    kept = folder.parent / "data/files/1/paper"
    assert (restored / "1/paper").read_bytes() == kept.read_bytes()
    with scratch.connect() as there, server(connections["owner"].settings_dict["NAME"]) as here:
        for question in (
            "SELECT * FROM alliance_eventseal ORDER BY id",
            "SELECT * FROM alliance_alliancesettings ORDER BY id",
            "SELECT policyname, tablename, qual FROM pg_policies ORDER BY 1, 2",
        ):
            found = there.execute(question).fetchall()
            assert found
            if "eventseal" not in question:  # the backup itself is an event, written after it
                assert found == here.execute(question).fetchall()


@committing
def test_a_backup_is_for_its_owner_alone_and_bears_its_moment(
    told: tuple[Place, Place], folder: Path
) -> None:
    made = backups.back_up(folder, now=NOW)

    assert made.path.name == "alliance-20260303T090000Z.sealed"
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert backups.made(folder) == {NOW: made.path}
    with pytest.raises(Refused, match="already"):
        backups.back_up(folder, now=NOW)
    assert [path.name for path in folder.iterdir()] == [made.path.name]


@committing
def test_nothing_in_a_backup_can_be_read(told: tuple[Place, Place], folder: Path) -> None:
    made = backups.back_up(folder, now=NOW)

    content = made.path.read_bytes()
    assert b"north" not in content
    assert (folder.parent / "data/files/1/paper").read_bytes()[:64] not in content


@committing
def test_the_drill_leaves_nothing_behind(told: tuple[Place, Place], folder: Path) -> None:
    data = folder.parent / "data"
    (data / "drill-killed").mkdir()
    outcome = restoring.drill(now=NOW, workplace=data)

    assert outcome.is_whole
    assert {line.name: line.found for line in outcome.lines}["alliance_event"] == "6 rows"
    assert [path.name for path in data.iterdir()] == ["files"]
    with server("postgres") as owner:
        names = owner.execute("SELECT datname FROM pg_database WHERE datname ~ '^scratch'")
        assert f"scratch_{connections['owner'].settings_dict['NAME']}" not in {
            name for (name,) in names
        }


@committing
def test_what_does_not_come_back_is_named(
    told: tuple[Place, Place], folder: Path, scratch: Database
) -> None:
    made = backups.back_up(folder, now=NOW)
    assert restore(made.path, scratch).is_whole
    with scratch.connect() as owner:
        owner.execute("ALTER TABLE alliance_event DISABLE TRIGGER USER")
        owner.execute("UPDATE alliance_event SET kind = 'other' WHERE alliance_id = 1 AND id = 2")
        owner.execute("UPDATE alliance_alliancesettings SET display_name = 'X'")

    outcome = restoring.compare(made.manifest, scratch, {"1/paper": "0"})

    assert not outcome.is_whole
    assert [line.name for line in outcome.lines if not line.is_same] == [
        "alliance_alliancesettings",
        "alliance_alliancesettingstenantevent",
        "alliance_event",
        "events of north",
        "files",
    ]


@committing
def test_a_difference_ends_the_command_with_a_complaint(
    told: tuple[Place, Place],
    folder: Path,
    scratch: Database,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    promised_more = manifest.describe

    def boast(connection: databases.Connection, *, now: datetime) -> manifest.Manifest:
        found = promised_more(connection, now=now)
        tables = found.tables | {"alliance_upkeep": manifest.Content(7, "0")}
        return replace(found, tables=tables)

    monkeypatch.setattr(manifest, "describe", boast)
    made = backups.back_up(folder, now=NOW)

    with pytest.raises(SystemExit) as ended:
        call_command(
            "restore",
            made.path,
            key=folder.parent / "key",
            into=url_of(scratch),
            files=folder.parent / "restored",
        )
    assert ended.value.code == 1
    said = capsys.readouterr()
    (line,) = [line for line in said.out.splitlines() if "DIFFERS" in line]
    assert line.split() == ["alliance_upkeep", "7", "rows", "0", "rows", "DIFFERS"]
    assert said.err == "What was restored is not what was backed up.\n"


def test_a_table_that_nobody_promised_differs() -> None:
    there = {"late": manifest.Content(0, "1")}

    assert restoring.table_line("late", {}, there) == Line("late", "0 rows", "0 rows", False)


# ---- as whom -------------------------------------------------------------------------------------


@with_database
def test_who_sees_one_alliance_at_a_time_makes_no_backup(folder: Path) -> None:
    with pytest.raises(Refused, match=r"^app_rw sees one alliance at a time.*Log in as owner"):
        databases.must_see_all(as_app_rw())
    with pytest.raises(Refused, match="app_rw sees one alliance"):
        databases.database_at(url_of(as_app_rw()))


@with_database
def test_who_sees_no_database_is_told_so() -> None:
    nowhere = Database({"host": "/nowhere", "user": "owner", "dbname": "x"})

    with pytest.raises(Refused, match="cannot be reached"):
        databases.must_see_all(nowhere)
    with pytest.raises(Refused, match="not the address"):
        databases.database_at("tomorrow at noon")


def test_without_the_owners_login_there_is_no_backup(
    folder: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(settings.DATABASES, "owner")

    with pytest.raises(CommandError, match="DATABASE_OWNER_URL is missing"):
        call_command("back_up")


@committing
def test_a_dump_that_ignores_this_is_valid_and_empty(told: tuple[Place, Place]) -> None:
    """Why the role is asked after: PostgreSQL itself either refuses, or copies nothing."""
    with pytest.raises(Refused, match="row-level security"):
        as_app_rw().run("pg_dump", "--table=alliance_event")

    forced = BytesIO(dumped(as_app_rw(), "--enable-row-security")).getvalue()
    assert b"test.happened" not in forced
    assert b"PostgreSQL database dump complete" in forced
    assert dumped(owners_database()).count(b"test.happened") == 6


def dumped(database: Database, *words: str) -> bytes:
    path = Path(os.environ["DATA_DIR"], "dump.sql")
    with path.open("wb") as output:
        database.run("pg_dump", "--table=alliance_event", "--data-only", *words, output=output)
    content = path.read_bytes()
    path.unlink()
    return content


def test_a_connection_that_needs_tls_takes_the_systems_programs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    anywhere, strict = Database({}), Database({"sslmode": "verify-full"})
    monkeypatch.setenv("PATH", str(tmp_path))

    assert databases.program_path("pg_dump", anywhere).endswith("pginstall/bin/pg_dump")
    with pytest.raises(Refused, match=r"pg_dump is missing\. Install the package"):
        databases.program_path("pg_dump", strict)
    (tmp_path / "pg_dump").write_text("#!/bin/sh\n")
    (tmp_path / "pg_dump").chmod(0o755)
    assert databases.program_path("pg_dump", strict) == str(tmp_path / "pg_dump")


# ---- keys ----------------------------------------------------------------------------------------


def test_a_new_key_is_shown_once_and_written_nowhere(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(folder.parent.rglob("*"))
    call_command("back_up", new_key=True)

    said = capsys.readouterr().out
    shown = [line.removeprefix("BACKUP_RECIPIENT=") for line in said.splitlines()]
    public, private = [line for line in shown if len(line) == 44]
    assert sealing.private_key(private).public_key().public_bytes_raw() == base64.b64decode(public)
    assert sorted(folder.parent.rglob("*")) == before


@committing
def test_the_private_key_is_in_nothing_that_is_kept(
    told: tuple[Place, Place], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    real = sealing.new_key_pair
    monkeypatch.setattr(sealing, "new_key_pair", lambda: made.append(real()) or made[-1])
    (folder.parent / "key").unlink()
    restoring.drill(now=NOW, workplace=folder.parent / "data")
    backups.back_up(folder, now=NOW)

    (pair,) = made
    for path in folder.parent.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for secret in (pair.private, PAIR.private):
                assert secret.encode() not in content
                assert base64.b64decode(secret) not in content


@with_database
@pytest.mark.parametrize(
    ("recipient", "sentence"),
    [("", "BACKUP_RECIPIENT is not set"), ("c2hvcnQ=", "BACKUP_RECIPIENT is not a key")],
)
def test_without_a_key_nothing_is_written(
    recipient: str, sentence: str, folder: Path, settings: object
) -> None:
    settings.BACKUP_RECIPIENT = recipient

    with pytest.raises(CommandError, match=sentence):
        call_command("back_up")
    assert list(folder.iterdir()) == []


def test_without_a_place_nothing_is_written(folder: Path, settings: object) -> None:
    settings.BACKUP_DIR = ""

    with pytest.raises(CommandError, match="BACKUP_DIR is not set"):
        call_command("back_up")


@pytest.mark.parametrize("size", [0, 1, sealing.CHUNK - 1, sealing.CHUNK, sealing.CHUNK * 2 + 5])
def test_what_is_sealed_opens_as_it_was(size: int) -> None:
    content = os.urandom(size)

    assert unsealed(sealed(content)) == content


def sealed(content: bytes) -> bytes:
    file = BytesIO()
    writer = sealing.SealingWriter(file, sealing.public_key(PAIR.public))
    for start in range(0, len(content), 700_001):
        writer.write(content[start : start + 700_001])
    writer.close()
    return file.getvalue()


def unsealed(content: bytes, *, key: str = PAIR.private) -> bytes:
    reader = sealing.UnsealingReader(BytesIO(content), sealing.private_key(key))
    return b"".join(iter(lambda: reader.read(300_000), b""))


CONTENT = os.urandom(2 * sealing.CHUNK + 100)
PIECE = sealing.CHUNK + sealing.TAG_BYTES
HEAD = sealing.HEADER_BYTES


def altered(at: int) -> Callable[[bytes], bytes]:
    return lambda whole: whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda whole: whole[:-1], "cut short or altered"),
        (lambda whole: whole[: HEAD + 2 * PIECE], "cut short or altered"),
        (lambda whole: whole[:HEAD], "cut short or altered"),
        (lambda whole: whole + b"x", "cut short or altered"),
        (lambda whole: whole + whole[HEAD + 2 * PIECE :], "cut short or altered"),
        (
            lambda whole: (
                whole[:HEAD]
                + whole[HEAD + PIECE : HEAD + 2 * PIECE]
                + whole[HEAD : HEAD + PIECE]
                + whole[HEAD + 2 * PIECE :]
            ),
            "cut short or altered",
        ),
        (altered(HEAD - 1), "cut short or altered"),
        (altered(HEAD + 5), "cut short or altered"),
        (altered(HEAD + 2 * PIECE + 50), "cut short or altered"),
        (altered(len(sealing.MARK)), "sealed to another key"),
        (altered(0), "not a backup made by this program"),
        (lambda whole: whole[:40], "not a backup made by this program"),
    ],
)
def test_what_was_cut_or_altered_does_not_open(
    spoil: Callable[[bytes], bytes], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        unsealed(spoil(sealed(CONTENT)))


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Refused, match="sealed to another key"):
        unsealed(sealed(b"x"), key=sealing.new_key_pair().private)


# ---- what is not restored ------------------------------------------------------------------------


@committing
def test_a_spoilt_backup_leaves_the_database_empty(
    told: tuple[Place, Place], folder: Path, scratch: Database
) -> None:
    made = backups.back_up(folder, now=NOW).path
    whole = made.read_bytes()
    for spoilt in (whole[:-1], altered(len(whole) // 2)(whole)):
        made.write_bytes(spoilt)
        with pytest.raises(Refused, match="cut short or altered"):
            restore(made, scratch)

    with scratch.connect() as connection:
        assert connection.execute(manifest.TABLES).fetchall() == []
    assert not (folder.parent / "restored").exists()


@committing
def test_a_full_database_or_folder_is_not_written_to(
    told: tuple[Place, Place], folder: Path, scratch: Database
) -> None:
    made = backups.back_up(folder, now=NOW).path
    with pytest.raises(Refused, match="There are tables in this database"):
        restore(made, owners_database())

    (folder.parent / "restored").mkdir()
    (folder.parent / "restored/mine").touch()
    with pytest.raises(Refused, match="There are files in"):
        restore(made, scratch)


@committing
def test_the_command_refuses_in_a_sentence(
    told: tuple[Place, Place], folder: Path, scratch: Database
) -> None:
    made = backups.back_up(folder, now=NOW).path
    other = folder.parent / "other"
    other.write_text(sealing.new_key_pair().private)
    folder.parent.joinpath("nonsense").write_text("not a key")
    for file, key, sentence in (
        (made, other, "sealed to another key"),
        (made, folder.parent / "nonsense", "not a private key"),
        (made, folder.parent / "nowhere", "cannot be read or written"),
        (folder / "nowhere", folder.parent / "key", "cannot be read: No such file"),
    ):
        with pytest.raises(CommandError, match=sentence):
            call_command("restore", file, key=key, into=url_of(scratch))


def archive_of(path: Path, **members: bytes | None) -> Path:
    """A file that somebody else sealed to our public key."""
    with path.open("wb") as file:
        writer = sealing.SealingWriter(file, sealing.public_key(PAIR.public))
        with tarfile.open(mode="w|", fileobj=writer) as archive:
            for name, content in members.items():
                member = tarfile.TarInfo(name)
                if content is None:
                    member.type = tarfile.DIRTYPE
                else:
                    member.size = len(content)
                archive.addfile(member, BytesIO(content or b""))
        writer.close()
    return path


EMPTY = b'{"made_at": "", "tables": {}, "migrations": [], "chains": {}, "files": {}}'


@with_database
@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({}, "no list of contents"),
        ({"manifest.json": b"{}"}, "list of contents cannot be read"),
        ({"manifest.json": None}, "is not a file"),
        ({"files/../../out": b"x", "manifest.json": EMPTY}, "outside of its folder"),
        ({"database.dump": b"x", "manifest.json": EMPTY}, "pg_restore failed: .*too short"),
        ({"database.dump": b"x" * 9_000_000, "manifest.json": EMPTY}, "pg_restore failed"),
    ],
)
def test_what_somebody_else_sealed_does_no_harm(
    members: dict[str, bytes | None], sentence: str, folder: Path, scratch: Database
) -> None:
    with pytest.raises(Refused, match=sentence):
        restore(archive_of(folder / "theirs", **members), scratch)
    assert not (folder.parent / "out").exists()


@with_database
def test_what_is_no_archive_is_refused(folder: Path, scratch: Database) -> None:
    (folder / "theirs").write_bytes(sealed(b"not an archive" * 100))

    with pytest.raises(Refused, match="sealed in a form that cannot be read"):
        restore(folder / "theirs", scratch)


# ---- what is kept --------------------------------------------------------------------------------


def nights(count: int) -> list[datetime]:
    return [NOW.replace(hour=2, minute=30) - timedelta(days=number) for number in range(count)]


def test_seven_days_five_weeks_and_twelve_months_are_kept() -> None:
    kept = expiry.to_keep(nights(500), now=NOW)

    assert sorted(f"{moment:%y-%m-%d}" for moment in kept) == [
        *("25-04-30", "25-05-31", "25-06-30", "25-07-31", "25-08-31", "25-09-30", "25-10-31"),
        *("25-11-30", "25-12-31", "26-01-31", "26-02-08", "26-02-15", "26-02-22"),
        *("26-02-25", "26-02-26", "26-02-27", "26-02-28", "26-03-01", "26-03-02", "26-03-03"),
    ]


@pytest.mark.parametrize(
    ("made", "kept"),
    [
        ([], []),
        (["2020-01-01 02:30"], ["2020-01-01 02:30"]),  # the newest, however old
        (["2020-01-01 02:30", "2026-03-03 02:30"], ["2026-03-03 02:30"]),
        (["2026-03-03 02:30", "2026-03-03 08:00"], ["2026-03-03 08:00"]),
        (["2026-02-25 02:30", "2026-02-26 02:30"], ["2026-02-25 02:30", "2026-02-26 02:30"]),
        # 23.30 in Greenwich is the next day in London's summer
        (["2025-06-29 23:30", "2025-06-30 22:30"], ["2025-06-30 22:30"]),
        (["2025-06-30 22:30", "2025-06-30 23:30"], ["2025-06-30 22:30", "2025-06-30 23:30"]),
        (["2025-03-31 22:30", "2025-04-30 22:30"], ["2025-04-30 22:30"]),  # twelve months
    ],
)
def test_the_newest_of_each_period_is_kept(made: list[str], kept: list[str]) -> None:
    moments = [datetime.fromisoformat(f"{moment}+00:00") for moment in made]

    found = expiry.to_keep(moments, now=NOW)
    assert sorted(f"{moment:%Y-%m-%d %H:%M}" for moment in found) == kept


def test_only_backups_are_removed(folder: Path) -> None:
    for name in ("alliance-20200101T023000Z.sealed", "alliance-20260303T023000Z.sealed"):
        (folder / name).touch()
    (folder / "alliance-20200101T023000Z.sealed.mine").touch()
    (folder / "alliance-mine.sealed").touch()

    assert backups.expire(folder, now=NOW) == ["alliance-20200101T023000Z.sealed"]
    assert len(list(folder.iterdir())) == 3


# ---- the keeper ----------------------------------------------------------------------------------


def ask(place: Place, kind: str) -> int:
    with use(place.id):
        return Upkeep.objects.create(kind=kind, asked_at=NOW - timedelta(hours=1)).pk


def done_in(place: Place) -> list[tuple[str, bool]]:
    with use(place.id):
        rows = Upkeep.objects.order_by("kind", "pk")
        return [(row.kind, row.done_at is not None) for row in rows]


def happened_in(place: Place) -> list[tuple[str, dict[str, object]]]:
    with use(place.id):
        rows = Event.objects.exclude(kind="test.happened").order_by("pk")
        return [(event.kind, event.data) for event in rows]


@committing
def test_what_one_alliance_asks_for_is_done_once_and_written_down_in_each(
    told: tuple[Place, Place], folder: Path, settings: object
) -> None:
    north, south = told
    ask(north, "back_up")
    ask(north, "back_up")
    keeper = Keeper()

    assert keeper.go_round(now=NOW) == ["back_up", "expire_backups"]
    assert keeper.go_round(now=NOW + timedelta(minutes=1)) == []

    assert len(backups.made(folder)) == 1
    assert done_in(north) == [("back_up", True), ("back_up", True)]
    assert done_in(south) == [("back_up", True)]
    for place in told:
        ((kind, data),) = happened_in(place)
        assert (kind, data["file"]) == ("alliance.back_up", "alliance-20260303T090000Z.sealed")


@committing
def test_each_night_brings_a_backup_and_sundays_a_drill(
    told: tuple[Place, Place], folder: Path
) -> None:
    north, _ = told
    keeper = Keeper()
    rounds = {
        at: keeper.go_round(now=datetime.fromisoformat(f"2026-03-{at}+00:00"))
        for at in ("06T02:31", "07T02:29", "07T02:31", "07T23:00", "08T02:30", "08T12:00")
    }

    assert rounds == {
        "06T02:31": ["back_up", "expire_backups"],
        "07T02:29": [],
        "07T02:31": ["back_up", "expire_backups"],
        "07T23:00": [],
        "08T02:30": ["back_up", "expire_backups", "verify_restore"],
        "08T12:00": [],
    }
    assert [kind for kind, _ in happened_in(north)] == [
        *("alliance.back_up", "alliance.back_up", "alliance.back_up", "alliance.verify_restore")
    ]
    assert happened_in(north)[-1][1]["is_whole"] is True


@committing
def test_an_alliance_opened_since_is_backed_up_soon(
    told: tuple[Place, Place], folder: Path
) -> None:
    backups.back_up(folder, now=NOW - timedelta(hours=1))

    assert Keeper().go_round(now=NOW) == ["back_up", "expire_backups"]


@committing
def test_without_a_folder_the_night_brings_nothing(
    told: tuple[Place, Place], folder: Path, settings: object
) -> None:
    settings.BACKUP_DIR = ""

    assert Keeper().go_round(now=NOW) == []


@committing
def test_what_failed_is_tried_again_after_a_while(
    told: tuple[Place, Place],
    folder: Path,
    settings: object,
    caplog: pytest.LogCaptureFixture,
) -> None:
    north, _ = told
    ask(north, "back_up")
    settings.BACKUP_RECIPIENT = ""
    keeper = Keeper()
    assert keeper.go_round(now=NOW) == ["expire_backups"]
    assert done_in(north) == [("back_up", False)]
    assert "back_up was not done: BACKUP_RECIPIENT is not set" in caplog.text

    settings.BACKUP_RECIPIENT = PAIR.public
    assert "back_up" not in keeper.go_round(now=NOW + PATIENCE / 2)
    assert "back_up" in keeper.go_round(now=NOW + PATIENCE)
    assert done_in(north) == [("back_up", True)]
    caplog.clear()


@committing
def test_the_keeper_does_only_what_it_knows(
    told: tuple[Place, Place], folder: Path, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    north, _ = told
    settings.BACKUP_DIR = ""
    ask(north, "rm -rf /")

    assert Keeper().go_round(now=NOW) == []
    assert "knows no upkeep called rm -rf /" in caplog.text
    assert done_in(north) == [("rm -rf /", False)]
    caplog.clear()


@committing
def test_a_vacuum_needs_its_tables(
    told: tuple[Place, Place],
    folder: Path,
    settings: object,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    from alliance.keeping import rounds

    north, south = told
    settings.BACKUP_DIR = ""
    ask(north, "vacuum_ballots")
    monkeypatch.setitem(rounds.VACUUMED, "vacuum_ballots", ("no_such_table",))
    assert Keeper().go_round(now=NOW) == []
    assert "There is no table called no_such_table" in caplog.text
    assert done_in(north) == [("vacuum_ballots", False)]
    caplog.clear()

    with use(north.id):
        Message.objects.create(key="x", to="a@b.example", due_at=NOW)
        Message.objects.all().delete()
    monkeypatch.setitem(rounds.VACUUMED, "vacuum_ballots", ("alliance_message",))
    assert Keeper().go_round(now=NOW) == ["vacuum_ballots"]
    assert (done_in(north), done_in(south)) == ([("vacuum_ballots", True)], [])
    with server(connections["owner"].settings_dict["NAME"]) as owner:
        size = owner.execute("SELECT pg_relation_size('alliance_message')").fetchone()
    assert size == (0,)


@committing
def test_two_keepers_do_not_work_at_once(told: tuple[Place, Place], folder: Path) -> None:
    from alliance.keeping import rounds

    with server(connections["owner"].settings_dict["NAME"]) as other:
        assert other.execute(rounds.ONLY_ONE).fetchone() == (True,)
        assert Keeper().go_round(now=NOW) == []
    assert Keeper().go_round(now=NOW) == ["back_up", "expire_backups"]


def wait_for(happened: Callable[[], bool], patience: float = 60.0) -> None:
    deadline = time.monotonic() + patience
    while not happened():
        assert time.monotonic() < deadline, "It did not happen."
        time.sleep(0.05)


@committing
def test_the_keeper_does_what_is_asked_and_stops_when_told(
    told: tuple[Place, Place], folder: Path
) -> None:
    north, _ = told
    ask(north, "expire_backups")
    name = connections["owner"].settings_dict["NAME"]
    keeper = subprocess.Popen(
        [sys.executable, "manage.py", "keeper"],
        cwd=Path(__file__).parents[2],
        env=os.environ
        | {
            "DATABASE_URL": os.environ["DATABASE_URL"].replace("/alliance?", f"/{name}?"),
            "DATABASE_OWNER_URL": os.environ["DATABASE_OWNER_URL"].replace(
                "/alliance?", f"/{name}?"
            ),
            "BACKUP_DIR": str(folder),
            "BACKUP_RECIPIENT": PAIR.public,
            "DATA_DIR": str(folder.parent / "data"),
            "DJANGO_SETTINGS_MODULE": "alliance.settings",
        },
    )
    try:
        wait_for(lambda: ("expire_backups", True) in done_in(north))
        keeper.send_signal(signal.SIGTERM)
        assert keeper.wait(timeout=2) == 0
    finally:
        keeper.kill()
        keeper.wait()
    assert done_in(north) == [("back_up", True), ("expire_backups", True)]
    assert len(backups.made(folder)) == 1


def test_a_keeper_without_the_owners_login_does_not_start(
    settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(settings.DATABASES, "owner")
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        with pytest.raises(CommandError, match="DATABASE_OWNER_URL is missing"):
            call_command("keeper")
    finally:
        for number, handler in zip((signal.SIGTERM, signal.SIGINT), before, strict=True):
            signal.signal(number, handler)


@committing
def test_a_backup_made_by_hand_stands_in_for_tonights_only_in_its_place(
    told: tuple[Place, Place], folder: Path
) -> None:
    north, _ = told
    call_command("back_up", to=str(folder.parent / "elsewhere"))
    assert done_in(north) == []

    call_command("back_up", to=str(folder))
    assert done_in(north) == [("back_up", True)]


# ---- health --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_old_backup_and_an_old_letter_are_each_a_word(
    north: Place, south: Place, settings: object, django_assert_max_num_queries: object
) -> None:
    settings.BACKUP_DIR = "/backups"
    assert health.what_is_wrong(now=NOW) == ["backup"]
    with use(south.id):
        Upkeep.objects.create(kind="back_up", asked_at=NOW, done_at=NOW)
        Message.objects.create(key="x", to="a@b.example", due_at=NOW)

    assert health.what_is_wrong(now=NOW + timedelta(minutes=9)) == []
    assert health.what_is_wrong(now=NOW + timedelta(minutes=11)) == ["post"]
    assert health.what_is_wrong(now=NOW + timedelta(hours=27)) == ["post", "backup"]
    with django_assert_max_num_queries(9):  # one of them whether the vault is open
        health.what_is_wrong(now=NOW)
    settings.BACKUP_DIR = ""
    assert health.what_is_wrong(now=NOW + timedelta(hours=27)) == ["post"]


def test_where_there_is_nothing_to_lose_no_backup_is_late() -> None:
    assert records.is_late([], now=NOW) is False


def test_the_owners_password_is_on_no_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    real = subprocess.Popen

    def watch(arguments: list[str], **words: object) -> "subprocess.Popen[bytes]":
        started.append(arguments)
        return real(arguments, **words)

    monkeypatch.setattr(databases.subprocess, "Popen", watch)
    database = Database({"user": "owner", "password": "hunter2", "host": "/nowhere"})
    with pytest.raises(Refused, match="pg_dump failed"):
        database.run("pg_dump", "--schema-only")

    ((program, *words),) = started
    assert words == ["--schema-only"]
    assert "hunter2" not in program


def test_psycopg_knows_every_word_of_a_login() -> None:
    known = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}

    assert set(databases.TOLD) <= known
