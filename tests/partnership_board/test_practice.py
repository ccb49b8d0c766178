"""Counting for practice: a full sheet, errors with their lines, and nothing kept."""

import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnership_board import practice

WORKED = """5 3
6 1 2 4 0
4 1 5 0
3 3 0
2 4 5 2 0
1 4 0
1 5 4 3 0
0
"Amina"
"Bela"
"Cem"
"Dina"
"Emre"
"Board leaders"
"""
PAGE = "board/elections/practice/"


@pytest.fixture
def send(client, north, board_member):
    client.force_login(board_member)

    def sending(ballots="", **words):
        words = {"ballots": ballots, "method": "scottish_stv"} | words
        return client.post(north.url(PAGE), words)

    return sending


def test_somebody_reads_a_full_sheet_of_what_they_paste(send):
    answer = send(WORKED)

    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "Amina, Dina and Emre are elected." in shown
    assert "3.33332" in shown
    assert "Stage 4: Dina had 1 more than the quota." in shown
    assert "Where votes moved" in shown
    assert "No lot was needed." in shown


def test_a_file_is_read_like_what_is_pasted(send):
    file = io.BytesIO(WORKED.encode())
    file.name = "leaders.blt"

    shown = send(file=file).content.decode()

    assert "Amina, Dina and Emre are elected." in shown
    assert "6 1 2 4 0" in shown


def test_a_mistake_comes_back_with_its_line_and_what_was_pasted(send):
    answer = send(WORKED.replace("4 1 5 0", "4 1=5 0"))

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Line 3: candidates 1 and 5 share a rank." in shown
    assert "4 1=5 0" in shown


def test_nothing_given_is_told_what_to_do(send):
    assert "Choose a file, or write the ballots below." in send().content.decode()


def test_mentions_go_with_scottish_stv_alone(send):
    shown = send(WORKED, method="meek_prf", has_mentions="on").content.decode()

    assert "go with scottish_stv" not in shown
    assert "Mentions go with Scottish STV." in shown


def test_the_same_by_meek_elects_others(send):
    shown = send(WORKED, method="meek_prf").content.decode()

    assert "Amina, Bela and Emre are elected." in shown


def test_the_spreadsheet_and_the_json_say_what_the_page_says(send):
    told = json.loads(send(WORKED, **{"as": "json"}).content)
    rows = send(WORKED, **{"as": "csv"}).content.decode("utf-8-sig").splitlines()

    assert told["elected"] == ["Amina", "Dina", "Emre"]
    assert rows[5] == "Emre,+1,1,+2,3,,3,+0.33332,3.33332,,3.33332"


def test_nothing_is_written(send):
    send(WORKED)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        send(WORKED)

    written = [one["sql"] for one in queries if one["sql"].startswith(("INSERT", "UPDATE"))]
    assert written == []


def test_a_file_that_would_take_long_tries_fewer_lots():
    names = "\n".join(f'"{n}"' for n in range(1, 41))
    ballots = "\n".join(
        f"1 {first} {second} 0"
        for first in range(1, 41)
        for second in range(1, 41)
        if first != second
    )

    found = practice.practised(
        f"40 9\n{ballots}\n0\n{names}\n".encode(), method="scottish_stv", has_mentions=False
    )

    assert found.sheet["lots"].startswith("An estimate from 20 draws.")
