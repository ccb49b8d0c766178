"""Saying what there is room for, resting, people, memberships and networks, page by page."""

import re
from datetime import date, timedelta

import pytest

from alliance import access, registries
from alliance.models import Invitation, Message
from members import months
from members.actions import networks, representatives
from members.models import (
    Network,
    Organisation,
    PartnershipCapacity,
    Pause,
    ReportBack,
    Representation,
    Representative,
    ServiceCapacity,
)
from members.queries import frame
from members.registries import seat_holders
from tests.factories.members import (
    a_network,
    a_representative,
    a_service,
    a_service_capacity,
    an_organisation,
    hours,
)
from tests.members.reading import words_of
from tests.people import an_account

CAPACITY = "members/harbour-lane/capacity/"


@pytest.fixture
def tea(harbour):
    return a_service(harbour)


@pytest.fixture
def said(tea, today):
    """What a representative types."""
    this = months.first_of(today)
    return {
        f"status_{tea.pk}": "limited",
        f"available_{tea.pk}": "2",
        f"maximum_{tea.pk}": "10",
        f"note_{tea.pk}": "Ring first",
        f"offered_{this:%Y_%m}": "2.5",
        f"funded_{this:%Y_%m}": "30 min",
        "formats": ["online", "phone"],
        "notice_days_needed": "5",
    }


def test_a_representative_says_both_capacities_at_once(send, ask, tea, said, editor, today):
    response = send(editor, CAPACITY, **said)

    assert response.status_code == 302
    room = ServiceCapacity.objects.get()
    assert (room.words, room.note) == ("A few places: 2 of 10 people", "Ring first")
    assert room.confirmed_by == editor
    offered = PartnershipCapacity.objects.get()
    assert (offered.month, offered.minutes_offered) == (months.first_of(today), 150)
    assert (offered.minutes_funded, offered.formats) == (30, ["online", "phone"])
    page = words_of(ask(editor, CAPACITY))
    assert "Saved. Thank you." in page
    assert "Counted now: 2½ h, confirmed." in page


def test_nought_hours_are_fine(send, ask, tea, said, editor, today):
    said[f"offered_{months.first_of(today):%Y_%m}"] = "0"
    said[f"funded_{months.first_of(today):%Y_%m}"] = ""

    send(editor, CAPACITY, **said)

    assert words_of(ask(editor, CAPACITY)).count("That is fine.") == 2  # once said, once kept


def test_most_people_only_have_to_press_the_button(send, ask, tea, said, editor):
    send(editor, CAPACITY, **said)
    page = ask(editor, CAPACITY).content.decode()

    chosen = re.findall(r'name="(status_\d+|formats)" value="(\w+)"[^>]*checked', page)
    assert [value for _, value in chosen] == ["limited", "online", "phone"]
    assert 'value="2 h 30 min"' in page


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("available", "12", "You have typed 12 places free out of 10."),
        ("available", "-1", "Write nought or more."),
        ("status", "ajar", "Choose one of these."),
        ("opens", "soon", "Write the day like this"),
        ("note", "943 476 5919", "This looks like an NHS number"),
        ("offered", "lots", "Write the time like this"),
        ("offered", "", "Please answer this."),
        ("offered", "900", "This can be at most"),
        ("funded", "3", "The paid hours are part of the hours you offer"),
    ],
)
def test_what_cannot_be_is_explained_and_nothing_is_written(
    send, tea, said, editor, today, field, typed, sentence
):
    month = f"{months.first_of(today):%Y_%m}"
    said[f"{field}_{month if field in {'offered', 'funded'} else tea.pk}"] = typed

    response = send(editor, CAPACITY, **said)

    assert response.status_code == 422
    assert sentence in words_of(response)
    assert "Ring first" in response.content.decode() or field == "note"
    assert not ServiceCapacity.objects.exists()
    assert not PartnershipCapacity.objects.exists()


def test_a_lead_and_an_editor_of_another_cannot_say_it(send, tea, said, lead, heron_approver):
    for person in (lead, heron_approver):
        assert send(person, CAPACITY, **said).status_code == 403
    assert not ServiceCapacity.objects.exists()


