"""What the sample document is filled with. Every person, organisation and sum is invented."""

from datetime import date

from alliance.figures import (
    NOT_RECORDED,
    Bar,
    Flow,
    Group,
    Kind,
    Milestone,
    Panel,
    Quantity,
    Tile,
    bars,
    grouped_bars,
    sankey,
    share_bar,
    small_multiples,
    tile_map,
    timeline,
)
from alliance.figures.tower_hamlets import WARDS
from alliance.mark import Mark

ENGLISH = "Getting help should not depend on knowing whom to ring: £5 a fare, “one door”, 24/7."
BENGALI = "মানসিক স্বাস্থ্য ও কল্যাণ সবার জন্য। আমরা একসঙ্গে সিদ্ধান্ত নিই এবং ক্ষমতা ভাগ করে নিই।"
SOMALI = "Caafimaadka maskaxdu waa muhiim. Waxaan wada qaadannaa go\u2019aannada, annagoo wadajira."
ARABIC = "الصحة النفسية حق للجميع. نتخذ القرارات معًا ونتقاسم السلطة في الحي."

PASSAGES = [
    {"language": "en-GB", "direction": "ltr", "title": "In English", "text": ENGLISH},
    {"language": "bn", "direction": "ltr", "title": "বাংলায়", "text": BENGALI},
    {"language": "so", "direction": "ltr", "title": "Af Soomaali", "text": SOMALI},
    {"language": "ar", "direction": "rtl", "title": "بالعربية", "text": ARABIC},
]

NEARLY_5M = Quantity(500_000_000, Kind.NEARLY, "nearly £5 million")
STATED_1_8M = Quantity(180_000_000, Kind.EXACT, "£1.8 million (stated)")


def pounds(thousands, kind=Kind.EXACT):
    said = f"£{thousands},000"
    return Quantity(thousands * 100_000, kind, said if kind is Kind.EXACT else f"{kind} {said}")


def figures(width=640, *, is_rtl=False):
    return [
        share_bar(
            "The VCSE share of the pilot",
            "At least 36% would go to VCSE organisations, if the stated figures hold.",
            ("VCSE share", STATED_1_8M),
            ("The whole bid", NEARLY_5M),
            width=width,
            is_rtl=is_rtl,
        ),
        bars(
            "What each stream brings",
            "The pilot would be the largest; one stream has no figure yet.",
            [
                Bar("24/7 pilot, VCSE share", STATED_1_8M),
                Bar("Reserve held by the trust", pounds(400, Kind.NEARLY)),
                Bar("Small grants", pounds(100)),
                Bar("Help in kind from the council", pounds(250, Kind.AT_LEAST)),
                Bar("Winter warmth", NOT_RECORDED),
            ],
            heads=("Stream", "Amount"),
            width=width,
            is_rtl=is_rtl,
        ),
        sankey(
            "Where the small grants would go",
            "Half of £100,000 is for small groups; the rest is for joint work.",
            [
                Flow("Health trust", "Small grants", pounds(70)),
                Flow("Council", "Small grants", pounds(30, Kind.NEARLY)),
                Flow("Small grants", "Small groups", pounds(50)),
                Flow("Small grants", "Joint projects", pounds(35)),
                Flow("Small grants", "Running costs", pounds(15)),
            ],
            sums={"Small grants": "£100,000"},
            width=width,
            is_rtl=is_rtl,
        ),
        *more_figures(width, is_rtl=is_rtl),
    ]


def more_figures(width, *, is_rtl):
    numbers = [12, 7, 9, 3, 5, 18, 2, 6, 11, 4, 21, 9, 8, 10, 3, 0, 1, 7, 2]
    tiles = [
        Tile(w.code, w.label, w.column, w.row, Quantity(n))
        for w, n in zip(WARDS, numbers, strict=False)
    ]
    return [
        grouped_bars(
            "Asked for and given",
            "Small groups asked for three times what they were given.",
            [
                Group("Small groups", (pounds(90), pounds(30))),
                Group("Large organisations", (pounds(120), pounds(70))),
            ],
            series=["Asked for", "Given"],
            head="Size",
            width=width,
            is_rtl=is_rtl,
        ),
        small_multiples(
            "People who took part, by quarter",
            "The women\u2019s group doubled in a year; the men\u2019s lacks one quarter.",
            [
                Panel("Women\u2019s group", tuple(map(Quantity, (10, 12, 16, 21)))),
                Panel("Men\u2019s group", (Quantity(8), NOT_RECORDED, Quantity(9), Quantity(11))),
                Panel("Young people", tuple(map(Quantity, (4, 9, 14, 13)))),
            ],
            points=["Spring 2025", "Summer", "Autumn", "Winter 2026"],
            width=width,
            is_rtl=is_rtl,
        ),
        timeline(
            "From bid to first grants",
            "The bid is in; grants could open in May.",
            [
                Milestone("Bid sent", date(2025, 11, 14), "14 Nov 2025", is_done=True),
                Milestone(
                    "Round open", date(2026, 5, 6), "6 May to 12 Jun 2026", date(2026, 6, 12)
                ),
                Milestone("Panel decides", date(2026, 7, 2), "2 Jul 2026"),
            ],
            today=date(2026, 2, 3),
            width=width,
            is_rtl=is_rtl,
        ),
        tile_map(
            "People reached in each ward",
            "Most live in Spitalfields and Whitechapel; one ward is not recorded.",
            [*tiles, WARDS[-1]],
            heads=("Ward", "People"),
            width=width,
        ),
    ]


def context(**changes):
    names = "Amber Babul Cedar Dawn Elder Fern Garnet Hazel Iris Juniper Linden Rowan"
    return {
        "title": "Partnership Board: papers for May",
        "subtitle": "A sample of every part of a document, in four scripts",
        "kind": "Board pack",
        "alliance": "Tower Hamlets Mental Health Alliance",
        "date": "Tuesday 6 May 2025, 2 pm to 4 pm",
        "mark": Mark(tuple(n % 4 == 0 for n in range(17))),
        "facts": [("17", "member organisations"), ("6", "networks"), ("11", "items to read")],
        "glance": [
            ("nearly £5 million", "the whole bid, over two years"),
            ("£1.8 million (stated)", "of it for VCSE organisations"),
            ("not recorded", "when the money would arrive"),
        ],
        "contents": [
            {"id": "at-a-glance", "title": "At a glance"},
            {"id": "money", "title": "Money"},
            {"id": "paper-6A", "title": "6A. What people told us", "label": "6A"},
            {"id": "paper-7", "title": "7. Small grants, first round", "label": "7"},
            {"id": "paper-8", "title": "8. Next steps", "label": "8"},
        ],
        "agenda": [
            {"title": "Welcome", "purpose": "-", "shape": "room", "state": "ready", "minutes": 5},
            {
                "title": "What people told us",
                "purpose": "discuss",
                "shape": "near",
                "state": "late",
                "minutes": 15,
            },
            {
                "title": "Small grants",
                "purpose": "decide",
                "shape": "over",
                "state": "missing",
                "minutes": 20,
            },
            {
                "title": "Next steps",
                "purpose": "information",
                "shape": "pause",
                "state": "paused",
                "minutes": 5,
            },
        ],
        "together": 45,
        "figures": figures(),
        "passages": PASSAGES,
        "organisations": [
            {"name": f"{name} House {n}", "languages": "English, Bengali", "hours": 4 + n % 17}
            for n in range(4)
            for name in names.split()
        ],
    } | changes
