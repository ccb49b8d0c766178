"""A letter is sent if and only if its reason happened, and a daily job once for each day."""

import smtplib
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from celery import current_app
from django.core import mail
from django.db import IntegrityError, transaction
from django.db.models import Max

from alliance import jobs, outbox, registries, relay, slots, vault
from alliance.models import JobRun, Message
from alliance.registries import DailyJob
from alliance.tenancy.context import use
from tests.people import NOW, Place


@pytest.fixture(autouse=True)
def a_template(settings: object, tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "ready.txt").write_text("The {{ thing }} is ready\n\nRead it here.\n")
    (folder / "ready.html").write_text("<h1>{{ subject }}</h1><p>Read it here.</p>")
    engine = settings.TEMPLATES[0]  # type: ignore[attr-defined]
    settings.TEMPLATES = [engine | {"DIRS": [tmp_path, *engine["DIRS"]]}]  # type: ignore[attr-defined]


def write(key: str = "pack 1", **words: object) -> Message:
    return outbox.post(
        key=key, to="rep@a.example", template="ready", context={"thing": "pack"}, now=NOW, **words
    )


@pytest.fixture
def letter(north: Place) -> Message:
    return write()


@pytest.fixture
def broken_server(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(message: Message) -> None:
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(relay, "hand_over", refuse)


def test_a_letter_is_sent_once_with_its_twin(letter: Message) -> None:
    assert [relay.deliver_due(now=NOW), relay.deliver_due(now=NOW)] == [1, 0]

    (sent,) = mail.outbox
    assert (sent.subject, sent.body, sent.to) == (
        "The pack is ready",
        "Read it here.\n",
        ["rep@a.example"],
    )
    assert sent.alternatives[0].content == "<h1>The pack is ready</h1><p>Read it here.</p>"


def test_a_rolled_back_reason_sends_nothing(north: Place) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write()
        raise ZeroDivisionError

    assert relay.deliver_due(now=NOW) == 0


@pytest.mark.django_db(transaction=True)
def test_a_letter_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        write()


def test_the_same_occasion_cannot_be_queued_twice(letter: Message) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def test_a_repeat_carries_the_same_name(letter: Message) -> None:
    relay.deliver_due(now=NOW)
    Message.objects.update(sent_at=None)  # as if we had been killed before the commit
    relay.deliver_due(now=NOW)

    first, second = (m.extra_headers["Message-ID"] for m in mail.outbox)
    assert first == second


def test_the_same_occasion_in_two_alliances_has_two_names(letter: Message, south: Place) -> None:
    with use(south.id):
        other = write()

    assert relay.message_id(letter) != relay.message_id(other)


def test_a_broken_server_puts_it_off_and_then_gives_up(
    letter: Message, broken_server: None
) -> None:
    waits = []
    for _ in range(relay.TRIES):
        at = Message.objects.aggregate(at=Max("due_at"))["at"]
        relay.deliver_due(now=at)
        letter.refresh_from_db()
        waits.append(letter.due_at - at)

    assert waits[:4] == [timedelta(minutes=m) for m in (1, 2, 4, 8)]
    assert letter.state == "failed"
    assert letter.problem == "SMTPServerDisconnected: gone"
    assert relay.deliver_due(now=at + timedelta(days=30)) == 0


def test_a_relay_of_another_alliance_cannot_see_it(letter: Message, south: Place) -> None:
    with use(south.id):
        assert relay.deliver_due(now=NOW) == 0


def test_a_secret_letter_is_sealed_and_then_erased(north: Place) -> None:
    secret = write(secret=True)

    assert "Read it" not in secret.body + secret.body_html
    relay.deliver_due(now=NOW)
    secret.refresh_from_db()
    assert (secret.body, secret.body_html, mail.outbox[0].body) == ("", "", "Read it here.\n")


def test_what_a_letter_said_is_erased_after_ninety_days(letter: Message) -> None:
    relay.deliver_due(now=NOW)

    assert relay.erase_old_bodies(now=NOW + timedelta(days=90)) == 0
    assert relay.erase_old_bodies(now=NOW + timedelta(days=91)) == 1
    letter.refresh_from_db()
    assert letter.body == letter.body_html == ""


def test_a_misspelt_job_fails_where_it_is_asked_for(north: Place) -> None:
    with pytest.raises(LookupError):
        jobs.enqueue("alliance.rely", now=NOW)


def test_a_job_runs_once_although_asked_of_two_workers(
    north: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = []
    monkeypatch.setitem(
        current_app.tasks, "alliance.test", lambda alliance_id, **ids: done.append(ids)
    )
    job = jobs.enqueue("alliance.test", now=NOW, thing=7)

    assert relay.waiting_jobs(now=NOW) == [(job.pk, "alliance.test")]
    assert [relay.run_job(job.pk, now=NOW), relay.run_job(job.pk, now=NOW)] == [True, False]
    assert done == [{"thing": 7}]


def test_a_job_that_fails_is_tried_again_later(
    north: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**ids: int) -> None:
        raise ValueError("no")

    monkeypatch.setitem(current_app.tasks, "alliance.test", fail)
    job = jobs.enqueue("alliance.test", now=NOW)
    relay.run_job(job.pk, now=NOW)
    job.refresh_from_db()

    assert (job.state, job.problem, job.due_at) == (
        "waiting",
        "ValueError: no",
        NOW + timedelta(minutes=1),
    )


def test_a_job_whose_worker_was_killed_is_found_again(north: Place) -> None:
    job = jobs.enqueue("alliance.relay", now=NOW)
    Message.objects.update(due_at=NOW + relay.LEASE)  # claimed, and never marked

    assert relay.waiting_jobs(now=NOW) == []
    assert relay.waiting_jobs(now=NOW + relay.LEASE) == [(job.pk, "alliance.relay")]


def test_the_tick_delivers_for_every_alliance(letter: Message) -> None:
    Message.objects.update(due_at=datetime(2020, 1, 1, tzinfo=UTC))
    current_app.tasks["alliance.tick"]()

    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        (datetime(2026, 3, 2, 9, 0, tzinfo=UTC), datetime(2026, 3, 2, 7, 30, tzinfo=UTC)),
        (datetime(2026, 3, 2, 7, 0, tzinfo=UTC), datetime(2026, 3, 1, 7, 30, tzinfo=UTC)),
        (datetime(2026, 3, 29, 6, 30, tzinfo=UTC), datetime(2026, 3, 29, 6, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 7, 0, tzinfo=UTC), datetime(2026, 10, 24, 6, 30, tzinfo=UTC)),
    ],
    ids=["after", "before", "first-summer-day", "first-winter-day"],
)
def test_half_past_seven_in_london(now: datetime, slot: datetime) -> None:
    assert slots.latest_daily(time(7, 30), now=now) == slot


