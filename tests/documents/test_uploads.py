"""What comes in is what it says, and can do nothing but be read."""

import contextlib
import io

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from alliance.documents import limits
from alliance.documents.accessible import render
from alliance.documents.sanitise import sanitise, unsafe_parts
from alliance.documents.uploads import BIDI, EVERYTHING, PDF, TEXT, clean_name, examine
from alliance.errors import Refused
from tests.documents.reading import broken_rules, text_of
from tests.documents.test_accessible import BODY, document
from tests.hostile_files import COME_BACK_INERT, SIGNS, honest, hostile, pdf, picture

HOSTILE = hostile()
HONEST = honest()
INERT = {
    *(f"pdf: {kind}" for kind in COME_BACK_INERT),
    *("jpeg: place and camera", "jpeg: program at the end", "png: comment", "png: zip at the end"),
}


def test_there_are_sixty_of_each():
    assert len(HOSTILE) >= 60
    assert len(HONEST) >= 60


@pytest.mark.parametrize("kind", sorted(HOSTILE.keys() - INERT))
def test_a_hostile_file_is_refused_in_a_sentence(kind):
    with pytest.raises(Refused, match=r"^[A-Z].*\.$"):
        examine(*HOSTILE[kind])


@pytest.mark.parametrize("kind", sorted(INERT))
def test_a_hostile_file_comes_back_inert(kind):
    found = examine(*HOSTILE[kind])

    assert any(sign in laid_open_as_sent(kind) for sign in SIGNS)
    assert not any(sign in laid_open(found) for sign in SIGNS)


def laid_open_as_sent(kind):
    """What the file held before: a test of nothing would be easy to pass."""
    content = HOSTILE[kind][1]
    if not kind.startswith("pdf"):
        return content
    with pikepdf.open(io.BytesIO(content)) as opened:
        out = io.BytesIO()
        opened.save(out, qdf=True)
        return out.getvalue()


def laid_open(found):
    if found.media_type != PDF:
        return found.content
    with pikepdf.open(io.BytesIO(found.content)) as opened:
        assert list(unsafe_parts(opened)) == []
        assert len(opened.attachments) == 0
        out = io.BytesIO()
        opened.save(out, qdf=True)
        return out.getvalue()


@pytest.mark.parametrize("kind", HONEST)
def test_an_honest_file_is_taken(kind):
    name, content, media_type = HONEST[kind]

    found = examine(name, content)

    assert found.media_type == media_type
    assert found.name == name[:-4] + name[-4:].lower()
    assert found.content


def test_office_files_and_text_are_kept_letter_for_letter():
    for kind in ("docx: web link", "xlsx: sums", "csv: quotes", "txt: Bengali"):
        name, content, _ = HONEST[kind]
        assert examine(name, content).content == content


def test_text_of_windows_becomes_utf_8():
    assert examine("a.txt", b"\x93Hello\x94").content == "“Hello”".encode()


def test_only_what_this_purpose_allows_is_taken():
    with pytest.raises(Refused, match=r"Send PDF or plain text \(.txt\)\.$"):
        examine("a.png", picture("PNG"), allowed=frozenset({PDF, TEXT}))
    with pytest.raises(Refused, match=r"Send PDF\.$"):
        examine("a.png", picture("PNG"), allowed=frozenset({PDF}))
    assert examine("a.pdf", pdf(), allowed=frozenset({PDF})).media_type == PDF


def test_more_than_fifty_megabytes_is_refused():
    at_most = b"a\n" * (limits.MOST_BYTES // 2)

    assert len(examine("a.txt", at_most).content) == limits.MOST_BYTES
    with pytest.raises(Refused, match="50 MB"):
        examine("a.txt", at_most + b"a")


def test_links_tags_and_words_of_a_pdf_survive():
    made = render(document(BODY))

    clean = sanitise(made)

    assert broken_rules(clean) == []
    assert text_of(clean) == text_of(made)
    with pikepdf.open(io.BytesIO(clean)) as again:
        links = [str(note.A.URI) for note in again.pages[0].Annots if "/A" in note]
    assert links == ["https://example.org/"]


def test_a_photograph_is_turned_upright_and_keeps_its_colours():
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    Image.new("RGB", (40, 20), (200, 30, 30)).save(out, "JPEG", exif=exif)

    found = examine("a.jpg", out.getvalue())

    with Image.open(io.BytesIO(found.content)) as drawn:
        assert drawn.size == (20, 40)
        assert not drawn.getexif()
        assert all(
            abs(a - b) < 12 for a, b in zip(drawn.getpixel((9, 9)), (200, 30, 30), strict=True)
        )


def test_a_clear_background_stays_clear():
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (1, 2, 3, 0)).save(out, "PNG")

    with Image.open(io.BytesIO(examine("a.png", out.getvalue()).content)) as drawn:
        assert drawn.getpixel((1, 1)) == (1, 2, 3, 0)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Minutes May.PDF", "Minutes May.pdf"),
        ("C:\\Users\\Amina\\minutes.docx", "minutes.docx"),
        ("../../etc/passwd", "passwd"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\r\nSet-Cookie: x.txt", "a Set-Cookie x.txt"),
        ("  .hidden  ", "hidden"),
        ("...", "file"),
        ("", "file"),
        ("প্রতিবেদন.pdf", "প্রতিবেদন.pdf"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ('who?<b>"yes".txt', "whobyes.txt"),
    ],
)
def test_a_name_is_fit_to_be_shown(given, shown):
    assert clean_name(given) == shown


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_name_comes_out_clean(name):
    shown = clean_name(name)

    assert 0 < len(shown) <= limits.LONGEST_NAME
    assert not any(c in shown for c in '/\\<>:"|?*\r\n\0')
    assert not BIDI.search(shown)
    assert clean_name(shown) == shown


@given(st.binary(max_size=300), st.sampled_from([".pdf", ".docx", ".xlsx", ".png", ".jpg", ".csv"]))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_taken_or_refused_in_words(content, last):
    with contextlib.suppress(Refused):
        assert examine(f"a{last}", content).media_type in EVERYTHING
