"""A profile is written, sent, approved or sent back; what is live moves only then."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alliance.errors import Refused
from alliance.models import Event, Message
from members.actions import approvals, drafts
from members.errors import SavedMeanwhile
from members.models import Identifier, Location, Organisation, ProfileVersion, Service
from members.profile_content import blank, read
from members.queries.profile_content import known, live_content
from members.queries.versions import fingerprint, open_version, sources
from tests.factories.members import (
    a_draft,
    a_sent_version,
    a_service,
    an_approved_version,
    an_area,
    an_organisation,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ON = date(2026, 3, 2)
CHARITY = {"scheme": "GB-CHC", "value": "1234567", "is_primary": True, "note": ""}


def kinds():
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def sent(harbour, editor, approver):
    return a_sent_version(harbour, editor, plain_summary="A warm room.")


# ---- writing -------------------------------------------------------------------------------------
def test_what_is_saved_is_a_draft_and_nothing_live_moves(harbour, editor):
    before = live_content(harbour)

    version = a_draft(harbour, editor, plain_summary="A warm room.")

    assert (version.state, version.number, version.lock) == ("draft", 1, 1)
    assert version.content["organisation"]["plain_summary"] == "A warm room."
    assert live_content(harbour) == before == version.base
    assert kinds()[-2:] == ["members.profile_begun", "members.profile_saved"]


def test_saving_what_is_live_already_begins_nothing(harbour, editor):
    assert a_draft(harbour, editor, plain_summary="") is None
    assert not ProfileVersion.objects.exists()


def test_the_second_to_save_a_part_is_told_who_was_first_and_when(harbour, editor, approver):
    shown = fingerprint(live_content(harbour), ["organisation/plain_summary"])
    a_draft(harbour, editor, plain_summary="Shirin's words.")

    with pytest.raises(
        SavedMeanwhile, match="Shirin Begum saved this part on Mon 2 Mar 2026, 9 am"
    ):
        drafts.save(
            harbour,
            values={"organisation/plain_summary": "Joe's words."},
            by=approver,
            now=NOW,
            lock=0,
            shown=shown,
        )

    kept = open_version(harbour)
    assert kept.content["organisation"]["plain_summary"] == "Shirin's words."


def test_two_who_save_two_parts_lose_nothing(harbour, editor, approver):
    shown = fingerprint(live_content(harbour), ["organisation/phone"])
    a_draft(harbour, editor, plain_summary="Shirin's words.")

    drafts.save(
        harbour,
        values={"organisation/phone": "020 7946 0123"},
        by=approver,
        now=NOW,
        lock=0,
        shown=shown,
    )

    kept = open_version(harbour).content["organisation"]
    assert (kept["plain_summary"], kept["phone"]) == ("Shirin's words.", "020 7946 0123")


def test_a_fault_is_refused_with_its_field(harbour, editor):
    with pytest.raises(Refused, match="in figures") as refusal:
        a_draft(harbour, editor, phone="ring Amina")

    assert refusal.value.field == "phone"


def test_another_organisations_name_is_refused(harbour, heron, editor):
    with pytest.raises(Refused, match="There is an organisation called HERON HOUSE already"):
        a_draft(harbour, editor, name="HERON HOUSE")


def test_the_name_of_a_service_that_was_given_up_is_refused(harbour, editor):
    a_service(harbour, "Tea and talk", status="defunct")
    tea = blank("services") | {"name": "Tea and talk"}

    with pytest.raises(Refused, match="A service called Tea and talk was given up"):
        drafts.save(harbour, values={f"services/{uuid4()}": tea}, by=editor, now=NOW)


def test_nothing_is_written_while_it_waits(harbour, editor, sent):
    with pytest.raises(Refused, match="Version 1 waits to be approved"):
        a_draft(harbour, editor, phone="020 7946 0123")


# ---- sending -------------------------------------------------------------------------------------
def test_sending_freezes_the_words_and_tells_the_approvers(harbour, editor, approver, sent):
    assert (sent.state, sent.sent_by) == ("sent", editor)
    letter = Message.objects.get()
    assert letter.to == approver.email
    assert letter.subject == "Something to approve for Harbour Lane: about 2 minutes"
    assert "warm room" not in letter.body


def test_nothing_changed_is_nothing_to_send(harbour, editor, approver):
    version = a_draft(harbour, editor, phone="020 7946 0123")
    version = a_draft(harbour, editor, phone="")

    with pytest.raises(Refused, match="Nothing is changed yet"):
        drafts.send(version, by=editor, now=NOW)


def test_what_was_sent_is_not_sent_again(sent, editor):
    with pytest.raises(Refused, match="waits to be approved"):
        drafts.send(sent, by=editor, now=NOW)


def test_taking_back_leaves_everything_as_it_was(harbour, editor, sent):
    drafts.withdraw(sent, by=editor, now=NOW)

    assert open_version(harbour) is None
    with pytest.raises(Refused, match="decided already"):
        drafts.withdraw(sent, by=editor, now=NOW)
    with pytest.raises(Refused, match="no longer being written"):
        drafts.send(sent, by=editor, now=NOW)
    assert a_draft(harbour, editor, phone="020 7946 0123").number == 2


# ---- approving -----------------------------------------------------------------------------------
def test_approval_puts_the_words_live_and_tells_the_editor(harbour, editor, approver, sent):
    Message.objects.all().delete()

    approvals.approve(sent, by=approver, now=NOW, on=ON)

    harbour.refresh_from_db()
    assert (harbour.plain_summary, harbour.live_version) == ("A warm room.", sent)
    sent.refresh_from_db()
    assert (sent.state, sent.decided_by, sent.is_self_approved) == ("approved", approver, False)
    letter = Message.objects.get()
    assert (letter.to, letter.subject) == (
        editor.email,
        "What you wrote about Harbour Lane is live",
    )
    assert "members.profile_approved" in kinds()


def test_a_later_version_takes_the_place_of_the_one_before(harbour, editor, approver):
    first = an_approved_version(harbour, editor, approver, plain_summary="One.")
    second = an_approved_version(harbour, editor, approver, plain_summary="Two.")

    first.refresh_from_db()
    assert (first.state, second.state, second.based_on) == ("superseded", "approved", first)
    assert harbour.live_version == second


def test_what_was_decided_is_not_decided_again(approver, sent):
    approvals.approve(sent, by=approver, now=NOW, on=ON)

    with pytest.raises(Refused, match="no longer waits"):
        approvals.approve(sent, by=approver, now=NOW, on=ON)
    with pytest.raises(Refused, match="no longer waits"):
        approvals.send_back(sent, note="Why?", by=approver, now=NOW)


def test_it_goes_back_with_a_sentence_and_can_be_sent_again(harbour, editor, approver, sent):
    with pytest.raises(Refused, match="Say in a sentence"):
        approvals.send_back(sent, note=" ", by=approver, now=NOW)
    Message.objects.all().delete()

    approvals.send_back(sent, note="Say who may come.", by=approver, now=NOW)

    assert "Say who may come." in Message.objects.get(to=editor.email).body
    version = a_draft(harbour, editor, plain_summary="A warm room for carers.")
    assert (version.pk, version.state) == (sent.pk, "draft")
    drafts.send(version, by=editor, now=NOW)
    approvals.approve(version, by=approver, now=NOW, on=ON)
    assert live_content(Organisation.objects.get())["organisation"]["plain_summary"].endswith(
        "carers."
    )


def test_a_returned_version_can_be_taken_back(editor, approver, sent):
    approvals.send_back(sent, note="No.", by=approver, now=NOW)

    drafts.withdraw(sent, by=editor, now=NOW)

    sent.refresh_from_db()
    assert sent.state == "withdrawn"


# ---- two pairs of eyes ---------------------------------------------------------------------------
def test_somebody_alone_approves_in_one_go_and_it_is_recorded(harbour, act_for):
    fatima = act_for("Fatima Noor", harbour, "approver")
    version = a_draft(harbour, fatima, plain_summary="Mothers meet.")

    approvals.approve(version, by=fatima, now=NOW, on=ON)

    version.refresh_from_db()
    assert (version.state, version.is_self_approved) == ("approved", True)
    assert not Message.objects.exists()
    assert Event.objects.get(kind="members.profile_approved").data["is_self_approved"] is True


def test_with_colleagues_nobody_approves_their_own_words(harbour, editor, approver, act_for):
    act_for("Amina Begum", harbour, "approver")
    version = a_sent_version(harbour, approver, plain_summary="Mine.")

    with pytest.raises(
        Refused,
        match=r"Someone else at Harbour Lane has to look at this\. You can ask Amina Begum\.",
    ):
        approvals.approve(version, by=approver, now=NOW, on=ON)


def test_a_colleague_who_joined_a_second_ago_is_somebody_else(harbour, act_for):
    fatima = act_for("Fatima Noor", harbour, "approver")
    version = a_sent_version(harbour, fatima, plain_summary="Mine.")
    act_for("Shirin Begum", harbour, started_on=ON)

    with pytest.raises(Refused, match="Nobody else can approve yet: make a colleague an approver"):
        approvals.approve(version, by=fatima, now=NOW, on=ON)

    assert Organisation.objects.get().plain_summary == ""


def test_a_draft_is_not_approved_over_its_writers_head(harbour, editor, approver):
    version = a_draft(harbour, editor, plain_summary="Not finished")

    with pytest.raises(Refused, match="no longer waits"):
        approvals.approve(version, by=approver, now=NOW, on=ON)


# ---- what the lead signs -------------------------------------------------------------------------
def test_a_name_waits_for_the_lead_and_the_rest_goes_live(harbour, editor, approver, lead):
    version = an_approved_version(
        harbour, editor, approver, name="Harbour Land", numbers=[CHARITY], phone="020 7946 0123"
    )
    assert (harbour.name, harbour.phone) == ("Harbour Lane", "020 7946 0123")
    assert version.register_state == "pending"
    assert not Identifier.objects.exists()

    approvals.sign_register(version, by=lead, now=NOW)

    harbour.refresh_from_db()
    version.refresh_from_db()
    assert (harbour.name, harbour.sort_name) == ("Harbour Land", "harbour land")
    assert Identifier.objects.get().value == "1234567"
    assert (version.register_state, version.register_by) == ("signed", lead)
    with pytest.raises(Refused, match="no longer waits for the alliance lead"):
        approvals.sign_register(version, by=lead, now=NOW)


def test_the_lead_says_why_not(harbour, editor, approver, lead):
    version = an_approved_version(harbour, editor, approver, name="Harbour Land")
    with pytest.raises(Refused, match="Say why not"):
        approvals.decline_register(version, note="", by=lead, now=NOW)

    approvals.decline_register(version, note="The register says Lane.", by=lead, now=NOW)

    harbour.refresh_from_db()
    assert harbour.name == "Harbour Lane"
    letters = Message.objects.filter(subject__contains="has not signed")
    assert "The register says Lane." in letters.get(to=editor.email).body


def test_a_name_that_was_taken_meanwhile_is_not_signed(harbour, editor, approver, lead):
    version = an_approved_version(harbour, editor, approver, name="Harbour Land")
    an_organisation("Harbour Land")

    with pytest.raises(Refused, match="There is an organisation called Harbour Land already"):
        approvals.sign_register(version, by=lead, now=NOW)


def test_the_next_draft_carries_what_still_waits_and_overtakes_it(harbour, editor, approver):
    first = an_approved_version(harbour, editor, approver, name="Harbour Land")

    second = an_approved_version(harbour, editor, approver, phone="020 7946 0123")

    first.refresh_from_db()
    assert second.content["organisation"]["name"] == "Harbour Land"
    assert (first.register_state, second.register_state) == ("overtaken", "pending")


# ---- when what is live moves ---------------------------------------------------------------------
def test_fields_that_nobody_touched_take_what_went_live_meanwhile(harbour, editor, approver, lead):
    version = an_approved_version(harbour, editor, approver, name="Harbour Land")
    second = a_sent_version(harbour, editor, name="Harbour Lane", phone="020 7946 0123")
    approvals.sign_register(version, by=lead, now=NOW)

    approvals.approve(second, by=approver, now=NOW, on=ON)

    harbour.refresh_from_db()
    assert (harbour.name, harbour.phone) == ("Harbour Land", "020 7946 0123")


def moved(harbour, **columns):
    """What is live moves, as when two organisations merge."""
    Organisation.objects.filter(pk=harbour.pk).update(**columns)


def test_a_field_changed_on_both_sides_is_for_a_person_to_choose(harbour, editor, approver):
    version = a_draft(harbour, editor, phone="020 7946 0001")
    moved(harbour, phone="020 7946 0002", email="new@harbour.example")
    with pytest.raises(Refused, match="Something was changed on two sides"):
        drafts.send(version, by=editor, now=NOW)

    drafts.choose(version, path="organisation/phone", is_ours=False, by=editor, now=NOW)

    kept = open_version(harbour)
    assert kept.both_sides == []
    assert kept.content["organisation"]["phone"] == "020 7946 0002"
    assert kept.content["organisation"]["email"] == "new@harbour.example"
    with pytest.raises(Refused, match="chosen already"):
        drafts.choose(kept, path="organisation/phone", is_ours=True, by=editor, now=NOW)


def test_one_may_keep_ones_own_side(harbour, editor, approver):
    version = a_draft(harbour, editor, phone="020 7946 0001")
    moved(harbour, phone="020 7946 0002")

    drafts.choose(version, path="organisation/phone", is_ours=True, by=editor, now=NOW)
    drafts.send(open_version(harbour), by=editor, now=NOW)
    approvals.approve(version, by=approver, now=NOW, on=ON)

    harbour.refresh_from_db()
    assert harbour.phone == "020 7946 0001"


def test_what_moved_under_a_sent_version_is_not_overwritten(harbour, editor, approver):
    version = a_sent_version(harbour, editor, phone="020 7946 0001")
    moved(harbour, phone="020 7946 0002")

    with pytest.raises(Refused, match="What is live has changed since this was sent"):
        approvals.approve(version, by=approver, now=NOW, on=ON)
    with pytest.raises(Refused, match="waits to be approved"):
        drafts.choose(version, path="organisation/phone", is_ours=True, by=editor, now=NOW)

    harbour.refresh_from_db()
    assert harbour.phone == "020 7946 0002"


# ---- restoring, entering, proposing --------------------------------------------------------------
def test_an_earlier_version_becomes_a_draft_again(harbour, editor, approver):
    first = an_approved_version(harbour, editor, approver, plain_summary="One.")
    an_approved_version(harbour, editor, approver, plain_summary="Two.")

    fresh = drafts.restore(first, by=editor, now=NOW)

    assert (fresh.number, fresh.state) == (3, "draft")
    assert fresh.content["organisation"]["plain_summary"] == "One."
    harbour.refresh_from_db()
    assert harbour.plain_summary == "Two."
    with pytest.raises(Refused, match="A change is being written already"):
        drafts.restore(first, by=editor, now=NOW)


def test_restoring_what_is_live_is_refused(harbour, editor, approver):
    first = an_approved_version(harbour, editor, approver, plain_summary="One.")

    with pytest.raises(Refused, match="says the same already"):
        drafts.restore(first, by=editor, now=NOW)


def test_the_alliance_enters_what_it_knows_until_the_organisation_speaks(
    harbour, editor, approver, lead
):
    content = live_content(harbour)
    content["organisation"]["plain_summary"] = "As the lead knows it."
    approvals.enter(harbour, content=content, by=lead)
    harbour.refresh_from_db()
    assert harbour.plain_summary == "As the lead knows it."

    an_approved_version(harbour, editor, approver, plain_summary="Ours.")

    with pytest.raises(Refused, match="approves what is said about it"):
        approvals.enter(harbour, content=content, by=lead)


def test_what_the_alliance_knows_better_is_sent_for_the_organisation_to_approve(
    harbour, approver, lead
):
    content = live_content(harbour)
    content["organisation"]["phone"] = "020 7946 0123"

    version = drafts.propose(harbour, content=content, by=lead, now=NOW)

    version.refresh_from_db()
    assert version.state == "sent"
    with pytest.raises(Refused, match="Harbour Lane is writing a change itself"):
        drafts.propose(harbour, content=content, by=lead, now=NOW)
    approvals.approve(version, by=approver, now=NOW, on=ON)
    harbour.refresh_from_db()
    assert harbour.phone == "020 7946 0123"


def test_every_field_says_who_said_it(harbour, editor, approver):
    Organisation.objects.update(email="hello@harbour.example", phone="020 7946 0001")
    harbour.refresh_from_db()
    first = an_approved_version(harbour, editor, approver, plain_summary="One.", name="Land")
    second = an_approved_version(harbour, editor, approver, phone="020 7946 0002", name="Lane")

    said_by = {
        source.label: source.version and source.version.number
        for source in sources(harbour, live_content(harbour), known())
    }

    assert said_by["In plain words"] == first.number
    assert said_by["Phone"] == second.number
    assert said_by["Email"] is None
    assert said_by["Name"] is None  # nobody has signed it


# ---- services and places -------------------------------------------------------------------------
def a_whole_service(ward, place=None):
    return blank("services") | {
        "name": "Tea and talk",
        "areas": [ward.pk],
        "languages": [{"tag": "so", "how": "staff"}, {"tag": "syl", "how": "volunteer"}],
        "hours": [
            {
                "frequency": "weekly",
                "weekday": "MO",
                "week_of_month": None,
                "opens_at": "10:00",
                "closes_at": "12:30",
                "valid_from": "2028-02-29",
                "valid_to": None,
            }
        ],
        "places": [place] if place else [],
        "minimum_age": 16,
        "is_public": True,
    }


def approve(harbour, editor, approver, values):
    version = drafts.save(harbour, values=values, by=editor, now=NOW, lock=0)
    drafts.send(version, by=editor, now=NOW)
    approvals.approve(version, by=approver, now=NOW, on=ON)


def test_a_service_and_its_place_go_live_with_the_ids_of_the_draft(harbour, editor, approver):
    ward, tea, hall = an_area(), str(uuid4()), str(uuid4())
    place = blank("locations") | {
        "name": "The hall",
        "postcode": "E1 6AN",
        "ward": ward.pk,
        "access": [{"kind": "lift", "answer": "partly", "details": "To the first floor"}],
    }
    values = {f"locations/{hall}": place, f"services/{tea}": a_whole_service(ward, hall)}

    approve(harbour, editor, approver, values)

    live = live_content(harbour)
    assert live == read(live)
    assert live["services"] == {tea: a_whole_service(ward, hall)}
    assert live["locations"] == {hall: place}


def test_a_service_changes_and_goes_and_comes_back_as_the_same(harbour, editor, approver):
    ward, tea = an_area(), str(uuid4())
    approve(harbour, editor, approver, {f"services/{tea}": a_whole_service(ward)})
    row = Service.objects.get()
    changed = a_whole_service(ward) | {"costs": "Free", "languages": [], "areas": []}

    approve(harbour, editor, approver, {f"services/{tea}": changed})
    assert live_content(harbour)["services"] == {tea: changed}
    approve(harbour, editor, approver, {f"services/{tea}": None})
    assert live_content(harbour)["services"] == {}
    assert Service.objects.get().status == "defunct"
    drafts.restore(ProfileVersion.objects.get(number=1), by=editor, now=NOW)
    version = open_version(harbour)
    drafts.send(version, by=editor, now=NOW)
    approvals.approve(version, by=approver, now=NOW, on=ON)

    assert live_content(harbour)["services"] == {tea: a_whole_service(ward)}
    assert Service.objects.get().pk == row.pk


def test_a_place_that_goes_leaves_its_services(harbour, editor, approver):
    ward, tea, hall = an_area(), str(uuid4()), str(uuid4())
    place = blank("locations") | {"name": "The hall"}
    approve(
        harbour,
        editor,
        approver,
        {f"locations/{hall}": place, f"services/{tea}": a_whole_service(ward, hall)},
    )

    approve(harbour, editor, approver, {f"locations/{hall}": None})

    assert not Location.objects.exists()
    assert live_content(harbour)["services"][tea]["places"] == []


def test_two_services_that_swap_names_are_refused_and_nothing_moves(harbour, editor, approver):
    tea, walk = str(uuid4()), str(uuid4())
    values = {
        f"services/{tea}": blank("services") | {"name": "Tea"},
        f"services/{walk}": blank("services") | {"name": "Walk"},
    }
    approve(harbour, editor, approver, values)
    swapped = {
        f"services/{tea}": blank("services") | {"name": "Walk"},
        f"services/{walk}": blank("services") | {"name": "Tea"},
    }

    with pytest.raises(Refused, match="Two services would have the same name"):
        approve(harbour, editor, approver, swapped)

    assert set(Service.objects.values_list("name", flat=True)) == {"Tea", "Walk"}


def test_forty_services_are_approved_in_a_few_questions(harbour, editor, approver):
    ward = an_area()
    values = {
        f"services/{uuid4()}": a_whole_service(ward) | {"name": f"Service {number}"}
        for number in range(40)
    }
    version = drafts.save(harbour, values=values, by=editor, now=NOW, lock=0)
    drafts.send(version, by=editor, now=NOW)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        approvals.approve(version, by=approver, now=NOW, on=ON)

    assert Service.objects.count() == 40
    assert len(asked) == APPROVAL_QUERIES
    assert sum(float(query["time"]) for query in asked) < 1


APPROVAL_QUERIES = 31


def test_saving_ten_parts_later_is_still_the_same_version(harbour, editor):
    for number in range(10):
        version = a_draft(
            harbour, editor, phone=f"020 7946 {number:04}", now=NOW + timedelta(hours=number)
        )

    assert (version.number, version.lock) == (1, 10)
