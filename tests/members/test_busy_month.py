"""A month of twenty-six asks to seventeen members, as a composer sends them."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from alliance.errors import Refused
from members.actions import asks
from members.actions.asks import Chosen
from members.load import jain
from members.models import AskResponse, PartnershipCapacity
from members.queries import room
from tests.factories.members import an_organisation
from tests.members.test_load import ASKS, OFFERS

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY, DUE, MARCH = date(2026, 3, 2), date(2026, 3, 27), date(2026, 3, 1)


def seventeen():
    members = [an_organisation(f"Member {n:02}") for n in range(len(OFFERS))]
    PartnershipCapacity.objects.bulk_create(
        PartnershipCapacity(
            organisation=one, month=MARCH, minutes_offered=hours * 60, confirmed_at=NOW
        )
        for one, hours in zip(members, OFFERS, strict=True)
    )
    return members


def composed(lead, hours, places):
    words = {
        "title": "Something",
        "kind": "bid",
        "estimated_minutes": hours * 60,
        "due_on": DUE,
        "places_wanted": places,
    }
    return asks.compose(words=words, by=lead, on=DAY)


def test_following_the_suggestions_overloads_nobody_and_is_fair(lead):
    members = seventeen()
    unfilled = 0
    for hours, places in ASKS:
        ask = composed(lead, hours, places)
        found = room.suggested(room.standings(ask, on=DAY), ask)
        unfilled += found.unfilled
        chosen = [Chosen(number) for number in sorted(found.chosen)]
        if chosen:
            asks.send(ask, chosen=chosen, by=lead, now=NOW, on=DAY)

    loads = room.loads([one.pk for one in members], MARCH)
    assert unfilled == 11
    assert not AskResponse.objects.exclude(override_because="").exists()
    assert all(load.committed <= load.offered for load in loads.values())
    assert jain(load.ratio or Fraction(0) for load in loads.values()) >= Fraction(97, 100)


def test_the_same_asks_to_everybody_put_all_seventeen_over_and_are_counted(lead):
    members = seventeen()
    asks.settle_rules(hourly_pence=None, hourly_source="", kinds_for_everyone=["bid"], by=lead)
    everyone = [Chosen(one.pk, "The bid needs all of us, they say.") for one in members]
    with pytest.raises(Refused, match="has no room for this"):
        for hours, places in ASKS:
            ask = composed(lead, hours, places)
            asks.send(ask, chosen=[Chosen(one.pk) for one in members], by=lead, now=NOW, on=DAY)
    for hours, places in ASKS:
        asks.send(composed(lead, hours, places), chosen=everyone, by=lead, now=NOW, on=DAY)

    loads = room.loads([one.pk for one in members], MARCH)
    over = {pk for pk, load in loads.items() if load.committed > load.offered}
    counted = AskResponse.objects.exclude(override_because="").values("organisation").distinct()
    assert len(over) == counted.count() == 17
