"""Until it is approved, a change is nowhere; then it is everywhere at once."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread
from uuid import UUID

import pytest
from django.db import connection

from alliance.tenancy.context import current, use
from members.actions import approvals, drafts
from members.models import Organisation, Service
from members.profile_content import blank
from members.queries.profile_content import live_content
from members.queries.versions import open_version
from tests.factories.directory import a_public_service, an_open_organisation

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ON = date(2026, 3, 2)
NEW = UUID(int=7)
# Wherever others read about an organisation. Public ones are asked signed out.
PUBLIC = [
    "directory/",
    "directory/?name=harbour",
    "directory/harbour-lane/",
    "directory/paper/",
    "directory/directory.csv",
    "api/oruk/3.0/services",
    "api/oruk/3.0/services?search=saturday",
    "api/hsds/3.1/services",
    "api/hsds/3.1/organizations",
    "api/everything.json",
]
INSIDE = ["members/", "members/members.csv", "members/harbour-lane/", "search/?q=saturday"]


@pytest.fixture
def lane(harbour):
    an_open_organisation()
    harbour.in_directory = harbour.in_open_data = True
    harbour.website = "https://lane.example/"
    harbour.save()
    a_public_service(harbour)
    return harbour


@pytest.fixture
def read(client, north, heron_approver):
    """Every surface as it is now, by address: another member signed in, the public not."""

    def reading():
        client.logout()
        found = {path: client.get(north.url(path)) for path in PUBLIC}
        client.force_login(heron_approver)
        found |= {path: client.get(north.url(path)) for path in INSIDE}
        assert {answer.status_code for answer in found.values()} == {200}
        return {path: body_of(answer) for path, answer in found.items()}

    return reading


def body_of(answer):
    """Without what differs from one asking to the next whatever it is about."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    lines = body.split(b"\n")
    return b"\n".join(line for line in lines if b"csrf" not in line.lower())


def changed(lane):
    """A new summary, another name for the service, and a service that is not there yet."""
    (key,) = live_content(lane)["services"]
    service = live_content(lane)["services"][key]
    spoken = [{"tag": "syl", "how": "staff"}]
    return {
        "organisation/plain_summary": "Listened to the same day, on Saturday too.",
        f"services/{key}": service | {"plain_summary": "Every Saturday."},
        f"services/{NEW}": blank("services")
        | {
            "name": "Saturday walk",
            "is_public": True,
            "languages": spoken,
        },
    }


def test_nothing_that_others_read_differs_by_a_byte_until_approval(lane, editor, approver, read):
    before = read()
    version = drafts.save(lane, values=changed(lane), by=editor, now=NOW)
    as_draft = read()
    drafts.send(version, by=editor, now=NOW)
    as_sent = read()
    approvals.send_back(version, note="Say which Saturdays.", by=approver, now=NOW)
    as_returned = read()
    assert [as_draft == before, as_sent == before, as_returned == before] == [True] * 3

    drafts.send(version, by=editor, now=NOW + timedelta(hours=1))
    approvals.approve(version, by=approver, now=NOW + timedelta(hours=2), on=ON)

    after = read()
    assert [path for path in before if after[path] == before[path]] == []
    assert b"Saturday walk" in after["api/oruk/3.0/services"]
    assert open_version(lane) is None


@pytest.mark.django_db(transaction=True)
def test_whoever_reads_in_between_sees_all_of_the_old_or_all_of_the_new(
    lane, editor, approver, monkeypatch
):
    """The approver's transaction is held open after everything is written, while others look."""
    version = drafts.save(lane, values=changed(lane), by=editor, now=NOW)
    drafts.send(version, by=editor, now=NOW)
    seen = []

    def look():
        summary = Organisation.objects.get(pk=lane.pk).plain_summary
        seen.append((summary, sorted(Service.objects.values_list("name", flat=True))))

    monkeypatch.setattr(
        "members.actions.profile_letters.tell_writers", lambda *said, **when: elsewhere(look)
    )

    approvals.approve(version, by=approver, now=NOW, on=ON)
    elsewhere(look)

    assert seen == [
        ("", ["Open door"]),
        ("Listened to the same day, on Saturday too.", ["Open door", "Saturday walk"]),
    ]


def elsewhere(look):
    """On another connection, as another reader of the same alliance has it."""
    alliance_id = current()

    def looking():
        with use(alliance_id):
            look()
        connection.close()

    thread = Thread(target=looking)
    thread.start()
    thread.join()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["members/harbour-lane/", "directory/harbour-lane/"])
def test_a_page_that_is_being_put_together_while_a_change_is_approved_is_all_of_the_old(
    lane, editor, approver, heron_approver, client, north, monkeypatch, path
):
    """The change is approved after the page has read the organisation, before its services."""
    version = drafts.save(lane, values=changed(lane), by=editor, now=NOW)
    drafts.send(version, by=editor, now=NOW)
    client.force_login(heron_approver)
    before = body_of(client.get(north.url(path)))
    approved = []

    def approve_meanwhile(execute, sql, params, many, context):
        if "members_service" in sql and not approved:
            approved.append(version)
            elsewhere(lambda: approvals.approve(version, by=approver, now=NOW, on=ON))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(approve_meanwhile):
        meanwhile = body_of(client.get(north.url(path)))

    after = body_of(client.get(north.url(path)))
    assert approved
    assert [meanwhile == before, after == before] == [True, False]
