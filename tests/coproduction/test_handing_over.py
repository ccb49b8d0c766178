"""A phone in somebody else's hands shows one conversation and nothing more."""

import time

import pytest
from django.urls import reverse

from alliance import registries
from tests.factories.capture import a_draft, finished

pytestmark = pytest.mark.django_db
MANY = 60
# The same for everybody, whoever asks: colours, a mark, and data that is open to the world.
FOR_EVERYBODY = ("alliance:theme", "alliance:favicon", "open_data:")


@pytest.fixture
def handed(client, reader):
    """The lead's own session, with the phone in somebody else's hands."""
    draft = a_draft(reader, way="talk")
    client.force_login(reader)
    hand_over = reverse("coproduction:capture_hand_over", args=[draft.public_id])
    assert client.post(hand_over, {"language": "bn"}).url == draft.get_absolute_url()
    return draft


def prove(client, person, *, at):
    """As after the page that asks who somebody is."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": at}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


def way_back(draft):
    return reverse("coproduction:capture_come_back", args=[draft.public_id])


def test_nothing_else_answers(client, north, handed, reader):
    other = a_draft(reader)
    addresses = [north.url(""), other.get_absolute_url(), "/", "/account/", "/account/logout/"]
    for name in registries.routes.names():
        route = registries.routes[name]
        found = None if name.startswith("coproduction:capture_") else route.arguments()
        if found is not None and not name.startswith(FOR_EVERYBODY):
            addresses.append(reverse(name, kwargs=found))
    assert len(addresses) > MANY

    for address in addresses:
        for answer in (client.get(address), client.post(address, {})):
            assert answer.status_code == 302, address
            assert answer.url == way_back(handed), address
            assert answer["Cache-Control"] == "private, no-store"


def test_the_conversation_goes_on_in_the_persons_language_without_names(client, handed, reader):
    page = client.get(handed.get_absolute_url()).content.decode()
    on = client.post(handed.get_absolute_url(), {"original": "আমি অপেক্ষা করেছি।"})

    assert '<html lang="bn"' in page
    assert str(reader) not in page
    assert 'class="areas"' not in page
    assert "/account/" not in page
    assert on.url.endswith("/want/")


def test_the_phone_comes_back_only_to_whoever_lent_it(client, handed, reader):
    page = client.get(way_back(handed)).content.decode()
    asked = client.get(way_back(handed) + "?show=1")
    assert "ফোনটি ফেরত দিন" in page
    assert asked.url.startswith("/account/reauthenticate/")

    prove(client, reader, at=time.time() + 1)

    freed = client.get(way_back(handed))
    assert freed.url == reverse("coproduction:capture")
    assert client.get(freed.url).status_code == 200


def test_having_signed_in_a_minute_ago_is_not_enough(client, handed, reader):
    prove(client, reader, at=time.time() - 60)

    assert client.get(way_back(handed)).status_code == 200
    assert client.get(reverse("coproduction:capture")).url == way_back(handed)


def test_without_a_phone_handed_over_the_way_back_leads_to_the_beginning(client, reader):
    draft = finished(reader)
    client.force_login(reader)

    assert client.get(way_back(draft)).url == reverse("coproduction:capture")


def test_another_alliances_conversation_does_not_exist(client, reader, north, south):
    client.force_login(reader)
    draft = a_draft(reader)

    assert client.get(draft.get_absolute_url().replace(north.slug, south.slug)).status_code == 404
