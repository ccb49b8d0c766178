"""Forms, components, error pages and the stylesheet, as people meet them."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings

from alliance import gallery
from alliance.fields import (
    AgreedField,
    ChoicesField,
    DayField,
    HoursField,
    LongTextField,
    MomentField,
    OneOfField,
    PenceField,
    PlainTextField,
    RankingField,
    UploadField,
    no_nhs_number,
)

ROOT = Path(settings.BASE_DIR)
CSS = (ROOT / "static/css/alliance.css").read_text()
SCRIPT = (ROOT / "static/js/alliance.js").read_text()
SPEAKERS = [("amina", "Amina"), ("bob", "Bob"), ("chandra", "Chandra")]


class MeetingForm(forms.Form):
    name = PlainTextField(label="What is it called?", help_text="As people know it.")
    story = LongTextField(label="What should the board know?", required=False)
    on = DayField(label="Which day?")
    at = MomentField(label="When do you meet?")
    cost = PenceField(label="What does it cost?", least=100, most=50_000)
    length = HoursField(label="How long?", least=15, most=600)
    size = OneOfField(label="How large?", choices=[("micro", "Micro")], is_list=True)
    paid = OneOfField(label="Paid?", choices=[("yes", "Yes"), ("no", "No")])
    wards = ChoicesField(label="Where?", choices=[("bow", "Bow"), ("mile", "Mile End")])
    order = RankingField(label="Who first?", choices=SPEAKERS)
    paper = UploadField(label="A paper", accept=(".pdf", ".docx"), max_size=1000)
    agreed = AgreedField(label="I have asked them")


def answered(**changed):
    return {
        "name": "Harbour Lane", "on": "6 May 2025", "at_0": "6 May 2025", "at_1": "2 pm",
        "cost": "£12.50", "length": "1 h 30", "size": "micro", "paid": "no",
        "wards": ["bow", "mile"],
        "order-bob": "1", "order-amina": "2", "agreed": "on", **changed,
    }  # fmt: skip


def form_of(paper=("minutes.PDF", b"%PDF"), **changed):
    files = {"paper": SimpleUploadedFile(*paper)} if paper else {}
    return MeetingForm(answered(**changed), files)


def test_a_form_takes_what_people_type():
    form = form_of()

    assert form.errors == {}
    paper = form.cleaned_data.pop("paper")
    assert paper.name == "minutes.PDF"
    assert form.cleaned_data == {
        "name": "Harbour Lane",
        "story": "",
        "on": date(2025, 5, 6),
        "at": datetime(2025, 5, 6, 13, tzinfo=UTC),
        "cost": 1250,
        "length": 90,
        "size": "micro",
        "paid": "no",
        "wards": ["bow", "mile"],
        "order": ["bob", "amina"],
        "agreed": True,
    }


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"name": ""}, "name", "Please answer this."),
        ({"on": " "}, "on", "Please answer this."),
        ({"on": "31 June 2025"}, "on", "June 2025 has 30 days."),
        ({"at_0": "", "at_1": ""}, "at", "Please answer this."),
        ({"at_1": ""}, "at", "Write the time like this: 2 pm, or 14:30."),
        ({"at_0": ""}, "at", "Write the day like this: 6 May 2025."),
        ({"at_1": "2"}, "at", "Write 2 am or 2 pm, so that nobody comes at the wrong time."),
        ({"cost": "0.99"}, "cost", "This must be at least £1.00."),
        ({"cost": "500.01"}, "cost", "This can be at most £500.00."),
        ({"cost": "5k"}, "cost", "Write the whole sum in figures: 1.8 million is 1,800,000."),
        ({"length": "5 min"}, "length", "This must be at least 15 minutes."),
        ({"length": "11 h"}, "length", "This can be at most 10 hours."),
        ({"size": ""}, "size", "Choose one of these."),
        ({"paid": "maybe"}, "paid", "Choose one of these."),
        ({"wards": []}, "wards", "Choose at least one of these."),
        ({"order-bob": "", "order-amina": ""}, "order", "Give at least one a place."),
        ({"order-amina": "1"}, "order", "Two are in place 1. Give each a place of its own."),
        ({"order-amina": "3"}, "order", "There is a place 3 but no place 2. Please fill the gap."),
        ({"order-amina": "4"}, "order", "Choose a place for Amina from the list."),
        ({"order-amina": "x"}, "order", "Choose a place for Amina from the list."),
        ({"agreed": ""}, "agreed", "Tick this box to go on."),
        ({"paper": None}, "paper", "Choose a file."),
        (
            {"paper": ("virus.exe", b"x")},
            "paper",
            "This kind of file cannot be used here. Save it as PDF or DOCX and try again.",
        ),
        (
            {"paper": ("long.pdf", b"x" * 1001)},
            "paper",
            "This file is larger than 1 KB. Save it smaller and choose it again.",
        ),
        ({"paper": ("empty.pdf", b"")}, "paper", "This file is empty. Choose another."),
    ],
)
def test_an_answer_that_does_not_do_says_what_would(changed, field, said):
    assert form_of(**changed).errors == {field: [said]}


def test_what_was_typed_stays_when_it_cannot_be_read():
    page = str(form_of(on="31 June 2025", cost="5k", at_1="2", **{"order-amina": "1"}))

    for kept in ('value="31 June 2025"', 'value="5k"', 'value="2"'):
        assert kept in page
    assert page.count('<option value="1" selected>') == 2


def test_what_is_known_is_shown_as_people_write_it():
    known = {
        "on": date(2025, 5, 6), "at": datetime(2025, 5, 5, 23, tzinfo=UTC), "cost": 125050,
        "length": 150, "order": ["chandra", "amina"],
    }  # fmt: skip
    page = str(MeetingForm(initial=known))

    for shown in ("Tue 6 May 2025", "00:00", "1,250.50", "2 h 30 min"):
        assert f'value="{shown}"' in page
    places = re.findall(
        r'name="order-(\w+)".*?(?:value="(\d)" selected|</select>)', page, re.DOTALL
    )
    assert places == [("amina", "2"), ("bob", ""), ("chandra", "1")]


def test_an_unchanged_answer_has_not_changed():
    same = answered(on="06/05/2025", cost="12.5")
    known = {"on": date(2025, 5, 6), "cost": 1250, "length": 90}
    form = MeetingForm(same, initial=known)

    assert not {"on", "cost", "length"} & set(form.changed_data)
    assert "on" in MeetingForm(answered(on="soon"), initial=known).changed_data


def test_the_summary_of_errors_leads_to_each_field_and_the_field_to_its_words():
    page = str(form_of(on="soon", paid="", **{"order-amina": "1"}))

    assert re.findall(r'<a href="#(\w+)">([^<]+)</a> ([^<]+)', page) == [
        ("id_on", "Which day?", "Write the day like this: 6 May 2025."),
        ("id_paid_0", "Paid?", "Choose one of these."),
        ("id_order_0", "Who first?", "Two are in place 1. Give each a place of its own."),
    ]
    for target in ("id_on", "id_paid_0", "id_order_0", "id_on_error", "id_on_helptext"):
        assert page.count(f'id="{target}"') == 1
    assert re.search(
        r'<input[^>]+name="on"[^>]+aria-describedby="id_on_helptext id_on_error"', page
    )
    assert re.search(r'<input[^>]+name="on"[^>]+aria-invalid="true"', page)
    assert re.search(r'<fieldset[^>]+aria-describedby="id_paid_error"', page)


def test_an_untouched_form_has_no_summary_and_says_what_is_optional():
    page = str(MeetingForm())

    assert "error-summary" not in page
    assert page.count("(optional)") == 1
    assert "placeholder" not in page
    assert "disabled" not in page


@pytest.mark.parametrize(
    "text",
    [
        "943 476 5919", "9434765919", "943-476-5919", "Please call about 943 476 5919 soon",
        "94 34 76 59 19", "in 2025 943 476 5919", "৯৪৩ ৪৭৬ ৫৯১৯", "943.476.5919",
    ],
)  # fmt: skip
def test_an_nhs_number_is_refused_however_it_is_written(text):
    with pytest.raises(ValidationError, match="looks like an NHS number"):
        no_nhs_number(text)
    for field in (PlainTextField(), LongTextField()):
        with pytest.raises(ValidationError, match="looks like an NHS number"):
            field.clean(text)


@pytest.mark.parametrize(
    "text",
    [
        "943 476 5918", "020 7946 0018", "+44 20 7946 0018", "07700 900123", "0000000000",
        "charity 1234567", "94347659190", "6 May 2025", "",
    ],
)  # fmt: skip
def test_other_numbers_are_welcome(text):
    no_nhs_number(text)


def test_the_gallery_shows_every_component_and_hides_in_production():
    request = RequestFactory().get("/gallery/?sort=hours")
    with override_settings(DEBUG=False, DEMO=True):
        page = gallery.gallery(request).content.decode()
    shown = {name for name in re.findall(r'class="([a-z -]+)"', page) for name in name.split()}

    assert {
        "masthead", "menu", "crumbs", "opening", "todo", "tag", "toast", "notice", "progress",
        "empty", "stats", "chip", "tabs", "table", "pages", "card", "files", "facts", "timeline",
        "stepper", "picture", "apart", "field", "error-summary", "choices", "ranking", "leave",
    } <= shown  # fmt: skip
    with override_settings(DEBUG=False, DEMO=False), pytest.raises(Http404):
        gallery.gallery(request)


def test_every_component_is_in_the_gallery_and_says_what_it_needs():
    sources = [*(ROOT / "templates").rglob("*.html")]
    text = "".join(source.read_text() for source in sources)
    by_tag = {"mark", "breadcrumb", "stepper", "column", "pagination"}
    for component in (ROOT / "templates/components").glob("*.html"):
        assert component.read_text().startswith("{# "), component.name
        assert (
            component.stem in by_tag
            or f"components/{component.name}" in text
            or (component.stem == "field")
        ), component.name


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("404.html", {}, "There is no such page here"),
        ("403.html", {}, "You can see this but not change it"),
        ("403.html", {"sentence": "The board secretary can."}, "The board secretary can."),
        ("500.html", {"number": "7F3K"}, "7F3K"),
        ("errors/410.html", {}, "This was withdrawn"),
        ("errors/429.html", {"seconds": 40}, "Try again in 40 seconds."),
        ("errors/429.html", {"seconds": 1}, "Try again in 1 second."),
        ("errors/503.html", {}, "We are busy"),
        ("errors/csrf.html", {}, "This form was open too long"),
    ],
)
def test_an_error_page_needs_no_database_no_session_and_no_alliance(name, values, said):
    page = render_to_string(name, values)

    assert said in page
    assert page.count("<h1>") == 1
    assert "116 123" in page


def test_pages_carry_nothing_that_the_security_policy_would_stop():
    with override_settings(DEMO=True):
        page = gallery.gallery(RequestFactory().get("/gallery/")).content.decode()

    assert not re.findall(r"\sstyle=|<style|\son\w+=|javascript:|hx-on", page)
    assert not re.findall(r"<script(?![^>]*\ssrc=)", page)
    assert not re.findall(r"\b(?:eval|Function|innerHTML|document\.write)\b", SCRIPT)


def test_the_stylesheet_and_the_script_stay_light():
    assert len(CSS.encode()) < 40_000
    assert len(SCRIPT.encode()) < 6_700


def test_the_stylesheet_knows_no_left_and_no_right():
    rules = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", CSS, flags=re.DOTALL)

    assert not re.findall(
        r"(?:margin|padding|border|inset)-(?:left|right|top|bottom)|(?<![\w-])(?:left|right|top|"
        r"bottom|width|height|min-width|max-width|min-height|max-height)\s*:(?!\s*\d[\d.]*rem\))",
        rules,
    )


def test_every_file_the_stylesheet_names_is_there_with_its_licence():
    named = re.findall(r"url\(\.\./fonts/([^)]+)\)", CSS)

    assert len(named) == 4
    assert all((ROOT / "static/fonts" / name).is_file() for name in named)
    assert len([*(ROOT / "static/fonts").glob("OFL-*.txt")]) == 3
