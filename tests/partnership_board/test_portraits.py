"""A candidate's photo: small, drawn anew, in words too, and for whoever may read the nomination."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from alliance import access
from alliance.errors import Refused
from alliance.models import Document
from partnership_board.actions import nominations, portraits
from partnership_board.models import Nomination
from partnership_board.portraits import LONGEST, portrait
from tests.factories.elections import a_draft, a_timetable, advance, with_officers
from tests.factories.members import a_representative, an_organisation
from tests.hostile_files import picture, with_place
from tests.people import an_account
from tests.people_elections import lately


def test_a_portrait_is_small_and_says_nothing_of_where_it_was_taken():
    sent = picture("JPEG", size=(1300, 400), exif=with_place())

    found = portrait("IMG_2071 Rosa at home.jpg", sent)

    assert (found.media_type, found.name) == ("image/jpeg", "portrait.jpg")
    with Image.open(io.BytesIO(sent)) as before, Image.open(io.BytesIO(found.content)) as drawn:
        assert before.getexif()
        assert not drawn.getexif()
        assert drawn.info.get("comment") is None
        assert max(drawn.size) == LONGEST


def test_what_can_be_seen_through_becomes_white():
    clear = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    out = io.BytesIO()
    clear.save(out, "PNG")

    with Image.open(io.BytesIO(portrait("a.png", out.getvalue()).content)) as drawn:
        assert drawn.mode == "RGB"
        assert drawn.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("name", ["a.pdf", "a.svg", "a.gif"])
def test_only_pictures_are_taken(name):
    with pytest.raises(Refused):
        portrait(name, b"%PDF-1.7")


@pytest.fixture
def standing(db, board, now, today):
    election = a_draft(board, now, timetable=a_timetable(now, opens_in=timedelta(days=27)))
    with_officers(election, today, keys=False)
    advance(election, "nominating")
    organisation, person = an_organisation("Hope House"), an_account("Hope Speaker")
    a_representative(person, organisation)
    access.rebuild(person, on=today)
    return nominations.nominate(
        election, user=person, organisation=organisation, by=person, now=now
    )


def at(nomination, name="nomination_picture"):
    numbers = {"pk": nomination.election_id, "nomination": nomination.pk}
    return reverse(f"partnership_board:{name}", kwargs=numbers)


def sent(**fields):
    file = SimpleUploadedFile("me.jpg", picture("JPEG", exif=with_place()))
    return {"photo": file, "words": "Hope laughs."} | fields


def test_a_candidate_sends_one_in_changes_it_and_takes_it_away(standing):
    browser = lately(standing.user)
    assert browser.post(at(standing), sent()).status_code == 302
    standing.refresh_from_db()
    first = standing.photo
    page = browser.get(standing.get_absolute_url()).content.decode()
    assert 'alt="Hope laughs."' in page
    shown = browser.get(at(standing, "nomination_photo"))
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    with Image.open(io.BytesIO(shown.getvalue())) as drawn:
        assert not drawn.getexif()

    browser.post(at(standing), sent(words="Hope again."))
    assert not Document.objects.filter(pk=first.pk).exists()
    browser.post(at(standing), {"away": "yes"})

    standing.refresh_from_db()
    assert (standing.photo, standing.photo_words) == (None, "")
    assert not Document.objects.filter(purpose=portraits.PURPOSE).exists()
    assert browser.get(at(standing, "nomination_photo")).status_code == 404


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"words": ""}, "What does it show?"),
        ({"photo": SimpleUploadedFile("a.jpg", b"no picture")}, "something else inside"),
        ({"photo": ""}, "Choose a file."),
    ],
)
def test_what_is_missing_or_broken_is_said(standing, fields, words):
    answer = lately(standing.user).post(at(standing), sent(**fields))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Document.objects.filter(purpose=portraits.PURPOSE).exists()


def test_nobody_else_changes_it_and_nobody_sees_it_before_the_nomination(standing, client, today):
    stranger = an_account("Stranger of Another House")
    a_representative(stranger, an_organisation("Another House"))
    access.rebuild(stranger, on=today)
    lately(standing.user).post(at(standing), sent())

    assert lately(stranger).post(at(standing), sent()).status_code in (302, 409, 422)
    standing.refresh_from_db()
    assert standing.photo_words == "Hope laughs."
    assert client.get(at(standing, "nomination_photo")).status_code == 404  # not accepted yet
    Nomination.objects.filter(pk=standing.pk).update(state="accepted")
    assert client.get(at(standing, "nomination_photo")).status_code == 200


@pytest.mark.parametrize("change", ["show", "take_away"])
def test_after_nominations_close_it_stays_as_it_is(standing, now, change):
    late = {"by": standing.user, "now": standing.election.nominations_close_at}
    drawn = portrait("a.jpg", picture("JPEG"))
    more = {"sent": b"", "drawn": drawn, "words": "x"} if change == "show" else {}
    with pytest.raises(Refused, match="Nominations closed"):
        getattr(portraits, change)(standing, **more, **late)


def test_nobody_reads_a_portrait_by_the_address_of_a_file(standing):
    browser = lately(standing.user)
    browser.post(at(standing), sent())
    standing.refresh_from_db()
    address = reverse("alliance:document", kwargs={"public_id": standing.photo.public_id})

    assert browser.get(address).status_code == 404
