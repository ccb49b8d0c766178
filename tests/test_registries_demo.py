"""Every entry of every registry in the demonstration, for a few people with different offices."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from alliance import access, registries
from alliance.demo_people import PEOPLE
from alliance.models import Document, User
from members.models import Organisation
from members.registries import leaving_checks, seat_holders
from partnership_board.models import AgendaItem, AgendaProposal, Meeting
from partnership_board.registries import item_panels, proposal_panels
from tests import registered
from tests.matrix import OURS
from tests.people import Place

WHO = (
    "lead",
    "coproduction_lead",
    "chair",
    "preparer",
    "harbour_editor",
    "harbour_approver",
    "lansbury_sole",
    "guardian",
    "observer",
)
EMAILS = {p.key: p.email for p in PEOPLE if p.alliance == OURS}
TODAY = timezone.localdate
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_work(within: Callable[[str], Any]) -> Iterator[None]:
    with within(OURS):
        yield


def somebody(key: str) -> User:
    user = User.objects.get(email=EMAILS[key])
    access.carry_rights(user, on=TODAY())
    return user


@pytest.fixture(params=WHO)
def person(request: pytest.FixtureRequest) -> User:
    return somebody(request.param)


@pytest.fixture
def signed_in(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def test_cards_lead_to_pages_that_their_person_may_open(
    person: User, signed_in: Client, places: dict[str, Place]
) -> None:
    faults: list[str] = []
    cards = registered.cards_of(person, TODAY(), faults)

    assert faults == []
    assert [c for c in cards if not registered.is_within(places[OURS], c.url)] == []
    assert registered.links_that_fail(signed_in, [card.url for card in cards]) == []


# Its own tests say when it speaks: no seat of the demonstration falls vacant within half a year
# without somebody being elected to it already.
SILENT = ["elections.vacant"]


def test_every_source_of_cards_and_news_has_something_for_somebody() -> None:
    people, now = [somebody(key) for key in EMAILS], timezone.now()
    silent = [
        name
        for name in registries.today_cards.names()
        if not any(list(registries.today_cards[name].cards(p, now.date())) for p in people)
    ]
    news = [n for p in people for n in registered.news_of(p, now, [])]

    assert silent == SILENT
    assert news


def test_news_leads_to_pages_that_its_person_may_open(person: User, signed_in: Client) -> None:
    faults: list[str] = []
    news = registered.news_of(person, timezone.now(), faults)

    assert faults == []
    assert registered.links_that_fail(signed_in, [each.url for each in news]) == []


def test_finds_lead_to_pages_that_their_person_may_open(person: User, signed_in: Client) -> None:
    faults: list[str] = []
    found = registered.finds_of(person, registered.A_WORD, faults)

    assert faults == []
    urls = [url for rows in found.values() for _, _, url in rows]
    assert registered.links_that_fail(signed_in, urls) == []


def test_every_source_finds_something_for_the_lead() -> None:
    found = registered.finds_of(somebody("lead"), registered.A_WORD, [])

    assert [kind for kind, rows in found.items() if not rows] == []


def test_every_section_of_a_pack_is_in_some_meetings_pack() -> None:
    today = TODAY()
    packs = [registered.sections_of(m.pk, today) for m in Meeting.objects.all()]
    coming = Meeting.objects.filter(starts_at__gte=timezone.now()).order_by("starts_at").first()

    assert coming is not None
    assert {name for said in packs for name in said} == set(registries.pack_sections.names())
    said = registered.sections_of(coming.pk, today)
    assert all("<" in html for html in said.values())
    assert "style=" not in "".join(said.values())


def test_panels_render_beside_every_item_and_proposal(person: User) -> None:
    shown: set[str] = set()
    for panels, rows in (
        (item_panels, AgendaItem.objects.all()),
        (proposal_panels, AgendaProposal.objects.all()),
    ):
        for name in panels.names():
            for row in rows:
                context = panels[name].context(row, person)
                if context is not None:
                    assert render_to_string(panels[name].template, context).strip()
                    shown.add(name)

    may_see = {
        "insights": "see_insights",
        "funding": "see_funding",
        "interests": "propose_items",
    }
    assert shown <= {name for name, right in may_see.items() if access.may(person, right)}
    if access.may(person, "see_funding"):
        assert "funding" in shown
    if access.may(person, "read_packs"):  # the points of the demonstration are told to the board
        assert shown == set(may_see)


def test_every_area_opens_for_those_who_are_shown_it(person: User, signed_in: Client) -> None:
    assert list(registered.areas_closed_to(signed_in, person)) == []


def test_every_purpose_of_a_file_has_a_rule_and_every_rule_a_file() -> None:
    purposes = set(Document.objects.values_list("purpose", flat=True))

    assert purposes == set(registries.document_owners.names())


def test_the_ring_has_one_part_for_each_member(
    within: Callable[[str], Any], places: dict[str, Place]
) -> None:
    for slug in places:
        with within(slug):
            members = Organisation.objects.members(on=TODAY()).count()
            assert members
            assert list(registered.ring_faults(members)) == []


def test_seats_are_held_by_organisations_that_are_there() -> None:
    held = {pk for source in seat_holders for pk in source(TODAY())}

    assert held
    assert held <= set(Organisation.objects.values_list("pk", flat=True))


def test_what_holds_a_member_back_is_said_in_a_sentence() -> None:
    for organisation in Organisation.objects.all():
        for check in leaving_checks:
            sentence = check(organisation, TODAY())
            assert sentence is None or sentence.endswith(".")


def test_every_source_of_offices_holds_for_somebody() -> None:
    today, faults = TODAY(), []
    holding = {name: 0 for name in registries.role_sources.names()}
    for user in User.objects.all():
        registered.offices_of(user, today, faults)
        for name in holding:
            holding[name] += len(registries.role_sources[name](user.pk, today))

    assert faults == []
    assert [name for name, count in holding.items() if not count] == []


@pytest.mark.parametrize("slug", ["tower-hamlets", "sheffield", "coventry-and-warwickshire"])
def test_daily_jobs_of_a_second_round_change_nothing(
    slug: str, within: Callable[[str], Any]
) -> None:
    now = timezone.now()
    with within(slug):
        registered.run_daily_jobs(now)
        after_one = registered.everything_kept()
        registered.run_daily_jobs(now)

        assert registered.everything_kept() == after_one


def test_chapters_are_told_in_one_order() -> None:
    for chapters in (registries.demo_chapters, registries.bench_chapters):
        orders = [chapter.order for chapter in chapters]
        assert len(set(orders)) == len(orders)
