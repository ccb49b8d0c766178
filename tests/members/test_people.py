"""Who acts for an organisation: named, changed, let go; and what becomes of it on leaving."""

from datetime import UTC, date, datetime, timedelta

import pytest

from alliance import access
from alliance.errors import Refused
from alliance.models import RoleTerm
from alliance.words import LONDON
from members.actions import asks, organisations, representatives
from members.models import AskResponse, MembershipPeriod, Organisation, Representative
from members.queries.people import voters
from members.registries import leaving_checks
from tests.factories.members import a_representative, hours
from tests.members.reading import words_of
from tests.people import an_account

LANE = "members/harbour-lane/"


def acting(user):
    return Representative.objects.get(user=user)


def change(person, approver, today, **words):
    words = {
        "job_title": "Coordinator",
        "receives": ["asks"],
        "is_main_contact": False,
        "can_approve": False,
    } | words
    representatives.change_representative(person, by=approver, on=today, **words)


def test_an_editor_becomes_an_approver_and_back(harbour, editor, approver, today):
    change(acting(editor), approver, today, can_approve=True)

    rights = access.carry_rights(editor, on=today)
    assert rights.organisations("approve_profile") == {harbour.pk}
    change(acting(editor), approver, today, can_approve=False)
    rights = access.carry_rights(editor, on=today)
    assert rights.organisations("approve_profile") == frozenset()
    assert rights.organisations("edit_profile") == {harbour.pk}


def test_the_last_approver_stays_one(harbour, editor, approver, today):
    with pytest.raises(Refused, match="Nobody would be left who can approve for Harbour Lane"):
        change(acting(approver), approver, today)


def test_there_is_one_main_contact(harbour, editor, approver, today):
    change(acting(editor), approver, today, is_main_contact=True)
    change(acting(approver), approver, today, is_main_contact=True, can_approve=True)

    contacts = Representative.objects.filter(is_main_contact=True)
    assert [one.user for one in contacts] == [approver]
    assert acting(editor).receives == ["asks"]


def test_nothing_changes_for_somebody_who_stops(harbour, editor, approver, today):
    person = acting(editor)
    ended = today + timedelta(days=1)
    representatives.end_representative(person, ended_on=ended, by=approver, on=today)

    with pytest.raises(Refused, match="stops acting for this organisation"):
        change(person, approver, today)


def test_the_lead_may_let_the_last_approver_go_and_takes_note(harbour, approver, lead, today):
    person = acting(approver)
    with pytest.raises(Refused, match="Name someone first"):
        representatives.end_representative(person, ended_on=today, by=lead, on=today)

    representatives.end_representative(person, ended_on=today, by=lead, on=today, is_noted=True)

    assert access.carry_rights(approver, on=today).offices == ()


# ---- pages ---------------------------------------------------------------------------------------
def test_an_approver_names_who_votes(ask, send, harbour, editor, approver, today):
    page = ask(approver, f"{LANE}people/votes/")
    names = [label for _, label in page.context["form"].fields["voter"].choices]
    assert names == ["Nobody is named", "Joe Tanner", "Shirin Begum"]
    first, second = acting(approver).pk, acting(editor).pk
    twice = send(approver, f"{LANE}people/votes/", voter=first, deputy=first)
    assert "Choose two different people." in words_of(twice)

    send(approver, f"{LANE}people/votes/", voter=first, deputy=second)

    assert (acting(approver).votes_as, acting(editor).votes_as) == ("voter", "deputy")
    assert voters(harbour, on=today) == (acting(approver), acting(editor))
    assert voters(harbour, on=date(2024, 12, 31)) == (None, None)
    there = ask(approver, f"{LANE}people/votes/").context["form"].initial
    assert there == {"voter": str(first), "deputy": str(second)}
    send(approver, f"{LANE}people/votes/", voter="", deputy="")
    assert acting(approver).votes_as == "not_named"


def test_somebody_of_another_organisation_is_not_on_the_list(
    send, harbour, approver, heron_approver
):
    page = send(approver, f"{LANE}people/votes/", voter=acting(heron_approver).pk, deputy="")

    assert page.status_code == 422
    assert acting(heron_approver).votes_as == "not_named"


