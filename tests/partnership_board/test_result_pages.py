"""The pages after the close: what each person reads, and the same figures in every form."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.errors import Refused
from alliance.models import Document
from partnership_board import result_sheets, sealing
from partnership_board.actions import countbacks, result_papers, seats
from partnership_board.counting.__main__ import main
from partnership_board.models import Countback, Election, SeatTerm
from partnership_board.queries import results as queries
from tests.documents.reading import broken_rules, text_of
from tests.factories import results as made
from tests.factories.elections import KEEP_KEYS, POLL_KEYS
from tests.people_elections import lately

SIX = ("AB",) * 4 + ("BA", "CA")
FOUR = made.PEOPLE[:4]
TOTAL = r'data-label="Stage \d+"><span[^>]*>([^<]*)<'
pytestmark = pytest.mark.django_db


def page_of(north, election, name=""):
    return north.url(f"board/elections/{election.pk}/{name}")


def words_of(answer):
    """What a reader sees, with single spaces."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


# ---- the same figures in every form --------------------------------------------------------------


@pytest.fixture
def worked(board, now):
    return made.a_declared_one(board, now)


def test_page_paper_spreadsheet_and_json_have_the_same_figures(client, north, worked, now):
    declared = queries.latest(worked)
    result_papers.print_result(declared, now=now)

    told = json.loads(client.get(page_of(north, worked, "result.json")).content)
    rows = (
        client.get(page_of(north, worked, "result.csv")).content.decode("utf-8-sig").split("\r\n")
    )
    paper = b"".join(client.get(page_of(north, worked, "result.pdf")))
    answer = client.get(page_of(north, worked, "result/"))
    page = words_of(answer)

    heads, wanted = result_sheets.csv_rows(told["sheet"])
    assert rows == [",".join(row) for row in (heads, *wanted)] + [""]
    cells = [cell for row in told["sheet"]["table"] for cell in row["cells"]]
    assert re.findall(TOTAL, answer.content.decode()) == [cell["total"] for cell in cells]
    on_paper = text_of(paper)
    for row in told["sheet"]["table"]:
        for cell in row["cells"]:
            assert result_sheets.cell_words(cell) in on_paper
    for stage in told["sheet"]["stages"]:
        assert stage["sentence"] in page.replace("&#x27;", "'")
        assert stage["sentence"].split(":")[1][:40] in on_paper
    for one in told["sheet"]["moved"]:
        assert one["votes"] in page
        assert one["votes"] in on_paper
    assert told["hashes"]["result_sha256"] in page
    assert told["hashes"]["result_sha256"] in on_paper.replace(" ", "")
    assert broken_rules(paper) == []


def test_a_result_is_printed_once(worked, now):
    declared = queries.latest(worked)

    result_papers.print_result(declared, now=now)
    result_papers.print_result(declared, now=now)
    declared.refresh_from_db()
    result_papers.print_result(declared, now=now)

    assert Document.objects.count() == 1


# ---- levels --------------------------------------------------------------------------------------

ABOVE_NAMES = ("3.33332", "Stage 4", "quota", "Non-transferable", "votes moved")


@pytest.fixture
def names_only(board, now):
    return made.a_declared_one(board, now, publication="names_only")


PATHS = ("result/", "result.json", "result.csv", "log/", "bundle.zip")


def test_where_names_alone_are_public_no_figure_is(client, north, names_only):
    for path in PATHS:
        content = client.get(page_of(north, names_only, path)).content
        if path.endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                names = [name for name in archive.namelist() if name != "rule.json"]
                content = b"\n".join(archive.read(name) for name in names)
        told = content.decode()
        assert "Amina Said" in told
        for figure in ABOVE_NAMES:
            assert figure not in told, path


def test_a_member_and_the_lead_read_no_more_than_the_public(north, names_only, lead, board_member):
    for person in (lead, board_member):
        told = lately(person).get(page_of(north, names_only, "result/")).content.decode()
        for figure in ABOVE_NAMES:
            assert figure not in told


