"""Pages on which a profile is written, looked at, approved and signed."""

from datetime import UTC, datetime

import pytest

from members.models import Identifier, Organisation, ProfileVersion
from members.profile_content import blank
from members.queries.profile_content import live_content
from members.queries.versions import open_version
from tests.factories.members import (
    a_draft,
    a_sent_version,
    a_service,
    an_approved_version,
    an_area,
)
from tests.members.reading import words_of

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LANE = "members/harbour-lane/"

NOWHERE = "00000000-0000-4000-8000-000000000000"


def opened(response):
    """What the page carries hidden, as a browser sends it back."""
    form = response.context["form"]
    return {name: form[name].value() or "" for name in ("lock", "shown")}


def filled(response, **words):
    """The page as it stands, with some of it typed over."""
    form = response.context["form"]
    there = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in (there | words).items() if value not in (None, False)}


# ---- writing -------------------------------------------------------------------------------------
def test_the_list_of_tasks_says_which_parts_changed(ask, harbour, editor):
    a_service(harbour)
    a_draft(harbour, editor, plain_summary="A warm room.")

    page = ask(editor, f"{LANE}edit/")

    states = {task.title: task.state for task in page.context["tasks"]}
    assert states == {
        "About us": "Changed",
        "How to reach us": "Nothing yet",
        "Where we are": "Nothing yet",
        "What we offer": "As it is live",
        "Registers’ numbers": "Nothing yet",
        "Whom we are for": "Nothing yet",
    }
    assert "last saved by Shirin Begum" in words_of(page)


def test_an_editor_goes_from_part_to_part_and_nobody_sees_it(ask, send, harbour, editor, heron):
    before = live_content(harbour)
    page = ask(editor, f"{LANE}edit/about/")
    sent = filled(page, plain_summary="A warm room.", alternative_names="The Lane\n\nHL")
    answer = send(editor, f"{LANE}edit/about/", **sent)
    assert answer.url.endswith("/edit/contact/")
    page = ask(editor, f"{LANE}edit/contact/")

    answer = send(
        editor,
        f"{LANE}edit/contact/",
        **filled(page, website="harbour.example", social_accounts="social.example/@lane"),
    )

    assert answer.url.endswith("/edit/places/")
    said = open_version(harbour).content["organisation"]
    assert said["alternative_names"] == ["The Lane", "HL"]
    assert (said["website"], said["social_accounts"]) == (
        "https://harbour.example",
        ["https://social.example/@lane"],
    )
    assert live_content(harbour) == before


def test_numbers_are_kept_in_one_shape_and_an_empty_line_takes_one_out(ask, send, harbour, editor):
    page = ask(editor, f"{LANE}edit/numbers/")
    rows = {
        "numbers-0-scheme": "GB-COH",
        "numbers-0-value": " 123 4567",
        "numbers-1-scheme": "GB-CHC",
        "numbers-1-value": "No. 1234567",
    }
    send(editor, f"{LANE}edit/numbers/", **opened(page), **rows)
    kept = open_version(harbour).content["organisation"]["numbers"]
    assert [(one["value"], one["is_primary"]) for one in kept] == [
        ("01234567", True),
        ("1234567", False),
    ]

    page = ask(editor, f"{LANE}edit/numbers/")
    send(editor, f"{LANE}edit/numbers/", **filled(page, **{"numbers-0-value": ""}))

    kept = open_version(harbour).content["organisation"]["numbers"]
    assert [(one["value"], one["is_primary"]) for one in kept] == [("1234567", True)]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ({"scheme": "GB-CHC", "value": "A12"}, "“A12” is not six or seven digits"),
        ({"scheme": "", "value": "1234567"}, "Say which number it is"),
    ],
)
def test_a_number_of_the_wrong_shape_is_explained(ask, send, harbour, editor, rows, sentence):
    rows = {f"numbers-0-{name}": value for name, value in rows.items()}

    page = send(editor, f"{LANE}edit/numbers/", **rows)

    assert (page.status_code, sentence in words_of(page)) == (422, True)
    assert not ProfileVersion.objects.exists()


