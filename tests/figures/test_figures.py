"""Pictures tell the truth: in proportion, in words, in black and white, and from right to left."""

import re
from dataclasses import replace
from datetime import date
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.documents.local_files import STATIC
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
from alliance.figures.shapes import measure, wrapped
from alliance.figures.tower_hamlets import WARDS
from tests.documents import sample

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ["share", "bars", "sankey", "grouped", "multiples", "timeline", "tiles"]
KNOWN = sorted(k for k in Kind if k is not Kind.UNKNOWN)
ANY_TEXT = st.text(max_size=60)
VALUES = st.floats(min_value=0, max_value=1e15, allow_nan=False)
QUANTITIES = st.one_of(
    st.just(NOT_RECORDED), st.builds(Quantity, VALUES, st.sampled_from(KNOWN), ANY_TEXT)
)


def drawn(figure):
    return fromstring(figure.svg)


def of_class(figure, css, shape="rect"):
    return [e for e in drawn(figure).iter(f"{SVG}{shape}") if css in e.get("class", "").split()]


def widths(figure, css):
    return [float(e.get("width")) for e in of_class(figure, css)]


def said(figure):
    return [e.text for e in drawn(figure).iter(f"{SVG}text")]


@pytest.mark.parametrize("is_rtl", [False, True])
@pytest.mark.parametrize("number", range(7), ids=NAMES)
def test_every_picture_has_words_and_a_table(number, is_rtl):
    figure = sample.figures(is_rtl=is_rtl)[number]
    picture = drawn(figure)

    assert picture.get("role") == "img"
    assert picture.find(f"{SVG}title").text == figure.title
    assert picture.find(f"{SVG}desc").text == figure.sentence
    named = picture.get("aria-labelledby").split()
    assert named == [picture[0].get("id"), picture[1].get("id")]
    assert len(figure.table) >= 2
    assert {len(row) for row in figure.table} == {len(figure.heads)}


@pytest.mark.parametrize("number", range(7), ids=NAMES)
def test_no_picture_styles_or_runs_anything(number):
    for element in drawn(sample.figures()[number]).iter():
        for name in element.keys():  # noqa: SIM118  # an element iterates over its children
            assert name != "style"
            assert not name.startswith("on")
        assert element.tag.removeprefix(SVG) in {
            *("svg", "title", "desc", "defs", "pattern", "path", "rect", "line", "circle", "text"),
        }


@pytest.mark.parametrize("number", range(7), ids=NAMES)
@pytest.mark.parametrize("width", [320, 400, 640])
def test_everything_is_inside_the_picture(number, width):
    picture = drawn(sample.figures(width)[number])
    right, height = (float(n) for n in picture.get("viewBox").split()[2:])

    for rect in picture.iter(f"{SVG}rect"):
        assert float(rect.get("x")) >= 0
        assert float(rect.get("x")) + float(rect.get("width")) <= right + 0.1
        assert float(rect.get("y")) + float(rect.get("height")) <= height + 0.1
    for text in picture.iter(f"{SVG}text"):
        assert -1 <= float(text.get("x")) <= right + 1
        assert 0 < float(text.get("y")) <= height


@pytest.mark.parametrize("number", range(6), ids=NAMES[:6])
def test_right_to_left_is_the_mirror_image(number):
    there, back = (sample.figures(is_rtl=is_rtl)[number] for is_rtl in (False, True))

    for rect, mirrored in zip(
        drawn(there).iter(f"{SVG}rect"), drawn(back).iter(f"{SVG}rect"), strict=True
    ):
        end = float(rect.get("x")) + float(rect.get("width"))
        assert float(mirrored.get("x")) == pytest.approx(640 - end, abs=0.02)
    assert said(there) == said(back)


def test_a_map_is_never_mirrored():
    assert sample.figures()[6].svg == sample.figures(is_rtl=True)[6].svg


def test_every_class_has_a_style():
    rules = (STATIC / "css" / "figures.css").read_text("utf-8")
    used = {
        css
        for figure in sample.figures()
        for element in drawn(figure).iter()
        for css in element.get("class", "").split()
    }

    assert {css for css in used if f".{css} " not in rules} == set()


def test_bars_are_in_proportion():
    figure = bars(
        "T", "S", [Bar("a", Quantity(50)), Bar("b", Quantity(100)), Bar("c", Quantity(0))]
    )
    half, whole, nothing = widths(figure, "figure-bar")

    assert half * 2 == pytest.approx(whole, abs=0.02)
    assert nothing == 0


