"""The shape of a profile: read, checked, compared word by word, merged from three sides."""

from copy import deepcopy
from uuid import UUID

import pytest

from members.profile_content import (
    EMPTY,
    Known,
    Misshapen,
    blank,
    changes,
    faults,
    merge,
    read,
    said,
    sha256,
    without_register,
)
from members.profile_content.compare import differing, marked, with_value
from members.profile_content.flat import field_of, flat

TEA, WALK, HALL = (str(UUID(int=number)) for number in (1, 2, 3))
KNOWN = Known(
    {
        "legal_form": {"other": "Something else", "cio": "CIO"},
        "size_band": {"not_stated": "Not stated", "small": "Small"},
        "scheme": {"GB-CHC": "Charity number"},
        "location": {"physical": "A place to come to"},
        "access": {"step_free": "Step-free entrance"},
        "answer": {"yes": "Yes", "not_known": "Not known"},
        "status": {"active": "Running"},
        "language": {"syl": "Sylheti", "en": "English"},
        "how": {"staff": "Spoken by staff"},
        "weekday": {"MO": "Monday"},
        "week": {2: "Second"},
        "area": {7: "Shadwell", 8: "Weavers"},
        "type": {1: "A group"},
        "priority": {},
        "group": {},
    }
)
MONDAYS = {
    "frequency": "weekly",
    "weekday": "MO",
    "week_of_month": None,
    "opens_at": "10:00",
    "closes_at": "12:30",
    "valid_from": None,
    "valid_to": None,
}


def a_profile(**organisation):
    content = deepcopy(EMPTY)
    content["organisation"] |= {"name": "Harbour Lane"} | organisation
    return content


def with_tea(content, **words):
    content = deepcopy(content)
    content["services"][TEA] = blank("services") | {"name": "Tea and talk"} | words
    return content


def faults_of(content):
    return [(fault.path, fault.sentence) for fault in faults(content, KNOWN)]


def test_a_profile_of_the_documented_shape_is_read():
    content = with_tea(a_profile())
    content["locations"][HALL] = blank("locations")

    assert read(content) is content


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content.pop("services"),
        lambda content: content.update(shape=2),
        lambda content: content["organisation"].pop("website"),
        lambda content: content["organisation"].update(fax="1"),
        lambda content: content["organisation"].update(name=7),
        lambda content: content["services"].update({"not-an-id": blank("services")}),
        lambda content: content["services"][TEA].update(areas=["Shadwell"]),
        lambda content: content["services"][TEA].update(areas=[True]),
        lambda content: content["services"][TEA].update(minimum_age="16"),
        lambda content: content["services"][TEA].update(languages=[{"tag": "syl"}]),
        lambda content: content["services"][TEA].update(hours="always"),
        lambda content: content["services"][TEA].update(is_public="yes"),
    ],
)
def test_anything_else_is_no_profile(spoil):
    content = with_tea(a_profile())
    spoil(content)

    with pytest.raises(Misshapen):
        read(content)


def test_a_list_is_no_profile():
    with pytest.raises(Misshapen):
        read([])


def test_a_good_profile_has_no_fault():
    content = with_tea(
        a_profile(
            legal_form="cio",
            website="https://harbour.example",
            email="hello@harbour.example",
            phone="020 7946 0123",
            numbers=[{"scheme": "GB-CHC", "value": "1234567", "is_primary": True, "note": ""}],
        ),
        languages=[{"tag": "syl", "how": "staff"}],
        areas=[7],
        hours=[MONDAYS],
        minimum_age=16,
        places=[HALL],
    )
    content["locations"][HALL] = blank("locations") | {
        "postcode": "E1 6AN",
        "ward": 7,
        "access": [{"kind": "step_free", "answer": "yes", "details": ""}],
    }

    assert faults_of(content) == []


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("name", "", "Please answer this."),
        ("name", "\u200b\u2060", "Please answer this."),
        ("name", "x" * 161, "This has 161 letters. Please use 160 at most."),
        ("plain_summary", "word " * 61, "This has 61 words. Please use 60 at most."),
        ("description", "x" * 20_000, "This has 20,000 letters. Please use 4,000 at most."),
        (
            "description",
            "Ring 943 476 5919",
            "This looks like an NHS number. Take it out: we keep no patients' numbers.",
        ),
        ("legal_form", "club", "Choose one from the list."),
        ("website", "harbour lane", "Write the address like this: www.example.org."),
        ("website", "javascript:alert(1)", "Write the address like this: www.example.org."),
        ("email", "hello", "Write the address like this: name@example.org."),
        ("phone", "ring Amina", "Write the phone number in figures, like this: 020 7946 0123."),
        ("alternative_names", list("abcdef"), "This has 6 entries. Please use 5 at most."),
        (
            "numbers",
            [{"scheme": "GB-CHC", "value": "A12", "is_primary": True, "note": ""}],
            "“A12” is not six or seven digits. Leave it empty if there is none.",
        ),
        (
            "numbers",
            [{"scheme": "GB-CHC", "value": "No. 1234567", "is_primary": True, "note": ""}],
            "Choose which number it is, and write it again.",
        ),
    ],
)
def test_each_fault_of_an_organisation_is_said_in_a_sentence(name, value, sentence):
    assert faults_of(a_profile(**{name: value})) == [(f"organisation/{name}", sentence)]


