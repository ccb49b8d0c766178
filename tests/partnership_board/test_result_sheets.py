"""What is published of a count: the same figures in every form, and none above the level."""

import json

import pytest

from partnership_board import result_sheets
from partnership_board.counting import agreed, sheet
from partnership_board.counting.ballots import Constraint, Rule, contest
from partnership_board.counting.sentences import figure
from partnership_board.levels import SAME_BOX, UNLIKE, level_of
from tests.counting.cases import papers

PEOPLE = ("Amina", "Bela", "Cem", "Dina", "Emre")
WORKED = contest(3, PEOPLE, papers("6 ABD, 4 AE, 3 C, 2 DEB, 1 D, 1 EDC"), title="Board leaders")
SEED = "415263"
PLAIN = Rule(empty_aside=True)


def told(level=agreed.STAGES, made=WORKED, rule=PLAIN):
    return result_sheets.published(result_sheets.counted(made, rule, SEED), level)


def test_the_worked_example_is_told_stage_by_stage():
    found = told()

    totals = {row["name"]: [cell["total"] for cell in row["cells"]] for row in found["table"]}
    assert totals == {
        "Amina": ["10", "5", "5", "5", "5"],
        "Bela": ["0", "3", "-", "-", "-"],
        "Cem": ["3", "3", "3", "3", "-"],
        "Dina": ["3", "3", "6", "5", "5"],
        "Emre": ["1", "3", "3", "3.33332", "3.33332"],
        "Non-transferable": ["0", "0", "0", "0.66664", "3.66664"],
        "Lost to cutting fractions": ["0", "0", "0", "0.00004", "0.00004"],
    }
    assert found["elected"] == ["Amina", "Dina", "Emre"]
    assert found["quota"] == 5


def test_the_spreadsheet_has_the_figures_of_the_count():
    heads, rows = result_sheets.csv_rows(told())
    found = result_sheets.counted(WORKED, PLAIN, SEED)

    by_the_counter = sheet.as_csv(found.sheet).splitlines()
    assert ",".join(heads) == by_the_counter[0]
    assert [",".join(row) for row in rows] == by_the_counter[1:]


def test_names_alone_hold_no_figure_of_the_count():
    found = told(agreed.NAMES_ONLY)

    assert set(found) == {
        "level",
        "title",
        "seats",
        "result",
        "elected",
        "unfilled",
        "rule",
        "effect_of_constraints",
        "lots",
    }
    assert result_sheets.csv_rows(found) == (["Elected"], [["Amina"], ["Dina"], ["Emre"]])
    assert result_sheets.picture(found, width=320) is None
    assert "3.33332" not in json.dumps(found)


def test_rankings_are_in_no_level():
    for level in agreed.LEVELS:
        assert '"ballots"' not in json.dumps(told(level))


def test_streams_of_the_picture_add_up_to_the_votes_that_moved():
    found = told()
    by_stage = dict.fromkeys(range(2, 6), 0)
    for one in found["moved"]:
        by_stage[one["stage"]] += result_sheets.units_of(one["votes"])

    assert by_stage == {2: 500_000, 3: 300_000, 4: 100_000, 5: 300_000}
    picture = result_sheets.picture(found, width=320)
    assert [row[2] for row in picture.table] == [one["votes"] for one in found["moved"]]
    assert picture.sentence == "Votes moved at 4 stages. Most moved at stage 2, from Amina: 5."


@pytest.mark.parametrize("units", [0, 4, 33_333, 100_000, 1_766_664])
def test_a_figure_is_read_back_as_it_was_written(units):
    assert result_sheets.units_of(figure(units, 100_000)) == units


def test_a_lot_can_be_drawn_again_from_what_is_told():
    tied = contest(1, ("Amina", "Bela", "Cem"), papers("2 A, 2 B, 1 C"))

    found = told(made=tied)

    assert found["lots"] == "The first seat depends on a lot: Amina 1/2, Bela 1/2."
    assert [one["chance"] for one in found["outcomes"]] == ["1/2", "1/2"]
    (lot,) = found["drawn"]
    for key in lot["keys"]:
        assert agreed.sha256(key["text"]) == key["key"]
    assert lot["chosen"] == min(lot["keys"], key=lambda key: key["key"])["name"]


def test_names_alone_say_that_a_lot_decided_and_not_between_whom():
    tied = contest(1, ("Amina", "Bela", "Cem"), papers("2 A, 2 B, 1 C"))

    assert told(agreed.NAMES_ONLY, made=tied)["lots"] == "A lot decided who is elected."


def test_what_a_minimum_changed_is_told():
    rule = Rule(constraints=(Constraint(frozenset({3}), 1, 1, "Small groups"),), empty_aside=True)

    found = told(rule=rule)

    assert found["elected"] == ["Amina", "Dina", "Cem"]
    assert found["effect_of_constraints"] == (
        "Because of the minimums and maximums Cem came in and Emre did not."
    )


# ---- levels --------------------------------------------------------------------------------------

MANY = ((120, (1,)), (79, (2,)), (1, (3,)))


@pytest.mark.parametrize(
    ("asked", "papers", "code", "why"),
    [
        ("stages", ((4, (1,)),), "names_only", "Only 4 ballots were cast. To protect voters, "),
        ("profile", ((1, (1,)),), "names_only", "Only 1 ballot was cast. To protect voters, "),
        ("stages", (), "names_only", "Nobody voted. To protect voters, names alone"),
        ("names_only", ((4, (1,)),), "names_only", ""),
        ("stages", ((5, (1,)),), "stages", ""),
        ("profile", ((5, (1,)),), "profile", ""),
        ("profile", ((5, (1,)), (4, (2,))), "stages", UNLIKE),
        ("profile", MANY, "profile", ""),
        ("names_only", MANY, "names_only", ""),
    ],
)
def test_a_level_lowers_itself(asked, papers, code, why):
    found = level_of(asked, papers, floor=5)

    assert found.code == code
    assert found.why.startswith(why)
    assert bool(found.why) == bool(why)


def test_a_count_of_the_same_box_again_tells_names_alone():
    found = level_of("profile", MANY, floor=5, is_plain_count=False)

    assert (found.code, found.why) == ("names_only", SAME_BOX)
