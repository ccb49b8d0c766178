"""The result sheet: the same figures as table, sentences, CSV, JSON and moved votes."""

import csv
import io

import pytest

from partnership_board.counting import meek, most_votes, scottish
from partnership_board.counting.ballots import Constraint, Contest, Rule, contest
from partnership_board.counting.explore import explore
from partnership_board.counting.sentences import Teller, figure, rule_in_words, share
from partnership_board.counting.sheet import as_csv, as_json, sheet
from tests.counting.cases import CASES, Case

NAMES = ["Asha", "Bela", "Cem", "Dina", "Ed"]
PAPERS = [(6, [1, 2, 4]), (4, [1, 5]), (3, [3]), (2, [4, 5, 2]), (1, [4]), (1, [5, 4, 3]), (2, [])]
WORKED = contest(3, NAMES, PAPERS, title="Board leaders")
PLAIN = Rule()


def of(made: Contest, rule: Rule = PLAIN, counter=scottish.count):
    return sheet(made, counter(made, rule))


def test_the_worked_example_as_csv() -> None:
    assert as_csv(of(WORKED)).splitlines()[1:] == [
        "Asha,+10,10,-5,5,,5,,5,,5",
        "Bela,,0,+3,3,-3,-,,-,,-",
        "Cem,+3,3,,3,,3,,3,-3,-",
        "Dina,+3,3,,3,+3,6,-1,5,,5",
        "Ed,+1,1,+2,3,,3,+0.33332,3.33332,,3.33332",
        "Non-transferable,,0,,0,,0,+0.66664,0.66664,+3,3.66664",
        "Lost to cutting fractions,,0,,0,,0,+0.00004,0.00004,,0.00004",
    ]


def test_the_worked_example_in_sentences() -> None:
    made = of(WORKED)

    assert made.words.stages == (
        "Stage 1: 17 valid papers and a quota of 5. Asha is elected.",
        (
            "Stage 2: Asha had 5 more than the quota. Each of the 10 papers held passed on at 1/2 "
            "of its value."
        ),
        (
            "Stage 3: Bela, with 3, had the fewest votes and is excluded. The 6 papers held passed "
            "on at the value each had. Bela, Cem, Dina and Ed were level; stage 1 decided. "
            "Dina is elected."
        ),
        (
            "Stage 4: Dina had 1 more than the quota. Each of the 9 papers held passed on at 1/6 "
            "of its value. 0.00004 of a vote was lost to cutting."
        ),
        (
            "Stage 5: Cem, with 3, had the fewest votes and is excluded. The 3 papers held passed "
            "on at the value each had."
        ),
    )
    assert made.words.result == "Asha, Dina and Ed are elected."
    assert made.words.last_vacancies == (
        "Ed takes the last place: as many people were left as places, so the quota was not needed."
    )
    assert (made.valid, made.blank, made.quota) == (17, 2, 5)


def test_json_and_csv_hold_the_same_figures() -> None:
    for case in CASES:
        made = of(case.contest, case.rule)
        rows = list(csv.reader(io.StringIO(as_csv(made))))
        table = as_json(made)["table"]

        assert len(rows) == len(table) + 1
        for row, twin in zip(rows[1:], table, strict=True):
            figures = [text for cell in twin["cells"] for text in (cell["change"], cell["total"])]
            assert row == [twin["name"], *figures]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_moved_votes_sum_to_what_moved(case: Case) -> None:
    count = scottish.count(case.contest, case.rule)
    made = sheet(case.contest, count)

    for number, stage in enumerate(count.stages[1:], start=2):
        before = count.stages[number - 2].votes[stage.candidate - 1]
        moved = [link.units for link in made.links if link.stage == number]
        assert sum(moved) == before - stage.votes[stage.candidate - 1]
        assert all(units > 0 for units in moved)


