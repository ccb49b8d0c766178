"""What everybody may read of a board that is public: ledger, seats, how power was shared."""

from datetime import timedelta

import pytest

from alliance.queries.frame import forget_face
from partnership_board.actions import boards
from partnership_board.models import Constituency
from tests.factories import partnership_board as rows

PAGES = (
    "board/open/",
    "board/open/seats/",
    "board/open/decisions/",
    "board/open/minutes/",
    "board/open/power/",
)


@pytest.fixture
def look(client, north):
    def looking(path, **words):
        answer = client.get(north.url(path), words)
        assert answer.status_code == 200, path
        return " ".join(answer.content.decode().split())

    return looking


@pytest.fixture
def opened(board):
    board.is_public = True
    board.save()
    forget_face()
    return board


def test_a_board_that_is_not_public_shows_nothing(look, board, board_member):
    for path in PAGES:
        said = look(path)
        assert "Yusuf" not in said
        assert north_link(path) not in said.split("<footer", 1)[-1]


def north_link(path):
    return f'href="/a/north/{path}"'


def test_everybody_sees_who_sits_where_and_until_when(look, opened, board_member, expert, seat):
    Constituency.objects.filter(code="EBE").update(is_named=False)

    said = look("board/open/seats/")

    assert "Yusuf Karim" in said
    assert "Thu 6 Jan 2028" in said
    assert "Somebody, without a name here" in said
    assert "people.example" not in said
    assert ">Empty<" in said
    assert "Elected members: 2. The board needs at least 3." in said


def test_nobody_is_named_whose_side_is_not_named(look, opened, expert):
    Constituency.objects.filter(code="EBE").update(is_named=False)
    assert "<bdi>Rosa Lindqvist</bdi>" not in look("board/open/seats/")


def test_everybody_reads_how_power_was_shared_and_takes_it_along(
    client, north, look, opened, board_member, lead
):
    day = rows.at(power_year(opened).starts_on + timedelta(days=30), 10)
    for n in range(6):
        rows.a_proposal(opened, board_member, day, title=f"Question {n}")

    said = look("board/open/power/", year=power_year(opened).starts_on.isoformat())
    assert "Days to an answer" in said
    assert "Yusuf" not in said
    sheet = client.get(
        north.url("board/open/power/"),
        {"year": power_year(opened).starts_on.isoformat(), "format": "csv"},
    )
    assert sheet.headers["Content-Type"] == "text/csv"


def power_year(board):
    from django.utils import timezone

    from partnership_board.queries.years import years_of

    return years_of(board, on=timezone.localdate())[-1]


def test_the_foot_of_every_page_leads_there_while_the_board_is_public(
    client, look, board, lead, django_capture_on_commit_callbacks
):
    forget_face()
    assert north_link("board/open/") not in look("directory/")

    with django_capture_on_commit_callbacks(execute=True):
        boards.edit_board(
            board,
            name="Partnership Board",
            is_public=True,
            min_elected_seats=3,
            network=None,
            by=lead,
        )

    assert north_link("board/open/") in look("directory/")
    for path in PAGES:
        assert all(north_link(other) in look(path) for other in PAGES)


@pytest.mark.parametrize("there", [1, 3, 50])
@pytest.mark.parametrize(("path", "queries"), [("board/open/", 6), ("board/open/seats/", 4)])
def test_a_public_list_asks_the_same_whatever_its_length(
    look, opened, lead, now, there, path, queries, django_assert_num_queries
):
    for n in range(there):
        rows.a_proposal(opened, lead, now, title=f"Question {n}")
        rows.a_term(rows.a_seat(opened, title=f"Seat {n}"), lead)
    look("board/open/")

    with django_assert_num_queries(queries):
        look(path)
