"""Everybody can read what we make: each repair is needed, and works."""

import io
import logging
import os
import subprocess
import sys
import threading

import pikepdf
import pytest
import weasyprint
from fontTools.ttLib import woff2

from alliance.documents import repairs
from alliance.documents.accessible import Unreadable, render
from alliance.documents.labels import labels_from_anchors, page_labels, set_page_labels
from alliance.documents.repairs import header_cells
from tests.documents.reading import broken_rules, marks, text_of

BENGALI = "কর্মীরা একসঙ্গে সিদ্ধান্ত নেন এবং ক্ষমতা ভাগ করেন"
BODY = """
<h1>Agenda</h1><p>See <a href="https://example.org/">the terms</a> and <a href="#m">money</a>.</p>
<table><thead><tr><td></td><th>Asked</th><th>Given</th></tr></thead>
<tbody><tr><th>Small groups</th><td>£3</td><td>£2</td></tr></tbody></table>
<h2 id="m">Money</h2><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">
<title>A square</title><rect width="20" height="20"/></svg>
"""


def document(body, head=""):
    return (
        '<!doctype html><html lang="en-GB"><head><title>Board pack</title>'
        f'<link rel="stylesheet" href="css/document.css">{head}</head><body>{body}</body></html>'
    )


def without(monkeypatch, name):
    """One repair undone, the others in place."""
    repairs.install()
    for repair in repairs.replaced:
        if repair.name == name:
            monkeypatch.setattr(repair.owner, name, repair.original)


def scopes(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        cells = header_cells(opened.Root.StructTreeRoot)
        return sorted(str(cell.get("/A", {}).get("/Scope")) for cell, _ in cells)


def test_a_document_keeps_every_machine_rule():
    assert broken_rules(render(document(BODY))) == []


def test_the_page_number_is_decoration_and_the_words_are_not():
    assert set(marks(render(document("<h1>One line</h1>")))) == {"/Artifact", "/Span"}


@pytest.mark.parametrize("name", ["draw_stacking_context", "_build_box_tree"])
def test_without_the_first_repair_the_page_number_is_read_out(monkeypatch, name):
    without(monkeypatch, "draw_stacking_context")
    without(monkeypatch, "_build_box_tree")

    assert "/Artifact" not in marks(render(document("<h1>One line</h1>")))


def test_bengali_can_be_copied():
    made = render(document(f'<h1>Welcome</h1><p lang="bn">{BENGALI}</p>'))

    assert BENGALI in text_of(made)
    assert broken_rules(made) == []


def test_without_the_second_repair_bengali_copies_wrong(monkeypatch):
    without(monkeypatch, "marked")

    made = render(document(f'<h1>Welcome</h1><p lang="bn">{BENGALI}</p>'))

    assert BENGALI not in text_of(made)


def test_without_the_second_repair_a_glyph_can_mean_nothing(monkeypatch):
    html = document(f'<h1>Welcome</h1><p lang="bn">{BENGALI}</p>')
    mended = font_tables(render(html))
    without(monkeypatch, "build_fonts_dictionary")

    assert b"<>" not in mended
    assert b"<>" in font_tables(render(html))


def font_tables(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fonts = [thing for thing in opened.objects if "/ToUnicode" in keys(thing)]
        return b"".join(font.ToUnicode.read_bytes() for font in fonts)


def keys(thing):
    return thing.keys() if isinstance(thing, pikepdf.Dictionary) else ()


def test_a_passage_says_which_language_it_is_in():
    made = render(document('<h1>Welcome</h1><p lang="so">Soo dhawoow</p>'))

    with pikepdf.open(io.BytesIO(made)) as opened:
        said = [
            str(operands[1].get("/Lang"))
            for operands, operator in pikepdf.parse_content_stream(opened.pages[0])
            if str(operator) == "BDC" and "/MCID" in keys(operands[1])
        ]

    assert said == ["en-GB", "so"]


def test_each_header_cell_says_what_it_heads():
    assert scopes(render(document(BODY))) == ["/Column", "/Column", "/Row"]


def test_without_the_third_repair_no_header_cell_does(monkeypatch):
    monkeypatch.setattr("alliance.documents.accessible.say_what_they_head", lambda tree: None)

    assert scopes(render(document(BODY))) == ["None", "None", "None"]


def test_the_dots_of_the_contents_are_not_read_out():
    dots = '<style>p::after { content: leader(dotted) "7" }</style>'

    made = render(document("<h1>A</h1><p>Money</p>", dots))

    assert [mark for mark in marks(made) if mark != "/Artifact"] == ["/Span"] * 3
    assert broken_rules(made) == []


def test_a_character_without_a_glyph_is_refused():
    with pytest.raises(Unreadable, match="notdef"):
        render(document("<h1>\U00013000</h1>"))


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22/>">',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title> </title></svg>',
    ],
)
def test_a_picture_without_words_is_refused(picture):
    with pytest.raises(Unreadable, match=r"alt|words"):
        render(document(f"<h1>A</h1>{picture}"))


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a.png",
        "http://127.0.0.1/a.png",
        "ftp://example.org/a.png",
        "file:///etc/passwd",
        "file://server/share/a.png",
        "../alliance/settings.py",
        "css/%2e%2e/%2e%2e/pyproject.toml",
        "css/missing.png",
    ],
)
def test_a_document_fetches_nothing_but_static_files(address):
    with pytest.raises(Unreadable):
        render(document(f'<h1>A</h1><img alt="A" src="{address}">'))