def test_each_kind_of_figure_looks_different():
    looks = {}
    for kind in KNOWN:
        figure = bars("T", "S", [Bar("a", Quantity(5, kind))])
        full = len(of_class(figure, "figure-bar"))
        looks[kind] = (full, len(of_class(figure, "figure-broken", "line")))

    assert looks == {
        Kind.EXACT: (1, 0),
        Kind.AT_LEAST: (1, 2),
        Kind.NEARLY: (0, 1),
        Kind.ABOUT: (0, 2),
    }


def test_an_unknown_figure_has_words_and_no_bar():
    figure = bars("T", "S", [Bar("Winter warmth", NOT_RECORDED)])

    assert list(drawn(figure).iter(f"{SVG}rect")) == []
    assert said(figure) == ["Winter warmth", "not recorded"]
    assert figure.table == [["Winter warmth", "not recorded"]]


def test_a_share_is_drawn_inside_its_whole():
    figure = share_bar("T", "S", ("part", Quantity(36)), ("whole", Quantity(100, Kind.NEARLY)))

    assert widths(figure, "figure-bar")[0] / widths(figure, "figure-hatched")[0] == pytest.approx(
        0.36, abs=0.001
    )
    assert len(of_class(figure, "figure-broken", "line")) == 1


def test_a_share_of_at_least_may_pass_its_whole_and_no_other_may():
    share_bar("T", "S", ("part", Quantity(120)), ("whole", Quantity(100, Kind.AT_LEAST)))

    for part, whole in [(Quantity(120), Quantity(100)), (NOT_RECORDED, Quantity(1))]:
        with pytest.raises(ValueError, match=r"share|more than"):
            share_bar("T", "S", ("part", part), ("whole", whole))


def bands(figure):
    """How thick each flow is, from its own path, at both ends."""
    found = []
    for path in drawn(figure).iter(f"{SVG}path"):
        if {"figure-flow", "figure-faint"} & set(path.get("class").split()) and "C" in path.get(
            "d"
        ):
            n = [float(x) for x in re.findall(r"-?\d+(?:\.\d+)?", path.get("d"))]
            found.append((n[15] - n[1], n[9] - n[7]))
    return found


def test_flows_are_as_wide_as_their_sums_and_add_up():
    flows = [
        Flow("A", "M", Quantity(70)),
        Flow("B", "M", Quantity(30)),
        Flow("M", "X", Quantity(60)),
        Flow("M", "Y", Quantity(40)),
    ]
    figure = sankey("T", "S", flows)
    starts, ends = zip(*bands(figure), strict=True)
    heights = sorted(float(r.get("height")) for r in of_class(figure, "figure-bar"))

    assert starts == pytest.approx(ends, abs=0.03)
    assert sorted(starts) == pytest.approx([60, 80, 120, 140], abs=0.05)
    assert heights == pytest.approx([60, 80, 120, 140, 200], abs=0.05)


def test_flows_in_a_circle_are_refused():
    with pytest.raises(ValueError, match="circle"):
        sankey("T", "S", [Flow("A", "B", Quantity(1)), Flow("B", "A", Quantity(1))])


def test_twenty_wards_have_twenty_tiles():
    figure = tile_map("T", "S", [replace(w, quantity=Quantity(n)) for n, w in enumerate(WARDS)])

    assert len(of_class(figure, "figure-edge")) == len(figure.table) == 20
    assert len(of_class(figure, "figure-step-0")) == 1
    assert len(of_class(figure, "figure-step-4")) == 5
    assert figure.table[15] == ["St Katharine's & Wapping", "15"]


def test_an_unknown_ward_is_hatched_not_pale():
    figure = tile_map("T", "S", [Tile("a", "A", 0, 0), Tile("b", "B", 1, 0, Quantity(0))])

    assert len(of_class(figure, "figure-hatched")) == 1
    assert len(of_class(figure, "figure-step-0")) == 1
    assert [row[1] for row in figure.table] == ["not recorded", "0"]


def test_time_runs_evenly_along_its_axis():
    days = [date(2026, 1, 1), date(2026, 7, 2), date(2026, 12, 31)]
    figure = timeline("T", "S", [Milestone(str(d), d, str(d)) for d in days])
    places = [float(c.get("cx")) for c in drawn(figure).iter(f"{SVG}circle")]

    assert places[1] - places[0] == pytest.approx(places[2] - places[1], abs=0.02)


@pytest.mark.parametrize(("years", "most"), [(0, 8), (1, 8), (3, 8), (30, 8), (400, 8)])
def test_an_axis_is_never_crowded(years, most):
    days = [date(1900, 1, 5), date(1900 + years, 12, 20)]
    figure = timeline("T", "S", [Milestone("a", d, "then") for d in days])
    marks = [e for e in drawn(figure).iter(f"{SVG}text") if e.get("font-size") == "11"]

    assert 1 <= len(marks) <= most + 5


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1])
def test_a_figure_that_cannot_be_drawn_is_refused(value):
    with pytest.raises(ValueError, match="finite"):
        Quantity(value)


