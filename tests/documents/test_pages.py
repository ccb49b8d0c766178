"""The sample holds every part of a document, in four scripts; what holds for it holds for all."""

import io
import re

import pikepdf
import pytest

from alliance.documents.labels import page_labels
from alliance.documents.pages import make, write
from tests.documents import sample
from tests.documents.reading import (
    bookmarks,
    broken_rules,
    fonts_of,
    lines_from_the_right,
    marks,
    sizes,
    text_of,
)

ARABIC_FIGURES = sample.figures(is_rtl=True)
VARIANTS = {
    "plain": {},
    "large print": {"large_print": True, "figures": sample.figures(280)},
    "right to left": {
        "language": "ar",
        "direction": "rtl",
        "title": "مجلس الشراكة",
        "contents_heading": "المحتويات",
        "figures": ARABIC_FIGURES,
    },
    "without cover facts, mark or contents": {"facts": None, "mark": None, "contents": None},
}


@pytest.fixture(scope="module")
def made():
    return make("documents/sample.html", sample.context())


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_keeps_every_machine_rule(variant):
    pdf = make("documents/sample.html", sample.context(**VARIANTS[variant]), accent="#7a1f5c")

    assert broken_rules(pdf) == []


def test_each_script_reads_back_as_it_was_written(made):
    said = text_of(made)

    assert sample.ENGLISH in said
    assert sample.BENGALI in said
    assert sample.SOMALI in said
    for passage in sample.PASSAGES[:3]:
        assert passage["title"] in said


def test_arabic_reads_back_as_it_was_written(made):
    passage = sample.PASSAGES[3]

    assert lines_from_the_right(made, "ar") == [passage["title"], passage["text"]]


def test_a_program_that_copies_arabic_finds_every_word(made):
    """Where its stops stand is that program's guess; no letter may be lost or turned."""
    said = re.sub("[^\u0621-\u063a\u0641-\u064a]", "", text_of(made))

    for words in sample.ARABIC.replace("\u064b", "").strip(".").split(". "):
        assert words.replace(" ", "") in said


def test_only_our_own_fonts_are_used(made):
    assert fonts_of(made) == {
        *("Alliance-Text", "Alliance-Text-Bold", "Alliance-Bengali", "Alliance-Bengali-Bold"),
        *("Alliance-Arabic", "Alliance-Arabic-Bold"),
    }


def test_the_bookmarks_are_the_headings(made):
    html = write("documents/sample.html", sample.context())
    headings = re.findall(r"<h[1-6][^>]*>(.*?)</h[1-6]>", html)

    assert bookmarks(made) == [heading.strip() for heading in headings]
    assert len(headings) > 15


def test_pages_are_labelled_by_item(made):
    assert page_labels(made) == [*"123456", "6A-1", "7-1", "7-2", "7-3", "8-1"]


def test_the_label_in_the_foot_and_in_the_contents_is_that_of_the_page(made):
    said = re.sub(r"\.{9,} ", "", text_of(made))

    assert "7. Small grants, first round 7-1 8. Next steps 8-1" in said
    for number, label in enumerate(page_labels(made)[1:], start=2):
        assert label in text_of(made, sheet=number).split()


def test_large_print_is_large_throughout():
    """18 points, as guidance asks; figures and tables too. Heads and feet, which repeat: 16."""
    pdf = make("documents/sample.html", sample.context(**VARIANTS["large print"]))
    large, context = sizes(pdf), sample.context()
    small = set.union(*(words for points, words in large.items() if points < 18))
    repeated = [context["alliance"], context["title"], *bookmarks(pdf), *page_labels(pdf)]

    assert min(large) == 16
    assert [words for words in small if not any(words in whole for whole in repeated)] == []


def test_running_heads_and_feet_are_decoration(made):
    assert marks(made).count("/Artifact") >= 10 * 4
    assert "unmarked" not in marks(made)


def test_a_long_table_repeats_its_heads(made):
    assert text_of(made).count("Hours a month") == 3


def test_title_language_and_one_first_heading(made):
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert str(opened.Root.Lang) == "en-GB"
        assert str(opened.docinfo["/Title"]) == "Partnership Board: papers for May"
        assert opened.Root.ViewerPreferences.DisplayDocTitle
    html = write("documents/sample.html", sample.context())
    assert html.count("<h1>") == 1


def test_the_same_context_gives_the_same_bytes(made):
    assert make("documents/sample.html", sample.context()) == made


def test_the_accent_is_the_alliances_own(made):
    plum = make("documents/sample.html", sample.context(), accent="#7a1f5c")

    assert has_colour(plum, (0x7A, 0x1F, 0x5C))
    assert not has_colour(plum, (0x0F, 0x5C, 0x5C))
    assert has_colour(made, (0x0F, 0x5C, 0x5C))


def has_colour(pdf, colour):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return any(
            [round(float(number) * 255) for number in operands] == list(colour)
            for sheet in opened.pages
            for operands, operator in pikepdf.parse_content_stream(sheet)
            if str(operator) in {"rg", "RG", "sc", "SC", "scn", "SCN"} and len(operands) == 3
        )
