"""Shared money changes by two people, and what they read is what the ledger holds."""

import itertools
import re
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import Document, Event, Message
from alliance.spreadsheets import csv_file
from funding import journal_paper, registrations_ledger
from funding.actions import amounts, approvals, awards, ledger, ledger_watch, rules, streams
from funding.actions.awards import AwardFacts
from funding.models import (
    Approval,
    Award,
    BudgetLine,
    Entry,
    Expectation,
    ExpectationEvent,
    LedgerAccount,
    Seal,
)
from funding.queries import approvers, journal
from funding.queries import ledger as books
from funding.rules import FLOWS, Bucket, Kind, is_allowed
from members.actions import representatives
from members.models import Representative
from partnership_board.models import Interest
from tests.documents.reading import broken_rules, text_of
from tests.factories.funding import a_promise, a_stream
from tests.factories.ledger import NOW, POT, TODAY, a_document, a_live_stream, approve_all
from tests.funding import add_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def second_approver(north, hold):
    return hold("Zadie Okoro", "finance_approver")


@pytest.fixture
def live(preparer, finance_approver):
    """£10,000.00 exact, half of it in each of two lines."""
    return a_live_stream(preparer, finance_approver)


def refusal(action, *args, **words):
    with pytest.raises(Refused) as refused:
        action(*args, **words)
    return str(refused.value)


def a_grant(line, *, pence=10_000, by, organisation=None, title="An award", **words):
    facts = AwardFacts(
        title=title,
        kind="onward_grant" if organisation else "cost",
        purpose="made",
        decided_on=TODAY,
        organisation=organisation,
        **words,
    )
    return awards.propose(facts, sources=[(line, pence)], by=by, on=TODAY)


def asked_for(award, by, **words):
    return awards.set_aside(award, by=by, now=NOW, **words)[0]


def says(approval, user, *, on=TODAY):
    return refusal(approvals.approve, approval, by=user, on=on, now=NOW)


# -- the amount


def test_two_people_and_a_document_make_a_sum_exact(preparer, finance_approver):
    stream = a_stream(preparer, total_pence=9_999_900)

    asked = amounts.confirm(stream, pence=10_000_000, document=a_document(), by=preparer, now=NOW)
    stream.refresh_from_db()
    assert (stream.qualifier, Entry.objects.count()) == ("stated", 0)
    approve_all(asked, finance_approver)

    stream.refresh_from_db()
    assert stream.amount_words.startswith("£100,000.00")
    assert (stream.confirmed_by, stream.also_confirmed_by) == (preparer, finance_approver)
    assert books.position_of(stream).agreed == 10_000_000


def test_a_bid_is_not_money(preparer, finance_approver):
    stream = a_stream(preparer, status="bid")
    words = {"pence": 5, "document": a_document(), "by": preparer, "now": NOW}
    not_agreed = "This money is not agreed yet. Say first how far it has got."
    assert refusal(amounts.confirm, stream, **words) == not_agreed

    streams.move_stream(stream, to="agreed", on=TODAY, source="A letter", by=preparer)
    stream.refresh_from_db()
    asked = amounts.confirm(stream, **words)
    assert refusal(amounts.confirm, stream, **words).startswith("This sum waits for")
    streams.move_stream(stream, to="bid", on=TODAY, note="Too early", by=preparer)
    assert says(asked, finance_approver) == not_agreed


def test_a_file_that_was_refused_confirms_nothing(preparer, finance_approver):
    stream, bad, late = a_stream(preparer), a_document(), a_document()
    Document.objects.filter(pk=bad.pk).update(state="refused")
    bad.refresh_from_db()
    words = {"pence": 5, "by": preparer, "now": NOW}
    assert refusal(amounts.confirm, stream, document=bad, **words).startswith("This file could")

    asked = amounts.confirm(stream, document=late, **words)
    Document.objects.filter(pk=late.pk).update(state="waiting")
    assert says(asked, finance_approver).startswith("The document is still being checked")


