"""Counted elections of the demonstration, as they stand on its first day."""

import pytest

from partnership_board.counting.verify import verify
from partnership_board.models import Declaration, Election, LotDraw, Objection
from partnership_board.queries import results
from tests.matrix import OURS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


@pytest.fixture(autouse=True)
def at_work(within):
    with within(OURS):
        yield


def told(title):
    return results.latest(Election.objects.get(title__startswith=title)).published


def test_lots_were_drawn_that_could_not_matter():
    said = told("Small grants panel, first")

    assert said["turnout"] == {"entitled": 17, "voted": 15}
    assert len(said["candidates"]["candidates"]) == 7
    assert said["sheet"]["lots"].startswith("Lots were drawn; they could not change")
    assert said["sheet"]["elected"] == ["Samira Haddad", "Joseph Amadi", "Bashir Noor"]


def test_a_lot_decided_and_somebody_asks_about_it():
    election = Election.objects.get(title="Small grants panel, readers")

    assert election.state == "declared"
    assert LotDraw.objects.filter(election=election, is_decisive=True, seed="415263").exists()
    assert Objection.objects.filter(election=election, outcome="").count() == 1


def test_a_minimum_kept_somebody_in():
    said = told("Small grants panel, second")

    assert said["sheet"]["effect_of_constraints"] == (
        "Because of the minimums and maximums Catherine Lowe and Orla Byrne came in and Nadia Rahim"
        " and Bashir Noor did not."
    )


def test_a_countback_filled_a_seat_and_tells_names_alone():
    said = told("Countback: Panel seat 2")

    assert said["sheet"]["result"] == "Catherine Lowe takes the seat that Joseph Amadi left."
    assert "table" not in said["sheet"]


def test_every_bundle_agrees():
    for one in Declaration.objects.filter(stage__in=results.DECLARED, election__kind="ordinary"):
        assert verify(results.bundle_of(one.election, one.published)) is None
