"""The demonstration's points, and the one on its way to the board."""

import pytest
from django.utils import timezone

from coproduction.models import Contribution, Insight, InsightLink
from coproduction.queries import insights as reading

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("demo")
def test_a_dozen_points_came_from_eighteen_tellings_in_three_languages(within):
    with within("tower-hamlets"):
        approved = Insight.objects.filter(state="approved")
        points = reading.shown(approved, at=timezone.now())

        assert Contribution.objects.count() == 18
        assert set(Contribution.objects.values_list("language", flat=True)) == {"en", "bn", "so"}
        assert len(points) == 12
        assert all(point.text for point in points)


@pytest.mark.usefixtures("demo")
def test_one_point_is_on_the_coming_agenda(within):
    with within("tower-hamlets"):
        links = InsightLink.objects.select_related("agenda_proposal", "agenda_item")
        proposal = links.get(agenda_proposal__isnull=False).agenda_proposal
        item = links.get(agenda_item__isnull=False).agenda_item

        assert proposal.origin == "lived_experience"
        assert item.proposal == proposal
        assert item.state == "placed"


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("slug", ["sheffield", "coventry-and-warwickshire"])
def test_smaller_alliances_have_a_point_of_their_own(within, slug):
    with within(slug):
        assert Insight.objects.count() == 1
