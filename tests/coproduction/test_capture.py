"""Taking words down on a phone: nothing before "keep", one telling in the end, no text lost."""

import io
import re
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files import uploadhandler
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image

from alliance import unwritten
from alliance.errors import Refused
from alliance.models import ShredReceipt
from coproduction import cards, so_far, sounds, words
from coproduction.actions import capture, drafts, files
from coproduction.actions.drafts import Told
from coproduction.models import (
    Aftercare,
    CaptureDraft,
    ConsentRecord,
    Contribution,
    Contributor,
    ContributorFacts,
    ContributorIdentity,
    SealedFile,
)
from coproduction.queries.consents import scopes_now
from coproduction.queries.drafts import answers_of
from tests.factories.capture import TELLING, a_draft, finished, sent, told
from tests.factories.coproduction import now

pytestmark = pytest.mark.django_db

SHORT = "lived-experience/capture/begin/short/"
AGREED = {
    "language": "en",
    "is_adult": "on",
    "scopes": ["keep", "use", "board", "contact"],
    "witness": "Callum Reid",
}


def refusal(action, *args, **said):
    with pytest.raises(Refused) as refused:
        action(*args, **said)
    return str(refused.value)


def signed_in(answer):
    """What the page will send back."""
    return re.search(r'name="so_far" value="([^"]+)"', answer.content.decode())[1]


def on_from(client, address, answers):
    """One press on a page before "keep"."""
    page = client.get(address)
    return client.post(address, {"so_far": signed_in(page)} | answers)


