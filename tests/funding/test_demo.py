"""The demonstration's money, as the case study tells of it."""

import pytest

from funding.models import Award, Entry, Expectation, FundingStream, Round, StreamItem
from funding.queries import ledger, panels

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("demo")
def test_both_streams_are_shown_as_their_source_tells_of_them(within):
    with within("tower-hamlets"):
        real = FundingStream.objects.exclude(name__endswith="(fictional)")
        said = {stream.name: stream.amount_and_status for stream in real}
        beside = StreamItem.objects.select_related("stream", "agenda_item")
        items = {each.stream.name: each.agenda_item.title for each in beside}

    assert said == {
        "ELFT funding for the alliance": ("£100,000 over three years from 1 July 2024 (stated)"),
        "24/7 Community Mental Health Pilot": "nearly £5 million (bid)",
        "VCSE share of the pilot": "£1.8 million (stated, bid)",
    }
    assert set(items) == set(said)


@pytest.mark.usefixtures("demo")
def test_no_promise_of_the_case_study_has_a_figure(within):
    with within("tower-hamlets"):
        with_figures = Expectation.objects.filter(pence__isnull=False)
        assert {promise.for_what[-11:] for promise in with_figures} == {"(fictional)"}
        assert Expectation.objects.filter(source_title__startswith="Centre for").count() == 2


@pytest.mark.usefixtures("demo")
def test_the_made_up_fund_is_exact_and_nothing_else_is(within):
    with within("tower-hamlets"):
        exact = FundingStream.objects.filter(qualifier="exact").select_related("source_document")
        fund = exact.get()
        found = ledger.position_of(fund)
        kinds = set(Entry.objects.values_list("kind", flat=True))
        wrong = ledger.verify()

    assert (fund.name, fund.amount_words[:10]) == ("Taking Part Fund (fictional)", "£60,000.00")
    assert fund.source_document is not None
    assert None not in {fund.confirmed_by, fund.also_confirmed_by}
    assert (found.agreed, found.in_bank, found.adds_up) == (6_000_000, 3_000_000, True)
    assert kinds >= {"commitment_in", "assign", "virement", "reversal", "allocate"}
    assert wrong == []


@pytest.mark.usefixtures("demo")
def test_a_made_up_round_goes_from_nine_proposals_to_awards(within):
    with within("tower-hamlets"):
        told = Round.objects.get(state="published")
        found = panels.of_round(told, on=told.decided_on)
        awards = Award.objects.filter(proposal__round=told)
        states = set(awards.values_list("state", flat=True))

    assert told.title.endswith("(fictional)")
    assert (len(found.proposals), len(found.seats)) == (9, 7)
    assert [seat.is_outside for seat in found.seats].count(True) == 1
    assert found.shortage is None
    assert states == {"allocated"}
