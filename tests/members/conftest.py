"""Opening and sending pages as somebody."""

import pytest

from tests.people_members import *  # noqa: F403 -- fixtures


@pytest.fixture
def ask(client, north):
    """Open a page as somebody."""

    def asking(person, path, /, **query):
        client.force_login(person)
        return client.get(north.url(path), query)

    return asking


@pytest.fixture
def send(client, north):
    """Send a form as somebody."""

    def sending(person, path, /, **data):
        client.force_login(person)
        return client.post(north.url(path), data)

    return sending