def everything():
    """How many rows every table has, but for sessions: they are as old as signing in."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.app_label not in {"sessions", "usersessions", "pghistory"}
    }


def on_disk():
    return sorted(Path(default_storage.location).rglob("*"))


def begun(client, north, **answers):
    return on_from(client, north.url(SHORT), {"step": "agree"} | AGREED | answers)


# ---- before anything is kept ---------------------------------------------------------------------


def test_the_short_form_is_two_pages_and_the_card(client, north, reader):
    client.force_login(reader)

    tell = begun(client, north)
    card = client.post(tell.url, {"original": "I waited."})
    page = client.get(card.url).content.decode()

    telling = Contribution.objects.get()
    assert card.url.endswith("/card/")
    assert telling.contributor.ref in page
    assert words.opened(telling, "original") == "I waited."
    assert ConsentRecord.objects.get().witness == "Callum Reid"
    assert [s.value for s in scopes_now(telling, at=now())] != []


def test_without_leave_to_keep_nothing_is_written_anywhere(client, north, reader):
    client.force_login(reader)
    client.get(north.url(SHORT))
    before, files_before = everything(), on_disk()

    answer = begun(client, north, scopes=["use", "board"])

    assert "Then we keep nothing. Thank you for talking to us." in answer.content.decode()
    assert everything() == before
    assert on_disk() == files_before


def test_one_press_keeps_nothing(client, north, reader):
    client.force_login(reader)

    answer = begun(client, north, nothing="1")

    assert "Then we keep nothing." in answer.content.decode()
    assert not CaptureDraft.objects.exists()


def test_before_keep_the_answers_travel_in_the_page_alone(client, north, reader):
    client.force_login(reader)
    address = north.url("lived-experience/capture/begin/talk/")
    before = everything()

    about = on_from(client, address, {"step": "who"} | TELLING)
    agree = client.post(address, {"so_far": signed_in(about), "step": "about", "is_adult": "on"})
    back = client.post(address, {"so_far": signed_in(agree), "step": "agree", "back": "1"})

    assert "What this is" in about.content.decode()
    assert "What they agree to" in agree.content.decode()
    assert "What this is" in back.content.decode()
    assert everything() == before


def test_a_page_of_somebody_else_or_of_yesterday_begins_again(client, north, reader, writer):
    theirs = so_far.afresh().with_step("who", {"language": ["so"]}).signed(writer, "talk")
    client.force_login(reader)

    for signed in (theirs, "nonsense", ""):
        answer = client.post(
            north.url("lived-experience/capture/begin/talk/"), {"so_far": signed, "step": "agree"}
        )
        assert "This page was open for too long" in answer.content.decode()


def test_an_unknown_way_does_not_exist(client, north, reader):
    client.force_login(reader)

    assert client.get(north.url("lived-experience/capture/begin/elsewhere/")).status_code == 404


def test_who_heard_it_must_be_said(client, north, reader):
    client.force_login(reader)

    answer = begun(client, north, witness="")

    assert "Say who heard it. It may be you." in answer.content.decode()
    assert not CaptureDraft.objects.exists()


def test_everything_is_off_until_it_is_chosen(client, north, reader):
    client.force_login(reader)

    page = client.get(north.url(SHORT)).content.decode()

    asked = page[page.index("What may we do with") : page.index("Who heard them say so?")]
    assert asked.count('type="checkbox"') == 8
    assert "checked" not in asked


def test_without_a_wording_nothing_begins(client, north, coproduction_lead):
    client.force_login(coproduction_lead)

    answer = begun(client, north)

    assert "No consent wording has been checked yet" in answer.content.decode()
    assert not CaptureDraft.objects.exists()


# ---- one telling, however often it is sent -------------------------------------------------------


def test_pressed_twice_it_begins_once(client, north, reader):
    client.force_login(reader)
    page = client.get(north.url(SHORT))
    posted = {"so_far": signed_in(page), "step": "agree"} | AGREED

    first, second = (client.post(north.url(SHORT), posted) for _ in range(2))

    assert first.url == second.url
    assert CaptureDraft.objects.count() == 1


def test_sent_again_after_the_line_was_cut_it_is_one_telling_and_the_same_card(reader):
    draft = a_draft(reader)

    one, two = (drafts.finish(draft, told(), by=reader, now=now()) for _ in range(2))

    assert Contribution.objects.count() == 1
    assert answers_of(one)["card"] == answers_of(two)["card"]


def test_every_step_with_time_to_talk_ends_in_one_telling(client, north, reader):
    client.force_login(reader)
    address = north.url("lived-experience/capture/begin/talk/")
    page = on_from(client, address, {"step": "who"} | TELLING)
    page = client.post(address, {"so_far": signed_in(page), "step": "about", "is_adult": "on"})
    page = client.post(
        address,
        {"so_far": signed_in(page), "step": "agree", "method": "written"}
        | AGREED
        | {"scopes": ["keep", "use", "about_me", "contact"]},
    )
    for answers in (
        {"original": "Waan sugayay.", "translation": "I waited."},
        {"wish": "A time."},
        {"age_band": "45-54", "faith": "My own"},
        {
            "phone": "020 7946 0000",
            "hear_back": "no",
            "wants_to_see_text": "on",
            "care_on": "6 May 2027",
            "care_how": "meet",
        },
        {},
    ):
        page = client.post(page.url, answers)

    telling = Contribution.objects.get()
    assert page.url.endswith("/card/")
    assert (telling.language, telling.told_by, telling.channel) == ("so", "carer", "letter")
    assert words.opened(telling, "wish") == "A time."
    assert telling.wants_to_see_text
    assert telling.contributor.hear_back == "no"
    assert Aftercare.objects.get().how == "meet"
    assert '"45-54"' in words.opened(ContributorFacts.objects.get(), "sealed")
    assert "7946" in words.opened(ContributorIdentity.objects.get(), "sealed")


def test_who_does_not_want_to_be_counted_is_not_asked(client, reader):
    draft = a_draft(reader, way="talk")
    client.force_login(reader)
    want = draft.get_absolute_url().replace("tell", "want")

    on = client.post(want, {"wish": ""})
    back = client.post(on.url, {"hear_back": "no", "back": "1"})

    assert on.url.endswith("/after/")
    assert back.url == want


def test_what_was_typed_is_there_when_one_comes_back(client, reader):
    draft = a_draft(reader)
    client.force_login(reader)

    client.post(draft.get_absolute_url(), {"original": "Half a sen", "autosave": "1"})

    assert "Half a sen" in client.get(draft.get_absolute_url()).content.decode()


def test_going_back_loses_nothing(client, reader):
    draft = a_draft(reader, way="talk")
    client.force_login(reader)
    want = draft.get_absolute_url().replace("tell", "want")

    answer = client.post(want, {"wish": "A quiet place", "back": "1"})

    assert answer.url == draft.get_absolute_url()
    assert "A quiet place" in client.get(want).content.decode()


def test_nothing_told_is_not_kept(client, reader):
    draft = a_draft(reader)
    client.force_login(reader)

    answer = client.post(draft.get_absolute_url(), {"original": "  "})

    assert answer.status_code == 422
    assert "Write down what they say" in answer.content.decode()
    assert not Contribution.objects.exists()
    assert refusal(drafts.finish, draft, told(original=""), by=reader, now=now()).startswith(
        "Write down what they say"
    )


def test_a_finished_one_shows_its_card_until_it_is_put_away(client, reader):
    draft = finished(reader)
    client.force_login(reader)
    card = draft.get_absolute_url()

    assert client.get(card.replace("card", "tell")).url == card
    assert client.post(card).status_code == 302
    assert not CaptureDraft.objects.exists()
    assert Contribution.objects.count() == 1


def test_the_words_on_the_card_open_it_and_stand_nowhere_else(reader):
    draft = finished(reader)
    card = answers_of(draft)["card"]
    contributor = Contributor.objects.get()

    drafts.put_away(draft)

    assert len(card["words"][0].split()) == 4
    assert contributor.words_hmac == cards.hmac_of(
        contributor.ref.lower(), card["words"][0].upper()
    )
    assert contributor.words_hmac != cards.hmac_of(contributor.ref, "four other plain words")


def test_somebody_with_a_card_keeps_it_and_its_words(reader):
    first = finished(reader)
    ref = answers_of(first)["card"]["ref"][0]

    again = finished(reader, ref=ref.lower())

    assert answers_of(again)["card"] == {"ref": [ref], "words": [""]}
    assert Contributor.objects.count() == 1


def test_a_card_that_is_put_away_must_be_finished(reader):
    assert refusal(drafts.put_away, a_draft(reader)) == "This is not finished yet."


def test_a_group_is_nobody(client, north, reader):
    client.force_login(reader)
    address = north.url("lived-experience/capture/begin/group/")
    page = on_from(client, address, {"step": "who", "language": "en", "told_on": "2 March 2026"})
    page = client.post(address, {"so_far": signed_in(page), "step": "about", "is_adult": "on"})
    page = client.post(address, {"so_far": signed_in(page), "step": "agree"} | AGREED)
    for answers in ({"original": "We all wait."}, {"wish": ""}, {}):
        page = client.post(page.url, answers)

    telling = Contribution.objects.get()
    assert (telling.channel, telling.contributor.is_group) == ("group", True)
    assert not telling.wants_to_see_text


# ---- stopping ------------------------------------------------------------------------------------


def test_stopping_keeps_what_there_is_or_destroys_it(client, reader):
    kept, thrown = a_draft(reader), a_draft(reader)
    client.force_login(reader)
    for draft in (kept, thrown):
        client.post(draft.get_absolute_url(), {"original": "So far", "stop": "1"})

    card = client.post(reverse("coproduction:capture_stop", args=[kept.public_id]))
    client.post(reverse("coproduction:capture_stop", args=[thrown.public_id]), {"throw": "1"})

    assert card.url.endswith("/card/")
    assert Contribution.objects.get().public_id == kept.public_id
    assert list(CaptureDraft.objects.all()) == [kept]
    assert ShredReceipt.objects.get().subject == thrown.public_id


def test_what_is_kept_cannot_be_thrown_away_here(reader):
    said = refusal(drafts.throw_away, finished(reader), by=reader, now=now())

    assert said.startswith("This is kept already.")


def test_after_a_week_it_is_destroyed_and_cannot_be_gone_on_with(reader):
    draft, later = a_draft(reader), now() + timedelta(days=8)

    assert refusal(drafts.save_step, draft, "tell", {}, now=later) == drafts.RAN_OUT
    assert refusal(drafts.finish, draft, told(), by=reader, now=later) == drafts.RAN_OUT
    assert drafts.clear_stale(now=later) == 1
    assert drafts.clear_stale(now=later) == 0
    assert ShredReceipt.objects.get().why == "thrown_away"
    said = refusal(
        drafts.begin,
        str(draft.public_id),
        way="short",
        scopes=["keep"],
        language="en",
        answers={},
        by=reader,
        now=later,
    )
    assert said == drafts.RAN_OUT


def test_without_keep_no_draft_begins(reader):
    said = refusal(
        drafts.begin,
        str(uuid.uuid4()),
        way="short",
        scopes=["use"],
        language="en",
        answers={},
        by=reader,
        now=now(),
    )

    assert said == capture.KEPT_NOTHING


def test_what_somebody_else_takes_down_is_not_here(client, reader, writer):
    draft = a_draft(writer)
    client.force_login(reader)

    assert client.get(draft.get_absolute_url()).status_code == 410
    assert client.post(draft.get_absolute_url(), {"original": "x"}).status_code == 410


# ---- recordings and pictures ---------------------------------------------------------------------


def picture(size=(40, 30)):
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Mum in the garden, 12 Cable Street"
    Image.new("RGB", size, "#bc8f8f").save(out, "JPEG", exif=exif)
    return out.getvalue()


WAVE = (
    b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00"
    b"\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data"
)


def test_a_picture_is_drawn_anew_and_lies_sealed(client, reader):
    draft = a_draft(reader)
    client.force_login(reader)
    number = str(uuid.uuid4())
    content = picture()

    for _ in range(2):
        file = SimpleUploadedFile("IMG_1.jpg", content, "image/jpeg")
        client.post(draft.get_absolute_url(), {"picture": file, "number": number, "file": "1"})

    kept = SealedFile.objects.get()
    with default_storage.open(kept.path) as lying:
        stored = lying.read()
    drawn = words.open_file(kept, "content", stored)
    assert b"Cable Street" in content
    assert b"Cable Street" not in drawn
    assert drawn[:3] == b"\xff\xd8\xff"
    assert b"\xff\xd8\xff" not in stored
    default_storage.delete(kept.path)


def test_a_recording_alone_is_a_telling_and_opens_under_its_key(client, reader):
    draft = a_draft(reader)
    client.force_login(reader)
    sound = SimpleUploadedFile("a", WAVE + b"\x00" * 800)

    client.post(draft.get_absolute_url(), {"voice": sound, "number": str(uuid.uuid4())})

    kept, telling = SealedFile.objects.get(), Contribution.objects.get()
    read = files.read(kept, telling, reason="write", by=reader, now=now())
    assert (kept.contribution, kept.draft, kept.media_type) == (telling, None, "audio/wav")
    assert read.startswith(b"RIFF")
    default_storage.delete(kept.path)


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("voice", b"", "This recording is empty."),
        ("voice", b"MZ\x90\x00 a program", files.NO_SOUND),
        ("voice", WAVE + b"\x00" * 8000 * 60 * 21, files.TOO_LONG),
        ("picture", b"GIF89a", files.NO_PICTURE),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(reader, kind, content, said):
    draft = a_draft(reader)

    refused = refusal(
        files.add, draft, number=str(uuid.uuid4()), kind=kind, content=content, now=now()
    )

    assert refused.startswith(said)
    assert not SealedFile.objects.exists()


def test_a_file_with_no_number_or_one_too_many_is_refused(reader):
    draft = a_draft(reader)
    assert "open for too long" in refusal(
        files.add, draft, number="x", kind="picture", content=picture(), now=now()
    )
    SealedFile.objects.bulk_create(
        SealedFile(
            public_id=uuid.uuid4(),
            draft=draft,
            kind="voice",
            media_type="audio/ogg",
            bytes=1,
            added_at=now(),
        )
        for _ in range(files.MOST_FILES)
    )

    assert refusal(
        files.add, draft, number=str(uuid.uuid4()), kind="voice", content=WAVE, now=now()
    ).startswith("No more than")


def test_a_file_that_was_added_can_be_removed_again(client, reader):
    draft = a_draft(reader)
    file = files.add(draft, number=str(uuid.uuid4()), kind="picture", content=picture(), now=now())
    client.force_login(reader)

    client.post(reverse("coproduction:capture_file_remove", args=[draft.public_id, file.public_id]))

    assert not SealedFile.objects.exists()


def test_a_large_recording_never_touches_the_disk_and_a_larger_one_is_not_taken(
    client, reader, monkeypatch
):
    draft, taken = a_draft(reader), []
    monkeypatch.setattr(files, "add", lambda draft, **said: taken.append(len(said["content"])))
    monkeypatch.setattr(uploadhandler, "TemporaryUploadedFile", None)  # whoever makes one fails
    monkeypatch.setattr(unwritten, "MOST_BYTES", 4 * 2**20)
    client.force_login(reader)

    for size in (3 * 2**20, 5 * 2**20):
        sound = SimpleUploadedFile("a", WAVE + b"\x00" * size)
        said = {"voice": sound, "number": str(uuid.uuid4()), "file": "1"}
        answer = client.post(draft.get_absolute_url(), said)

    assert taken == [len(WAVE) + 3 * 2**20]
    assert "A recording can be 20 minutes and 25 MB at most." in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "kind", "seconds"),
    [
        (WAVE + b"\x00" * 16000, sounds.WAV, 2.0),
        (b"\x00\x00\x00\x18ftypM4A " + b"\x00" * 8 + b"mvhd" + b"\x00" * 12
         + (1000).to_bytes(4) + (90_000).to_bytes(4), sounds.M4A, 90.0),
        (b"OggS" + b"\x00" * 24 + b"OpusHead" + b"OggS\x00\x04" + (480_000).to_bytes(8, "little"),
         sounds.OGG, 10.0),
        (b"\x1a\x45\xdf\xa3" + b"\x00" * 20 + b"webm", sounds.WEBM, None),
        (b"\xff\xfb\x90\x00" + b"\x00" * 31_996, sounds.MP3, 2.0),
        (b"ID3\x04\0\0\0\0\0\x04....\xff\xfb\x90\x00" + b"\x00" * 15_996, sounds.MP3, 1.0),
        (b"%PDF-1.7", None, None),
    ],
    ids=["wav", "m4a", "opus", "webm", "mp3", "mp3 with a tag", "no recording"],
)  # fmt: skip
def test_what_a_recording_is_and_how_long_it_lasts_is_read_from_it(content, kind, seconds):
    assert sounds.kind_of(content) == kind
    if kind:
        assert sounds.seconds_of(content, kind) == pytest.approx(seconds, abs=0.01)


# ---- what the database refuses -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({}, "capture_draft_public_id"),
        ({"public_id": uuid.UUID(int=1), "expires_at": now() - timedelta(days=9)},
         "capture_draft_ends_after_it_began"),
    ],
)  # fmt: skip
def test_the_database_refuses_drafts_that_make_no_sense(reader, changed, name):
    draft = a_draft(reader)
    draft.pk = None
    for field, value in changed.items():
        setattr(draft, field, value)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        draft.save(force_insert=True)


def test_a_telling_comes_from_one_draft(reader):
    one, other = finished(reader), a_draft(reader)
    other.contribution = one.contribution

    with (
        pytest.raises(IntegrityError, match="capture_draft_makes_one_contribution"),
        transaction.atomic(),
    ):
        other.save()


@pytest.mark.parametrize("name", ["sealed_file_has_one_home", "sealed_file_public_id"])
def test_a_file_is_one_and_belongs_to_one(reader, name):
    draft = a_draft(reader)
    fields = {"kind": "voice", "media_type": "audio/ogg", "bytes": 1, "added_at": now()}
    first = SealedFile.objects.create(public_id=uuid.uuid4(), draft=draft, **fields)
    home = {"public_id": first.public_id, "draft": draft}
    if name == "sealed_file_has_one_home":
        home = {"public_id": uuid.uuid4()}

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        SealedFile.objects.create(**home, **fields)


@pytest.mark.parametrize("name", ["aftercare_once_a_telling", "aftercare_done_by_somebody"])
def test_aftercare_is_once_and_done_by_somebody(reader, name):
    draft = finished(reader, care_on=now().date())
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        if name == "aftercare_once_a_telling":
            Aftercare.objects.create(contribution=draft.contribution, on=now().date(), how="ring")
        else:
            Aftercare.objects.update(outcome="done")


def test_asking_how_somebody_is_is_noted_once(client, reader):
    finished(reader, care_on=now().date())
    care = Aftercare.objects.get()
    client.force_login(reader)
    address = reverse("coproduction:aftercare", args=[care.pk])

    client.post(address, {"outcome": "done"})
    again = client.post(address, {"outcome": "more"})

    care.refresh_from_db()
    assert (care.outcome, care.done_by) == ("done", reader)
    assert "Somebody has asked already." in again.content.decode()


def test_what_is_sent_can_be_read_again(reader):
    assert sent("tell", {"original": "x"}) == {"original": ["x"]}
    assert isinstance(told(), Told)
