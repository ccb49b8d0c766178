"""Somebody has lost every way of showing who they are."""

from datetime import date
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from alliance.actions import roles as role_actions
from alliance.audit import Actor
from alliance.models import Event, Message, User
from alliance.tenancy.context import use
from tests.people import Place, an_account

SPOKEN = {"spoken": "on"}


@pytest.fixture
def lost(coproduction_lead: User) -> User:
    return coproduction_lead


def steps_of(user: User) -> int:
    return Authenticator.objects.filter(user=user).count()


def test_the_lead_clears_the_way_and_the_person_is_told(
    client: Client, lead: User, lost: User, north: Place
) -> None:
    theirs = Client()
    theirs.force_login(lost)
    client.force_login(lead)

    answer = client.post(north.url(f"people/{lost.pk}/second-step/"), SPOKEN, follow=True)

    assert "sets up a new second step" in answer.content.decode()
    assert steps_of(lost) == 0
    letter = Message.objects.get(to=lost.email)
    assert letter.subject == "Your second step was reset"
    assert str(lead) in letter.body
    event = Event.objects.get(kind="alliance.second_step_reset")
    assert event.data == {"user": lost.pk, "asked": [lead.pk]}


def test_nobody_does_it_without_having_spoken_with_them(
    client: Client, lead: User, lost: User, north: Place
) -> None:
    client.force_login(lead)

    answer = client.post(north.url(f"people/{lost.pk}/second-step/"), {"spoken": ""})

    assert answer.status_code == 422
    assert steps_of(lost) > 0


@pytest.mark.usefixtures("lost")
def test_nobody_resets_their_own(client: Client, lead: User, north: Place) -> None:
    before = steps_of(lead)
    client.force_login(lead)

    answer = client.post(north.url(f"people/{lead.pk}/second-step/"), SPOKEN)

    assert "Nobody resets their own second step" in answer.content.decode()
    assert steps_of(lead) == before


def test_without_a_second_step_there_is_nothing_to_reset(
    client: Client, lead: User, observer: User, north: Place
) -> None:
    Authenticator.objects.filter(user=observer).delete()
    client.force_login(lead)

    answer = client.post(north.url(f"people/{observer.pk}/second-step/"), SPOKEN)

    assert "there is nothing to reset" in answer.content.decode()


def test_a_lead_takes_two_people(
    client: Client, lead: User, lost: User, north: Place, today: date
) -> None:
    role_actions.grant(lost, "alliance_lead", started_on=today, by=lead, on=today)
    client.force_login(lead)

    answer = client.post(north.url(f"people/{lost.pk}/second-step/"), SPOKEN)

    assert "it takes two people" in answer.content.decode()
    assert steps_of(lost) > 0


def test_an_account_used_elsewhere_takes_two_people(
    client: Client, lead: User, lost: User, north: Place, south: Place, today: date
) -> None:
    with use(south.id):
        role_actions.grant(lost, "observer", started_on=today, by=Actor.SYSTEM, on=today)
    client.force_login(lead)

    answer = client.post(north.url(f"people/{lost.pk}/second-step/"), SPOKEN)

    assert "This account is used elsewhere too" in answer.content.decode()
    assert steps_of(lost) > 0


def test_whoever_runs_the_installation_needs_two_names(lead: User, lost: User) -> None:
    other = an_account("Vera Lang")
    told = StringIO()

    call_command(
        "reset_second_step", lost.email, asked_by=lead.email, checked_by=other.email, stdout=told
    )

    assert steps_of(lost) == 0
    assert lost.email in told.getvalue()
    assert Event.objects.get(kind="alliance.second_step_reset").data["asked"] == [lead.pk, other.pk]


def test_one_name_twice_is_one(lead: User, lost: User) -> None:
    with pytest.raises(CommandError, match="It takes two people"):
        call_command("reset_second_step", lost.email, asked_by=lead.email, checked_by=lead.email)
    with pytest.raises(CommandError, match="no account"):
        call_command("reset_second_step", "x@y.org", asked_by=lead.email, checked_by=lead.email)


def test_the_lead_can_check_that_the_record_is_whole(
    client: Client, lead: User, north: Place
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # seals are set when a transaction ends
    client.force_login(lead)

    page = client.get(north.url("happened/check/"))

    assert "The record is whole" in page.content.decode()