def test_groups_are_ticked_or_named_in_ones_own_words(ask, send, harbour, editor):
    code = ask(editor, f"{LANE}edit/groups/").context["form"].fields["groups"].choices[0][0]

    answer = send(editor, f"{LANE}edit/groups/", groups=[code], more_groups="Voice hearers\nDads")

    assert answer.url.endswith("/review/")
    assert open_version(harbour).content["organisation"]["groups"] == sorted(
        [code, "Dads", "Voice hearers"]
    )


def service_of(harbour):
    ((key, service),) = open_version(harbour).content["services"].items()
    return key, service


def test_a_service_has_a_page_of_its_own(ask, send, harbour, editor):
    ward = an_area()
    page = ask(editor, f"{LANE}edit/services/new/")
    words = {
        "name": "Tea and talk",
        "status": "active",
        "minimum_age": "16",
        "areas": [str(ward.pk)],
        "languages-0-tag": "syl",
        "languages-0-how": "volunteer",
        "hours-0-weekday": "MO",
        "hours-0-when": "2",
        "hours-0-opens_at": "10 am",
        "hours-0-closes_at": "12:30",
        "hours-0-valid_from": "29 February 2028",
    }
    answer = send(editor, f"{LANE}edit/services/new/", **opened(page), **words, again="1")

    key, service = service_of(harbour)
    assert answer.url.endswith(f"/edit/services/{key}/")
    assert service == blank("services") | {
        "name": "Tea and talk",
        "minimum_age": 16,
        "areas": [ward.pk],
        "languages": [{"tag": "syl", "how": "volunteer"}],
        "hours": [
            {
                "frequency": "monthly",
                "weekday": "MO",
                "week_of_month": 2,
                "opens_at": "10:00",
                "closes_at": "12:30",
                "valid_from": "2028-02-29",
                "valid_to": None,
            }
        ],
    }

    page = ask(editor, f"{LANE}edit/services/{key}/")
    answer = send(editor, f"{LANE}edit/services/{key}/", **filled(page, costs="Free"))

    assert answer.url.endswith("/edit/services/")
    assert service_of(harbour) == (key, service | {"costs": "Free"})
    assert "Tea and talk" in words_of(ask(editor, f"{LANE}edit/services/"))
    page = ask(editor, f"{LANE}edit/services/{key}/out/")
    send(editor, f"{LANE}edit/services/{key}/out/", **opened(page))
    assert open_version(harbour).content["services"] == {}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"minimum_age": "18", "maximum_age": "16"}, "The oldest age is below the youngest"),
        ({"hours-0-weekday": "MO"}, "Say from when to when"),
        (
            {
                "hours-0-weekday": "MO",
                "hours-0-opens_at": "12:00",
                "hours-0-closes_at": "10:00",
            },
            "It closes after it opens",
        ),
        (
            {
                "hours-0-weekday": "MO",
                "hours-0-opens_at": "10:00",
                "hours-0-closes_at": "12:00",
                "hours-0-valid_from": "6 May 2026",
                "hours-0-valid_to": "5 May 2026",
            },
            "The last day comes before the first",
        ),
        ({"hours-0-valid_from": "29 February 2027"}, "February"),
    ],
)
def test_a_service_that_cannot_be_is_explained(send, harbour, editor, words, sentence):
    words = {"name": "Tea", "status": "active"} | words

    page = send(editor, f"{LANE}edit/services/new/", **words)

    assert (page.status_code, sentence in words_of(page)) == (422, True)