def test_parts_stay_within_their_whole(preparer, finance_approver):
    whole, _ = a_live_stream(preparer, finance_approver, name="Whole")
    part = a_stream(preparer, name="Part", parent=whole)
    asked = amounts.confirm(part, pence=POT + 1, document=a_document(), by=preparer, now=NOW)

    assert says(asked, finance_approver) == "Only £10,000.00 of Whole is left for its parts."


def test_a_confirmed_sum_is_confirmed_once(live, preparer):
    stream, _ = live
    words = {"pence": 5, "document": a_document(), "by": preparer, "now": NOW}

    assert refusal(amounts.confirm, stream, **words) == "This sum is confirmed already."


def test_a_wrong_confirmation_is_reversed_and_the_sum_is_stated_again(preparer, finance_approver):
    stream = a_stream(preparer)
    asked = amounts.confirm(stream, pence=POT, document=a_document(), by=preparer, now=NOW)
    entry = approve_all(asked, finance_approver).entry

    approve_all(
        amounts.undo(entry, reason="The wrong page", by=preparer, now=NOW), finance_approver
    )

    stream.refresh_from_db()
    assert (stream.qualifier, stream.source_document) == ("stated", None)
    assert [seal.entry.kind for seal in books.entries()] == ["reversal", "commitment_in"]


def test_a_cut_lowers_the_sum_and_its_reversal_restores_it(preparer, finance_approver):
    stream, _ = a_live_stream(preparer, finance_approver, pence=POT + 1)
    cut = amounts.move_in_stream(
        stream, kind=Kind.COMMITMENT_CUT, pence=1, reason="Less", source="A letter",
        by=preparer, now=NOW,
    )  # fmt: skip
    entry = approve_all(cut, finance_approver).entry
    stream.refresh_from_db()
    assert stream.total_pence == POT

    approve_all(amounts.undo(entry, reason="No cut", by=preparer, now=NOW), finance_approver)
    stream.refresh_from_db()
    assert stream.total_pence == POT + 1


# -- two people


def test_of_three_people_only_different_ones_may(live, preparer, finance_approver, second_approver):
    people = [preparer, finance_approver, second_approver]
    rules.settle(three_people_from_pence=1, year_begins_in=4, by=preparer)
    given = set()
    for trio in itertools.product(people, repeat=3):
        asked = asked_for(a_grant(live[1][0], by=trio[0], pence=1), trio[0])
        try:
            approve_all(asked, *trio[1:])
        except Refused:
            continue
        given.add(trio)

    assert given == set(itertools.permutations(people))
    assert Entry.objects.filter(kind="allocate", second_approver=None).count() == 0


def test_who_prepared_it_is_told_to_leave_it(live, preparer, finance_approver, second_approver):
    asked = asked_for(a_grant(live[1][0], by=preparer), preparer)

    assert says(asked, preparer) == (
        "You prepared this. Somebody else has to approve it. "
        "Please leave it to Femi Adeyemi or Zadie Okoro."
    )


def test_nobody_approves_money_for_a_body_of_their_own(
    live, preparer, finance_approver, second_approver, act_for, heron
):
    on = TODAY
    joe = act_for("Joe Tanner", heron)
    asked = asked_for(a_grant(live[1][0], by=preparer, organisation=heron), preparer)
    assert says(asked, joe) == (
        "This pays your own organisation. Please leave it to Femi Adeyemi or Zadie Okoro."
    )
    term = joe_leaves(joe, on=on)

    assert says(asked, joe, on=on + timedelta(days=1)).startswith("You represented Heron House")
    year_after = term + timedelta(days=366)
    assert approvers.why_not(asked, joe, on=year_after) == ""


def joe_leaves(joe, *, on):
    Representative.objects.filter(user=joe).update(ended_on=on)
    return on


