"""Invitations: the only way by which an account begins."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from alliance import registries, relay
from alliance.actions import invitations
from alliance.errors import Refused
from alliance.models import Event, Invitation, Message, RoleTerm, User
from alliance.roles import Scope
from alliance.tenancy.context import use, work_for
from tests.people import Place, an_account

USED_OR_OLD = "This invitation has been used or has run out. Ask for a new one."


def invited(lead: User, email: str = "nell@new.example", role: str = "observer") -> str:
    """The address in the letter that was sent."""
    now = timezone.now()
    invitations.invite(email=email, name="Nell Frost", role=role, by=lead, now=now)
    relay.deliver_due(now=now)
    found = re.search(r"http\S+/a/north(/join/\S+)", mail.outbox[-1].body)
    assert found is not None
    return f"/a/north{found[1]}"


def typed(**words: str) -> dict[str, str]:
    return {"name": "Nell Frost", "known_as": "Nell", "language": "en-gb", "password": ""} | words


def test_the_letter_says_who_asks_and_what_for(lead: User) -> None:
    invited(lead)

    letter = mail.outbox[-1]
    assert letter.to == ["nell@new.example"]
    assert letter.subject == "Amina Rahman invites you to North Alliance"
    assert "Sees members, meetings and funding, and changes nothing." in letter.body
    assert "&#" not in letter.body


def test_the_link_is_stored_nowhere(lead: User) -> None:
    token = invited(lead).rstrip("/").rpartition("/")[2]

    invitation, letter = Invitation.objects.get(), Message.objects.get(kind="mail")
    assert len(token) >= 43
    assert token not in invitation.token_hmac
    assert (letter.body, letter.body_html) == ("", "")
    assert letter.sent_at is not None


def test_somebody_new_accepts_and_is_in(client: Client, lead: User, north: Place) -> None:
    link = invited(lead)

    page = client.get(link)
    answer = client.post(link, typed())

    assert b"Amina Rahman" in page.content
    assert b"Observer" in page.content
    assert answer.headers["Location"] == north.url("")
    nell = User.objects.get(email="nell@new.example")
    assert client.get(north.url("")).context["person"].known_as == "Nell"
    assert nell.has_usable_password() is False
    term = RoleTerm.objects.get(user=nell)
    assert (term.role, term.started_on, term.granted_by) == ("observer", timezone.localdate(), lead)
    assert Event.objects.filter(kind="alliance.invitation_accepted", by=nell).count() == 1


def test_a_link_works_once(client: Client, lead: User) -> None:
    link = invited(lead)
    client.post(link, typed())
    client.logout()

    again = client.get(link)

    assert again.status_code == 410
    assert USED_OR_OLD in again.content.decode()
    assert client.post(link, typed(name="Mallory")).status_code == 410
    assert User.objects.filter(name="Mallory").exists() is False


@pytest.mark.parametrize("closed", ["withdrawn", "old", "invented", "of another alliance"])
def test_every_link_that_does_not_work_says_the_same(
    client: Client, lead: User, south: Place, closed: str
) -> None:
    link = invited(lead)
    invitation = Invitation.objects.get()
    if closed == "withdrawn":
        invitations.withdraw(invitation, by=lead, now=timezone.now())
    if closed == "old":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    if closed == "invented":
        link = "/a/north/join/" + "x" * 43 + "/"
    if closed == "of another alliance":
        link = link.replace("north", "south")

    answer = client.get(link)

    assert answer.status_code == 410
    assert USED_OR_OLD in answer.content.decode()


def test_somebody_with_an_account_signs_in_first(client: Client, lead: User, north: Place) -> None:
    beth = an_account("Beth Ode")
    link = invited(lead, email=beth.email)

    assert b"Sign in to accept" in client.get(link).content
    client.force_login(beth)
    answer = client.post(link)

    assert answer.headers["Location"] == north.url("")
    assert RoleTerm.objects.get(user=beth).role == "observer"
    assert User.objects.filter(email=beth.email).count() == 1


def test_an_invitation_is_for_the_address_it_was_sent_to(
    client: Client, lead: User, observer: User
) -> None:
    link = invited(lead, role="alliance_lead")
    client.force_login(observer)

    answer = client.post(link, typed())

    assert answer.status_code == 200
    assert b"another address" in answer.content
    assert RoleTerm.objects.filter(user=observer, role="alliance_lead").exists() is False
    with pytest.raises(Refused, match="another address"):
        invitations.accept(
            Invitation.objects.get(), by=observer, now=timezone.now(), on=timezone.localdate()
        )


def test_a_weak_password_is_refused_and_the_rest_is_kept(client: Client, lead: User) -> None:
    link = invited(lead)

    answer = client.post(link, typed(password="password1234", known_as="Nellie"))

    assert answer.status_code == 422
    assert b"Nellie" in answer.content
    assert User.objects.filter(email="nell@new.example").exists() is False


def test_roles_that_exclude_each_other_are_refused_in_words(
    client: Client, lead: User, guardian: User
) -> None:
    link = invited(lead, email=guardian.email, role="alliance_lead")
    client.force_login(guardian)

    answer = client.post(link)

    assert b"nobody may be that" in answer.content
    assert Invitation.objects.get().accepted_at is None


def test_the_same_person_is_not_invited_twice_to_one_role(lead: User) -> None:
    invited(lead)

    with pytest.raises(Refused, match="already been invited"):
        invited(lead)


def test_one_that_ran_out_makes_room_for_a_new_one(lead: User) -> None:
    invited(lead)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))

    invited(lead)

    assert Invitation.objects.waiting(now=timezone.now()).count() == 1


def test_sent_again_the_old_link_stops(client: Client, lead: User) -> None:
    old = invited(lead)
    now = timezone.now()
    invitations.send_again(Invitation.objects.get(), by=lead, now=now)
    relay.deliver_due(now=now)
    new = re.search(r"/a/north/join/\S+", mail.outbox[-1].body)

    assert new is not None
    assert client.get(old).status_code == 410
    assert client.get(new[0]).status_code == 200


def test_an_answered_invitation_is_neither_withdrawn_nor_sent_again(
    client: Client, lead: User
) -> None:
    client.post(invited(lead), typed())
    invitation = Invitation.objects.get()

    with pytest.raises(Refused, match="has been accepted"):
        invitations.withdraw(invitation, by=lead, now=timezone.now())
    with pytest.raises(Refused, match="answered or withdrawn"):
        invitations.send_again(invitation, by=lead, now=timezone.now())


def test_a_withdrawn_invitation_is_not_withdrawn_again(lead: User) -> None:
    invited(lead)
    invitation = Invitation.objects.get()
    invitations.withdraw(invitation, by=lead, now=timezone.now())

    with pytest.raises(Refused, match="withdrawn already"):
        invitations.withdraw(invitation, by=lead, now=timezone.now())


def test_nobody_is_invited_to_what_follows_from_a_seat(lead: User) -> None:
    with pytest.raises(Refused, match="follows from a seat"):
        invited(lead, role="board_member")


def test_a_role_of_one_organisation_needs_to_know_which(lead: User) -> None:
    with pytest.raises(Refused, match="which organisation"):
        invited(lead, role="editor")


def test_a_closed_invitation_cannot_be_accepted_by_any_way(lead: User) -> None:
    invited(lead)
    invitation = Invitation.objects.get()
    late = timezone.now() + timedelta(days=15)
    words = {"name": "N", "known_as": "", "language": "en-gb", "password": ""}

    with pytest.raises(Refused, match="used or has run out"):
        invitations.accept_as_somebody_new(invitation, now=late, on=late.date(), **words)
    with pytest.raises(Refused, match="used or has run out"):
        invitations.accept(invitation, by=lead, now=late, on=late.date())


def test_other_apps_hear_of_an_acceptance(
    client: Client, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str, str, Scope]] = []
    hooks = dict(registries.invitation_hooks._entries)
    hooks["test"] = lambda i, user, on: heard.append((i.role, user.email, Scope(i.scope_kind)))
    monkeypatch.setattr(registries.invitation_hooks, "_entries", hooks)

    client.post(invited(lead), typed())

    assert heard == [("observer", "nell@new.example", Scope.ALLIANCE)]


def test_the_lead_invites_on_the_page(client: Client, lead: User, north: Place) -> None:
    client.force_login(lead)
    words = {"name": "Nell", "email": "Nell@New.Example", "role": "observer", "organisation": ""}

    answer = client.post(north.url("people/invite/"), words)

    assert answer.headers["Location"] == north.url("people/invitations/")
    assert Invitation.objects.get().email == "nell@new.example"
    assert b"Nell" in client.get(north.url("people/invitations/")).content
    again = client.post(north.url("people/invite/"), words)
    assert again.status_code == 422
    assert b"already been invited" in again.content


def test_the_page_lets_one_send_again_and_withdraw(
    client: Client, lead: User, north: Place
) -> None:
    invited(lead)
    pk = Invitation.objects.get().pk
    client.force_login(lead)

    client.post(north.url(f"people/invitations/{pk}/send-again/"))
    client.post(north.url(f"people/invitations/{pk}/withdraw/"))
    late = client.post(north.url(f"people/invitations/{pk}/withdraw/"), follow=True)

    assert Message.objects.filter(kind="mail").count() == 2
    assert Invitation.objects.get().withdrawn_at is not None
    assert b"withdrawn already" in late.content


def test_a_lead_elsewhere_cannot_touch_it(
    client: Client, lead: User, stranger: User, north: Place, south: Place
) -> None:
    invited(lead)
    pk = Invitation.objects.get().pk
    client.force_login(stranger)

    assert client.post(north.url(f"people/invitations/{pk}/withdraw/")).status_code == 404
    assert client.post(south.url(f"people/invitations/{pk}/withdraw/")).status_code == 404
    assert Invitation.objects.get().withdrawn_at is None


def test_an_observer_does_not_invite(client: Client, observer: User, north: Place) -> None:
    client.force_login(observer)

    assert client.get(north.url("people/invite/")).status_code == 403
    assert client.get(north.url("people/invitations/")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3, 12])
def test_the_list_costs_the_same_however_long(
    client: Client, lead: User, north: Place, rows: int, django_assert_num_queries: object
) -> None:
    for number in range(rows):
        invited(lead, email=f"n{number}@new.example")
    client.force_login(lead)
    client.get(north.url("people/invitations/"))

    with django_assert_num_queries(6):  # type: ignore[operator]
        client.get(north.url("people/invitations/"))


def test_an_account_in_another_alliance_is_the_same_account(
    client: Client, lead: User, south: Place, stranger: User
) -> None:
    client.post(invited(lead), typed())
    with work_for(south.id, south.slug):
        now = timezone.now()
        invitations.invite(
            email="nell@new.example", name="Nell", role="observer", by=stranger, now=now
        )
        relay.deliver_due(now=now)
    link = re.search(r"/a/south/join/\S+", mail.outbox[-1].body)
    assert link is not None

    client.post(link[0])

    assert User.objects.filter(email="nell@new.example").count() == 1
    with use(south.id):
        assert RoleTerm.objects.filter(user__email="nell@new.example").count() == 1