def test_officers_see_the_stages_where_names_alone_are_public(north, names_only):
    for role in (made.RO, made.SCRUTINEER):
        page = lately(made.officer(names_only, role)).get(page_of(north, names_only, "result/"))
        assert "3.33332" in page.content.decode()
        assert "For the officers alone" in page.content.decode()


def test_nothing_is_public_before_it_is_declared(client, north, board, now):
    opened = made.an_opened_one(board, now, SIX, people=FOUR)

    for path in ("result.json", "result.csv", "result.pdf", "bundle.zip"):
        assert client.get(page_of(north, opened, path)).status_code == 404
    page = words_of(client.get(page_of(north, opened, "result/")))
    assert "There is no result yet" in page
    assert "Amina Said" not in page


def test_rankings_are_in_the_public_bundle_at_the_highest_level_alone(client, north, board, now):
    profile = made.a_declared_one(
        board,
        now,
        ("AB",) * 6 + ("BA",) * 5,
        people=made.PEOPLE[:3],
        publication="profile",
        seats=1,
    )

    content = client.get(page_of(north, profile, "bundle.zip")).content

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"6 1 2 0\n5 2 1 0" in archive.read("ballots.blt")


# ---- officers at work ----------------------------------------------------------------------------


def test_the_whole_way_through_the_pages(client, north, board, now, tmp_path, capsys):
    election = made.a_closed_one(board, now - timedelta(days=60), SIX, people=FOUR)
    officers = {role: lately(made.officer(election, role)) for role in made.ROLES}
    for role, key in ((made.RO, POLL_KEYS[0]), (made.SCRUTINEER, POLL_KEYS[1])):
        page = officers[role].get(page_of(north, election, "open/"))
        assert "What you type is used once" in page.content.decode()
        typed = sealing.sheet(key).lower()
        answer = officers[role].post(page_of(north, election, "open/"), {"sheet": typed})
        assert answer.status_code == 302
    for role in (made.RO, made.DEPUTY):
        page = officers[role].get(page_of(north, election, "declare/"))
        assert "Amina Said, Bela Kovacs and Cem Aydin are elected." in words_of(page)
        officers[role].post(page_of(north, election, "declare/"), {"agreed": "on"})
    assert "Provisional result" in words_of(client.get(page_of(north, election, "result/")))

    content = client.get(page_of(north, election, "bundle.zip")).content
    (tmp_path / "b.zip").write_bytes(content)
    assert main(["verify", str(tmp_path / "b.zip")]) == 0
    copy = officers[made.SCRUTINEER].post(
        page_of(north, election, "ballots/"), {"reason": "We count by hand."}
    )
    (tmp_path / "c.zip").write_bytes(copy.content)
    assert main(["verify", str(tmp_path / "c.zip")]) == 0
    assert capsys.readouterr().out == "Everything agrees.\n" * 2
    assert "We count by hand." in words_of(client.get(page_of(north, election, "log/")))

    Election.objects.filter(pk=election.pk).update(objections_close_at=timezone.now())
    answer = officers[made.RO].post(page_of(north, election, "certify/"), {"destroyed": "on"})
    assert answer.status_code == 302
    assert "Certified result" in words_of(client.get(page_of(north, election, "result/")))


def test_a_wrong_letter_is_told_and_the_sheet_not_shown_again(north, board, now):
    election = made.a_closed_one(board, now, SIX, people=FOUR)
    browser = lately(made.officer(election))
    typed = sealing.sheet(POLL_KEYS[0]).replace(" ", "")

    answer = browser.post(page_of(north, election, "open/"), {"sheet": "B" + typed[1:]})

    assert answer.status_code == 422
    assert "A letter is missing or wrong." in answer.content.decode()
    assert typed[5:20] not in answer.content.decode()


def test_an_officer_shows_first_who_they_are(north, board, now):
    election = made.a_closed_one(board, now, SIX, people=FOUR)
    browser = lately(made.officer(election), ago=3600)

    for name in ("open/", "declare/", "certify/", "ballots/"):
        answer = browser.get(page_of(north, election, name))
        assert answer.status_code == 302
        assert answer.url.startswith("/account/reauthenticate/")