def test_an_interest_in_the_payee_keeps_an_approver_away(live, preparer, finance_approver, heron):
    Interest.objects.create(
        person=finance_approver, category="professional", organisation=heron,
        description="Trustee", from_on=TODAY, declared_at=NOW, confirmed_at=NOW,
    )  # fmt: skip
    asked = asked_for(a_grant(live[1][0], by=preparer, organisation=heron), preparer)

    assert says(asked, finance_approver) == (
        "You declared an interest in Heron House. Nobody who may approve is free of Heron House. "
        "Ask the lead to appoint a finance approver from another organisation."
    )


def test_an_approver_from_outside_opens_a_dead_end(
    live, preparer, finance_approver, heron, hold, client, north
):
    representatives.add_representative(
        heron, user=finance_approver, role="editor", started_on=TODAY, by=Actor.SYSTEM, on=TODAY
    )
    asked = asked_for(a_grant(live[1][0], by=preparer, organisation=heron), preparer)
    client.force_login(finance_approver)
    page = client.get(asked.get_absolute_url()).content.decode()
    assert "Ask the lead to appoint a finance approver from another organisation." in page
    assert "This pays your own organisation." in page

    outside = hold("Olive Outside", "finance_approver")

    assert approve_all(asked, outside).entry is not None


def test_a_body_with_no_approver_at_all_reads_whom_to_ask(preparer, lead):
    stream = a_stream(preparer)
    asked = amounts.confirm(stream, pence=5, document=a_document(), by=preparer, now=NOW)

    assert approvers.of(asked, on=TODAY).dead_end == (
        "Nobody holds the office of finance approver. Ask the lead to appoint one."
    )


def test_from_a_sum_on_two_approve_one_after_the_other(
    live, preparer, finance_approver, second_approver
):
    rules.settle(three_people_from_pence=10_000, year_begins_in=4, by=preparer)
    small = asked_for(a_grant(live[1][0], by=preparer, pence=9_999), preparer)
    large = asked_for(a_grant(live[1][0], by=preparer, pence=10_000), preparer)

    assert approve_all(small, finance_approver).entry is not None
    assert approve_all(large, finance_approver).entry is None
    assert says(large, finance_approver) == (
        "You approved this. A second person has to look too. Please leave it to Zadie Okoro."
    )
    assert approve_all(large, second_approver).entry.second_approver == second_approver


def test_what_is_settled_is_not_settled_again(live, preparer, finance_approver):
    asked = asked_for(a_grant(live[1][0], by=preparer), preparer)
    approve_all(asked, finance_approver)
    number = Seal.objects.latest("seq").seq
    assert says(asked, finance_approver) == (
        f"This was already recorded on Mon 2 Mar 2026 (entry {number})."
    )

    other = asked_for(a_grant(live[1][0], by=preparer), preparer)
    assert refusal(approvals.decline, other, reason=" ", by=finance_approver).startswith("Say in")
    assert refusal(approvals.decline, other, reason="x", by=preparer).startswith("You prepared")
    approvals.decline(other, reason="The date is wrong.", by=finance_approver)
    assert says(other, finance_approver).startswith("This was sent back")
    third = asked_for(a_grant(live[1][0], by=preparer), preparer)
    approvals.withdraw(third, by=preparer)
    assert says(third, finance_approver).startswith("This was taken back")


def test_the_same_press_twice_is_one_request(live, preparer):
    award, key = a_grant(live[1][0], by=preparer), uuid.uuid4()

    first, again = (asked_for(award, preparer, request_key=key) for _ in range(2))

    assert first == again
    assert Approval.objects.filter(award=award).count() == 1
    assert refusal(awards.set_aside, award, by=preparer, now=NOW).startswith("This waits")


def test_nothing_waits_for_ever(live, preparer):
    asked = asked_for(a_grant(live[1][0], by=preparer), preparer)

    assert ledger_watch.expire(now=NOW + timedelta(days=29)) == 0
    registrations_ledger.expire(NOW + timedelta(days=30))

    asked.refresh_from_db()
    assert asked.state == "expired"


# -- what there is


