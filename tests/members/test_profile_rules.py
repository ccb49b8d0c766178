"""The database refuses nonsense about versions of a profile, joining and leaving."""

from datetime import UTC, date, datetime

import pytest
from django.db import Error, transaction

from members.models import JoiningApplication, JoiningDecision, MembershipPeriod, ProfileVersion
from tests.factories.members import a_representative, an_organisation
from tests.people import an_account

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ON = date(2026, 3, 2)


def refused(rule, make):
    with pytest.raises(Error, match=rule), transaction.atomic():
        make()


@pytest.fixture
def writer(north):
    return an_account("Shirin Begum")


@pytest.fixture
def version(north, writer):
    """Makes rows of Harbour Lane, without the actions and their care."""
    harbour = an_organisation()

    def making(number=1, **fields):
        fields = {
            "organisation": harbour,
            "content": {},
            "base": {},
            "edited_by": writer,
            "edited_at": NOW,
        } | fields
        return ProfileVersion.objects.create(number=number, **fields)

    return making


def sent(writer):
    return {"state": "sent", "sent_by": writer, "sent_at": NOW}


def approved(writer, **fields):
    decided = {"decided_by": an_account("Joe Tanner"), "decided_at": NOW}
    return sent(writer) | {"state": "approved"} | decided | fields


def test_a_number_is_given_once(version, writer):
    version(1, state="withdrawn")
    refused("profile_number_once", lambda: version(1))


def test_one_version_is_open_and_one_is_live(version, writer):
    live = approved(writer)
    version(1, **live)
    version(2)
    refused("one_open_profile", lambda: version(3, **sent(writer)))
    refused("one_live_profile", lambda: version(3, **live))


def test_one_version_waits_for_the_lead(version, writer):
    version(1, state="withdrawn", register_state="pending")
    refused(
        "one_profile_waits_for_the_lead",
        lambda: version(2, state="withdrawn", register_state="pending"),
    )


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("sent_profile_says_by_whom", {"state": "sent"}),
        ("returned_profile_says_why", {"state": "returned", "note": "Why"}),
        ("approved_profile_says_by_whom", {"state": "superseded"}),
        ("register_decision_says_by_whom", {"register_state": "signed"}),
    ],
)
def test_each_state_says_by_whom(version, rule, fields):
    refused(rule, lambda: version(**fields))


def test_a_refused_signature_says_why(version, writer):
    said = {"register_state": "declined", "register_by": writer, "register_at": NOW}
    refused("declined_register_says_why", lambda: version(**said))


@pytest.mark.parametrize("is_self_approved", [True, False])
def test_two_people_approve_or_it_is_said_that_one_did(version, writer, is_self_approved):
    fields = approved(writer, is_self_approved=is_self_approved)
    if not is_self_approved:
        fields["decided_by"] = writer
    refused("two_people_approve_a_profile", lambda: version(**fields))


def test_what_was_sent_stands_still(version, writer):
    row = version(**sent(writer))

    refused("Cannot update", lambda: ProfileVersion.objects.update(content={"name": "Elsewhere"}))
    refused("Cannot update", lambda: ProfileVersion.objects.update(base={"name": "Elsewhere"}))
    refused("Cannot update", lambda: ProfileVersion.objects.update(content_sha256="x"))

    ProfileVersion.objects.update(state="returned", note="Why", decided_by=writer, decided_at=NOW)
    ProfileVersion.objects.update(content={"name": "Thawed"})
    row.refresh_from_db()
    assert row.content == {"name": "Thawed"}


@pytest.mark.parametrize(
    ("before", "after"),
    [("draft", "approved"), ("sent", "draft"), ("withdrawn", "draft"), ("sent", "superseded")],
)
def test_no_state_is_jumped_over(version, writer, before, after):
    version(**(sent(writer) | {"state": before}))
    refused(
        "Invalid transition",
        lambda: ProfileVersion.objects.update(
            state=after, decided_by=an_account("Joe Tanner"), decided_at=NOW
        ),
    )


def test_no_version_is_ever_removed(version):
    row = version()
    refused("Cannot delete", row.delete)


# ---- joining and leaving -------------------------------------------------------------------------
def an_application(**fields):
    fields = {
        "name": "Canal Choir",
        "legal_form": "other",
        "plain_summary": "We sing.",
        "contact_name": "Rosa",
        "email": "rosa@choir.example",
        "received_at": NOW,
    } | fields
    return JoiningApplication.objects.create(**fields)


@pytest.mark.parametrize("field", ["name", "contact_name", "email", "plain_summary"])
def test_an_application_says_who_and_what(north, field):
    refused("application_says_wh", lambda: an_application(**{field: ""}))


def test_a_checked_application_is_listed_once(north):
    refused("checked_application_is_listed", lambda: an_application(state="checked"))
    choir = an_organisation("Canal Choir")
    an_application(organisation=choir)
    refused("application_of_one_organisation", lambda: an_application(organisation=choir))


def a_decision(writer, **fields):
    fields = {"kind": "check", "is_yes": True, "decided_on": ON, "by": writer} | fields
    return JoiningDecision.objects.create(**fields)


def test_a_decision_is_about_somebody_says_where_and_why_and_is_made_once(writer):
    asked = an_application()
    refused("joining_decision_is_about_somebody", lambda: a_decision(writer))
    refused(
        "joining_decision_says_where",
        lambda: a_decision(writer, application=asked, kind="decision"),
    )
    refused(
        "joining_refusal_gives_its_reason",
        lambda: a_decision(writer, application=asked, is_yes=False),
    )
    decision = a_decision(writer, application=asked)
    refused("joining_decided_once", lambda: a_decision(writer, application=asked))
    refused("Cannot update|denied", lambda: JoiningDecision.objects.update(is_yes=False))
    refused("Cannot delete|denied", decision.delete)


def an_end(**fields):
    other = an_organisation("Heron House", is_member=False)
    fields = {"organisation": other, "started_on": date(2025, 1, 6), "ended_on": ON} | fields
    return MembershipPeriod.objects.create(**fields)


def test_a_removal_gives_its_reason_and_a_merger_the_other(north):
    refused(
        "removal_gives_its_reason",
        lambda: an_end(end_reason="removed", decided_where="Members' meeting"),
    )
    refused("merger_names_the_other", lambda: an_end(end_reason="merged"))
    third = an_organisation("Third")
    refused("merger_names_the_other", lambda: an_end(end_reason="left", merged_into=third))


def test_nobody_gets_letters_of_an_unknown_kind(north, writer):
    refused(
        "representative_receives_known_letters",
        lambda: a_representative(writer, an_organisation(), receives=["adverts"]),
    )