@pytest.mark.parametrize(
    ("words", "name", "sentence"),
    [
        ({"areas": [99]}, "areas", "Choose from the list."),
        ({"languages": [{"tag": "xx", "how": "staff"}]}, "languages", "Choose from the list."),
        ({"minimum_age": 121}, "minimum_age", "Write a whole number from 0 to 120."),
        (
            {"minimum_age": 18, "maximum_age": 16},
            "maximum_age",
            "The oldest age is below the youngest.",
        ),
        ({"places": [HALL]}, "places", "Choose from the places of the organisation."),
        ({"hours": [MONDAYS | {"closes_at": "09:00"}]}, "hours", "It closes after it opens."),
        ({"hours": [MONDAYS | {"opens_at": "ten"}]}, "hours", "Write the times like this: 10:00."),
        (
            {"hours": [MONDAYS | {"valid_from": "2028-02-29", "valid_to": "2028-02-28"}]},
            "hours",
            "The last day comes before the first.",
        ),
        (
            {"hours": [MONDAYS | {"week_of_month": 2}]},
            "hours",
            "Say on which day, and which week of the month or every week.",
        ),
    ],
)
def test_each_fault_of_a_service_is_said_in_a_sentence(words, name, sentence):
    assert faults_of(with_tea(a_profile(), **words)) == [(f"services/{TEA}/{name}", sentence)]


def test_two_numbers_alike_and_two_main_ones_are_faults():
    number = {"scheme": "GB-CHC", "value": "1234567", "is_primary": True, "note": ""}

    assert [sentence for _, sentence in faults_of(a_profile(numbers=[number, number]))] == [
        "The same number is here twice.",
        "Only one number can be the main one.",
    ]


def test_two_services_of_one_name_are_a_fault():
    content = with_tea(a_profile())
    content["services"][WALK] = blank("services") | {"name": "TEA AND TALK"}

    assert faults_of(content) == [
        (f"services/{WALK}/name", "There is a service called TEA AND TALK already.")
    ]


def test_the_same_words_have_the_same_fingerprint_in_whatever_order():
    content = a_profile()
    turned = deepcopy(content)
    turned["organisation"] = dict(reversed(turned["organisation"].items()))

    assert sha256(turned) == sha256(content)
    assert sha256(a_profile(phone="1")) != sha256(content)


def test_every_field_has_its_path():
    content = with_tea(a_profile(), costs="Free")

    assert flat(content)[f"services/{TEA}/costs"] == "Free"
    assert field_of(f"services/{TEA}/costs").label == "Cost"


# ---- compared ------------------------------------------------------------------------------------
def test_only_what_differs_is_told_in_the_order_of_the_profile():
    base = with_tea(a_profile(plain_summary="A warm room."), costs="Free")
    mine = with_tea(
        a_profile(plain_summary="A very warm room.", phone="020 7946 0123"), costs="", areas=[7]
    )
    mine["services"][WALK] = blank("services") | {"name": "A walk"}
    mine["locations"][HALL] = blank("locations") | {"name": "The hall"}

    told = [(one.subject, one.label, one.kind) for one in changes(base, mine, KNOWN)]

    assert told == [
        ("", "In plain words", "changed"),
        ("", "Phone", "added"),
        ("The hall", "The whole place", "added"),
        ("Tea and talk", "Cost", "removed"),
        ("Tea and talk", "Wards", "added"),
        ("A walk", "The whole service", "added"),
    ]