def test_only_what_is_free_can_be_set_aside(live, preparer, finance_approver):
    line = live[1][0]
    late = asked_for(a_grant(line, by=preparer, pence=400_000), preparer)
    approve_all(asked_for(a_grant(line, by=preparer, pence=376_000), preparer), finance_approver)

    said = "Only £1,240.00 is left in Line 1. This asks for £4,000.00."
    assert says(late, finance_approver) == said
    assert refusal(a_grant, line, by=preparer, pence=400_000) == said
    late.refresh_from_db()
    assert (late.state, late.approved_by) == ("waiting", None)


def test_money_moves_between_lines_of_one_stream_only(live, preparer, finance_approver):
    stream, (first, second) = live
    other = a_stream(preparer, name="Other")
    strange = BudgetLine.objects.create(stream=other, purpose="other", title="Strange")
    words = {"reason": "x", "by": preparer, "now": NOW}
    for target in (strange, first):
        said = refusal(amounts.move_between, first, target=target, pence=5, **words)
        assert said == "Choose another line of the same stream."

    approve_all(amounts.move_between(first, target=second, pence=5, **words), finance_approver)
    approve_all(amounts.move_between(first, target=None, pence=5, **words), finance_approver)

    found = books.position_of(stream)
    assert [line.free for line in found.lines] == [499_990, 500_005]
    assert (found.unassigned, found.adds_up) == (5, True)


def test_an_award_is_set_aside_and_set_free_again(live, preparer, finance_approver):
    award = a_grant(live[1][0], by=preparer)
    assert refusal(
        awards.release, award, outcome="lapsed", reason="x", by=preparer, now=NOW
    ) == "Nothing is set aside for this award."  # fmt: skip
    approve_all(asked_for(award, preparer), finance_approver)
    award.refresh_from_db()
    assert award.state == Award.State.ALLOCATED
    assert refusal(awards.set_aside, award, by=preparer, now=NOW).startswith("Money for this")

    words = {"outcome": "declined", "reason": "No time", "by": preparer, "now": NOW}
    freed = awards.release(award, **words)
    assert refusal(awards.release, award, **words) == "This waits for approval already."
    approve_all(freed[0], finance_approver)

    award.refresh_from_db()
    assert (award.state, books.position_of(live[0]).lines[0].free) == ("declined", 500_000)


def test_an_award_out_of_two_streams_has_an_approval_for_each(live, preparer, finance_approver):
    _, other = a_live_stream(preparer, finance_approver, name="Other", lines=1)
    facts = AwardFacts(title="Both", kind="cost", purpose="made", decided_on=TODAY)
    both = [(live[1][0], 100), (other[0], 200)]
    award = awards.propose(facts, sources=both, by=preparer, on=TODAY)

    asked = awards.set_aside(award, by=preparer, now=NOW)
    approve_all(asked[0], finance_approver)
    award.refresh_from_db()
    assert (len(asked), award.state) == (2, Award.State.PROPOSED)
    approve_all(asked[1], finance_approver)

    award.refresh_from_db()
    assert award.state == Award.State.ALLOCATED


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"decided_on": TODAY + timedelta(days=1)}, "It was decided today or before."),
        ({"starts_on": TODAY, "ends_on": TODAY - timedelta(days=1)}, "The last day comes after"),
        ({"kind": "onward_grant"}, "Say which organisation gets it."),
    ],
)
def test_an_award_is_refused_in_words(live, preparer, wrong, sentence):
    words = {"title": "An award", "kind": "cost", "purpose": "made", "decided_on": TODAY}
    facts = AwardFacts(**(words | wrong))

    said = refusal(awards.propose, facts, sources=[(live[1][0], 5)], by=preparer, on=TODAY)

    assert said.startswith(sentence)