def test_a_slot_is_taken_once(north: Place) -> None:
    taken = []
    for _ in range(3):
        with slots.once("remind", slot=NOW) as mine:
            taken.append(mine)

    assert taken == [True, False, False]


def test_failed_work_frees_its_slot(north: Place) -> None:
    with pytest.raises(ZeroDivisionError), slots.once("remind", slot=NOW):
        raise ZeroDivisionError

    assert not JobRun.objects.exists()


def test_two_clocks_do_a_daily_job_once(north: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[datetime] = []
    only = registries.Registry[DailyJob]()
    only.add("remind", DailyJob(time(7, 30), done.append))
    monkeypatch.setattr(registries, "daily_jobs", only)

    assert [slots.run_due(now=NOW), slots.run_due(now=NOW)] == [["remind"], []]
    assert slots.run_due(now=NOW + timedelta(days=1)) == ["remind"]
    assert len(done) == 2


def test_sealed_text_opens_in_its_own_place_only(settings: object) -> None:
    sealed = vault.seal("told in confidence", place="7/contribution/1/original")

    assert vault.unseal(sealed, place="7/contribution/1/original") == "told in confidence"
    with pytest.raises(vault.CannotOpen):
        vault.unseal(sealed, place="7/contribution/2/original")


def test_a_new_key_leaves_old_text_readable(settings: object) -> None:
    old = settings.VAULT_KEYS  # type: ignore[attr-defined]
    sealed = vault.seal("words", place="here")
    settings.VAULT_KEYS = ["QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=", *old]  # type: ignore[attr-defined]

    assert vault.unseal(sealed, place="here") == "words"
    assert vault.unseal(vault.seal("new", place="here"), place="here") == "new"
    settings.VAULT_KEYS = settings.VAULT_KEYS[:1]  # type: ignore[attr-defined]
    with pytest.raises(vault.CannotOpen):
        vault.unseal(sealed[:2] + sealed[2:], place="here")
