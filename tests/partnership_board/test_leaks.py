"""Nothing of what some may not read reaches them, on any surface.

Every person looks at every surface once, in one world that is made once; what they find must be
exactly what is open to them. So a secret that leaks fails a test, and so does one that was lost.
"""

import gc
import io
from collections.abc import Iterator

import pikepdf
import pytest
from django.utils import timezone

from alliance.documents.labels import page_labels
from alliance.tenancy.context import use, work_for
from partnership_board import printing
from partnership_board.models import PackCopy
from partnership_board.queries import restrictions as queries
from tests.documents.reading import bookmarks, broken_rules, text_of
from tests.partnership_board import leaking
from tests.partnership_board.leaking import READS, World, found_in
from tests.people import settle

INSIDE = [name for name, reads in READS.items() if reads]
# One person of each key, and of those with the key that opens nothing, one of each kind of office.
OUTSIDE = [name for name in READS if name not in {"lead", "chair", "deputy", "many offices"}]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    now = timezone.now().replace(hour=10, minute=0)
    gc.freeze()  # all that was loaded before: not to be looked through again at each look
    with django_db_blocker.unblock(), leaking.rolled_back():
        south, north = settle("south"), settle("north")
        with use(south.id):
            stranger = leaking.hold("Stella Marsh", "alliance_lead", on=now.date())
        with work_for(north.id, north.slug):
            yield leaking.a_world(north, stranger, now)


def found_by(world: World, name: str, paths, **headers: str) -> dict[str, set[str]]:
    return {path: found_in(world.ask(name, path, **headers)) for path in paths}


def leaks_in(found: dict[str, set[str]], name: str) -> dict[str, set[str]]:
    return {path: there - READS[name] for path, there in found.items() if there - READS[name]}


def own_pages_closed_to(name: str) -> list[str]:
    closed = [secret for secret in leaking.PLACES if secret not in READS[name]]
    return [path for secret in closed for path in leaking.pages_of(secret)]


@pytest.mark.parametrize("name", OUTSIDE)
def test_everybody_finds_what_is_open_to_them_and_nothing_else(world, name):
    feed = [f"board/calendar/{world.feeds[name]}/board.ics"] if name in world.feeds else []
    closed = own_pages_closed_to(name) if READS[name] else []

    found = found_by(world, name, (*leaking.LISTS, *closed, *feed))
    parts = found_by(world, name, leaking.FRAGMENTS, HTTP_HX_REQUEST="true")
    files = found_by(world, name, world.files())

    assert leaks_in(found | {f"{path} (part)": there for path, there in parts.items()}, name) == {}
    assert leaks_in(files, name) == {}
    assert set().union(*found.values()) == set().union(*files.values()) == READS[name]
    assert len(found) + len(parts) + len(files) >= 44


def test_whoever_has_the_most_offices_finds_nothing_at_any_address(world):
    there = [*leaking.everywhere(), *own_pages_closed_to("many offices"), *leaking.FORMS]

    found = found_by(world, "many offices", there)

    assert leaks_in(found, "many offices") == {}
    assert len(found) >= 130


def test_at_least_two_hundred_looks_are_generated(world):
    """For each: which of the secrets are closed to this person."""
    surfaces = len(leaking.LISTS) + len(leaking.FRAGMENTS) + len(world.files())
    cases = [
        (name, surface, secret)
        for name in OUTSIDE
        for surface in range(surfaces)
        for secret in set(leaking.SECRETS) - READS[name]
    ]
    assert surfaces * len(OUTSIDE) >= 200
    assert len(cases) >= 1000


def test_no_letter_tells_more_than_its_reader_may_know(world):
    for name, letters in world.letters.items():
        assert found_in(letters) - READS[name] - {"later"} == set(), name
    for name, letters in world.later_letters.items():
        assert found_in(letters) - READS[name] == set(), name
    assert found_in(world.letters["expert"]) == {"seats", "later"}
    assert found_in(world.later_letters["chair"]) >= {"sides", "chair", "later"}