def test_a_document_attaches_nothing_from_elsewhere():
    with pytest.raises(Unreadable):
        render(document("<h1>A</h1>", '<link rel="attachment" href="file:///etc/passwd">'))


def test_a_language_is_required():
    with pytest.raises(Unreadable, match="lang"):
        render("<!doctype html><title>A</title><h1>A</h1>")


def test_the_same_words_give_the_same_bytes_in_another_process():
    script = (
        "import sys, hashlib; from alliance.documents.accessible import render;"
        "print(hashlib.sha256(render(sys.argv[1])).hexdigest())"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", script, document(BODY)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(hashes) == 1


def test_another_version_of_weasyprint_is_refused(monkeypatch):
    monkeypatch.setattr(weasyprint, "__version__", "70.1")

    with pytest.raises(RuntimeError, match="check each"):
        repairs.install()


def test_installing_twice_changes_nothing():
    repairs.install()
    before = list(repairs.replaced)

    repairs.install()

    assert repairs.replaced == before


def test_a_fault_in_another_thread_is_not_ours():
    noise = threading.Thread(
        target=logging.getLogger("weasyprint").warning, args=("Failed to load anything",)
    )

    noise.start()
    made = render(document("<h1>A</h1>"))
    noise.join()

    assert made.startswith(b"%PDF-")


def test_switched_off_warnings_are_an_error():
    logging.disable(logging.CRITICAL)
    try:
        with pytest.raises(RuntimeError, match="switched off"):
            render(document("<h1>A</h1>"))
    finally:
        logging.disable(logging.NOTSET)


@pytest.mark.parametrize("accent", ["red", "#12345", "#0f5c5c}*{color:red"])
def test_an_accent_is_six_figures_and_nothing_else(accent):
    with pytest.raises(ValueError, match="not a colour"):
        render(document("<h1>A</h1>"), accent=accent)


def test_a_late_paper_moves_nobody_elses_pages():
    pages = [["contents"], ["label-6", "a"], ["label-6"], ["label-6A"], ["label-7"], ["label-7"]]

    assert labels_from_anchors(pages) == ["1", "6-1", "6-2", "6A-1", "7-1", "7-2"]


def test_page_labels_are_written_in_place():
    made = render(document("<h1>A</h1>" + "<p class='new-page'>On</p>" * 5))
    labels = ["i", "1", "6-1", "6-2", "6A-1", "7-01"]

    labelled = set_page_labels(made, labels)

    assert page_labels(labelled) == labels
    assert broken_rules(labelled) == []
    with pytest.raises(ValueError, match="5 labels for 6 pages"):
        set_page_labels(made, labels[:5])


def test_a_font_is_unpacked_once_however_many_documents_use_it(monkeypatch):
    render(document("<h1>The first</h1>"))
    monkeypatch.setattr(woff2, "decompress", lambda *files: pytest.fail("unpacked again"))

    assert text_of(render(document("<h1>The second</h1>"))).startswith("The second")
