"""The page of a card: no account, no reason, and nothing that says who somebody is."""

import statistics
import time
from datetime import timedelta

import pytest

from coproduction import cards as codes
from coproduction.actions import capture
from coproduction.models import ConsentRecord, Contribution, Contributor, Withdrawal
from coproduction.queries import cards
from coproduction.queries.consents import scopes_now
from coproduction.views import cards as views
from tests.factories.coproduction import a_telling, an_approved_point, now

MARKER = "zyxwvutmarker"

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(reader):
    telling = a_telling(reader, f"I said {MARKER}")
    telling.four_words = capture.give_words(telling.contributor)
    return telling


@pytest.fixture
def url(north):
    return north.url("lived-experience/card/")


def opened(client, url, told, **typed):
    sent = {"ref": told.contributor.ref, "words": told.four_words} | typed
    return client.post(url, sent)


def pass_in(answer):
    return answer.context["card_pass"]


def test_name_and_words_open_what_was_agreed_and_what_became_of_it(client, url, told, reader):
    an_approved_point(reader, told, text=f"A point with {MARKER}.")

    answer = opened(client, url, told)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "May we keep what you told us?" in page
    assert "A point was made from it, and can be read." in page
    assert MARKER not in page
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert not client.session.items()


@pytest.mark.parametrize(
    "typed",
    [
        {"words": "lantern pebble otter meadow"},
        {"ref": "Nobody-99"},
        {"ref": "not a card", "words": "x"},
    ],
    ids=["wrong words", "no such card", "nonsense"],
)
def test_whatever_is_wrong_the_same_page_says_the_same(client, url, told, typed):
    answer = opened(client, url, told, **typed)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "That did not match. Ring us and we will help." in page
    assert "May we keep" not in page


def test_after_five_wrong_tries_even_the_right_words_do_not_match(client, url, told):
    for _ in range(5):
        assert opened(client, url, told, words="wrong").status_code == 422

    locked = opened(client, url, told)

    assert locked.status_code == 422
    assert "Ring us and we will help." in locked.content.decode()


def test_known_and_unknown_cost_the_same(told):
    """Ways by turns, so that a busy machine is busy for all of them alike."""
    ways = {
        "right": (told.contributor.ref, told.four_words),
        "wrong words": (told.contributor.ref, "lantern pebble otter meadow"),
        "no such card": ("Nobody-99", told.four_words),
    }
    spent = {way: [] for way in ways}
    for _ in range(200):
        for way, typed in ways.items():
            began = time.perf_counter()
            found = cards.by_card(*typed)
            spent[way].append(time.perf_counter() - began)
            assert (found is not None) == (way == "right")

    medians = {way: statistics.median(times) for way, times in spent.items()}
    for way in ("right", "no such card"):
        assert 0.8 < medians[way] / medians["wrong words"] < 1.25, medians


@pytest.mark.parametrize(
    ("typed", "found"),
    [("heron 42", "Heron-42"), ("HERON-42", "Heron-42"), ("heron42", "Heron-42"), ("?", "?")],
)
def test_a_name_is_known_however_it_is_typed(typed, found):
    assert cards.as_ref(typed) == found


def test_a_change_on_the_card_holds_at_once(client, url, told):
    held = pass_in(opened(client, url, told))

    asked = client.post(url + "change/", {"pass": held})
    answer = client.post(
        url + "change/", {"pass": pass_in(asked), "answered": "1", "scopes": ["use", "quote"]}
    )

    assert "This holds from now on." in answer.content.decode()
    allowed = {scope.value for scope in scopes_now(told, at=now())}
    assert allowed == {"keep", "use", "quote"}  # more than before, and less
    record = ConsentRecord.objects.latest("pk")
    assert (record.method, record.captured_by) == ("online", None)
    assert Withdrawal.objects.get().asked_how == "card"


def test_stopping_takes_two_presses_and_gives_a_receipt(client, url, told):
    held = pass_in(opened(client, url, told))

    asked = client.post(url + "stop/", {"pass": held})
    answer = client.post(
        url + "stop/", {"pass": pass_in(asked), "answered": "1", "which": "everything"}
    )

    made = Withdrawal.objects.get()
    page = answer.content.decode()
    assert made.receipt_number in page
    assert "It is taken back." in page
    assert Contributor.objects.get(pk=told.contributor_id).state == "withdrawn"
    assert opened(client, url, told).status_code == 200  # the receipt is there to be read again


def test_one_of_two_things_can_be_taken_back(client, url, told, reader):
    other = a_telling(reader, ref=told.contributor.ref)
    held = pass_in(opened(client, url, told))

    client.post(url + "stop/", {"pass": held, "answered": "1", "which": str(other.public_id)})

    states = dict(Contribution.objects.values_list("pk", "state"))
    assert states == {told.pk: "captured", other.pk: "withdrawn"}


@pytest.mark.parametrize("path", ["change/", "stop/"])
def test_without_a_pass_there_is_only_the_way_in(client, url, told, path, monkeypatch):
    held = pass_in(opened(client, url, told))
    later = now() + timedelta(minutes=31)

    assert client.post(url + path, {"pass": "spoilt"}).url == url
    assert client.post(url + path, {}).url == url
    assert client.get(url + path).url == url
    monkeypatch.setattr(views.timezone, "now", lambda: later)
    assert client.post(url + path, {"pass": held}).url == url


def test_a_card_of_one_alliance_opens_nothing_in_another(client, url, told, north, south):
    held = pass_in(opened(client, url, told))
    elsewhere = south.url("lived-experience/card/")

    assert opened(client, elsewhere, told).status_code == 422
    assert client.post(elsewhere, {"pass": held}).status_code == 200
    assert "May we keep" not in client.post(elsewhere, {"pass": held}).content.decode()


def test_the_words_stand_nowhere_but_on_the_card(told):
    assert told.contributor.words_hmac == codes.hmac_of(told.contributor.ref, told.four_words)
    assert told.four_words not in str(Contributor.objects.values().get())