def test_json_says_everything_the_page_says() -> None:
    made = sheet(WORKED, scottish.count(WORKED, PLAIN), explore(WORKED, PLAIN))

    told = as_json(made)

    assert told["stages"][3] == {
        "number": 4,
        "kind": "surplus",
        "papers": 9,
        "sentence": made.words.stages[3],
    }
    assert told["moved"][0] == {"stage": 2, "from": "Asha", "to": "Bela", "votes": "3"}
    assert (told["lots"], told["elected"]) == ("No lot was needed.", ["Asha", "Dina", "Ed"])
    assert told["table"][1]["cells"][2] == {"change": "-3", "total": "-", "mark": "excluded"}
    assert told["table"][3]["cells"][2]["mark"] == "elected"


@pytest.mark.parametrize(
    ("units", "unit", "text"),
    [
        (0, 100_000, "0"),
        (333_332, 100_000, "3.33332"),
        (150_000, 100_000, "1.5"),
        (-16_666, 100_000, "-0.16666"),
        (4_999_999_999, 10**9, "4.99999"),
        (3_500_000_001, 10**9, "3.5"),
        (-3, 10**9, "0"),
        (7, 1, "7"),
    ],
)
def test_a_figure_is_cut_and_never_rounded_up(units: int, unit: int, text: str) -> None:
    assert figure(units, unit) == text


def test_a_share_is_a_plain_fraction_or_five_places() -> None:
    assert (share(1, 6), share(276_300, 1_233_000), share(2, 4)) == ("1/6", "0.22408", "1/2")


def told(made: Contest, rule: Rule = PLAIN, counter=scottish.count, draw=min) -> list[str]:
    count = counter(made, rule, lambda tie, tied: draw(tied))
    return list(sheet(made, count).words.stages)


def test_every_way_to_settle_a_tie_is_told() -> None:
    by_lot = contest(1, NAMES[:3], [(3, [1]), (2, [2, 1]), (2, [3, 2])])
    mentioned = contest(1, NAMES[:3], [(2, [1]), (1, [1, 3]), (2, [2]), (2, [3])])
    empty = contest(1, NAMES[:5], [(3, [1]), (2, [2]), (2, [3])])
    ron = contest(2, NAMES[:3], [(4, [1])])

    assert "Bela and Cem were level; lot 1 fell on Cem." in told(by_lot, draw=max)[1]
    assert "level; mentions on other papers decided." in told(mentioned, Rule(mentions=True))[1]
    assert (
        "Dina and Ed were level; none of them held a vote and all go out, so number order serves."
        in told(empty, Rule(empty_aside=True))[1]
    )
    assert (
        "Bela and Re-open nominations were level; re-open nominations goes out before a person."
        in told(ron, Rule(ron=3))[2]
    )


def test_a_tie_that_looked_back_past_others_names_the_deciding_stage() -> None:
    case = next(case for case in CASES if case.name == "three level, one set aside")

    assert "A, B and C were level; stage 1 decided." in told(case.contest)[3]


def test_a_candidate_without_papers_passes_nothing_on() -> None:
    made = contest(1, NAMES[:3], [(3, [1, 2]), (3, [2]), (1, [2, 1])])
    nobody = contest(1, NAMES[:3], [(2, [1]), (2, [2])])

    assert told(made) == ["Stage 1: 7 valid papers and a quota of 4. Bela is elected."]
    assert told(nobody)[1] == "Stage 2: Cem, with 0, had the fewest votes and is excluded."
    assert told(contest(1, NAMES[:2], [(1, [1])]))[0].startswith("Stage 1: 1 valid paper and")
    one = contest(2, NAMES[:3], [(4, [1]), (2, [2]), (1, [3])])
    assert "The 1 paper held passed on" in told(one)[-1]


