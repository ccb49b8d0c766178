"""Money leads back to what people told us, and what they told leads on to money."""

import pytest
from django.db import IntegrityError, transaction

from alliance.errors import Refused
from coproduction.actions import descents
from coproduction.actions import links as point_links
from coproduction.queries import lineage as lines
from funding.actions import links
from funding.models import Award, FundingInsightLink
from funding.queries import lineage
from tests.factories.coproduction import a_point, a_telling, an_approved_point, now
from tests.factories.funding import a_stream
from tests.factories.partnership_board import a_decision, an_item

pytestmark = pytest.mark.django_db


def refusal(action, *args, **fields):
    with pytest.raises(Refused) as refused:
        action(*args, **fields)
    return str(refused.value)


@pytest.fixture
def decision(coming_meeting, reader):
    return a_decision(an_item(coming_meeting), reader, now())


def an_award(**fields):
    fields = {"kind": "cost", "title": "Evening calls", "purpose": "x"} | fields
    return Award.objects.create(decided_on=now().date(), **fields)


def linked(insight, to, by, relation="asked_for", **fields):
    return links.link_money(insight, to=to, relation=relation, by=by, now=now(), **fields)


def test_from_an_award_to_points_and_back_is_the_same_after_a_merge_and_a_split(reader, decision):
    award, other = an_award(decision=decision), an_award(title="Something else")
    one, two = a_telling(reader), a_telling(reader)
    divided, direct = a_point(reader, one, two), an_approved_point(reader)
    point_links.link_insight(divided, to=decision.item, relation="shaped", by=reader, now=now())
    linked(direct, award, reader)
    parts = [descents.Part("First.", [one]), descents.Part("Second.", [two])]
    halves = descents.split(divided, parts, audience="board", by=reader, now=now())
    joined = descents.merge(
        [direct, halves[0]], plain_text="One.", audience="board", by=reader, now=now()
    )

    back = lineage.points_behind(award)
    forth = {
        each.pk
        for each in (joined, halves[1])
        if award.get_absolute_url() in {step.url for step in lines.steps_of(each)}
    }

    assert back == forth == {joined.pk, halves[1].pk}
    assert lineage.points_behind(other) == set()
    assert lineage.linked([joined.pk, a_point(reader).pk]) == {joined.pk}


def test_an_award_without_a_point_says_so(client, north, reader, lead):
    award, bare = an_award(), an_award(title="Rooms")
    insight = an_approved_point(reader)
    linked(insight, award, reader)
    client.force_login(lead)

    page = client.get(north.url("funding/points/")).content.decode()

    assert page.count("not linked to any insight") == 1
    assert insight.number in page
    assert bare.title in page


def test_who_keeps_the_money_links_a_point_to_it(client, north, reader, preparer):
    insight, stream = an_approved_point(reader), a_stream(reader)
    client.force_login(preparer)

    client.post(
        north.url("funding/points/new/"),
        {"insight": insight.pk, "to": f"stream-{stream.pk}", "relation": "shaped"},
    )

    link = FundingInsightLink.objects.get()
    assert (link.insight, link.target, str(link)) == (
        insight,
        stream,
        f"{insight.number}: Shaped this",
    )
    assert str(stream) in {step.title for step in lines.steps_of(insight)}


def test_what_was_declined_says_why(reader):
    insight, award = an_approved_point(reader), an_award()

    assert refusal(linked, insight, award, reader, relation="declined").startswith("Say why.")
    assert refusal(linked, a_point(reader), award, reader).startswith("A point is approved")
    link = linked(insight, award, reader)
    assert refusal(linked, insight, award, reader) == "The point is linked to this already."
    links.unlink_money(link, by=reader, now=now())
    assert refusal(links.unlink_money, link, by=reader, now=now()).startswith("This link was taken")
    assert lineage.points_behind(award) == set()


@pytest.mark.parametrize(
    "name",
    [
        "funding_insight_link_has_one_target",
        "funding_insight_link_once",
        "fundinginsightlink_says_why_not",
    ],
)
def test_the_database_refuses_links_that_make_no_sense(reader, name):
    insight, award = an_approved_point(reader), an_award()
    link = {"insight": insight, "relation": "shaped", "made_by": reader, "made_at": now()}
    broken = {
        "funding_insight_link_has_one_target": [link],
        "funding_insight_link_once": [link | {"award": award}, link | {"award": award}],
        "fundinginsightlink_says_why_not": [link | {"award": award, "relation": "declined"}],
    }[name]

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        for fields in broken:
            FundingInsightLink.objects.create(**fields)


@pytest.mark.parametrize("rows", [5, 50])
def test_the_page_costs_the_same_however_long_it_is(
    client, north, lead, rows, django_assert_num_queries
):
    for number in range(rows):
        an_award(title=f"Award {number}")
    client.force_login(lead)
    client.get(north.url("funding/points/"))  # the frame is kept from now on

    with django_assert_num_queries(8):
        client.get(north.url("funding/points/"))