def test_an_approver_says_what_a_colleague_does(ask, send, harbour, editor, approver):
    path = f"members/people/{acting(editor).pk}/change/"
    assert ask(approver, path).context["form"].initial["can_approve"] == "no"

    send(
        approver,
        path,
        job_title="Youth worker",
        can_approve="yes",
        is_main_contact="on",
        receives=["learning"],
    )

    person = acting(editor)
    assert (person.job_title, person.is_main_contact, person.receives) == (
        "Youth worker",
        True,
        ["learning"],
    )
    assert "Youth worker" in words_of(ask(approver, f"{LANE}people/"))


def test_the_lead_lets_somebody_go_on_a_page(ask, send, harbour, approver, lead, today):
    path = f"members/people/{acting(approver).pk}/let-go/"
    assert "End Joe Tanner" in words_of(ask(lead, f"{LANE}people/"))
    assert ask(approver, path).status_code == 403
    assert send(lead, path, ended_on=today.isoformat()).status_code == 422

    send(lead, path, ended_on=today.isoformat(), is_noted="on")

    assert acting(approver).ended_on == today


# ---- leaving in the middle of things -------------------------------------------------------------
@pytest.mark.parametrize(
    ("leaves_on", "utc"),
    [
        (date(2026, 7, 1), datetime(2026, 6, 30, 23, tzinfo=UTC)),  # midnight in summer time
        (date(2026, 12, 1), datetime(2026, 12, 1, 0, tzinfo=UTC)),  # and in winter
    ],
)
def test_leaving_frees_the_hours_and_ends_the_rights_at_midnight_in_london(
    ask, harbour, approver, lead, leaves_on, utc
):
    on = leaves_on - timedelta(days=20)
    now = utc - timedelta(days=20)
    month = leaves_on.replace(day=1)
    hours(harbour, month, 600)
    asks.raise_ask(
        origin_key="meeting/7/attend",
        words={
            "title": "Meeting",
            "kind": "meeting",
            "estimated_minutes": 120,
            "due_on": leaves_on + timedelta(days=5),
        },
        organisations=[harbour.pk],
        because="Everybody was asked.",
        by=lead,
        on=on,
        now=now,
    )
    assert AskResponse.objects.get().state == "pending"

    organisations.end_membership(
        harbour, ended_on=leaves_on, end_reason="left", by=lead, on=on, now=now
    )

    assert AskResponse.objects.get().state == "released"
    london = [day_in_london(utc - timedelta(seconds=1)), day_in_london(utc)]
    assert london == [leaves_on - timedelta(days=1), leaves_on]
    before, after = (access.carry_rights(approver, on=day) for day in london)
    assert "approver" in before.roles
    assert (after.offices, after.held) == ((), frozenset())
    page = words_of(ask(lead, f"{LANE}versions/"))
    assert "Versions of what Harbour Lane says" in page


def day_in_london(moment):
    return moment.astimezone(LONDON).date()


def test_a_member_is_one_on_its_first_and_last_day_and_not_after(north, lead, harbour):
    first, outside = date(2025, 1, 6), date(2026, 3, 10)
    organisations.end_membership(
        harbour,
        ended_on=outside,
        end_reason="left",
        by=lead,
        on=date(2026, 3, 2),
        now=datetime(2026, 3, 2, 9, tzinfo=UTC),
    )

    days = [
        first - timedelta(days=1),
        first,
        outside - timedelta(days=1),  # its last day
        outside,
    ]

    assert [harbour in Organisation.objects.members(on=day) for day in days] == [
        False,
        True,
        True,
        False,
    ]


def test_something_that_still_binds_it_keeps_an_organisation(harbour, lead, monkeypatch):
    monkeypatch.setattr(
        leaving_checks, "_entries", {"test": lambda one, day: f"{one} still holds a seat."}
    )

    with pytest.raises(Refused, match="Harbour Lane still holds a seat"):
        organisations.end_membership(
            harbour,
            ended_on=date(2026, 3, 10),
            end_reason="left",
            by=lead,
            on=date(2026, 3, 2),
            now=datetime(2026, 3, 2, 9, tzinfo=UTC),
        )

    assert MembershipPeriod.objects.get().ended_on is None


def test_a_representative_without_rights_is_nobody_who_approves(harbour, editor, today):
    somebody = an_account("No Rights")
    a_representative(somebody, harbour)

    assert not RoleTerm.objects.filter(user=somebody).exists()
    assert "approver" not in access.carry_rights(somebody, on=today).roles