def test_a_place_says_how_to_get_in_and_may_stay_hidden(ask, send, harbour, editor):
    ward = an_area()
    page = ask(editor, f"{LANE}edit/places/new/")
    words = {
        "kind": "physical",
        "address_1": "9 Nightjar Close",
        "postcode": "e16an",
        "ward": str(ward.pk),
        "is_public": "no",
        "access-lift": "partly",
        "details-lift": "To the first floor",
        "access-creche": "not_known",
    }
    answer = send(editor, f"{LANE}edit/places/new/", **opened(page), **words)

    assert answer.url.endswith("/edit/places/")
    ((key, place),) = open_version(harbour).content["locations"].items()
    assert place == blank("locations") | {
        "address_1": "9 Nightjar Close",
        "postcode": "E1 6AN",
        "ward": ward.pk,
        "access": [{"kind": "lift", "answer": "partly", "details": "To the first floor"}],
    }
    page = ask(editor, f"{LANE}edit/places/{key}/")
    send(editor, f"{LANE}edit/places/{key}/", **filled(page, name="The house"))
    assert "The house" in words_of(ask(editor, f"{LANE}edit/places/"))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"postcode": "Shadwell"}, "Write the postcode in full, like this: E1 6AN"),
        ({}, "Say where it is"),
    ],
)
def test_a_place_that_is_nowhere_is_explained(send, harbour, editor, words, sentence):
    words = {"kind": "physical", "is_public": "no"} | words

    page = send(editor, f"{LANE}edit/places/new/", **words)

    assert (page.status_code, sentence in words_of(page)) == (422, True)


@pytest.mark.parametrize(
    "path", ["edit/nothing/", f"edit/services/{NOWHERE}/", f"edit/numbers/{NOWHERE}/out/"]
)
def test_what_is_not_there_has_no_page(ask, harbour, editor, path):
    assert ask(editor, f"{LANE}{path}").status_code == 404


# ---- bad input -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("part", "field", "typed", "sentence"),
    [
        ("about", "plain_summary", "word " * 61, "This has 61 words. Please use 60 at most."),
        (
            "about",
            "description",
            "x" * 20_000,
            "This has 20,000 letters. Please use 4,000 at most.",
        ),
        ("about", "name", "\u200b\u200d", "Please write something that can be seen."),
        ("about", "name", "x" * 161, "This has 161 letters. Please use 160 at most."),
        ("about", "description", "Ask for 943 476 5919.", "This looks like an NHS number"),
        (
            "about",
            "alternative_names",
            "a\n" * 6 + "b\nc\nd\ne\nf",
            "This has 11 lines. Please use 5 at most.",
        ),
        ("contact", "phone", "ring us!", "Write the phone number in figures"),
        ("contact", "website", "https://x.example/9434765919", "This looks like an NHS number"),
        ("contact", "website", "not a place", "Write the address like this: www.example.org."),
        ("contact", "email", "hello at lane", "Write the address like this: name@example.org."),
        ("contact", "social_accounts", "nowhere", "“nowhere” is not a web address"),
    ],
)
def test_what_cannot_be_used_is_explained_and_kept(
    ask, send, harbour, editor, part, field, typed, sentence
):
    page = ask(editor, f"{LANE}edit/{part}/")

    page = send(editor, f"{LANE}edit/{part}/", **filled(page, **{field: typed}))

    assert (page.status_code, sentence in words_of(page)) == (422, True)
    assert page.context["form"][field].value() == typed
    assert not ProfileVersion.objects.exists()


def test_a_long_paste_is_not_cut_off_by_the_browser(ask, harbour, editor):
    assert "maxlength" not in ask(editor, f"{LANE}edit/about/").content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "Harbour Lane 🌊",
        "বন্দর লেন",
        "ميناء\u200f لين",
        "Har\u200bbour",
        "\u202eenaL ruobraH",
        "<b>Harbour</b> & Lane",
    ],
)
def test_names_are_kept_as_typed_and_stand_apart_from_the_words_around_them(
    ask, send, harbour, editor, approver, name
):
    page = ask(editor, f"{LANE}edit/services/new/")
    send(
        editor,
        f"{LANE}edit/services/new/",
        **opened(page),
        name=name,
        status="active",
    )

    page = ask(approver, f"{LANE}review/")

    assert service_of(harbour)[1]["name"] == name
    shown = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f"<bdi>{shown}</bdi>" in page.content.decode()