def test_an_organisation_rests_and_comes_back_early(send, ask, harbour, editor, lead, today):
    until = today + timedelta(days=60)
    words = {"until_on": f"{until:%d/%m/%Y}", "reason": "Our worker is ill"}
    send(editor, "members/harbour-lane/pause/", **words)
    assert Pause.objects.get().until_on == until
    assert "You are taking a rest" in words_of(ask(editor, CAPACITY))
    assert "Our worker is ill" in words_of(ask(lead, "members/harbour-lane/hours/"))

    send(editor, "members/harbour-lane/resume/")

    assert not Pause.objects.current(on=today).exists()
    again = send(editor, "members/harbour-lane/resume/")
    assert (again.status_code, "is not paused" in words_of(again)) == (422, True)


def test_others_see_that_it_rests_and_not_why(ask, harbour, heron_approver, today):
    Pause.objects.create(
        organisation=harbour, from_on=today, until_on=today + timedelta(days=9), reason="Illness"
    )

    seen = [words_of(ask(heron_approver, path)) for path in ("members/", "members/harbour-lane/")]

    assert all("Not taking requests" in page for page in seen)
    assert not any("Illness" in page for page in seen)


def test_the_lead_sees_hours_and_what_was_said(ask, harbour, lead, editor, today):
    this = months.first_of(today)
    hours(harbour, this, 150, minutes_funded=30, notice_days_needed=5)
    hours(harbour, months.later(this, -1), 60)

    page = words_of(ask(lead, "members/harbour-lane/hours/"))

    assert "2½ h, confirmed" in page
    assert "5 days" in page
    assert "Yes, this is right" not in page


# ---- people --------------------------------------------------------------------------------------
def test_an_approver_invites_a_colleague(send, ask, harbour, approver):
    words = {"name": "Nell New", "email": "nell@harbour.example", "role": "editor"}

    response = send(approver, "members/harbour-lane/people/invite/", **words)

    assert response.status_code == 302
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.scope_id, invitation.scope_name) == (
        "editor",
        harbour.pk,
        "Harbour Lane",
    )
    assert Message.objects.get().to == "nell@harbour.example"
    assert "Nell New" in words_of(ask(approver, "members/harbour-lane/people/"))
    again = send(approver, "members/harbour-lane/people/invite/", **words)
    assert "already been invited" in words_of(again)


def test_a_role_that_is_not_an_organisations_cannot_be_asked_for(send, harbour, approver):
    words = {"name": "Nell New", "email": "nell@harbour.example", "role": "alliance_lead"}

    response = send(approver, "members/harbour-lane/people/invite/", **words)

    assert response.status_code == 422
    assert Invitation.objects.count() == 0


def test_other_members_do_not_see_who_is_invited(ask, send, harbour, approver, heron_approver):
    words = {"name": "Nell New", "email": "nell@harbour.example", "role": "editor"}
    send(approver, "members/harbour-lane/people/invite/", **words)

    assert "Nell New" not in words_of(ask(heron_approver, "members/harbour-lane/people/"))


def test_the_lead_invites_the_first_person(send, harbour, lead):
    words = {"name": "Nell New", "email": "nell@harbour.example", "role": "approver"}
    send(lead, "members/harbour-lane/people/name/", **words)

    assert Invitation.objects.get().role == "approver"


def test_an_approver_ends_an_editor(send, harbour, editor, approver, today):
    person = Representative.objects.get(user=editor)

    response = send(approver, f"members/people/{person.pk}/end/", ended_on=f"{today:%d/%m/%Y}")

    assert response.status_code == 302
    person.refresh_from_db()
    assert person.ended_on == today
    own = Representative.objects.get(user=approver)
    refused = send(approver, f"members/people/{own.pk}/end/", ended_on=f"{today:%d/%m/%Y}")
    assert "Nobody would be left who can approve for Harbour Lane" in words_of(refused)


def test_an_editor_whose_term_has_ended_is_outside(send, ask, harbour, editor, approver, today):
    person = Representative.objects.get(user=editor)
    send(approver, f"members/people/{person.pk}/end/", ended_on=f"{today:%d/%m/%Y}")

    assert ask(editor, "members/harbour-lane/").status_code == 404


# ---- memberships ---------------------------------------------------------------------------------
def test_the_lead_adds_an_organisation_and_its_membership(send, lead, north, today):
    words = {"name": "Quay Singers", "legal_form": "unconstituted", "size_band": "micro"}

    send(lead, "members/new/", **words, started_on=f"{today:%d/%m/%Y}")
    send(lead, "members/new/", **(words | {"name": "Still Waiting"}))

    assert str(Organisation.objects.members(on=today).get()) == "Quay Singers"
    again = send(lead, "members/new/", **words)
    assert "There is an organisation called Quay Singers already" in words_of(again)


