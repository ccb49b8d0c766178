"""Kept no longer than was promised, and given back to whoever asks."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from alliance import registries
from alliance.calendars import ENGLAND
from alliance.errors import Refused
from alliance.models import Event, Message, ShredReceipt
from alliance.tenancy.models import TenantEvent
from coproduction import words
from coproduction.actions import access_requests, identities, retention, withdrawals
from coproduction.actions.identities import Facts, Identity
from coproduction.clocks import answer_due, months_after
from coproduction.copying import zipped
from coproduction.models import (
    AccessRequest,
    Contributor,
    ContributorFacts,
    ContributorIdentity,
    IdentityRead,
    RetentionDue,
    RetentionHold,
    RetentionRule,
)
from coproduction.queries import copies
from coproduction.queries import retention as queries
from tests.coproduction.test_sealing import columns_with
from tests.documents.reading import broken_rules, text_of
from tests.factories.coproduction import a_telling, now

MARKER = "zyxwvutmarker"
WHO = Identity(name=f"Amal {MARKER}", phone="07700 900123", shared_with="My sister answers")
SOON = date(2026, 3, 3)

database = pytest.mark.django_db


# ---- months ----
@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-03-31", 3, "2026-06-30"),
    ],
)
def test_months_end_on_the_same_day_or_the_last(day, months, later):
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(later)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-01-31", "2026-03-02"),  # 28 February is a Saturday
        ("2024-02-29", "2024-04-02"),  # 29 March 2024 is Good Friday, and Monday is Easter's
        ("2026-11-25", "2026-12-29"),  # Christmas, its Saturday, and a bank holiday in lieu
        ("2026-03-03", "2026-04-07"),  # Good Friday and Easter Monday 2026
        ("2026-05-06", "2026-06-08"),  # a Saturday
    ],
)
def test_an_answer_is_due_on_a_working_day(received, due):
    assert answer_due(date.fromisoformat(received), ENGLAND) == date.fromisoformat(due)


# ---- who people are ----
@database
def test_each_look_at_who_somebody_is_is_written_down_with_its_reason(reader, writer, lead):
    whose = a_telling(reader).contributor
    identities.keep_identity(whose, WHO, by=reader, now=now())
    identities.keep_facts(whose, Facts(ethnicity_words=MARKER), by=reader, now=now())

    opened = identities.open_identity(whose, reason="tell", by=reader, on=now().date(), now=now())

    assert opened == WHO
    read = IdentityRead.objects.get()
    assert (read.reader, read.reason, read.contributor) == (reader, "tell", whose)
    assert columns_with(MARKER) == []
    for other in (writer, lead):
        with pytest.raises(Refused, match="Only the first reader"):
            identities.open_identity(whose, reason="tell", by=other, on=now().date(), now=now())
    assert IdentityRead.objects.count() == 1


@database
def test_a_new_address_takes_the_place_of_the_old(reader):
    whose = a_telling(reader).contributor
    identities.keep_identity(whose, WHO, by=reader, now=now())
    identities.keep_identity(whose, replace(WHO, phone=""), by=reader, now=now())

    found = identities.open_identity(whose, reason="tell", by=reader, on=now().date(), now=now())

    assert (found.phone, ContributorIdentity.objects.count()) == ("", 1)


@database
def test_who_gave_no_name_cannot_be_looked_up_and_who_left_gives_none(reader):
    telling = a_telling(reader)
    whose = telling.contributor
    with pytest.raises(Refused, match="gave no name"):
        identities.open_identity(whose, reason="tell", by=reader, on=now().date(), now=now())
    identities.keep_identity(whose, WHO, by=reader, now=now())

    withdrawals.take_back(whose, asked_how="letter", by=reader, now=now())

    with pytest.raises(words.Withdrawn):
        words.opened(ContributorIdentity.objects.get(), "sealed")
    whose.refresh_from_db()
    with pytest.raises(Refused, match="taken everything back"):
        identities.keep_facts(whose, Facts(), by=reader, now=now())


# ---- how long ----
@pytest.fixture
def old(reader):
    """Told more than two years ago, with an identity, and rules that nobody has confirmed."""
    telling = a_telling(reader, told_on=date(2024, 1, 5))
    identities.keep_identity(telling.contributor, WHO, by=reader, now=now())
    retention.propose_rules(by=reader)
    return telling


def confirm(kind, by, months=6):
    rule = RetentionRule.objects.get(kind=kind)
    retention.confirm(rule, months=months, by=by, on=SOON)
    return rule


@database
def test_nothing_is_destroyed_under_a_rule_that_nobody_has_confirmed(old, reader):
    rule = RetentionRule.objects.get(kind="originals")

    assert len(queries.due_under(rule, on=SOON)) == 1  # so there is something to destroy
    for days in range(4):
        assert retention.run(on=SOON + timedelta(days=days)) == 0
        retention.tell(now=now())
    assert words.opened(old, "original")
    assert not RetentionDue.objects.exists()


@database
def test_what_is_due_is_listed_told_and_gone_the_night_after(old, reader):
    confirm("originals", reader)

    assert retention.run(on=now().date()) == 0
    assert retention.run(on=now().date() + timedelta(days=1)) == 0  # nobody has been told yet
    assert retention.tell(now=now()) == 1
    assert retention.tell(now=now()) == 0
    assert Message.objects.get(key__startswith="retention").to == reader.email
    assert retention.run(on=now().date() + timedelta(days=1)) == 1
    assert retention.run(on=now().date() + timedelta(days=2)) == 0

    old.refresh_from_db()
    assert old.state == "lapsed"
    with pytest.raises(words.Withdrawn):
        words.opened(old, "original")
    assert ShredReceipt.objects.get().why == "retention"
    assert Event.objects.get(kind="coproduction.retention_carried_out").data == {"count": 1}


@database
def test_identity_and_facts_go_when_their_time_is_over(old, reader):
    identities.keep_facts(old.contributor, Facts(ward="Bow"), by=reader, now=now())
    for kind in ("identity", "facts"):
        confirm(kind, reader, months=12)
    retention.run(on=now().date())
    retention.tell(now=now())

    assert retention.run(on=now().date() + timedelta(days=1)) == 2

    assert not ContributorIdentity.objects.exists()
    assert not ContributorFacts.objects.exists()
    assert ShredReceipt.objects.get().subject == old.contributor.public_id


@database
def test_a_hold_stops_it_until_it_is_lifted(old, reader):
    confirm("originals", reader)
    retention.run(on=now().date())
    retention.tell(now=now())
    today = now().date()
    until = today + timedelta(days=30)
    retention.hold(old.contributor, reason="A complaint", until_on=until, by=reader, on=today)

    assert retention.run(on=today + timedelta(days=1)) == 0
    assert words.opened(old, "original")
    held = RetentionHold.objects.get()
    retention.lift(held, by=reader, on=today)
    with pytest.raises(Refused, match="lifted already"):
        retention.lift(held, by=reader, on=today)
    retention.run(on=today)
    assert RetentionDue.objects.filter(done_on=None).count() == 1


@database
@pytest.mark.parametrize(
    ("reason", "days", "sentence"), [(" ", 9, "Say why"), ("A complaint", 0, "still to come")]
)
def test_a_hold_says_why_and_until_when(old, reader, reason, days, sentence):
    with pytest.raises(Refused, match=sentence):
        retention.hold(
            old.contributor, reason=reason, until_on=SOON + timedelta(days=days), by=reader, on=SOON
        )


@database
def test_a_rule_is_confirmed_for_a_time_that_makes_sense(old, reader):
    with pytest.raises(Refused, match="between 1 and 240"):
        confirm("originals", reader, months=0)


@database
def test_what_is_no_longer_due_comes_off_the_list(old, reader):
    confirm("originals", reader)
    retention.run(on=now().date())
    retention.tell(now=now())
    withdrawals.take_back(old.contributor, asked_how="letter", by=reader, now=now())

    assert retention.run(on=now().date() + timedelta(days=1)) == 0
    assert not RetentionDue.objects.exists()


# ---- what people ask ----
def ask(by, **about):
    words_of = {"kind": "copy", "proof": "card", "received_on": SOON} | about
    return access_requests.receive(by=by, **words_of)


@database
def test_a_request_has_a_month_and_once_two_more(reader):
    asked = ask(reader, contributor=a_telling(reader).contributor)
    assert asked.answer_by == date(2026, 4, 7)

    longer = access_requests.extend(asked, on=SOON, by=reader)

    assert longer.answer_by == date(2026, 6, 3)
    with pytest.raises(Refused, match="only once"):
        access_requests.extend(asked, on=SOON, by=reader)
    access_requests.close(asked, state="answered", on=SOON, by=reader)
    for again in (
        lambda: access_requests.close(asked, state="answered", on=SOON, by=reader),
        lambda: access_requests.note_copy(AccessRequest.objects.get(), by=reader),
    ):
        with pytest.raises(Refused, match="has been answered"):
            again()


@database
def test_the_month_is_not_extended_once_it_is_over(reader):
    asked = ask(reader, contributor=a_telling(reader).contributor)

    with pytest.raises(Refused, match="The month is over"):
        access_requests.extend(asked, on=date(2026, 4, 8), by=reader)


@database
def test_a_request_is_of_one_person_who_is_known(reader, lead):
    whose = a_telling(reader).contributor
    for about in ({}, {"contributor": whose, "person": lead}):
        with pytest.raises(Refused, match="whom it is from"):
            ask(reader, **about)
    with pytest.raises(Refused, match="proved by its words"):
        ask(reader, contributor=whose, proof="account")


@database
def test_a_copy_gives_the_person_their_own_words_and_masks_everybody_else(reader):
    telling = a_telling(reader, f"I said {MARKER}.")
    identities.keep_identity(telling.contributor, WHO, by=reader, now=now())
    asked = ask(reader, contributor=telling.contributor)

    copy = copies.copy_for(asked)
    archive = zipfile.ZipFile(io.BytesIO(zipped(copy, on=SOON)))

    said = json.loads(archive.read("copy.json"))
    assert said["coproduction.Contribution"][0]["original"] == f"I said {MARKER}."
    assert MARKER in said["coproduction.ContributorIdentity"][0]["sealed"]
    assert said["coproduction.ConsentRecord"][0]["captured_by"] == copies.MASKED
    assert str(reader) not in json.dumps(said)
    assert copy.masked >= 3
    pdf = archive.read("copy.pdf")
    assert MARKER in text_of(pdf)
    assert broken_rules(pdf) == []


@database
def test_a_copy_for_an_account_walks_every_registered_model(reader):
    asked = ask(reader, person=reader, proof="account")
    a_telling(reader)

    rows = copies.copy_for(asked).rows

    assert set(rows) == {s.model for s in registries.subjects} | {"alliance.User"}
    assert rows["coproduction.Contribution"][0]["recorded_by"] == copies.YOURSELF
    assert "password" not in rows["alliance.User"][0]


@database
def test_of_what_was_taken_back_a_copy_says_so(reader):
    telling = a_telling(reader)
    withdrawals.take_back(telling.contributor, asked_how="letter", by=reader, now=now())

    rows = copies.copy_for(ask(reader, contributor=telling.contributor)).rows

    assert rows["coproduction.Contribution"][0]["original"] == copies.WITHDRAWN


def test_every_key_to_a_contributor_is_in_the_copy():
    found = {
        model._meta.label
        for model in apps.get_models()
        if not issubclass(model, TenantEvent)
        for column in model._meta.local_fields
        if isinstance(column, models.ForeignKey) and column.related_model is Contributor
    }

    assert found <= set(copies.OF_CONTRIBUTOR)


# ---- pages ----
@database
def test_the_pages_show_clocks_and_no_content(client, north, old, reader):
    client.force_login(reader)
    asked = ask(reader, contributor=old.contributor, received_on=now().date())
    rule = RetentionRule.objects.get(kind="originals")
    base = north.url("lived-experience/")

    for path in ("retention/", f"retention/{rule.pk}/", "requests/", f"requests/{asked.pk}/"):
        answer = client.get(base + path)
        assert answer.status_code == 200
        assert "I waited all evening" not in answer.content.decode()
    client.post(f"{base}retention/{rule.pk}/", {"months": "6"})
    rule.refresh_from_db()
    assert rule.is_confirmed
    copied = client.post(f"{base}requests/{asked.pk}/copy/")
    assert copied.headers["Content-Type"] == "application/zip"
    assert Event.objects.filter(kind="coproduction.copy_made").count() == 1
    client.post(f"{base}requests/{asked.pk}/", {"state": "answered"})
    assert not AccessRequest.objects.get().is_open


# ---- what the database refuses ----
def a_rule(**about):
    return RetentionRule.objects.create(
        **{"kind": "originals", "months": 6, "action": "shred"} | about
    )


def a_request(**about):
    whose = Contributor.objects.get()
    row = {
        "kind": "copy",
        "proof": "card",
        "contributor": whose,
        "received_on": SOON,
        "due_on": SOON + timedelta(days=30),
    }
    return row | about


def twice(make, *args, **kwargs):
    return [make(*args, **kwargs) for _ in range(2)]


REFUSED = {
    "retention_rule_once": lambda p: twice(a_rule),
    "retention_rule_confirmed_by_somebody": lambda p: a_rule(confirmed_on=SOON),
    "retention_rule_months": lambda p: a_rule(months=0),
    "retention_hold_says_why": lambda p: RetentionHold.objects.create(
        **p, reason="", placed_on=SOON, until_on=SOON + timedelta(days=1)
    ),
    "retention_hold_ends_after_it_began": lambda p: RetentionHold.objects.create(
        **p, reason="x", placed_on=SOON, until_on=SOON
    ),
    "retention_due_once": lambda p: twice(
        RetentionDue.objects.create, rule=rule(), contributor=p["contributor"], listed_on=SOON
    ),
    "retention_due_told_before_done": lambda p: RetentionDue.objects.create(
        rule=a_rule(), contributor=p["contributor"], listed_on=SOON, done_on=SOON
    ),
    "access_request_of_one_person": lambda p: AccessRequest.objects.create(
        **a_request(person=p["by"]), taken_by=p["by"]
    ),
    "access_request_due_later": lambda p: AccessRequest.objects.create(
        **a_request(due_on=SOON), taken_by=p["by"]
    ),
    "access_request_extended_in_time": lambda p: AccessRequest.objects.create(
        **a_request(extended_to=SOON + timedelta(days=90), extended_on=SOON + timedelta(days=31)),
        taken_by=p["by"],
    ),
    "access_request_closed_by_somebody": lambda p: AccessRequest.objects.create(
        **a_request(state="answered"), taken_by=p["by"]
    ),
    "identity_once": lambda p: twice(
        ContributorIdentity.objects.create,
        contributor=p["contributor"], sealed="x", written_by=p["by"], written_at=now(),
    ),
    "identity_public_id": lambda p: [
        ContributorIdentity.objects.create(
            contributor=each, sealed="x", written_by=p["by"], written_at=now(),
            public_id="00000000-0000-0000-0000-000000000001",
        )
        for each in (p["contributor"], Contributor.objects.create(ref="Heron-43"))
    ],
    "facts_once": lambda p: twice(
        ContributorFacts.objects.create,
        contributor=p["contributor"], sealed="x", written_at=now(),
    ),
    "facts_public_id": lambda p: [
        ContributorFacts.objects.create(
            contributor=each, sealed="x", written_at=now(),
            public_id="00000000-0000-0000-0000-000000000001",
        )
        for each in (p["contributor"], Contributor.objects.create(ref="Heron-43"))
    ],
}  # fmt: skip


def rule():
    return RetentionRule.objects.first() or a_rule()


@database
@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses_what_makes_no_sense(reader, name):
    whose = Contributor.objects.create(ref="Heron-42")

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        REFUSED[name]({"contributor": whose, "by": reader})


@database
def test_a_look_at_an_identity_stands(reader):  # identity_read_append_only
    whose = Contributor.objects.create(ref="Heron-42")
    IdentityRead.objects.create(contributor=whose, reader=reader, reason="tell", at=now())

    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        IdentityRead.objects.update(reason="asked")
