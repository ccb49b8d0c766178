"""Today says the fact: how many things, and how long they take."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from alliance import registries
from alliance.models import Priority, User
from alliance.queries.today import day_of
from alliance.registries import Card, CardSource, News, NewsSource
from tests.people import Place

ON = date(2026, 3, 2)


@pytest.fixture
def cards(monkeypatch: pytest.MonkeyPatch) -> list[Card]:
    """What needs everybody; nothing else registers."""
    found: list[Card] = []
    source = CardSource(lambda user, on: found, queries=0)
    monkeypatch.setattr(registries.today_cards, "_entries", {"test": source})
    return found


@pytest.fixture
def news(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """Notes since when news was asked for, and always has one item."""
    asked: list[datetime] = []

    def tell(user: User, since: datetime) -> list[News]:
        asked.append(since)
        return [News("Harbour Lane joined", "/x/", since + timedelta(minutes=1))]

    monkeypatch.setattr(registries.today_news, "_entries", {"test": NewsSource(tell, queries=0)})
    return asked


def card(title: str, minutes: int = 5, days: int | None = None) -> Card:
    by_on = None if days is None else ON + timedelta(days=days)
    return Card(title, "/x/", minutes, by_on)


@pytest.mark.parametrize(
    ("minutes", "heading"),
    [
        ([], "Nothing needs you today"),
        ([5], "1 thing needs you, about 5 minutes"),
        ([5, 12], "2 things need you, about 17 minutes"),
        ([60, 30], "2 things need you, about 1 h 30 min"),
        ([0], "1 thing needs you"),
    ],
)
def test_the_heading_is_the_fact(cards: list[Card], minutes: list[int], heading: str) -> None:
    cards.extend(card("Confirm your profile", each) for each in minutes)

    assert day_of(User(), on=ON, since=timezone.now()).heading == heading


def test_the_soonest_stands_first_and_what_has_no_day_last(cards: list[Card]) -> None:
    cards.extend(
        [
            card("No day"),
            card("In a month", days=30),
            card("Late", days=-1),
            card("Today", days=0),
            card("Soon", days=4),
        ]
    )

    todo = day_of(User(), on=ON, since=timezone.now()).todo

    assert [(item.title, item.by, item.urgency) for item in todo] == [
        ("Late", "was due Sun 1 Mar", "late"),
        ("Today", "by today", "soon"),
        ("Soon", "by Fri 6 Mar", "soon"),
        ("In a month", "by Wed 1 Apr", ""),
        ("No day", "", ""),
    ]


def test_a_card_is_shown_with_its_time(
    client: Client, lead: User, north: Place, cards: list[Card]
) -> None:
    cards.append(Card("Publish the May pack", "/x/", 12, words="Nobody else can."))
    client.force_login(lead)

    text = client.get(north.url("")).content.decode()

    assert "1 thing needs you, about 12 minutes" in text
    assert "Publish the May pack" in text
    assert "Nobody else can." in text


def test_nothing_to_do_is_said_calmly(
    client: Client, lead: User, north: Place, cards: list[Card]
) -> None:
    client.force_login(lead)

    assert b"You are up to date" in client.get(north.url("")).content


def test_news_is_what_came_since_the_last_visit(
    client: Client, observer: User, north: Place, cards: list[Card], news: list[datetime]
) -> None:
    client.force_login(observer)
    began = timezone.now()
    for minutes in (0, 5, 120, 125):
        with time_machine.travel(began + timedelta(minutes=minutes), tick=False):
            client.get(north.url(""))

    first, same_visit, next_visit, still = news
    assert began - first >= timedelta(days=6, hours=23)
    assert same_visit == first
    assert next_visit - began == timedelta(minutes=5)
    assert still == next_visit


def test_the_public_sees_the_front_page_and_no_person(
    client: Client, lead: User, north: Place, cards: list[Card]
) -> None:
    Priority.objects.create(number=1, name="Better funding")
    cards.append(card("Secret task"))

    text = client.get(north.url("")).content.decode()

    assert "Better funding" in text
    assert "Amina" not in text
    assert "Secret task" not in text
    assert "/account/login/?next=%2Fa%2Fnorth%2F" in text


def test_somebody_whose_role_ended_is_thanked(
    client: Client, lead: User, leaver: User, north: Place
) -> None:
    client.force_login(leaver)

    text = client.get(north.url("")).content.decode()

    assert "Your role ended on" in text
    assert "If that is wrong, ask Amina Rahman." in text


def test_a_lead_elsewhere_is_the_public_here(client: Client, stranger: User, north: Place) -> None:
    client.force_login(stranger)

    text = client.get(north.url("")).content.decode()

    assert "You have no role in this alliance" in text


def test_the_alliances_own_face_is_on_every_page(client: Client, lead: User, north: Place) -> None:
    client.force_login(lead)

    page = client.get(north.url("people/"))

    context = page.context
    assert (context["home_url"], context["theme_url"]) == (north.url(""), north.url("theme.css"))
    assert context["alliance"].crisis_lines[0].phone == "116 123"
    assert [a["label"] for a in context["areas"] if a["is_current"]] == ["People"]
    assert context["my_alliances"] == []
    assert context["sign_in_url"] is None
