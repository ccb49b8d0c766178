"""Paper: printed in the languages that were checked, entered once, shredded by somebody."""

import re
import unicodedata

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from alliance.errors import Refused
from coproduction import cards, sheet_paper
from coproduction.actions import consents, drafts, sheets
from coproduction.models import Contribution, Contributor, Sheet, SheetBatch
from tests.documents.reading import broken_rules, text_of
from tests.factories.capture import a_draft, told
from tests.factories.coproduction import LONG_AGO, now

pytestmark = pytest.mark.django_db
BODIES = {
    "en": "You can tell us what support is like for you.",
    "bn": "সহায়তা আপনার জন্য কেমন, তা আমাদের বলতে পারেন।",
    "so": "Waad noo sheegi kartaa sida taageeradu kuu tahay.",
    "ar": "يمكنك أن تخبرنا كيف تجد الدعم.",
}


def refusal(action, *args, **said):
    with pytest.raises(Refused) as refused:
        action(*args, **said)
    return str(refused.value)


def letters(text):
    """Poppler moves signs of Bengali and Arabic about, so letters alone are compared."""
    return {letter for letter in unicodedata.normalize("NFKD", text) if letter.isalpha()}


def a_batch(by, language="en", **fields):
    if language != "en":
        consents.adopt_wording(
            body=BODIES[language],
            controllers="North",
            reviewed_by="A speaker",
            reviewed_on=LONG_AGO,
            language=language,
            by=by,
        )
    said = {"language": language, "format": "standard", "copies": 2, "by": by, "now": now()}
    return sheets.print_batch(**(said | fields))


@pytest.mark.parametrize("language", BODIES)
def test_sheets_can_be_read_by_everybody_in_each_language(reader, language):
    batch = a_batch(reader, language)

    pdf = sheet_paper.sheets_of(batch)

    assert broken_rules(pdf) == []
    text = text_of(pdf)
    for sheet in Sheet.objects.all():
        assert sheet.number in text
        assert sheet.ref in text
    if language != "en":
        assert letters(BODIES[language]) <= letters(text)


def test_large_print_is_larger(reader):
    batch = a_batch(reader, format="large_print")

    assert broken_rules(sheet_paper.sheets_of(batch)) == []


def test_cards_are_all_different_and_their_words_are_on_paper_alone(reader):
    batch = a_batch(reader, copies=5)
    text = re.sub(r"\s+", " ", text_of(sheet_paper.sheets_of(batch)))
    printed = {sheet.ref: sheet for sheet in Sheet.objects.all()}

    for ref, sheet in printed.items():
        words = re.search(rf"{ref} · ([a-z]+ [a-z]+ [a-z]+ [a-z]+)", text)[1]
        assert cards.hmac_of(ref, words) == sheet.words_hmac
    sheets.forget_words(batch, by=reader)

    assert len(printed) == 5
    assert set(Sheet.objects.values_list("words_sealed", flat=True)) == {""}


def test_only_checked_wording_is_printed(reader):
    said = {"format": "standard", "by": reader, "now": now()}

    assert refusal(sheets.print_batch, language="ar", copies=2, **said).startswith("Nobody has")
    assert refusal(sheets.print_batch, language="en", copies=0, **said).startswith("Print between")


def test_a_sheet_is_entered_once_under_the_name_on_its_card(reader):
    batch = a_batch(reader)
    sheet = Sheet.objects.filter(batch=batch).first()
    other = a_draft(reader, way="sheet")

    drafts.finish(a_draft(reader, way="sheet"), told(sheet=sheet.number), by=reader, now=now())

    sheet.refresh_from_db()
    assert (sheet.state, sheet.contribution) == ("entered", Contribution.objects.get())
    assert Contributor.objects.get().words_hmac == sheet.words_hmac
    assert Contributor.objects.get().ref == sheet.ref
    said = refusal(drafts.finish, other, told(sheet=sheet.number), by=reader, now=now())
    assert said == f"Sheet {sheet} is entered already."
    said = refusal(drafts.finish, other, told(sheet="0000-0000"), by=reader, now=now())
    assert said.startswith("There is no sheet with this number.")


def test_a_number_that_is_not_ours_is_said_at_once(client, north, reader):
    client.force_login(reader)
    address = north.url("lived-experience/capture/begin/sheet/")
    page = client.get(address).content.decode()
    signed = re.search(r'name="so_far" value="([^"]+)"', page)[1]

    answer = client.post(address, {"so_far": signed, "step": "who", "sheet": "1234-5678"})

    assert "No sheet with this number waits to be entered." in answer.content.decode()


def test_a_lost_sheet_is_never_entered_and_its_name_never_used(reader):
    a_batch(reader)
    sheet = Sheet.objects.first()
    sheets.mark(sheet, state="lost", by=reader, now=now())

    said = refusal(
        drafts.finish,
        a_draft(reader, way="sheet"),
        told(sheet=sheet.number),
        by=reader,
        now=now(),
    )

    assert said == f"Sheet {sheet} is lost already."
    assert refusal(sheets.mark, sheet, state="returned", by=reader, now=now()) == said


def test_the_paper_is_shredded_by_somebody(client, reader):
    a_batch(reader)
    sheet = Sheet.objects.first()
    assert refusal(sheets.shred_paper, sheet, by=reader, now=now()).startswith("This paper is not")
    drafts.finish(a_draft(reader, way="sheet"), told(sheet=sheet.number), by=reader, now=now())
    client.force_login(reader)

    client.post(reverse("coproduction:sheet_mark", args=[sheet.public_id]), {"state": "shredded"})

    sheet.refresh_from_db()
    assert sheet.shredded_by == reader


def test_somebody_prints_and_forgets(client, north, reader):
    client.force_login(reader)
    posted = {"language": "en", "format": "standard", "copies": "2"}

    client.post(north.url("lived-experience/sheets/new/"), posted)
    batch = SheetBatch.objects.get()
    address = north.url(f"lived-experience/sheets/{batch.pk}/")
    first = client.get(f"{address}print/")
    client.post(f"{address}printed/")

    assert first["Content-Type"] == "application/pdf"
    assert client.get(f"{address}print/").status_code == 404


@pytest.mark.parametrize(
    ("broken", "name"),
    [
        ({"state": "returned", "shredded_at": now()}, "sheet_shredded_by_somebody"),
        ({"number": "first"}, "sheet_number_once"),
        ({"ref": "first"}, "sheet_ref_once"),
        ({"public_id": "first"}, "sheet_public_id"),
    ],
)
def test_the_database_refuses_sheets_that_make_no_sense(reader, broken, name):
    first, other = Sheet.objects.filter(batch=a_batch(reader)).order_by("pk")
    changed = {
        field: getattr(first, field) if value == "first" else value
        for field, value in broken.items()
    }

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Sheet.objects.filter(pk=other.pk).update(**changed)


def test_words_stand_only_beside_a_sheet_that_was_entered(reader):
    sheet = Sheet.objects.filter(batch=a_batch(reader)).first()
    drafts.finish(a_draft(reader, way="sheet"), told(sheet=sheet.number), by=reader, now=now())

    with pytest.raises(IntegrityError, match="sheet_with_words_is_entered"), transaction.atomic():
        Sheet.objects.filter(pk=sheet.pk).update(state="lost")


def test_a_batch_has_some_copies(reader):
    batch = a_batch(reader)

    with pytest.raises(IntegrityError, match="sheet_batch_has_some_copies"), transaction.atomic():
        SheetBatch.objects.filter(pk=batch.pk).update(copies=0)