@pytest.mark.parametrize(
    ("kind", "wrong", "sentence"),
    [
        (Kind.DISBURSEMENT_IN, {}, "Give the bank's reference."),
        (Kind.PREFINANCE, {}, "Name the document in which it was agreed."),
        (Kind.GIVE_UP, {}, "Say why."),
        (Kind.DISBURSEMENT_IN, {"source": "1", "pence": 0}, "Give a sum above £0."),
        (
            Kind.DISBURSEMENT_IN,
            {"source": "1", "occurred_on": TODAY + timedelta(days=1)},
            "The ledger tells what happened. Choose today or a day before.",
        ),
        (
            Kind.PREFINANCE_REPAID,
            {},
            "Only £0.00 is left in Taking Part, in the bank. This asks for £0.05.",
        ),
    ],
)
def test_money_that_comes_or_goes_is_refused_in_words(live, preparer, kind, wrong, sentence):
    words = {"pence": 5, "by": preparer, "now": NOW} | wrong

    assert refusal(amounts.move_in_stream, live[0], kind=kind, **words) == sentence


def test_a_reversal_waits_for_what_followed(live, preparer, finance_approver):
    stream, (line, _) = live
    award = a_grant(line, by=preparer, pence=500_000)
    approve_all(asked_for(award, preparer), finance_approver)
    number = Seal.objects.latest("seq").seq
    assigned = Entry.objects.get(kind="assign", stream=stream)

    said = refusal(amounts.undo, assigned, reason="x", by=preparer, now=NOW)
    assert said.startswith("Only") or said == (
        f"The money has moved on: entry {number} (set aside for an award). Reverse that one first."
    )

    allocated = Entry.objects.get(kind="allocate")
    undone = amounts.undo(allocated, reason="x", by=preparer, now=NOW)
    assert refusal(amounts.undo, allocated, reason="x", by=preparer, now=NOW).startswith("Its rev")
    entry = approve_all(undone, finance_approver).entry
    award.refresh_from_db()
    assert award.state == Award.State.PROPOSED
    assert refusal(amounts.undo, allocated, reason="x", by=preparer, now=NOW).startswith("This ent")
    assert refusal(amounts.undo, entry, reason="x", by=preparer, now=NOW).startswith("A reversal")


# -- promises


def test_money_that_arrives_moves_exactly_one_promise(
    live, preparer, finance_approver, client, lead
):
    stream, _ = live
    kept = a_promise(preparer, pence=600, qualifier="stated", stream=stream)
    other = a_promise(preparer, pence=600, qualifier="stated", stream=stream)

    def arrives(pence):
        return approve_all(
            amounts.move_in_stream(
                stream, kind=Kind.DISBURSEMENT_IN, pence=pence, source="Bank 1",
                expectation=kept, by=preparer, now=NOW,
            ),
            finance_approver,
        ).entry  # fmt: skip

    states = []
    first = arrives(200)
    states.append(state_of(kept))
    arrives(400)
    states.append(state_of(kept))
    approve_all(amounts.undo(first, reason="x", by=preparer, now=NOW), finance_approver)
    states.append(state_of(kept))

    assert states == [("part", 200), ("met", 600), ("part", 400)]
    assert state_of(other) == ("open", None)
    assert ExpectationEvent.objects.filter(expectation=other).count() == 0
    client.force_login(lead)
    assert "£4.00" in client.get(kept.get_absolute_url()).content.decode()
    assert "Received: not recorded" in client.get(other.get_absolute_url()).content.decode()


def state_of(promise):
    promise = Expectation.objects.get(pk=promise.pk)
    return promise.state, books.received(promise.pk)


# -- months


def test_a_month_closes_when_nothing_in_it_waits(live, preparer, finance_approver):
    asked = asked_for(a_grant(live[1][0], by=preparer), preparer)
    on = TODAY + timedelta(days=5)
    words = {"by": preparer, "on": on}
    assert refusal(ledger.close_to, TODAY, **words).startswith("Something dated before")
    assert refusal(ledger.close_to, on, **words) == "Close a day that is over."
    approve_all(asked, finance_approver)

    ledger.close_to(TODAY, **words)

    assert refusal(ledger.close_to, TODAY, **words).startswith("The books are closed to")
    assert refusal(awards.set_aside, a_grant(live[1][0], by=preparer), by=preparer, now=NOW) == (
        "The books are closed to Mon 2 Mar 2026. "
        "Date it after that day, and say which entry it corrects."
    )