def test_candidates_watch_the_lot_and_others_do_not(north, board, now, board_member):
    ballots = ("AB",) * 3 + ("AC",) * 3 + ("B",) * 2 + ("C",) * 2
    level = made.an_opened_one(board, now, ballots, people=made.PEOPLE[:3], seats=2)

    assert lately(board_member).get(page_of(north, level, "lot/")).status_code == 403
    made.queries.standing(level).filter(number=3).update(user=board_member)
    assert lately(board_member).get(page_of(north, level, "lot/")).status_code == 200
    drawn = lately(board_member).post(page_of(north, level, "lot/"), {"digits": "123456"})
    assert drawn.status_code == 403  # to watch is not to draw
    page = words_of(lately(made.officer(level)).get(page_of(north, level, "lot/")))
    assert "Bela Kovacs 1/2, Cem Aydin 1/2" in page


# ---- countback -----------------------------------------------------------------------------------


@pytest.fixture
def vacant(board, now, lead):
    """Dina Osei left a year after she was elected."""
    certified = made.a_certified_one(board, now - timedelta(days=60), term_months=[36, 36, 36])
    term = SeatTerm.objects.select_related("holder").get(holder__name__startswith="Dina")
    left_on = certified.certified_at.date()
    seats.end_term(term, ended_on=left_on, reason="resigned", by=lead, on=left_on)
    return certified


def start(vacant, lead, **words):
    said = {"leaver": 4, "unwilling": []} | words
    return countbacks.start(vacant, by=lead, now=vacant.certified_at, **said)


def test_a_countback_fills_the_seat_with_two_keep_keys(client, north, vacant, lead):
    countback = start(vacant, lead)
    made.open_box(countback, at=vacant.certified_at, keys=KEEP_KEYS)
    made.declare(countback, at=vacant.certified_at)
    made.certify(countback)

    told = queries.latest(countback).published
    assert told["level"] == "names_only"
    assert told["sheet"]["result"] == "Cem Aydin takes the seat that Dina Osei left."
    term = SeatTerm.objects.order_by("pk").last()
    assert term.holder.name.startswith("Cem Aydin")
    assert term.seat.title == "VCSE seats 2"
    assert term.ends_on == SeatTerm.objects.order_by("pk").first().ends_on
    vacant.refresh_from_db()
    assert vacant.state == "certified"
    page = client.get(page_of(north, countback, "result/")).content.decode()
    assert "Cem Aydin takes the seat that Dina Osei left." in page
    for figure in ABOVE_NAMES:
        assert figure not in page
    assert client.get(page_of(north, countback, "bundle.zip")).status_code == 404


def test_poll_keys_open_nothing_and_whoever_is_unwilling_is_passed_over(vacant, lead):
    countback = start(vacant, lead, unwilling=[3])
    with pytest.raises(Refused, match="This is your poll sheet"):
        made.open_box(countback, at=vacant.certified_at, keys=POLL_KEYS)
    made.open_box(countback, at=vacant.certified_at, keys=KEEP_KEYS)

    run = queries.counts.official(countback)
    assert run.result["published"]["elected"] == ["Bela Kovacs"]
    assert Countback.objects.get().peeled is None


def test_a_countback_is_refused(vacant, lead):
    for words, said in (
        ({"leaver": 1}, "Nobody has left that seat"),
        ({"unwilling": [1]}, "Somebody who sits on the board cannot be left out"),
    ):
        with pytest.raises(Refused, match=said):
            start(vacant, lead, **words)
    start(vacant, lead)
    with pytest.raises(Refused, match="A countback of this election is under way"):
        start(vacant, lead)


def test_the_lead_starts_a_countback_on_its_page(north, vacant, lead):
    page = page_of(north, vacant, "countback/")
    shown = lately(lead).get(page).content.decode()
    assert "Dina Osei" in shown

    answer = lately(lead).post(page, {"leaver": "4", "unwilling": ["2"]})

    assert answer.status_code == 302
    assert Countback.objects.get().unwilling == [2]