def test_a_service_that_goes_is_told_with_what_it_said():
    (told,) = changes(with_tea(a_profile(), costs="Free"), a_profile(), KNOWN)

    assert (told.kind, told.subject) == ("removed", "Tea and talk")
    assert ("Cost", "Free") in told.facts


def test_words_that_differ_are_marked_and_the_rest_is_not():
    before, after = marked("We meet on Mondays at ten.", "We meet on Tuesdays at ten.")

    assert before == [("We meet on ", False), ("Mondays ", True), ("at ten.", False)]
    assert after == [("We meet on ", False), ("Tuesdays ", True), ("at ten.", False)]


@pytest.mark.parametrize("text", ["", "a", " a  b\n\nc ", "খ গ", "\u202eabc"])
def test_marked_words_join_to_the_same_text(text):
    _, after = marked("something else", text)

    assert "".join(words for words, _ in after) == text


def test_values_are_told_in_words():
    content = with_tea(
        a_profile(),
        languages=[{"tag": "syl", "how": "staff"}],
        hours=[MONDAYS, MONDAYS | {"frequency": "monthly", "week_of_month": 2}],
        places=[HALL],
        areas=[8, 7],
        is_public=True,
    )
    content["locations"][HALL] = blank("locations") | {"postcode": "E1 6AN"}
    tea = content["services"][TEA]

    def told(name):
        return said(field_of(f"services/{TEA}/{name}"), tea[name], KNOWN, content)

    assert told("languages") == "Sylheti: spoken by staff"
    assert told("hours") == ("Monday, 10:00 to 12:30\nSecond Monday of the month, 10:00 to 12:30")
    assert (told("places"), told("areas"), told("is_public")) == (
        "E1 6AN",
        "Shadwell and Weavers",
        "Yes",
    )


def test_a_ward_that_is_no_longer_listed_is_said_to_be():
    assert said(field_of(f"services/{TEA}/areas"), [99], KNOWN) == "no longer listed (99)"


# ---- merged --------------------------------------------------------------------------------------
def test_what_nobody_touched_takes_what_is_live():
    base = with_tea(a_profile(phone="1"), costs="Free")
    mine = with_tea(a_profile(phone="2"), costs="Free")
    live = with_tea(a_profile(phone="1", email="new@harbour.example"), costs="£1")

    merged = merge(base, mine, live)

    assert merged.content == with_tea(a_profile(phone="2", email="new@harbour.example"), costs="£1")
    assert merged.both_sides == []


def test_a_field_changed_on_both_sides_is_kept_and_named():
    merged = merge(a_profile(phone="1"), a_profile(phone="2"), a_profile(phone="3"))

    assert merged.content == a_profile(phone="2")
    assert merged.both_sides == ["organisation/phone"]


def test_the_same_change_on_both_sides_is_none():
    assert merge(a_profile(), a_profile(phone="2"), a_profile(phone="2")).both_sides == []


@pytest.mark.parametrize(
    ("base", "mine", "live", "is_there", "both_sides"),
    [
        (False, True, False, True, []),  # added here
        (False, False, True, True, []),  # added live
        (True, False, True, False, []),  # taken out here
        (True, True, False, False, []),  # taken out live
        (True, "new", False, True, [f"services/{TEA}"]),
        (True, False, "new", False, [f"services/{TEA}"]),
    ],
)
def test_services_come_and_go_on_either_side(base, mine, live, is_there, both_sides):
    def side(what):
        costs = "£9" if what == "new" else "Free"
        return with_tea(a_profile(), costs=costs) if what else a_profile()

    merged = merge(side(base), side(mine), side(live))

    assert (TEA in merged.content["services"], merged.both_sides) == (is_there, both_sides)


def test_a_service_leaves_a_place_that_is_gone():
    base = with_tea(a_profile(), places=[HALL])
    base["locations"][HALL] = blank("locations") | {"name": "The hall"}

    without = with_value(base, f"locations/{HALL}", None)

    assert without["services"][TEA]["places"] == []
    assert base["services"][TEA]["places"] == [HALL]


def test_what_the_lead_signs_stays_as_it_is_live():
    mine = a_profile(legal_form="cio", phone="2") | {}
    mine["organisation"]["name"] = "Harbour"

    kept = without_register(mine, a_profile())

    assert differing(a_profile(), kept) == {"organisation/phone": ("", "2")}