def test_an_empty_ledger_has_nothing_to_close(preparer):
    said = refusal(ledger.close_to, TODAY, by=preparer, on=TODAY + timedelta(days=1))

    assert said == "There is nothing in the ledger to close."


# -- proof


def exported():
    return csv_file(journal.HEADS, journal.rows(with_references=True))


def test_a_stranger_adds_the_journal_up_to_every_balance(live, preparer, finance_approver):
    tricky = 'Quote " backslash \\ newline\n tab\t euro € 日本 \u2028 =1+1'
    moved = amounts.move_between(
        live[1][0], target=live[1][1], pence=7, reason=tricky, by=preparer, now=NOW
    )
    entry = approve_all(moved, finance_approver).entry
    approve_all(amounts.undo(entry, reason="=1+1", by=preparer, now=NOW), finance_approver)

    rows = add_up.rows_of(exported())

    held = dict(LedgerAccount.objects.exclude(balance_pence=0).values_list("pk", "balance_pence"))
    assert {pk: sum_ for pk, sum_ in add_up.balances(rows).items() if sum_} == held
    assert add_up.broken(rows) == []
    rows[3]["in_pence"], rows[3]["out_pence"] = "1", ""
    assert add_up.broken(rows) == [2]


def test_the_printed_journal_adds_up_too(live):
    pdf = journal_paper.make_journal(on=TODAY)
    said = text_of(pdf)

    assert broken_rules(pdf) == []
    for row in journal_paper.balances(list(journal.lines())):
        assert row[2] in said
    assert said.count("£5,000.00") == 4  # into two lines, and as two balances
    assert books.fingerprint(books.head()) in said


def test_seals_hold_numbers_of_people_and_never_names(live, preparer, finance_approver):
    texts = " ".join(journal.sealed_texts().values())

    assert not re.search("Priya|Nair|Femi|Adeyemi", texts)
    assert '"commitment_in", "2026-03-02"' in texts
    preparer.name = "Somebody who left"
    preparer.save(update_fields=["name"])
    assert books.verify() == []


def test_the_observer_reads_no_references(live, hold, client, north):
    observer = hold("Olu Bello", "observer")
    client.force_login(observer)

    seen = client.get(north.url("funding/ledger/journal.csv")).content

    rows = add_up.rows_of(seen)
    assert {row["source"] for row in rows} == {row["sealed_text"] for row in rows} == {""}
    assert add_up.balances(rows) == add_up.balances(add_up.rows_of(exported()))


def test_every_kind_moves_only_what_its_rule_lists():
    assert is_allowed(Kind.PAY, Bucket.DUE, -1)
    assert not is_allowed(Kind.PAY, Bucket.AVAILABLE, -1)
    assert not is_allowed(Kind.PAY, Bucket.DUE, 1)
    assert set(FLOWS) == set(Kind)


def test_no_sum_is_anything_but_whole_pence():
    loose = (models.FloatField, models.DecimalField)
    fields = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("funding").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, loose)
    ]
    words = re.compile(r"\bfloat\(|\bDecimal\b|MoneyField")
    sources = [path for path in Path("funding").rglob("*.py") if words.search(path.read_text())]

    assert (fields, sources) == ([], [])


def test_what_happened_to_money_is_on_the_record(live):
    kinds = set(Event.objects.filter(kind__startswith="funding.approval").values_list("kind"))

    assert kinds == {("funding.approval_prepared",), ("funding.approval_given",)}


def test_a_clean_check_tells_nobody(live, lead):
    registrations_ledger.verify(NOW)

    assert books.latest_check().is_clean
    assert not books.is_blocked()
    assert not Message.objects.filter(key__startswith="funding:").exists()
