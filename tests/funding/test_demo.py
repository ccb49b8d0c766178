"""The demonstration's money, as the case study tells of it."""

import pytest

from funding.models import Expectation, FundingStream, StreamItem

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("demo")
def test_both_streams_are_shown_as_their_source_tells_of_them(within):
    with within("tower-hamlets"):
        said = {stream.name: stream.amount_and_status for stream in FundingStream.objects.all()}
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
        assert not Expectation.objects.filter(pence__isnull=False).exists()
        assert Expectation.objects.count() == 3
