"""Organisations ask to join or are invited; the lead checks, the alliance decides; both stay."""

from datetime import UTC, date, datetime, timedelta

import pytest

from alliance.actions import invitations
from alliance.errors import Refused
from alliance.models import Event, Invitation, Message
from members.actions import joining, merging, organisations
from members.models import (
    JoiningApplication,
    JoiningDecision,
    Location,
    MembershipPeriod,
    Organisation,
    Service,
    ServiceLocation,
)
from members.registrations_profiles import settle
from tests.factories.members import a_service, an_organisation
from tests.members.reading import words_of

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ON = date(2026, 3, 2)
WORDS = {
    "name": "Canal Choir",
    "legal_form": "unconstituted",
    "plain_summary": "We sing by the canal.",
    "website": "",
    "contact_name": "Rosa Diaz",
    "email": "rosa@choir.example",
    "phone": "",
}
WHERE = "Members' meeting of 1 March"


@pytest.fixture
def asked(north):
    return joining.apply(words=WORDS, now=NOW)


@pytest.fixture
def checked(asked, lead):
    joining.check(asked, is_yes=True, by=lead, now=NOW, on=ON)
    asked.refresh_from_db()
    return asked


def decide(organisation, lead, **words):
    words = {"is_yes": True, "decided_on": ON, "decided_where": WHERE, "started_on": ON} | words
    joining.decide(organisation, by=lead, now=NOW, on=ON, **words)


def test_asking_lists_nobody_and_writes_nothing_typed_into_a_letter(asked):
    letter = Message.objects.get()

    assert (asked.state, Organisation.objects.count()) == ("received", 0)
    assert letter.to == "rosa@choir.example"
    assert "Rosa" not in letter.body
    assert "Canal" not in letter.body
    assert Event.objects.get(kind="members.application_received").acting_as == "public"


def test_two_answers_let_an_organisation_in(checked, lead):
    choir = checked.organisation
    assert (choir.status, choir.legal_form) == ("joining", "unconstituted")
    assert not Organisation.objects.members(on=ON).exists()

    decide(choir, lead)

    assert list(Organisation.objects.members(on=ON)) == [choir]
    decisions = JoiningDecision.objects.order_by("pk")
    assert [(one.kind, one.is_yes, one.decided_where) for one in decisions] == [
        ("check", True, ""),
        ("decision", True, WHERE),
    ]
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("rosa@choir.example", "approver")
    checked.refresh_from_db()
    assert checked.state == "accepted"


def test_the_lead_may_say_no_and_says_why(asked, lead):
    with pytest.raises(Refused, match="Say why not") as refusal:
        joining.check(asked, is_yes=False, by=lead, now=NOW, on=ON)
    assert refusal.value.field == "reason"

    joining.check(asked, is_yes=False, reason="You are in Kent.", by=lead, now=NOW, on=ON)

    asked.refresh_from_db()
    assert (asked.state, asked.organisation) == ("declined", None)
    assert "You are in Kent." in Message.objects.latest("pk").body
    with pytest.raises(Refused, match="This has been checked already"):
        joining.check(asked, is_yes=True, by=lead, now=NOW, on=ON)


def test_the_members_may_say_no_and_the_sender_reads_why(checked, lead):
    decide(checked.organisation, lead, is_yes=False, reason="Ask again in a year.")

    checked.refresh_from_db()
    assert (checked.state, checked.organisation.status) == ("declined", "declined")
    assert "Ask again in a year." in Message.objects.latest("pk").body


@pytest.mark.parametrize(
    ("words", "sentence", "field"),
    [
        ({"decided_where": " "}, "Say where it was decided", "decided_where"),
        ({"is_yes": False}, "Say why not", "reason"),
        ({"started_on": None}, "Say from which day", "started_on"),
    ],
)
def test_a_decision_says_where_why_and_from_when(checked, lead, words, sentence, field):
    with pytest.raises(Refused, match=sentence) as refusal:
        decide(checked.organisation, lead, **words)

    assert refusal.value.field == field


def test_a_member_is_not_turned_down(harbour, lead):
    with pytest.raises(Refused, match="Harbour Lane is or was a member"):
        decide(harbour, lead, is_yes=False, reason="No.")


def test_an_invited_organisation_says_yes_and_then_the_members_decide(lead, today):
    words = {"name": "Canal Choir", "plain_summary": ""}
    choir = joining.list_organisation(
        words=words,
        started_on=None,
        contact_name="Rosa Diaz",
        contact_email="rosa@choir.example",
        by=lead,
        now=NOW,
        on=ON,
    )
    assert (choir.status, JoiningDecision.objects.get().kind) == ("invited", "check")
    invitations.accept_as_somebody_new(
        Invitation.objects.get(),
        name="Rosa Diaz",
        known_as="",
        language="en-gb",
        password="",
        now=NOW,
        on=ON,
    )
    choir.refresh_from_db()
    assert choir.status == "joining"

    decide(choir, lead)

    choir.refresh_from_db()
    assert choir.status == "active"


def test_a_member_of_old_is_listed_with_its_first_day_and_somebody_invited(lead):
    choir = joining.list_organisation(
        words={"name": "Canal Choir"},
        started_on=date(2024, 7, 1),
        contact_name="Rosa Diaz",
        contact_email="rosa@choir.example",
        by=lead,
        now=NOW,
        on=ON,
    )

    assert choir.status == "active"
    assert Invitation.objects.get().scope_id == choir.pk


