"""Every component in every state, on one page, for whoever builds or photographs pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

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
)
from alliance.figures import NOT_RECORDED, Bar, Figure, Kind, Quantity, bars
from alliance.icons import ICONS, SHAPES
from alliance.mark import Mark

WARDS = [
    (ward.lower(), ward) for ward in ("Bow East", "Lansbury", "Mile End", "Shadwell", "Weavers")
]
SPEAKERS = [("amina", "Amina Yusuf"), ("bob", "Bob Field"), ("chandra", "Chandra Dey")]
PAID = [("yes", "Yes, at the alliance's rate"), ("no", "No"), ("later", "I will say later")]


SIZES = [("micro", "Micro"), ("small", "Small"), ("large", "Large")]


class GalleryForm(forms.Form):
    name = PlainTextField(label="What is it called?", help_text="As people in the borough know it.")
    story = LongTextField(label="What should the board know?", required=False)
    on = DayField(label="Which day does it start?")
    at = MomentField(label="When do you meet?")
    cost = PenceField(label="What does it cost?", most=500_000_00)
    length = HoursField(label="How long does it take?", most=40 * 60)
    size = OneOfField(label="How large is the organisation?", choices=SIZES, is_list=True)
    paid = OneOfField(label="Should it be paid?", choices=PAID)
    wards = ChoicesField(label="Which wards do you work in?", choices=WARDS, required=False)
    order = RankingField(label="Who should speak first?", choices=SPEAKERS, required=False)
    paper = UploadField(label="Add a paper", accept=(".pdf", ".docx"), max_size=20_000_000)
    agreed = AgreedField(label="I have asked the people it is about")


TYPED_WRONG = {
    "name": "Harbour Lane 943 476 5919", "on": "31 February 2025",
    "at_0": "6 May 2025", "at_1": "2", "cost": "1.8 million", "length": "soon",
    "order-amina": "1", "order-bob": "1", "size": "small",
}  # fmt: skip


@dataclass(frozen=True)
class Organisation:
    """A made-up member."""

    name: str
    size: str
    wards: str
    word: str
    shape: str
    minutes: int | None
    pence: int | None


ORGANISATIONS = [
    Organisation("Harbour Lane", "Small", "Shadwell, Whitechapel", "Room", "room", 240, 1_250_000),
    Organisation("Heron House", "Large", "All wards", "Nearly full", "near", 840, 10_000_000),
    Organisation("Lansbury Mothers' Circle", "Micro", "Lansbury", "Over", "over", 150, 45_050),
    Organisation("Weavers Walkers", "Micro", "Weavers", "Not taking requests", "pause", None, None),
]


def rows(names: str, *values: tuple[object, ...]) -> list[dict[str, object]]:
    return [dict(zip(names.split(), row, strict=True)) for row in values]


TIMELINE = rows(
    "when title sentence url state",
    ("Mon 2 Mar 2026", "Four people said it", "In Mile End, in Bengali and English.", "", "done"),
    ("Thu 9 Apr 2026", "The board decided", "Yes, in part.", "#timeline", "now"),
    ("by Fri 1 May 2026", "They hear back", "", "", "to-come"),
)
TABS = rows(
    "label url is_current count",
    ("Open", "#tabs", True, 4),
    ("Answered", "#tabs", False, 12),
    ("About", "#tabs", False, ""),
)
FILES = rows(
    "name url kind size note lang",
    ("Agenda and papers", "#files", "PDF", 1_840_000, "Six items, 42 pages", ""),
    ("সভার সারাংশ", "#files", "PDF", 212_000, "In Bengali", "bn"),
    ("ملخص الاجتماع", "#files", "PDF", 198_000, "In Arabic", "ar"),
)
FACTS = rows(
    "label value url change_url",
    ("Known as", "Harbour Lane", "", "#facts"),
    ("Represented by", "Amina Yusuf", "#facts", ""),
    ("Turnover", "not recorded", "", "#facts"),
)
CRISIS_LINES = rows(
    "name phone note",
    ("NHS urgent mental health help", "111", "and choose option 2"),
    ("Samaritans", "116 123", ""),
)
NAMES = ("Today", "Members", "Board", "Lived experience", "Funding", "Evidence")
AREAS = rows("label url is_current", *((name, "#main", name == "Members") for name in NAMES))


@dataclass(frozen=True)
class MadeUpAlliance:
    display_name: str = "Riverside Community Mental Health Alliance"
    slug: str = "riverside"
    crisis_lines: tuple[dict[str, object], ...] = tuple(CRISIS_LINES)

    def get_absolute_url(self) -> str:
        return "#main"


def frame() -> dict[str, Any]:  # Any: a template's context
    """What the context processor gives every page, made up."""
    alliance = MadeUpAlliance()
    return {
        "alliance": alliance,
        "my_alliances": [alliance],
        "mark": Mark(tuple(place % 5 == 0 for place in range(17))),
        "areas": AREAS,
        "person": {"known_as": "Amina Yusuf"},
        "person_links": [{"label": "Your page", "url": "#main", "icon": "person"}],
        "foot_links": [{"label": "How we keep things safe", "url": "#main"}],
        "home_url": "#main", "search_url": "#main", "sign_in_url": "", "theme_url": "",
        "favicon_url": "", "session_seconds": None, "is_demo": True,
    }  # fmt: skip


def hours_figure() -> Figure:
    rows = [
        Bar("Harbour Lane", Quantity(4, words="4 hours")),
        Bar("Heron House", Quantity(14, Kind.AT_LEAST, "at least 14 hours")),
        Bar("Lansbury Mothers' Circle", Quantity(3, Kind.ABOUT, "about 3 hours")),
        Bar("Weavers Walkers", NOT_RECORDED),
    ]
    return bars(
        "Hours given in April",
        "Heron House gave most of the time; three of four said how much.",
        rows,
        heads=("Organisation", "Hours"),
        width=320,
    )


def contents(request: HttpRequest) -> dict[str, Any]:  # Any: a template's context
    return {
        "form_empty": GalleryForm(auto_id="empty_%s", initial={"cost": 1_250_050, "length": 150}),
        "form_wrong": GalleryForm(TYPED_WRONG, auto_id="wrong_%s"),
        "icons": sorted(ICONS),
        "shapes": sorted(SHAPES),
        "organisations": ORGANISATIONS,
        "page_shown": Paginator(range(340), 50).get_page(request.GET.get("page", 3)),
        "moments": TIMELINE,
        "tabs": TABS,
        "files": FILES,
        "facts": FACTS,
        "hours_figure": hours_figure(),
        "now": datetime(2025, 5, 6, 13, 0, tzinfo=UTC),
        "kinds": ("success", "info", "warning", "error"),
    }


@login_not_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "gallery/gallery.html", frame() | contents(request))