def test_the_lead_begins_and_ends_a_membership(send, lead, north, today):
    singers = an_organisation("Quay Singers", is_member=False)
    day = f"{today - timedelta(days=9):%d/%m/%Y}"
    decided = {"is_yes": "yes", "decided_on": day, "decided_where": "Members' meeting"}
    send(lead, "members/quay-singers/begin/", started_on=day, **decided)
    assert Organisation.objects.members(on=today).get() == singers
    twice = send(lead, "members/quay-singers/begin/", started_on=day, **decided)
    assert "already a member on some of these days" in words_of(twice)

    words = {"ended_on": f"{today:%d/%m/%Y}", "end_reason": "removed", "end_words": "It closed."}
    refused = send(lead, "members/quay-singers/end/", **words)
    assert "Say where this was decided" in words_of(refused)
    send(lead, "members/quay-singers/end/", **words, decided_where="Members' meeting")

    assert not Organisation.objects.members(on=today).exists()


# ---- networks ------------------------------------------------------------------------------------
def test_the_lead_lists_a_network_and_names_who_speaks_there(
    send, ask, lead, harbour, editor, today
):
    words = {"name": "Harbour Forum", "kind": "forum", "level": "borough", "meets": "Monthly"}
    send(lead, "members/networks/new/", **words)
    forum = Network.objects.get()
    assert "nobody speaks for us in 1 place" in words_of(ask(lead, "members/networks/"))

    person = Representative.objects.get(user=editor)
    words = {"person": person.pk, "role": "member", "started_on": f"{today:%d/%m/%Y}"}
    send(lead, f"members/networks/{forum.pk}/speak/", **words)

    assert "somebody speaks for us in each" in words_of(ask(lead, "members/networks/"))
    assert "Shirin Begum" in words_of(ask(lead, f"members/networks/{forum.pk}/"))
    voice = Representation.objects.get()
    send(lead, f"members/networks/voices/{voice.pk}/end/", ended_on=f"{today:%d/%m/%Y}")
    assert not Representation.objects.current(on=today).exists()
    twice = send(lead, f"members/networks/voices/{voice.pk}/end/", ended_on=f"{today:%d/%m/%Y}")
    assert "no longer speaks for us there" in words_of(twice)


def test_whoever_speaks_there_reports_back_and_nobody_else_can(send, ask, lead, harbour, editor):
    forum = a_network()
    networks.begin_representation(
        forum, user=editor, organisation=harbour, started_on=date(2026, 1, 5), by=lead
    )
    path = f"members/networks/{forum.pk}/"
    words = {"meeting_on": "2 February 2026", "what_was_said": "Heard.", "visibility": "members"}
    assert "Report back" in words_of(ask(editor, path))
    assert "Report back" not in words_of(ask(lead, path))

    assert send(editor, path, **words).status_code == 302
    refused = send(lead, path, **words)

    assert "Only somebody who speaks for us there can report back" in words_of(refused)
    assert ReportBack.objects.count() == 1
    assert "Heard." in words_of(ask(lead, path))


# ---- what stands around every page ---------------------------------------------------------------
def test_the_ring_has_a_dot_for_each_member_and_knows_who_holds_a_seat(harbour, heron, monkeypatch):
    an_organisation("Not Yet", is_member=False)
    monkeypatch.setattr(seat_holders, "_entries", {"test": lambda on: {heron.pk}})

    assert frame.ring() == [False, True]


def test_an_alliance_without_organisations_has_an_empty_ring(north):
    assert frame.ring() == []


def test_today_asks_for_room_that_runs_out_and_for_next_months_hours(harbour, editor):
    early, late = date(2026, 3, 19), date(2026, 3, 20)
    access.carry_rights(editor, on=early)
    assert list(frame.cards(editor, early)) == []
    assert [card.title for card in frame.cards(editor, late)] == [
        "Say how many hours Harbour Lane has in April 2026"
    ]

    hours(harbour, date(2026, 4, 1), 0)
    for name in ("A", "B", "C", "D"):
        a_service(harbour, name)
    card = next(iter(frame.cards(editor, late)))
    assert (card.title, card.words) == ("Say who has room at Harbour Lane", "A, B and C and 1 more")
    assert (card.minutes, card.by_on) == (1, None)