@pytest.mark.parametrize("name", INSIDE)
def test_those_inside_read_each_of_theirs_on_the_page_and_in_their_own_file(world, name):
    copy = PackCopy.objects.get(build=world.builds[-1], person=world.people[name])
    file = f"files/{copy.document.public_id}/"
    assert found_in(world.ask(name, file)) | {"past"} == READS[name] | {"past"}
    read = found_in(world.ask(name, "board/meetings/{next}/pack/read/"))
    papers = {"past", "paper", "recused"}
    assert read | papers == READS[name] | papers
    said = world.ask(name, "board/meetings/{next}/")
    assert found_in(said) == READS[name] - papers
    assert [f"items/{n}/" in said for n in range(1, 9)] == [True] * 8


def test_people_with_the_same_key_have_one_file_and_others_another(world):
    by_key: dict[str, set[str]] = {}
    for name in INSIDE:
        copy = PackCopy.objects.get(build=world.builds[-1], person=world.people[name])
        by_key.setdefault(f"{copy.audience_key} {copy.document_id}", set()).add(name)

    wanted: dict[frozenset[str], set[str]] = {}
    for name in INSIDE:
        wanted.setdefault(frozenset(READS[name]), set()).add(name)
    assert sorted(map(sorted, by_key.values())) == sorted(map(sorted, wanted.values()))
    (whole,) = [key for key in by_key if key.startswith("everything ")]
    assert by_key[whole] == {"lead", "chair"}


def test_what_is_restricted_after_the_pack_went_out_is_closed_at_once(world):
    first, second = world.builds
    for name in ("board member", "expert"):
        copies = PackCopy.objects.filter(person=world.people[name])
        old, new = copies.get(build=first), copies.get(build=second)
        browser = world.browser(name)
        gone = browser.get(world.place.url(f"files/{old.document.public_id}/"))
        assert gone.status_code == 404
        assert "Open to all." in world.ask(name, f"files/{new.document.public_id}/")
    for name, status in (("lead", 200), ("board member", 404)):
        whole = world.place.url(f"files/{second.document.public_id}/")
        assert world.browser(name).get(whole).status_code == status


def test_what_stands_behind_a_restricted_item_is_printed_for_those_who_read_it(world):
    for name in INSIDE:
        copy = PackCopy.objects.get(build=world.builds[-1], person=world.people[name])
        said = world.ask(name, f"files/{copy.document.public_id}/")
        assert (leaking.BEHIND in said) is ("sides" in READS[name]), name


def test_of_a_restricted_paper_the_item_stays_open(world):
    copy = PackCopy.objects.get(build=world.builds[-1], person=world.people["expert"])
    for path in ("items/7/", "pack/read/"):
        said = world.ask("expert", f"board/meetings/{{next}}/{path}")
        assert "Plain" in said
        assert "Restricted: commercial" in said or "Looked at again" in said
    printed = world.ask("expert", f"files/{copy.document.public_id}/")
    assert "Plain" in printed
    assert "Qwxpaper" not in printed
    assert "Qwxpaper body" in world.ask("NHS member", "board/meetings/{next}/items/7/")


# ---- two PDFs, as they are printed ---------------------------------------------------------------
def everything_in(pdf: bytes) -> str:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        said = [str(opened.docinfo), str(opened.open_metadata()), *opened.attachments]
        streams = [
            each.read_bytes().decode("latin-1")
            for each in opened.objects
            if isinstance(each, pikepdf.Stream)
        ]
        names = [str(each) for each in opened.objects if not isinstance(each, pikepdf.Stream)]
    return " ".join([*said, *streams, *names])


def test_the_file_of_those_outside_has_the_same_labels_and_none_of_the_words(world):
    on, build, expert = world.now.date(), world.builds[-1], world.people["expert"]
    withheld = queries.withheld_from([expert], on=on)[expert.pk]
    stub = printing.pack_files(build, on=on, forms=["pdf"], withheld=withheld)["pdf"]

    for said in (text_of(stub), str(bookmarks(stub)), everything_in(stub)):
        assert found_in(said) - READS["expert"] == set()
    assert "seats" in found_in(text_of(stub))
    assert {f"{n}-1" for n in range(1, 9)} <= set(page_labels(stub))
    assert "Restricted: commercial. Looked at again on" in text_of(stub).replace("\n", " ")
    assert broken_rules(stub) == []
