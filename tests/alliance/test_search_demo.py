"""Search in the demonstration: what each person finds, and what it costs with everything there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alliance.models import User
from coproduction.models import Insight
from tests.people import Place

OURS = "tower-hamlets"
MOST_QUERIES = 14
RACISM, FUNDING = "Promises on racism", "Funding streams"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


@pytest.fixture
def search(places: dict[str, Place], client: Client) -> Callable[..., Any]:
    """Titles by kind, for somebody; and how many queries the page asked."""

    def searching(email: str, words: str) -> tuple[dict[str, list[str]], int]:
        cache.clear()
        client.force_login(User.objects.get(email=f"{email}@people.example"))
        client.get(places[OURS].url("search/"))
        with CaptureQueriesContext(connection) as asked:
            page = client.get(places[OURS].url("search/"), {"q": words})
        kinds = {k.title: [title for title, _, _ in k.found] for k in page.context["kinds"]}
        return kinds, len(asked)

    return searching


@pytest.mark.parametrize("who", ["amina.rahman", "callum.reid", "rosa.lindqvist", "olu.bello"])
def test_a_search_that_finds_every_kind_keeps_within_its_budget(
    search: Callable[..., Any], who: str
) -> None:
    _kinds, queries = search(who, "an")

    assert queries <= MOST_QUERIES


def test_each_person_finds_what_their_role_lets_them_see(search: Callable[..., Any]) -> None:
    lead, _ = search("amina.rahman", "an")
    observer, _ = search("olu.bello", "an")
    editor, _ = search("shirin.begum", "an")

    assert list(lead) == ["People", "Members", "Board", "Promises", "Points", RACISM, FUNDING]
    assert list(observer) == ["People", "Members", "Board", "Promises", RACISM, FUNDING]
    assert "People" in editor


def test_a_point_is_found_by_its_words_which_the_database_cannot_read(
    search: Callable[..., Any], within: Callable[[str], Any]
) -> None:
    found, _ = search("callum.reid", "an")

    with within(OURS):
        approved = {f"Point {i.number}" for i in Insight.objects.filter(state="approved")}
    assert found["Points"]
    assert set(found["Points"]) <= approved


def test_people_of_another_alliance_are_not_found(search: Callable[..., Any]) -> None:
    assert search("amina.rahman", "Stella Marsh")[0] == {}
    assert search("amina.rahman", "Rosa")[0]["People"] == ["Rosa Lindqvist"]