# ---- the words follow the days -------------------------------------------------------------------
def test_where_it_stands_follows_the_days(lead, harbour):
    soon = an_organisation("Soon There", is_member=False, status="joining")
    organisations.begin_membership(soon, started_on=ON + timedelta(days=2), by=lead, on=ON)
    organisations.end_membership(
        harbour, ended_on=ON + timedelta(days=2), end_reason="left", by=lead, on=ON, now=NOW
    )

    def states():
        return list(Organisation.objects.order_by("name").values_list("status", flat=True))

    settle(NOW + timedelta(days=1))
    assert states() == ["leaving", "joining"]
    settle(NOW + timedelta(days=2))
    assert states() == ["left", "active"]
    events = Event.objects.count()
    settle(NOW + timedelta(days=2))
    assert Event.objects.count() == events


# ---- merging -------------------------------------------------------------------------------------
def merge(one, other, services, lead, **words):
    words = {"ended_on": ON + timedelta(days=30), "decided_where": WHERE} | words
    merging.merge(one, merged_into=other, services=services, by=lead, on=ON, now=NOW, **words)


def at(service, location):
    ServiceLocation.objects.create(service=service, location=location)


def test_only_the_chosen_services_go_with_the_places_that_are_theirs_alone(harbour, heron, lead):
    tea, walk = a_service(harbour, "Tea"), a_service(harbour, "Walk")
    hall = Location.objects.create(organisation=harbour, name="The hall")
    shed = Location.objects.create(organisation=harbour, name="The shed")
    at(tea, hall)
    at(tea, shed)
    at(walk, shed)

    merge(harbour, heron, [tea], lead)

    tea.refresh_from_db()
    walk.refresh_from_db()
    assert (tea.organisation, walk.organisation) == (heron, harbour)
    assert list(Location.objects.filter(organisation=heron)) == [hall]
    assert set(ServiceLocation.objects.values_list("service", "location")) == {
        (tea.pk, hall.pk),
        (walk.pk, shed.pk),
    }
    period = MembershipPeriod.objects.get(organisation=harbour)
    assert (period.end_reason, period.merged_into) == ("merged", heron)


def test_a_service_whose_name_is_taken_there_is_left_out_or_renamed(harbour, heron, lead):
    tea = a_service(harbour, "Tea")
    a_service(heron, "Tea")

    with pytest.raises(Refused, match="Heron House has a service called Tea too"):
        merge(harbour, heron, [tea], lead)


def test_one_merges_with_another_member_only(harbour, lead):
    with pytest.raises(Refused, match="Choose another organisation"):
        merge(harbour, harbour, [], lead)
    gone = an_organisation("Gone Away", is_member=False)
    with pytest.raises(Refused, match="Gone Away is not a member"):
        merge(harbour, gone, [], lead)


def test_anothers_service_does_not_go_along(harbour, heron, lead):
    theirs = a_service(heron, "Theirs")
    third = an_organisation("Third")

    merge(harbour, third, [theirs], lead)

    assert Service.objects.get().organisation == heron


# ---- pages ---------------------------------------------------------------------------------------
def test_anybody_asks_without_an_account(client, north):
    page = client.get(north.url("members/apply/"))
    assert page.status_code == 200

    answer = client.post(north.url("members/apply/"), WORDS)

    assert client.get(answer.url).status_code == 200
    assert JoiningApplication.objects.get().contact_name == "Rosa Diaz"


def test_an_incomplete_request_is_kept_on_the_page(client, north):
    words = WORDS | {"email": "rosa", "plain_summary": "<b>sing</b>"}

    page = client.post(north.url("members/apply/"), words)

    assert page.status_code == 422
    assert "Write the address like this: name@example.org." in words_of(page)
    assert "&lt;b&gt;sing&lt;/b&gt;" in page.content.decode()


def test_too_many_requests_are_asked_to_wait(client, north):
    statuses = [client.post(north.url("members/apply/"), {}).status_code for _ in range(6)]

    assert statuses == [200] * 5 + [429]


def test_the_lead_checks_on_a_page_and_records_the_decision(ask, send, asked, lead, editor):
    assert "Canal Choir would like to join" in words_of(ask(lead, ""))
    assert "Canal Choir" in words_of(ask(lead, "members/applications/"))
    path = f"members/applications/{asked.pk}/"
    assert ask(editor, path).status_code == 404
    assert send(lead, path, is_yes="no", reason="").status_code == 422

    send(lead, path, is_yes="yes", reason="")

    assert "Record what the alliance decided" in words_of(ask(lead, path))
    words = {"is_yes": "yes", "decided_on": "1 March 2026", "started_on": "2 March 2026"}
    begin = "members/canal-choir/begin/"
    assert send(lead, begin, **words, decided_where="").status_code == 422
    assert send(lead, begin, **words, decided_where=WHERE).status_code == 302
    assert WHERE in words_of(ask(lead, path)).replace("&#x27;", "'")


def test_nobody_has_asked_yet(ask, lead):
    assert "Nobody has asked yet" in words_of(ask(lead, "members/applications/"))


def test_the_lead_invites_an_organisation_on_a_page(send, lead):
    words = {
        "name": "Canal Choir",
        "legal_form": "other",
        "size_band": "micro",
        "contact_name": "Rosa Diaz",
    }
    page = send(lead, "members/new/", **words)
    assert "Write both the name and the email, or neither." in words_of(page)

    send(lead, "members/new/", **words, contact_email="rosa@choir.example")

    assert Organisation.objects.get().status == "invited"


def test_the_lead_merges_two_on_a_page(ask, send, harbour, heron, lead):
    tea = a_service(harbour, "Tea")
    assert "Tea" in words_of(ask(lead, "members/harbour-lane/merge/"))

    send(
        lead,
        "members/harbour-lane/merge/",
        merged_into=str(heron.pk),
        services=[str(tea.pk)],
        ended_on="1 January 2099",
    )

    tea.refresh_from_db()
    assert tea.organisation == heron