def test_sent_twice_it_is_saved_once(ask, send, harbour, editor):
    sent = filled(ask(editor, f"{LANE}edit/about/"), plain_summary="A warm room.")

    answers = [send(editor, f"{LANE}edit/about/", **sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    version = ProfileVersion.objects.get()
    assert (version.number, version.lock) == (1, 1)


# ---- two browsers --------------------------------------------------------------------------------
def test_two_browsers_editing_one_draft_lose_nothing_and_the_first_is_named(
    ask, send, harbour, editor, approver
):
    pages = [ask(person, f"{LANE}edit/about/") for person in (editor, approver)]
    mine, theirs = (
        filled(page, plain_summary=words)
        for page, words in zip(pages, ["Shirin's words.", "Joe's words."], strict=True)
    )
    send(editor, f"{LANE}edit/about/", **mine)

    page = send(approver, f"{LANE}edit/about/", **theirs)

    assert page.status_code == 422
    assert "Shirin Begum saved this part on" in words_of(page)
    assert "Shirin&#x27;s words." in page.content.decode()
    assert page.context["form"]["plain_summary"].value() == "Joe's words."
    kept = open_version(harbour).content["organisation"]["plain_summary"]
    assert kept == "Shirin's words."
    again = send(approver, f"{LANE}edit/about/", **filled(page))
    assert again.status_code == 302
    kept = open_version(harbour).content["organisation"]["plain_summary"]
    assert kept == "Joe's words."


# ---- looking and deciding ------------------------------------------------------------------------
def test_the_approver_reads_only_what_changed_with_the_words_marked(ask, harbour, editor, approver):
    Organisation.objects.update(plain_summary="We meet on Mondays.", phone="020 7946 0001")
    an_approved_version(Organisation.objects.get(), editor, approver, description="Our story.")
    a_sent_version(Organisation.objects.get(), editor, plain_summary="We meet on Tuesdays.")

    page = ask(approver, f"{LANE}review/")

    content = page.content.decode()
    assert "<del>Mondays.</del>" in content
    assert "<ins>Tuesdays.</ins>" in content
    assert "0001" not in content
    assert content.count("<article") == 1


def test_the_first_approval_confirms_what_the_alliance_entered(ask, harbour, editor, approver):
    Organisation.objects.update(phone="020 7946 0001")
    an_approved_version(
        Organisation.objects.get(), editor, approver, plain_summary="We meet on Mondays."
    )
    a_sent_version(Organisation.objects.get(), editor, plain_summary="On Tuesdays.")
    confirmed = "your first approval confirms this too"
    assert confirmed not in words_of(ask(approver, f"{LANE}review/"))


def test_the_first_review_shows_what_the_alliance_entered(ask, harbour, editor, approver):
    Organisation.objects.update(email="hello@lane.example")
    a_sent_version(Organisation.objects.get(), editor, plain_summary="We meet on Mondays.")

    page = words_of(ask(approver, f"{LANE}review/"))

    assert "your first approval confirms this too" in page
    assert "hello@lane.example" in page


def test_the_editor_sees_for_whom_it_waits(ask, harbour, editor, approver):
    a_sent_version(harbour, editor, plain_summary="A warm room.")

    words = words_of(ask(editor, f"{LANE}review/"))

    assert "It waits for Joe Tanner." in words
    assert "Approve" not in words


def test_approve_is_one_button(ask, send, harbour, editor, approver):
    a_sent_version(harbour, editor, plain_summary="A warm room.")

    answer = send(approver, f"{LANE}approve/")

    assert answer.status_code == 302
    assert "A warm room." in words_of(ask(editor, LANE))
    assert "Nothing waits to be approved" in words_of(ask(approver, f"{LANE}review/"))
    assert send(approver, f"{LANE}approve/").status_code == 302


def test_a_sentence_sends_it_back_and_the_editor_reads_it(ask, send, harbour, editor, approver):
    a_sent_version(harbour, editor, plain_summary="A warm room.")
    assert ask(approver, f"{LANE}return/").status_code == 200
    assert send(approver, f"{LANE}return/", note="").status_code == 422

    send(approver, f"{LANE}return/", note="Say who may come.")

    assert "Say who may come." in words_of(ask(editor, f"{LANE}edit/"))
    assert "Say who may come." in words_of(ask(editor, f"{LANE}review/"))
    assert ask(approver, f"{LANE}return/").status_code == 200


def test_one_sends_and_takes_back_with_a_button(ask, send, harbour, editor, approver):
    a_draft(harbour, editor, plain_summary="A warm room.")
    send(editor, f"{LANE}send/")
    assert open_version(harbour).state == "sent"
    assert "waits to be approved" in words_of(ask(editor, f"{LANE}edit/about/"))

    send(editor, f"{LANE}withdraw/")

    assert open_version(harbour) is None
    assert send(editor, f"{LANE}send/").status_code == 302


def test_a_refusal_stands_on_the_page_it_belongs_to(send, harbour, approver, act_for):
    act_for("Amina Begum", harbour, "approver")
    a_sent_version(harbour, approver, plain_summary="Mine.")

    page = send(approver, f"{LANE}approve/")

    assert page.status_code == 422
    assert "Someone else at Harbour Lane has to look at this." in words_of(page)
    assert "You can ask Amina Begum." in words_of(page)


def test_a_sole_worker_edits_and_approves_in_one_go(ask, send, harbour, act_for, lead):
    fatima = act_for("Fatima Noor", harbour, "approver")
    page = ask(fatima, f"{LANE}edit/about/")
    send(fatima, f"{LANE}edit/about/", **filled(page, plain_summary="Mothers meet."))
    assert "Nobody else acts for your organisation" in words_of(ask(fatima, f"{LANE}review/"))

    send(fatima, f"{LANE}approve/")

    assert "Mothers meet." in words_of(ask(lead, LANE))
    history = words_of(ask(lead, f"{LANE}versions/"))
    assert "Live now, approved by the only person there" in history
    assert "alone there" in words_of(ask(lead, ""))


def test_both_sides_stand_side_by_side_and_one_chooses(ask, send, harbour, editor, approver):
    a_draft(harbour, editor, phone="020 7946 0001")
    Organisation.objects.update(phone="020 7946 0002")
    page = words_of(ask(editor, f"{LANE}review/"))
    assert "Written here 020 7946 0001 Live now 020 7946 0002" in page
    assert "Changed on two sides" in words_of(ask(editor, f"{LANE}edit/"))
    assert "changed on two sides" in words_of(send(editor, f"{LANE}send/"))

    send(editor, f"{LANE}choose/", path="organisation/phone", side="theirs")

    assert open_version(harbour).both_sides == []


def test_a_service_changed_here_and_gone_live_is_put_to_a_person(ask, harbour, editor):
    tea = a_service(harbour)
    key = str(tea.public_id)
    thing = live_content(harbour)["services"][key] | {"costs": "Free"}
    a_draft(harbour, editor, phone="020 7946 0001")
    version = open_version(harbour)
    version.content["services"][key] = thing
    version.save()
    tea.status = "defunct"
    tea.save()

    page = words_of(ask(editor, f"{LANE}review/"))

    assert "It stays, with changes Live now It goes" in page


# ---- history, sources, the lead ------------------------------------------------------------------
def test_the_history_says_who_wrote_and_who_approved(ask, send, harbour, editor, approver):
    an_approved_version(harbour, editor, approver, plain_summary="One.")
    an_approved_version(harbour, editor, approver, plain_summary="Two.")

    page = words_of(ask(editor, f"{LANE}versions/"))

    assert "Version 1 Live before Shirin Begum , Mon 2 Mar 2026 Joe Tanner" in page
    assert "What it changed" in words_of(ask(editor, f"{LANE}versions/1/"))
    send(editor, f"{LANE}versions/1/restore/")
    assert open_version(harbour).content["organisation"]["plain_summary"] == "One."
    assert send(editor, f"{LANE}versions/1/restore/").url.endswith("/versions/1/")


def test_no_version_yet_is_said(ask, harbour, editor):
    assert "entered by the alliance" in words_of(ask(editor, f"{LANE}versions/"))


def test_each_field_says_who_said_it(ask, harbour, editor, approver):
    Organisation.objects.update(phone="020 7946 0001")
    assert "Entered by the alliance, not yet confirmed" in words_of(ask(editor, f"{LANE}sources/"))

    an_approved_version(Organisation.objects.get(), editor, approver, plain_summary="One.")

    page = words_of(ask(editor, f"{LANE}sources/"))
    assert "Shirin Begum, approved by Joe Tanner on Mon 2 Mar 2026, version 1" in page
    assert "Entered by the alliance, confirmed by the organisation" in page


def test_the_lead_signs_a_name_or_says_why_not(ask, send, harbour, heron, editor, approver, lead):
    assert "Nothing waits for you here" in words_of(ask(lead, f"{LANE}register/"))
    an_approved_version(harbour, editor, approver, name="Harbour Land")
    assert "Sign a name, kind or number of Harbour Lane" in words_of(ask(lead, ""))
    assert "Harbour Land" in words_of(ask(lead, f"{LANE}register/"))
    assert send(lead, f"{LANE}register/", decline="1").status_code == 422

    send(lead, f"{LANE}register/", note="")

    assert Organisation.objects.get(slug="harbour-lane").name == "Harbour Land"


def test_the_lead_says_why_not_on_the_page(send, harbour, editor, approver, lead):
    version = an_approved_version(harbour, editor, approver, name="Harbour Land")

    send(lead, f"{LANE}register/", decline="1", note="The register says Lane.")

    version.refresh_from_db()
    assert version.register_state == "declined"


def test_another_members_number_is_a_warning_with_the_name(
    ask, send, harbour, heron, editor, approver, lead
):
    number = {"scheme": "GB-CHC", "value": "1234567", "is_primary": True, "note": ""}
    Identifier.objects.create(organisation=heron, scheme="GB-CHC", value="1234567")
    version = an_approved_version(harbour, editor, approver, numbers=[number])

    assert "Heron House has the number 1234567 too." in words_of(ask(lead, f"{LANE}register/"))

    send(lead, f"{LANE}register/", note="")
    version.refresh_from_db()
    assert version.register_state == "signed"


# ---- Today ---------------------------------------------------------------------------------------
def test_today_has_what_waits_for_each(ask, send, harbour, editor, approver):
    a_sent_version(harbour, editor, plain_summary="A warm room.")
    assert "Approve what changed at Harbour Lane" in words_of(ask(approver, ""))
    assert "Approve what changed" not in words_of(ask(editor, ""))

    send(approver, f"{LANE}return/", note="Say who may come.")

    assert "Go on with what you wrote about Harbour Lane" in words_of(ask(editor, ""))


# ---- who ----------------------------------------------------------------------------------------
PAGES = {
    "edit/": {"editor": 200, "approver": 200, "lead": 403, "heron_approver": 403},
    "review/": {"editor": 200, "approver": 200, "lead": 200, "heron_approver": 403},
    "versions/": {"editor": 200, "approver": 200, "lead": 200, "heron_approver": 403},
    "register/": {"editor": 403, "approver": 403, "lead": 200, "heron_approver": 403},
    "return/": {"editor": 403, "approver": 200, "lead": 403, "heron_approver": 403},
}


@pytest.mark.parametrize("path", PAGES)
def test_seeing_editing_and_approving_are_three_answers(ask, harbour, path, request):
    people = {name: request.getfixturevalue(name) for name in [*PAGES[path], "stranger"]}

    statuses = {name: ask(person, f"{LANE}{path}").status_code for name, person in people.items()}

    assert statuses == PAGES[path] | {"stranger": 404}


def test_nobody_approves_for_another_by_guessing(send, harbour, editor, heron_approver, lead):
    a_sent_version(harbour, editor, plain_summary="A warm room.")

    statuses = [send(person, f"{LANE}approve/").status_code for person in (heron_approver, lead)]

    assert statuses == [403, 403]
    assert open_version(harbour).state == "sent"
