"""Organisations join, change and leave; people begin and stop acting for them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from alliance import access
from alliance.actions import invitations
from alliance.errors import Refused
from alliance.models import Event, Invitation, Message, RoleTerm
from alliance.roles import Scope
from members.actions import organisations, representatives
from members.models import MembershipPeriod, Organisation, Representative
from members.registries import leaving_checks
from tests.factories.members import an_organisation

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def end(organisation, lead, today, **words):
    words = {"ended_on": today, "end_reason": "left"} | words
    organisations.end_membership(organisation, by=lead, on=today, now=NOW, **words)


def test_an_organisation_is_listed_and_then_joins(lead, today):
    words = {"name": "The Élan Crew", "size_band": "micro"}
    crew = organisations.add_organisation(words=words, by=lead)
    assert (crew.slug, crew.sort_name, crew.status) == ("elan-crew", "elan crew", "joining")
    assert not Organisation.objects.members(on=today).exists()

    organisations.begin_membership(crew, started_on=today, by=lead, on=today)

    assert list(Organisation.objects.members(on=today)) == [crew]
    assert list(Event.objects.order_by("pk").values_list("kind", flat=True))[-2:] == [
        "members.organisation_added",
        "members.membership_begun",
    ]


def test_a_short_name_is_never_an_address_of_our_own(lead):
    words = {"name": "Networks"}
    assert organisations.add_organisation(words=words, by=lead).slug == "networks-2"


def test_a_second_organisation_of_the_same_name_is_refused(lead, harbour):
    with pytest.raises(Refused, match="There is an organisation called HARBOUR LANE already"):
        organisations.add_organisation(words={"name": "HARBOUR LANE"}, by=lead)


def test_joining_twice_is_refused(lead, harbour, today):
    with pytest.raises(Refused, match="Harbour Lane is already a member on some of these days"):
        organisations.begin_membership(harbour, started_on=today, by=lead, on=today)


def test_leaving_ends_everybodys_rights_that_midnight_and_tells_them(
    lead, harbour, editor, approver, today
):
    leaves_on = today + timedelta(days=3)

    end(harbour, lead, today, ended_on=leaves_on)

    for person in (editor, approver):
        before = access.carry_rights(person, on=leaves_on - timedelta(days=1))
        assert before.roles >= {"representative"}
        after = access.carry_rights(person, on=leaves_on)
        assert (after.offices, after.held) == ((), frozenset())
    harbour.refresh_from_db()
    assert harbour.status == "leaving"
    assert set(Message.objects.values_list("to", flat=True)) == {editor.email, approver.email}
    assert "It chose to leave" in Message.objects.first().body


def test_whoever_left_is_no_member_and_may_come_back(lead, harbour, today):
    end(harbour, lead, today)
    assert not Organisation.objects.members(on=today).exists()

    organisations.begin_membership(harbour, started_on=today, by=lead, on=today)

    assert MembershipPeriod.objects.filter(organisation=harbour).count() == 2
    assert Organisation.objects.members(on=today).get() == harbour


def test_a_removal_says_why_and_where_it_was_decided(lead, harbour, approver, today):
    with pytest.raises(Refused, match="Say where this was decided") as said:
        end(harbour, lead, today, end_reason="removed", decided_where=" ")
    assert said.value.field == "decided_where"

    where = "Members' meeting of 1 March"
    with pytest.raises(Refused, match="Say why, so that the organisation reads it") as said:
        end(harbour, lead, today, end_reason="removed", decided_where=where)
    assert said.value.field == "end_words"

    words = "It has not answered for two years."
    end(harbour, lead, today, end_reason="removed", decided_where=where, end_words=words)
    letter = Message.objects.get()
    assert (where in letter.body, words in letter.body) == (True, True)


def test_a_membership_cannot_end_before_it_began_or_twice(lead, harbour, today):
    with pytest.raises(Refused, match="Harbour Lane joined on 6 January 2025"):
        end(harbour, lead, today, ended_on=date(2025, 1, 6))

    end(harbour, lead, today)
    with pytest.raises(Refused, match="Harbour Lane is not a member"):
        end(harbour, lead, today)


def test_nobody_leaves_while_another_part_of_the_house_says_no(
    lead, harbour, editor, today, monkeypatch
):
    monkeypatch.setattr(leaving_checks, "_entries", dict(leaving_checks._entries))
    leaving_checks.add("a seat", lambda who, on: f"{who} holds a seat until 1 May.")

    with pytest.raises(Refused, match="Harbour Lane holds a seat until 1 May"):
        end(harbour, lead, today)

    assert Organisation.objects.members(on=today).exists()
    assert Message.objects.count() == 0


def test_an_editors_term_gives_rights_for_one_organisation(harbour, heron, editor, today):
    rights = access.carry_rights(editor, on=today)

    assert rights.organisations("edit_profile") == {harbour.pk}
    assert rights.organisations("approve_profile") == frozenset()
    assert rights.has("see_members")
    assert not rights.has("see_hours")
    assert rights.roles == {"editor", "representative"}
    assert access.differences(editor, on=today) == frozenset()


def test_rights_end_at_midnight_without_any_job(harbour, editor, approver, today):
    person = Representative.objects.get(user=editor)
    stops_on = today + timedelta(days=1)

    representatives.end_representative(person, ended_on=stops_on, by=approver, on=today)

    assert access.carry_rights(editor, on=today).roles == {"editor", "representative"}
    assert access.carry_rights(editor, on=stops_on).offices == ()
    assert RoleTerm.objects.get(user=editor).ended_on == stops_on


def test_the_only_approver_cannot_stop(harbour, editor, approver, today):
    person = Representative.objects.get(user=approver)

    with pytest.raises(Refused, match="Nobody would be left who can approve for Harbour Lane"):
        representatives.end_representative(person, ended_on=today, by=approver, on=today)


def test_an_approver_stops_once_another_is_named(harbour, approver, act_for, today):
    act_for("Nora Vale", harbour, "approver")
    person = Representative.objects.get(user=approver)

    representatives.end_representative(person, ended_on=today, by=approver, on=today)

    assert access.carry_rights(approver, on=today).offices == ()
    with pytest.raises(Refused, match="no longer acts for this organisation"):
        representatives.end_representative(person, ended_on=today, by=approver, on=today)


def test_nobody_stops_before_they_began(harbour, editor, approver, today):
    person = Representative.objects.get(user=editor)

    with pytest.raises(Refused, match="Nobody can stop before they began"):
        representatives.end_representative(person, ended_on=date(2024, 1, 1), by=approver, on=today)


def test_nobody_begins_twice_and_there_is_one_main_contact(harbour, act_for, editor, today):
    words = {"started_on": today, "by": editor, "on": today}
    with pytest.raises(Refused, match="already holds that role"):
        representatives.add_representative(harbour, user=editor, role="editor", **words)
    with pytest.raises(Refused, match="Shirin Begum already acts for Harbour Lane"):
        representatives.add_representative(harbour, user=editor, role="approver", **words)

    act_for("Main One", harbour, is_main_contact=True, votes_as="voter")
    with pytest.raises(Refused, match="Harbour Lane has a main contact already"):
        act_for("Main Two", harbour, is_main_contact=True)
    with pytest.raises(Refused, match="Somebody else already votes for Harbour Lane"):
        act_for("Main Three", harbour, votes_as="voter")


def test_a_refused_representative_gets_no_role(harbour, act_for, today):
    act_for("Main One", harbour, is_main_contact=True)
    with pytest.raises(Refused):
        act_for("Main Two", harbour, is_main_contact=True)

    assert RoleTerm.objects.count() == 1


def test_an_organisation_names_who_votes(harbour, act_for, approver):
    ada = Representative.objects.get(user=act_for("Ada One", harbour, votes_as="voter"))
    bea = Representative.objects.get(user=act_for("Bea Two", harbour, votes_as="deputy"))

    representatives.name_voters(harbour, voter=bea, deputy=ada, by=approver)

    votes = Representative.objects.exclude(votes_as="not_named").order_by("user__name")
    assert list(votes.values_list("votes_as", flat=True)) == ["deputy", "voter"]
    with pytest.raises(Refused, match="Choose two different people"):
        representatives.name_voters(harbour, voter=ada, deputy=ada, by=approver)


def test_whoever_accepts_an_invitation_acts_for_the_organisation(harbour, approver, today):
    words = {"email": "new@people.example", "name": "Nell New", "role": "editor"}
    where = invitations.Where(Scope.ORGANISATION, harbour.pk, harbour.name)
    invitation = invitations.invite(where=where, by=approver, now=NOW, **words)

    user = invitations.accept_as_somebody_new(
        invitation, name="Nell New", known_as="", language="en-gb", password="",
        now=NOW, on=today,
    )  # fmt: skip

    person = Representative.objects.get(user=user)
    assert (person.organisation, person.started_on, person.ended_on) == (harbour, today, None)
    rights = access.carry_rights(user, on=today)
    assert rights.organisations("edit_profile") == {harbour.pk}
    assert rights.has("see_members")


def test_an_invitation_of_the_whole_alliance_makes_nobody_a_representative(lead, north, today):
    invitation = Invitation(scope_kind=Scope.ALLIANCE, scope_id=None, by=lead)

    representatives.take_up_invitation(invitation, lead, today)

    assert Representative.objects.count() == 0


def test_somebody_who_acts_already_is_not_added_again(harbour, editor, approver, today):
    invitation = Invitation(scope_kind=Scope.ORGANISATION, scope_id=harbour.pk, by=approver)

    representatives.take_up_invitation(invitation, editor, today)

    assert Representative.objects.filter(user=editor).count() == 1


def test_somebody_who_belongs_to_two_organisations_acts_for_each(harbour, heron, editor, today):
    representatives.add_representative(
        heron, user=editor, role="approver", started_on=today, by=editor, on=today
    )

    rights = access.carry_rights(editor, on=today)
    assert rights.organisations("edit_profile") == {harbour.pk, heron.pk}
    assert rights.organisations("approve_profile") == {heron.pk}


def test_many_organisations_of_one_name_stem_keep_apart(lead):
    slugs = [
        organisations.add_organisation(words={"name": name}, by=lead).slug
        for name in ("Tea!", "Tea?", "Tea.")
    ]
    assert slugs == ["tea", "tea-2", "tea-3"]
    assert an_organisation("茶").slug == "organisation"