def test_minimums_and_what_they_changed() -> None:
    rule = Rule(constraints=(Constraint(frozenset({3}), 1, 3, "Small groups"),))
    count, plain = scottish.count(WORKED, rule), scottish.count(WORKED, PLAIN)

    made = sheet(WORKED, count, plain=plain)

    assert made.words.effect == ("Because of the minimums and maximums Cem came in and Ed did not.")
    assert (
        "Stage 4: Ed, with 3, can no longer be elected under the minimums and maximums and is "
        "excluded."
    ) in made.words.stages[3]
    assert made.words.rule[-1] == "Small groups: at least 1 and at most 3."
    assert sheet(WORKED, plain, plain=plain).words.effect == (
        "The minimums and maximums did not change who is elected."
    )
    impossible = Rule(constraints=(Constraint(frozenset({3}), 2, 3),))
    assert Teller(WORKED, scottish.count(WORKED, impossible)).effect(plain) == (
        "The minimums and maximums could not be met; the count went on without them."
    )


def test_a_place_that_stays_unfilled_is_told() -> None:
    everyone = of(contest(3, NAMES[:4], [(17, [4])]), Rule(ron=4))
    one = of(contest(3, NAMES[:3], [(9, [1, 2]), (8, [2, 1])]), Rule(ron=3))

    assert everyone.words.result == (
        "Nobody is elected. 3 places stay unfilled: voters asked to re-open nominations."
    )
    assert [row.name for row in everyone.rows][3:6] == [
        "Re-open nominations",
        "Re-open nominations (2)",
        "Re-open nominations (3)",
    ]
    assert one.words.result == (
        "Asha and Bela are elected. 1 place stays unfilled: voters asked to re-open nominations."
    )
    assert [row.name for row in one.rows][:4] == [
        "Asha", "Bela", "Re-open nominations", "Non-transferable",
    ]  # fmt: skip
    assert one.winners == ("Asha", "Bela")


def test_two_take_the_last_places() -> None:
    made = of(contest(3, NAMES[:3], [(9, [1, 2]), (2, [2]), (1, [3])]))

    assert made.words.last_vacancies.startswith("Bela and Cem take the last 2 places: ")


def test_one_is_elected() -> None:
    assert of(contest(1, NAMES[:2], [(2, [1])])).words.result == "Asha is elected."


def test_meek_is_told_by_rounds_and_has_no_moved_votes() -> None:
    made = of(WORKED, Rule(method="meek_prf"), meek.count)

    assert made.words.stages[0] == (
        "Stage 1: Every vote is shared out again; the quota is 4.25. Asha is elected."
    )
    assert made.words.stages[2] == (
        "Stage 3: Cem is excluded. Every vote is shared out again; the quota is 3.5. "
        "Cem and Dina were level; lot 1 fell on Cem. Bela and Ed are elected."
    )
    assert made.links == ()
    assert [row.name for row in made.rows] == [*NAMES, "Non-transferable"]
    assert made.rows[2].cells[2].total is None


def test_most_votes_is_one_table_of_whole_votes() -> None:
    rule = Rule(method="most_votes")
    made = of(contest(2, NAMES[:3], [(3, [1, 2]), (1, [3])]), rule, most_votes.count)

    assert made.words.stages == ("Stage 1: 4 valid papers. Asha and Bela are elected.",)
    assert as_csv(made).splitlines()[1:] == ["Asha,+3,3", "Bela,+3,3", "Cem,+1,1"]
    assert made.links == ()


def test_the_rule_in_words() -> None:
    assert rule_in_words(PLAIN, 3)[0].startswith("You rank people. Scottish STV")
    assert rule_in_words(PLAIN, 3)[1].endswith("decide among them; then by lot.")
    assert rule_in_words(Rule(mentions=True), 3)[1].endswith("; then by mentions; then by lot.")
    assert "stays unfilled" in rule_in_words(Rule(ron=2), 3)[2]
    assert (
        "A group: at least 0"
        in rule_in_words(Rule(constraints=(Constraint(frozenset({1}), 0, 1),)), 3)[2]
    )
    assert "Meek's method" in rule_in_words(Rule(method="meek_prf"), 3)[0]
    assert "up to 3 people" in rule_in_words(Rule(method="most_votes"), 3)[0]


def test_a_name_cannot_become_a_formula() -> None:
    made = of(contest(1, ['=HYPERLINK("x")', "Bo"], [(1, [2])]))

    assert as_csv(made).splitlines()[1].startswith("\"'=HYPERLINK")