def test_unknown_is_never_nought():
    with pytest.raises(ValueError, match="unknown"):
        Quantity(0, Kind.UNKNOWN)
    with pytest.raises(ValueError, match="unknown"):
        Quantity(None)


@pytest.mark.parametrize(
    "nothing",
    [
        lambda: bars("T", "S", []),
        lambda: grouped_bars("T", "S", [], series=["a", "b"]),
        lambda: grouped_bars("T", "S", [Group("a", (Quantity(1),))], series=["a", "b"]),
        lambda: grouped_bars("T", "S", [Group("a", (Quantity(1),))], series=["a"]),
        lambda: small_multiples("T", "S", [], points=["a"]),
        lambda: small_multiples("T", "S", [Panel("a", ())], points=["a"]),
        lambda: timeline("T", "S", []),
        lambda: timeline("T", "S", [Milestone("a", date(2026, 1, 2), "", date(2026, 1, 1))]),
        lambda: sankey("T", "S", []),
        lambda: sankey("T", "S", [Flow("a", "b", NOT_RECORDED)]),
        lambda: tile_map("T", "S", []),
        lambda: tile_map("T", "S", [Tile("a", "A", 0, 0), Tile("b", "B", 0, 0)]),
        lambda: tile_map("T", "S", [Tile("a", "A", -1, 0)]),
    ],
)
def test_nothing_to_draw_is_a_mistake(nothing):
    with pytest.raises(ValueError, match=r"\w"):
        nothing()


def test_words_are_wrapped_and_never_cut():
    text = "Help in kind from the council and the health trust"

    assert " ".join(wrapped(text, 100)) == text
    assert all(measure(line) <= 100 for line in wrapped(text, 100))
    assert wrapped("", 100) == [""]


def no_nonsense(figure, *texts):
    assert not re.search(r"(?<![a-z])(nan|inf|-inf)(?![a-z])", coordinates(figure))
    held = [e.text or "" for e in drawn(figure).iter()]
    for text in texts:
        assert cleaned(text) in held or not text.strip()


def coordinates(figure):
    return " ".join(
        value
        for element in drawn(figure).iter()
        for name, value in element.items()
        if name not in ("class", "id", "aria-labelledby", "fill")
    )


def cleaned(text):
    """As an XML reader gives it back."""
    kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)
    return kept.replace("\r\n", "\n").replace("\r", "\n")


@given(ANY_TEXT, ANY_TEXT, st.lists(st.tuples(ANY_TEXT, QUANTITIES), min_size=1, max_size=8))
@settings(max_examples=200, deadline=None)
def test_any_bars_can_be_drawn(title, sentence, rows):
    figure = bars(title, sentence, [Bar(label, quantity) for label, quantity in rows])

    no_nonsense(figure, title, sentence)
    assert all(0 <= width <= 400 for width in widths(figure, "figure-bar"))


@given(ANY_TEXT, st.lists(st.lists(QUANTITIES, min_size=3, max_size=3), min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_any_small_multiples_can_be_drawn(label, several):
    panels = [Panel(label, tuple(quantities)) for quantities in several]

    no_nonsense(small_multiples("T", "S", panels, points=["a", "b", "c"]))


@given(
    st.lists(
        st.tuples(
            st.sampled_from("ABC"),
            st.sampled_from("XYZ"),
            st.floats(min_value=0.01, max_value=1e12),
        ),
        min_size=1,
        max_size=9,
    )
)
@settings(max_examples=100, deadline=None)
def test_any_flows_keep_one_scale(rows):
    figure = sankey("T", "S", [Flow(a, b, Quantity(value)) for a, b, value in rows])
    total = sum(value for _, _, value in rows)

    no_nonsense(figure)
    assert sum(start for start, _ in bands(figure)) == pytest.approx(200, abs=0.3)
    assert len(bands(figure)) == len(rows)
    assert total > 0


@given(st.lists(st.dates(), min_size=1, max_size=6), st.dates(), ANY_TEXT)
@settings(max_examples=200, deadline=None)
def test_any_days_can_be_drawn(days, today, label):
    figure = timeline("T", "S", [Milestone(label, day, "then") for day in days], today=today)

    no_nonsense(figure)
    for circle in drawn(figure).iter(f"{SVG}circle"):
        assert 0 <= float(circle.get("cx")) <= 400


@given(st.lists(QUANTITIES, min_size=20, max_size=20))
@settings(max_examples=50, deadline=None)
def test_any_ward_figures_can_be_drawn(quantities):
    tiles = [replace(w, quantity=q) for w, q in zip(WARDS, quantities, strict=True)]

    no_nonsense(tile_map("T", "S", tiles))
