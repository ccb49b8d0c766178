"""Many people at once, and every order of steps: never a penny over, and nothing hidden."""

import random
import threading
import uuid

import pytest
from django.db import IntegrityError, connection, connections, transaction

from alliance.errors import Refused
from alliance.models import Message
from alliance.spreadsheets import csv_file
from alliance.tenancy.context import use
from funding.actions import amounts, approvals, awards, ledger_watch
from funding.models import Approval, Award, BudgetLine, Entry, LedgerAccount
from funding.queries import journal
from funding.queries import ledger as books
from funding.rules import FLOWS, OF_AWARDS, SOURCES, Bucket, Kind
from tests.factories.ledger import (
    NOW,
    POT,
    TODAY,
    a_book,
    a_live_stream,
    enter,
    fund,
    move,
    refused_by,
)
from tests.funding import add_up

committing = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
PEOPLE, EACH, SUM = 8, 25, 10_000


def at_once(work, *, people=PEOPLE):
    """Everybody begins together; each has a connection of their own."""
    ready = threading.Barrier(people)
    failed = []

    def one(number):
        try:
            ready.wait()
            work(number)
        except Exception as error:  # noqa: BLE001 -- told to the test below
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


@committing
def test_eight_people_cannot_set_aside_a_penny_too_much(north, preparer, finance_approver):
    book = a_book(preparer, finance_approver)
    fund(book, POT)
    told, lock = {"set aside": 0, "ledger_never_overdrawn": 0}, threading.Lock()

    def clerk(number):
        chance = random.Random(number)
        with use(north.id):
            for _ in range(EACH):
                legs = move("available", f"allocated:{number % 2}", SUM)
                chance.shuffle(legs)  # in whatever order the legs come
                found = refused_by(lambda: enter(book, "allocate", legs))  # noqa: B023 -- called at once
                with lock:
                    told[found or "set aside"] += 1

    at_once(clerk)

    assert told == {"set aside": POT // SUM, "ledger_never_overdrawn": PEOPLE * EACH - POT // SUM}
    assert (book.balance("available"), books.verify()) == (0, [])
    assert set_aside_naively(north) > POT


def set_aside_naively(place):
    """What adding up, comparing and then writing lets through: shown, so that nobody tries it."""
    look = threading.Barrier(PEOPLE)

    def clerk(_):
        with use(place.id), connection.cursor() as cursor:
            for _ in range(EACH):
                cursor.execute("SELECT coalesce(sum(pence), 0) FROM naive")
                if cursor.fetchone()[0] + SUM <= POT:
                    look.wait(timeout=30)  # everybody has looked before anybody writes
                    cursor.execute("INSERT INTO naive VALUES (%s)", [SUM])
                    look.wait(timeout=30)

    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE naive (pence bigint)")
        cursor.execute("GRANT SELECT, INSERT ON naive TO app_rw")
        try:
            at_once(clerk)
            cursor.execute("SELECT sum(pence) FROM naive")
            return cursor.fetchone()[0]
        finally:
            cursor.execute("DROP TABLE naive")


@committing
def test_eight_presses_of_one_button_are_one_effect(north, preparer, finance_approver):
    stream, (line,) = a_live_stream(preparer, finance_approver, lines=1)
    key, made, refused = uuid.uuid4(), [], []

    def press(_):
        with use(north.id):
            asked = amounts.move_between(
                line, target=None, pence=500, reason="x", by=preparer, now=NOW, request_key=key
            )
            made.append(asked.pk)
            try:
                approvals.approve(asked, by=finance_approver, on=TODAY, now=NOW)
            except Refused as refusal:
                refused.append(str(refusal))

    at_once(press)

    assert len(set(made)) == 1
    assert refused == ["This was already recorded on Mon 2 Mar 2026 (entry 3)."] * (PEOPLE - 1)
    assert books.position_of(stream).unassigned == 500


@committing
def test_one_changed_penny_is_found_named_and_stops_approvals(
    north, preparer, finance_approver, lead
):
    _, (line, other) = a_live_stream(preparer, finance_approver)
    printed = books.fingerprint(books.head())
    rows = export()
    tamper("UPDATE funding_posting SET pence = pence + 1 WHERE pence = 500000")

    found = ledger_watch.check_and_tell(now=NOW)

    assert found.findings[0] == [2, "this entry or one of its legs was altered"]
    assert add_up.broken(export()) == [2]
    assert add_up.broken(rows) == []
    letters = Message.objects.filter(key__startswith="funding:ledger-check")
    assert set(letters.values_list("to", flat=True)) == {
        lead.email, preparer.email, finance_approver.email,
    }  # fmt: skip
    assert set(letters.values_list("subject", flat=True)) == {"Please look at the ledger today"}
    asked = amounts.move_between(line, target=other, pence=1, reason="x", by=preparer, now=NOW)
    with pytest.raises(Refused, match="does not add up as it should"):
        approvals.approve(asked, by=finance_approver, on=TODAY, now=NOW)
    assert printed == books.fingerprint(books.head())


@committing
def test_a_rewritten_or_shortened_chain_no_longer_matches_paper(north, preparer, finance_approver):
    book = a_book(preparer, finance_approver)
    fund(book, POT)
    paper = books.fingerprint(books.head())

    tamper("DELETE FROM funding_seal WHERE seq = 2")
    assert [seq for seq, _ in books.verify()] == [None, 2]
    tamper(
        "DELETE FROM funding_posting WHERE entry_id = (SELECT max(id) FROM funding_entry)",
        "DELETE FROM funding_entry WHERE id = (SELECT max(id) FROM funding_entry)",
        "UPDATE funding_ledgerhead SET seq = 1, hash = (SELECT hash FROM funding_seal)",
        "UPDATE funding_ledgeraccount a SET balance_pence = coalesce("
        "(SELECT sum(pence) FROM funding_posting p WHERE p.account_id = a.id), 0)",
    )

    assert books.verify() == []  # cleverly done, and still:
    assert books.fingerprint(books.head()) != paper


def export():
    return add_up.rows_of(csv_file(journal.HEADS, journal.rows(with_references=True)))


TABLES = ("posting", "seal", "entry", "ledgerhead", "ledgeraccount")


def tamper(*statements):
    """As an administrator could: with the guards switched off."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE funding_{table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
    with connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE funding_{table} ENABLE TRIGGER USER")


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_every_order_of_steps_keeps_what_always_holds(seed, preparer, finance_approver):
    """Random flows on random places: most are refused, and what is let in keeps every rule."""
    chance = random.Random(seed)
    book = a_book(preparer, finance_approver)
    fund(book, POT)
    names = sorted(book.accounts)
    entered = 0
    for _ in range(150):
        kind, legs, words = a_step(chance, book, names)
        try:
            with transaction.atomic():
                enter(book, kind, legs, **words)
        except IntegrityError:
            continue
        entered += 1
        check_invariants(book)

    assert entered >= 20
    assert books.verify() == []
    assert add_up.broken(export()) == []


def a_step(chance, book, names):
    """A kind with legs that fit it on the whole, sometimes spoiled; sometimes a reversal."""
    words = {"reason": "x", "source": "x"}
    if chance.random() < 0.15:
        entry = chance.choice(list(Entry.objects.order_by("pk")))
        legs = [(name_of(book, leg.account_id), -leg.pence)
                for leg in books.legs_of([entry.pk])[entry.pk]]  # fmt: skip
        return "reversal", legs, words | {"reverses": entry}
    kind = chance.choice([k for k in Kind if k != Kind.REVERSAL])
    out_of, into = FLOWS[kind]
    pence = chance.choice([1, 500, 40_000, POT])
    award = chance.choice("01")
    pairs = list(zip(out_of, into, strict=False))
    legs = []
    for source, target in pairs:
        legs += move(at(source, award), at(target, award), pence)
    if chance.random() < 0.1:
        legs[0] = (chance.choice(names), legs[0][1])
    return kind.value, legs, words


def at(bucket, award):
    return f"{bucket.value}:{award}" if bucket in OF_AWARDS else bucket.value


def name_of(book, account):
    return next(name for name, each in book.accounts.items() if each.pk == account)


def check_invariants(book):
    rows = LedgerAccount.objects.filter(stream=book.stream)
    for account in rows:
        source = account.bucket in [s.value for s in SOURCES]
        assert (account.balance_pence <= 0) if source else (account.balance_pence >= 0)
    found = books.position_of(book.stream)
    assert found.adds_up
    whole = found.whole
    assert found.agreed <= book.stream.total_pence
    for each in (whole, *found.lines, *books.of_awards(book.awards).values()):
        assert each.paid <= each.due <= each.contracted <= each.allocated
    out = whole.of(Bucket.CASH_OUT, Bucket.CASH_RETURNED)
    assert out + found.in_bank == found.arrived + found.lent
    assert whole.of(Bucket.CASH_OUT) == whole.paid


@committing
def test_two_awards_from_one_line_never_both_fit(north, preparer, finance_approver):
    """The same by the product's own road: prepare, approve, all at once."""
    _, (line,) = a_live_stream(preparer, finance_approver, lines=1, pence=50_000)
    asked = [an_asked_award(line, number, preparer) for number in range(PEOPLE)]
    told, lock = [], threading.Lock()

    def press(number):
        with use(north.id):
            try:
                approvals.approve(asked[number], by=finance_approver, on=TODAY, now=NOW)
                found = "given"
            except Refused as refusal:
                found = str(refusal)
            with lock:
                told.append(found)

    at_once(press)

    short = "Only £0.00 is left in Line 1. This asks for £250.00."
    assert sorted(told) == [short] * (PEOPLE - 2) + ["given"] * 2
    assert Award.objects.filter(state="allocated").count() == 2
    assert Approval.objects.waiting().count() == PEOPLE - 2


def an_asked_award(line: BudgetLine, number: int, by):
    facts = awards.AwardFacts(
        title=f"Award {number}", kind="cost", purpose="made", decided_on=TODAY
    )
    award = awards.propose(facts, sources=[(line, 25_000)], by=by, on=TODAY)
    return awards.set_aside(award, by=by, now=NOW)[0]
