"""What the database refuses to whoever writes to the ledger, each by the rule meant for it."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, connections, transaction

from alliance.tenancy.context import use
from funding.models import (
    Approval,
    ApprovalLeg,
    AwardSource,
    Entry,
    ExpectationEvent,
    FundingStream,
    LedgerAccount,
    LedgerCheck,
    LedgerHead,
    MoneyRules,
    Posting,
    Seal,
)
from tests.factories.funding import a_promise
from tests.factories.ledger import (
    NOW,
    POT,
    TODAY,
    a_book,
    add_legs,
    an_award,
    an_exact_stream,
    enter,
    fund,
    move,
    refused_by,
)

pytestmark = pytest.mark.django_db
LETTER = {"source": "Signed letter"}
CASH = move("cash_held", "cash_out", 40_000)
PAY = move("due:0", "paid:0", 40_000) + CASH


@pytest.fixture
def book(preparer, finance_approver):
    made = a_book(preparer, finance_approver)
    fund(made, POT)
    return made


@pytest.fixture
def paid(book):
    """Awards signed for, £600.00 due on one, £500.00 in the bank, £400.00 paid."""
    enter(book, "allocate", [("available", -150_000), ("allocated:0", 100_000),
                             ("allocated:1", 50_000)])  # fmt: skip
    enter(book, "contract", move("allocated:0", "contracted:0", 100_000))
    enter(book, "contract", move("allocated:1", "contracted:1", 40_000))
    enter(book, "fall_due", move("contracted:0", "due:0", 60_000))
    enter(book, "disbursement_in", move("cash_in", "cash_held", 50_000), source="Bank 0001")
    return enter(book, "pay", PAY, idempotency_key="instalment-1")


def sql(statement: str, *params: object):
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, params)

    return run


def outcomes(attacks):
    return {said: refused_by(attempt) for said, (_, attempt) in attacks.items()}


def meant(attacks):
    return {said: name for said, (name, _) in attacks.items()}


def test_money_cannot_be_spent_twice_or_skip_a_step(book, paid):
    other = a_book_beside(book)
    due = move("contracted:0", "due:0", 100)
    funded = move("funder", "unassigned", 9_000)
    cut = move("unassigned", "funder", 1)
    twin = book.accounts["available:line 2"]
    attacks = {
        "pay the same twice": (
            "ledger_same_request_once",
            lambda: enter(book, "pay", PAY, idempotency_key="instalment-1"),
        ),
        "pay more than is due": (
            "ledger_never_overdrawn",
            lambda: enter(
                book, "pay", move("due:0", "paid:0", 30_000) + move("cash_held", "cash_out", 30_000)
            ),
        ),
        "pay more than the bank has": (
            "ledger_never_overdrawn",
            lambda: enter(
                book, "pay", move("due:0", "paid:0", 15_000) + move("cash_held", "cash_out", 15_000)
            ),
        ),
        "call it paid though no cash left": (
            "ledger_paid_is_cash",
            lambda: enter(book, "pay", move("due:0", "paid:0", 100)),
        ),
        "pay from what is free": (
            "ledger_flow_allowed",
            lambda: enter(book, "pay", move("available", "paid:0", 1)),
        ),
        "pay one award from another's due": (
            "ledger_stays_in_award",
            lambda: enter(
                book, "pay", move("due:0", "paid:1", 100) + move("cash_held", "cash_out", 100)
            ),
        ),
        "one contract falls due on another": (
            "ledger_stays_in_award",
            lambda: enter(book, "fall_due", move("contracted:1", "due:0", 100)),
        ),
        "release to another line": (
            "ledger_stays_in_award",
            lambda: enter(book, "release", move("allocated:1", "available:line 2", 100)),
        ),
        "legs that do not add up": (
            "ledger_entry_balances",
            lambda: enter(book, "fall_due", [("contracted:0", -1), ("due:0", 2)]),
        ),
        "an entry without legs": (
            "ledger_entry_balances",
            lambda: enter(book, "fall_due", []),
        ),
        "a leg of nothing": (
            "ledger_no_empty_leg",
            lambda: enter(book, "contract", [("allocated:1", 0), ("contracted:1", 1)]),
        ),
        "two legs on one account": (
            "ledger_one_leg_per_account",
            lambda: enter(
                book, "fall_due", [("contracted:0", -100), ("due:0", 50), ("due:0", 50)]
            ),
        ),
        "a leg called another kind": (
            "ledger_leg_of_entry",
            lambda: enter(
                book, "release", move("allocated:1", "contracted:1", 1), leg_kind="contract"
            ),
        ),
        "a leg on an account of another bucket": (
            "ledger_leg_of_account",
            lambda: enter(book, "fall_due", due, accounts={"due:0": book.accounts["paid:0"]}),
        ),
        "take back more than was agreed": (
            "ledger_never_overdrawn",
            lambda: enter(book, "commitment_cut", cut, reason="x"),
        ),
        "a commitment without a source": (
            "ledger_source_given",
            lambda: enter(book, "commitment_in", funded, source="  "),
        ),
        "more than was agreed": (
            "ledger_within_agreement",
            lambda: enter(book, "commitment_in", funded, **LETTER),
        ),
        "alone": (
            "ledger_two_people",
            lambda: enter(book, "fall_due", due, approved_by_id=book.prepared_by),
        ),
        "the second approver prepared it": (
            "ledger_two_people",
            lambda: enter(book, "fall_due", due, second_approver_id=book.prepared_by),
        ),
        "the second approver is the first": (
            "ledger_two_people",
            lambda: enter(book, "fall_due", due, second_approver_id=book.approved_by),
        ),
        "without a key": (
            "ledger_key_given",
            lambda: enter(book, "fall_due", due, idempotency_key=""),
        ),
        "a late leg in the same transaction": (
            "ledger_entry_sealed",
            lambda: enter(book, "fall_due", due, late=[("due:1", 5)]),
        ),
        "a late leg on an old entry": (
            "ledger_entry_sealed",
            lambda: add_legs(book, paid, "pay", [("paid:1", 5)]),
        ),
        "into another funder's stream": (
            "ledger_leg_of_account",
            lambda: enter(
                book, "release", move("allocated:1", "available", 1),
                accounts={"available": other.accounts["available"]},
            ),
        ),
        "a second account for one place": (
            "ledger_account_once",
            lambda: LedgerAccount.objects.create(stream=book.stream, bucket="unassigned"),
        ),
        "an account born with money": (
            "ledger_append_only",
            lambda: LedgerAccount.objects.create(
                stream=other.stream, bucket="returned", line=other.lines[0], balance_pence=5
            ),
        ),
        "money of an award with no award": (
            "ledger_account_shape",
            lambda: LedgerAccount.objects.create(
                stream=book.stream, bucket="paid", line=twin.line
            ),
        ),
        "a line of another stream": (
            "ledger_account_of_line",
            lambda: LedgerAccount.objects.create(
                stream=other.stream, bucket="available", line=book.lines[0]
            ),
        ),
    }  # fmt: skip

    assert outcomes(attacks) == meant(attacks)


def a_book_beside(book):
    people = {"confirmed_by_id": book.prepared_by, "also_confirmed_by_id": book.approved_by}
    stream = book.stream
    return a_book(stream.confirmed_by, stream.also_confirmed_by, name="Another stream", **people)


def test_only_an_exact_and_agreed_sum_is_money(book):
    by, also = book.stream.confirmed_by, book.stream.also_confirmed_by
    books = {
        "a bid": a_book(by, also, name="Bid", status="bid"),
        "nearly": a_book(by, also, name="Nearly", qualifier="nearly"),
        "stated": a_book(by, also, name="Stated", qualifier="stated"),
        "closed": a_book(by, also, name="Closed", status="closed"),
    }

    refused = {
        said: refused_by(
            lambda: enter(each, "commitment_in", move("funder", "unassigned", 5), **LETTER)  # noqa: B023 -- called at once
        )
        for said, each in books.items()
    }

    assert set(refused.values()) == {"ledger_stream_is_firm"}
    no_document = lambda: an_exact_stream(by, also, name="No document", source_document=None)  # noqa: E731
    assert refused_by(no_document) == "exact_needs_document"
    assert refused_by(lambda: an_exact_stream(by, by, name="One person")) == "exact_needs_document"


def test_a_stream_stays_as_firm_as_what_was_posted_from_it(book):
    rows = FundingStream.objects.filter(pk=book.stream.pk)

    for change in ({"qualifier": "stated"}, {"total_pence": POT - 1}):
        assert refused_by(lambda: rows.update(**change)) == "ledger_stream_stays_firm"  # noqa: B023 -- called at once
    assert rows.update(total_pence=POT) == 1


def test_corrections_are_exact_mirrors_with_a_reason(book, paid):
    back = [(name, -pence) for name, pence in PAY]
    half = [(name, pence // 2) for name, pence in back]
    fix = {"reverses": paid, "reason": "Wrong award"}
    before = {
        "without reason": (
            "ledger_reason_given",
            lambda: enter(book, "reversal", back, reverses=paid),
        ),
        "half": ("ledger_reversal_mirrors", lambda: enter(book, "reversal", half, **fix)),
        "of nothing": ("ledger_reversal_linked", lambda: enter(book, "reversal", back, reason="x")),
        "a payment that reverses": (
            "ledger_reversal_linked",
            lambda: enter(book, "pay", PAY, **fix),
        ),
    }
    assert outcomes(before) == meant(before)

    undone = enter(book, "reversal", back, **fix)
    other = a_book_beside(book)
    again = {
        "twice": ("ledger_reversed_once", lambda: enter(book, "reversal", back, **fix)),
        "of a reversal": (
            "ledger_reversal_mirrors",
            lambda: enter(book, "reversal", PAY, reverses=undone, reason="x"),
        ),
        "of another stream's": (
            "ledger_reverses_own_stream",
            lambda: enter(other, "reversal", move("funder", "unassigned", 1),
                          reverses=book_entry(book, "assign"), reason="x"),
        ),
        "about another stream's": (
            "ledger_relates_to_own_stream",
            lambda: enter(other, "commitment_in", move("funder", "unassigned", 1),
                          relates_to=paid, **LETTER),
        ),
    }  # fmt: skip
    assert outcomes(again) == meant(again)


def book_entry(book, kind):
    return Entry.objects.filter(stream=book.stream, kind=kind).first()


def test_a_closed_month_stays_closed(book):
    heads = LedgerHead.objects.all()
    heads.update(closed_to=date(2026, 2, 28))
    late = move("available", "allocated:0", 1)

    assert refused_by(
        lambda: enter(book, "allocate", late, occurred_on=date(2026, 2, 28))
    ) == "ledger_period_open"  # fmt: skip
    for day in (date(2026, 1, 31), None):
        assert refused_by(lambda: heads.update(closed_to=day)) == "ledger_append_only"  # noqa: B023 -- called at once
    enter(book, "allocate", late, occurred_on=date(2026, 3, 1))
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        LedgerHead.objects.create()


REWRITES = {
    "change a leg": "UPDATE funding_posting SET pence = 1",
    "change an entry": "UPDATE funding_entry SET occurred_on = '2020-01-01'",
    "delete the entries": "DELETE FROM funding_entry",
    "delete the legs": "DELETE FROM funding_posting",
    "rewrite a seal": "UPDATE funding_seal SET hash = prev_hash",
    "delete the seals": "DELETE FROM funding_seal",
    "write a balance by hand": "UPDATE funding_ledgeraccount SET balance_pence = 1",
    "move an account to another award": "UPDATE funding_ledgeraccount SET award_id = NULL",
    "delete an account": "DELETE FROM funding_ledgeraccount",
    "rewind the head of the chain": "UPDATE funding_ledgerhead SET seq = 0",
    "delete the head": "DELETE FROM funding_ledgerhead",
    "truncate the legs": "TRUNCATE funding_posting CASCADE",
    "truncate the entries": "TRUNCATE funding_entry CASCADE",
    "truncate the seals": "TRUNCATE funding_seal",
    "truncate the accounts": "TRUNCATE funding_ledgeraccount CASCADE",
    "truncate the heads": "TRUNCATE funding_ledgerhead",
}
FORGERIES = {
    "ledger_seal_number": "INSERT INTO funding_seal (alliance_id, seq, entry_id, prev_hash, hash)"
    " SELECT alliance_id, 1, entry_id, 'x', 'x' FROM funding_seal WHERE seq = 2",
    "ledger_seal_once": "INSERT INTO funding_seal (alliance_id, seq, entry_id, prev_hash, hash)"
    " SELECT alliance_id, 9, entry_id, 'x', 'x' FROM funding_seal WHERE seq = 2",
    "ledger_head_once": "INSERT INTO funding_ledgerhead (alliance_id, seq, hash)"
    " SELECT alliance_id, 0, 'x' FROM funding_ledgerhead",
}
APPLICATION_ONLY = {
    "write a seal": "INSERT INTO funding_seal (alliance_id, seq, entry_id, prev_hash, hash)"
    " SELECT alliance_id, 99, entry_id, prev_hash, hash FROM funding_seal LIMIT 1",
    "allow another flow": "ALTER TABLE funding_posting DROP CONSTRAINT ledger_flow_allowed",
    "switch a guard off": "ALTER TABLE funding_posting DISABLE TRIGGER ALL",
    "switch every guard off": "SET session_replication_role = replica",
}


def test_the_application_rewrites_nothing(book, paid):
    refused = {
        said: refused_by(sql(statement))
        for said, statement in (REWRITES | APPLICATION_ONLY).items()
    }

    assert set(refused.values()) == {"InsufficientPrivilege"}


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_the_owner_rewrites_nothing_either(preparer, finance_approver):
    fund(a_book(preparer, finance_approver), POT)

    assert as_owner(REWRITES) == dict.fromkeys(REWRITES, "ledger_append_only")
    assert as_owner(FORGERIES) == {name: name for name in FORGERIES}


def as_owner(statements):
    """By which rule each is refused to the owner of the tables, whom no policy binds."""
    found = {}
    for said, statement in statements.items():
        try:
            with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
                cursor.execute(statement)
        except DatabaseError as error:
            found[said] = error.__cause__.diag.constraint_name
    return found


def test_another_alliance_is_out_of_reach(book, paid, south):
    due = move("contracted:0", "due:0", 100)
    by, also = book.stream.confirmed_by, book.stream.also_confirmed_by
    with use(south.id):
        foreign = a_book(by, also)
    legs = move("funder", "unassigned", 5)

    attacks = {
        "a leg on their account": (
            "ledger_leg_of_account",
            lambda: enter(book, "fall_due", due, accounts={"due:0": foreign.accounts["due:0"]}),
        ),
        "an entry of theirs": (
            "InsufficientPrivilege",
            lambda: enter(foreign, "commitment_in", legs, alliance_id=south.id, **LETTER),
        ),
    }
    assert outcomes(attacks) == meant(attacks)
    for model in (LedgerAccount, Entry, Posting, Seal, LedgerHead):
        assert set(model.objects.values_list("alliance_id", flat=True)) == {book.stream.alliance_id}


def an_approval(book, **words):
    return Approval.objects.create(
        **(
            {
                "kind": "allocate",
                "stream": book.stream,
                "pence": 5,
                "occurred_on": TODAY,
                "prepared_by_id": book.prepared_by,
                "prepared_at": NOW,
            }
            | words
        )
    )


def test_an_approval_says_what_it_is_and_stays_so(book, paid):
    made = an_approval(book)
    leg = ApprovalLeg.objects.create(approval=made, account=book.accounts["available"], pence=-5)
    rows = Approval.objects.filter(pk=made.pk)
    also = {"approved_by_id": book.approved_by}
    attacks = {
        "of nothing": ("approval_is_of_a_sum", lambda: an_approval(book, pence=0)),
        "about two things": (
            "approval_has_one_subject",
            lambda: an_approval(book, award=book.awards[0], line=book.lines[0]),
        ),
        "a reversal of nothing": (
            "approval_of_a_reversal_names_it",
            lambda: an_approval(book, kind="reversal"),
        ),
        "by one person": (
            "approval_two_people",
            lambda: rows.update(approved_by_id=book.prepared_by),
        ),
        "given without an entry": (
            "approval_leads_to_an_entry",
            lambda: rows.update(state="approved", **also),
        ),
        "sent back without a word": (
            "approval_is_sent_back_with_a_sentence",
            lambda: rows.update(state="declined"),
        ),
        "the same press twice": (
            "approval_same_request_once",
            lambda: an_approval(book, request_key=made.request_key),
        ),
        "an entry twice": ("approval_entry_once", lambda: twice(book, paid, also)),
        "an empty leg": (
            "approval_leg_is_a_sum",
            lambda: ApprovalLeg.objects.create(
                approval=made, account=book.accounts["allocated:0"], pence=0
            ),
        ),
        "two legs on one account": (
            "approval_leg_once",
            lambda: ApprovalLeg.objects.create(
                approval=made, account=book.accounts["available"], pence=1
            ),
        ),
    }
    assert outcomes(attacks) == meant(attacks)

    changed = [lambda: rows.update(pence=6), lambda: rows.update(stream=a_book_beside(book).stream),
               lambda: rows._raw_delete("default")]  # fmt: skip
    assert [refused_by(change) for change in changed] == ["RaiseException"] * 3
    assert refused_by(lambda: ApprovalLeg.objects.filter(pk=leg.pk).update(pence=-6)) == (
        "InsufficientPrivilege"
    )
    rows.update(state="withdrawn")
    assert refused_by(lambda: rows.update(state="waiting")) == "RaiseException"


def twice(book, entry, also):
    for _ in range(2):
        an_approval(book, state="approved", entry=entry, **also)


def test_what_stands_around_the_ledger_is_held_too(book, paid):
    award = book.awards[0]
    promise = a_promise(book.stream.confirmed_by)
    told = {"expectation": promise, "on": TODAY, "text": "x", "by_id": book.prepared_by}
    line = {"award": award, "stream": book.stream, "line": book.lines[0]}
    beside = a_book_beside(book)
    attacks = {
        "an award that ends first": (
            "award_ends_after_it_starts",
            lambda: an_award(starts_on=date(2026, 2, 2), ends_on=date(2026, 2, 1)),
        ),
        "a grant to nobody": ("award_names_who_gets_it", lambda: an_award(kind="onward_grant")),
        "an award for nothing": ("award_says_what_for", lambda: an_award(purpose="")),
        "a source of nothing": (
            "award_source_is_a_sum",
            lambda: AwardSource.objects.create(pence=0, **line),
        ),
        "a line of another stream": (
            "award_source_of_line",
            lambda: AwardSource.objects.create(pence=5, **(line | {"line": beside.lines[0]})),
        ),
        "the same line twice": (
            "award_source_once",
            lambda: [AwardSource.objects.create(pence=5, **line) for _ in range(2)],
        ),
        "a sum that no entry brought": (
            "expectation_event_sum_is_an_entrys",
            lambda: ExpectationEvent.objects.create(kind="received", pence=5, **told),
        ),
        "one entry for two promises": (
            "expectation_event_entry_once",
            lambda: [
                ExpectationEvent.objects.create(kind="received", pence=5, entry=paid, **told)
                for _ in range(2)
            ],
        ),
        "rules twice": (
            "money_rules_once",
            lambda: [MoneyRules.objects.create() for _ in range(2)],
        ),
        "three people from nothing": (
            "money_rules_three_people_from_a_sum",
            lambda: MoneyRules.objects.create(three_people_from_pence=0),
        ),
        "a thirteenth month": (
            "money_rules_year_begins_in_a_month",
            lambda: MoneyRules.objects.create(year_begins_in=13),
        ),
    }

    assert outcomes(attacks) == meant(attacks)
    check = LedgerCheck.objects.create(checked_at=NOW, seq=1, hash="")
    assert refused_by(lambda: LedgerCheck.objects.filter(pk=check.pk).delete()) == (
        "InsufficientPrivilege"
    )