def test_a_card_comes_three_days_before_room_runs_out(harbour, editor, today):
    room = a_service_capacity(a_service(harbour))
    access.carry_rights(editor, on=today)
    last = room.valid_until.date()

    def titles(on):
        return [card.title for card in frame.cards(editor, on) if "room" in card.title]

    assert titles(last - timedelta(days=4)) == []
    assert titles(last - timedelta(days=1)) == ["Say who has room at Harbour Lane"]


def test_somebody_who_speaks_for_nobody_has_no_card(lead, today):
    access.carry_rights(lead, on=today)
    assert list(frame.cards(lead, today)) == []


@pytest.mark.parametrize("rows", [1, 3, 5])
def test_cards_and_search_keep_to_what_they_promise(
    rows, act_for, north, today, django_assert_max_num_queries
):
    user = act_for("Busy Person", an_organisation("First"))
    for number in range(rows):
        other = an_organisation(f"Other {number}")
        a_service(other, f"Tea {number}")
        representatives.add_representative(
            other, user=user, role="editor", started_on=today, by=user, on=today
        )
    access.carry_rights(user, on=today)

    with django_assert_max_num_queries(registries.today_cards["members"].queries):
        assert len(list(frame.cards(user, date(2026, 3, 25)))) == 2 * rows + 1
    with django_assert_max_num_queries(registries.search_sources["members"].queries):
        assert len(frame.search(user, "tea", 10)) == rows


def test_search_finds_organisations_and_services_for_those_inside(harbour, editor, stranger, today):
    a_service(harbour, "Evening group", plain_summary="By the harbour")
    access.carry_rights(editor, on=today)

    found = frame.search(editor, "HARBOUR", 10)

    assert [title for title, _, _ in found] == ["Harbour Lane", "Evening group"]
    assert found[0][2] == "/a/north/members/harbour-lane/"
    access.carry_rights(stranger, on=today)
    assert frame.search(stranger, "harbour", 10) == []


def test_a_representative_without_a_role_still_sees_what_members_see(harbour, today):
    user = an_account("Plain Member")
    a_representative(user, harbour)

    access.rebuild(user, on=today)

    rights = access.carry_rights(user, on=today)
    assert rights.roles == {"representative"}
    assert rights.has("see_members")


# ---- what is seldom said -------------------------------------------------------------------------
@pytest.fixture
def seldom(said, tea):
    """The same with who waits, for how long, and how and when the organisation takes part."""
    return said | {
        f"status_{tea.pk}": "waiting_list",
        f"waiting_{tea.pk}": "12",
        f"wait_days_{tea.pk}": "42",
        f"places_paid_{tea.pk}": "4",
        "preferred_times": "Tuesday mornings",
        "volunteers_involved": "3",
    }


def test_who_waits_and_how_one_takes_part_is_kept_and_shown_again(
    send, ask, tea, seldom, editor, lead
):
    send(editor, CAPACITY, **seldom)

    room = ServiceCapacity.objects.get()
    assert (room.waiting_count, room.typical_wait_days, room.funded_places) == (12, 42, 4)
    offered = PartnershipCapacity.objects.get()
    assert (offered.preferred_times, offered.volunteers_involved) == ("Tuesday mornings", 3)
    page = ask(editor, CAPACITY).content.decode()
    assert 'value="Tuesday mornings"' in page
    assert f'name="waiting_{tea.pk}" value="12"' in page
    profile = words_of(ask(editor, "members/harbour-lane/"))
    assert "12 people are waiting, usually for about 6 weeks. 4 places are paid for." in profile
    seen = words_of(ask(lead, "members/harbour-lane/hours/"))
    assert "Online and by phone; Tuesday mornings" in seen


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("places_paid", "11", "You have typed 11 paid places out of 10."),
        ("is_unpaid_only", "on", "You say below that you take no pay."),
    ],
)
def test_pay_that_contradicts_itself_is_explained(send, tea, said, editor, field, typed, sentence):
    said[field if field == "is_unpaid_only" else f"{field}_{tea.pk}"] = typed

    response = send(editor, CAPACITY, **said)

    assert response.status_code == 422
    assert sentence in words_of(response)
    assert not ServiceCapacity.objects.exists()
