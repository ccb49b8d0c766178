"""The command line, as a stranger uses it."""

import io
import json
import os
import runpy
import subprocess
import sys

import pytest

from partnership_board.counting import __main__ as command
from tests.counting.conftest import ROOT

ROW = {"id": "a", "seats": 1, "candidates": 3, "ballots": [[3, [1]], [2, [2]], [2, [3]]]}


@pytest.fixture
def run(monkeypatch, capsys):
    """Give rows and words; get the exit status, the rows printed and the complaints."""

    def called(rows: list[object], *words: str) -> tuple[int, list[dict], str]:
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))
        status = command.main(list(words))
        printed = capsys.readouterr()
        return status, [json.loads(line) for line in printed.out.splitlines()], printed.err

    return called


def test_a_row_is_answered_with_numbers_and_lists(run) -> None:
    status, [row], complaints = run([ROW], "count")

    assert (status, complaints) == (0, "")
    assert row == {
        "id": "a",
        "valid": 7,
        "quota": 4,
        "elected_in_order": [1],
        "elected_to_last_vacancies": [1],
        "stages": [
            {
                "kind": "first",
                "candidate": None,
                "votes_x100000": [300000, 200000, 200000],
                "non_transferable_x100000": 0,
                "elected": [],
            },
            {
                "kind": "exclude",
                "candidate": 2,
                "votes_x100000": [300000, 0, 200000],
                "non_transferable_x100000": 200000,
                "elected": [],
            },
            {
                "kind": "exclude",
                "candidate": 3,
                "votes_x100000": [300000, 0, 0],
                "non_transferable_x100000": 400000,
                "elected": [],
            },
        ],
        "ties": [{"why": "exclude", "tied": [2, 3], "chosen": 2, "by": "lot"}],
    }


def test_a_row_with_options_is_answered_with_text_and_objects(run) -> None:
    row = ROW | {"options": {"ron": 3, "withdrawn": [2]}}

    _, [answer], _ = run([row], "count")

    assert answer["elected_in_order"] == ["1"]
    assert answer["stages"][0]["votes_x100000"] == {"1": 300000, "RON1": 200000}
    assert (answer["unfilled"], answer["saved_by_constraint"], answer["constraint_unmet"]) == (
        0,
        [],
        False,
    )


def test_every_option_is_understood(run) -> None:
    options = {
        "mentions": True,
        "shortcut": True,
        "guarded": [2],
        "constraints": [[[1, 2], 0, 1]],
    }

    status, [answer], _ = run([ROW | {"options": options}], "count")

    assert (status, answer["elected_in_order"]) == (0, ["2"])


def test_rule_and_options_in_the_row_win(run) -> None:
    meek = ROW | {"rule": "meek_prf"}
    labelled = ROW | {"rule": "meek_prf", "options": {}}

    _, rows, _ = run([meek, labelled, ROW], "count", "--rule", "most_votes")

    assert set(rows[0]) == {
        "id",
        "elected_in_order",
        "final_votes_x1e9",
        "final_quota_x1e9",
        "ties",
    }
    assert rows[1]["valid"] == 7
    assert rows[1]["final_votes_x1e9"] == {"1": 3 * 10**9, "2": 0, "3": 2 * 10**9}
    assert (rows[2]["votes"], rows[2]["elected_in_order"]) == ([3, 2, 2], [1])


def test_names_or_a_number_of_candidates(run) -> None:
    _, [one, other], _ = run([ROW, ROW | {"candidates": ["Ann", "Bo", "Çelik"]}], "count")

    assert one == other


def test_explore_adds_outcomes_and_runs(run) -> None:
    made = {**ROW, "seats": 2, "id": 7}

    _, [row], _ = run([made], "explore")

    assert row["outcomes"] == [
        {"winners": [1, 2], "probability": "1/2"},
        {"winners": [1, 3], "probability": "1/2"},
    ]
    assert (row["id"], row["runs"], "winners" in row) == (7, 3, False)
    assert row["elected_in_order"] == [1, 3]


def test_explore_names_the_winners_on_whom_all_agree(run) -> None:
    _, [row], _ = run([ROW], "explore")

    assert (row["winners"], row["runs"]) == ([1], 3)


def test_explore_says_when_it_only_estimates(run) -> None:
    _, [row], _ = run([ROW], "explore", "--cap", "2")

    assert row["is_estimate"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("{", "This is not JSON."),
        ("[" * 100_000, "This is not JSON."),
        ("[1]", "A row is a JSON object with seats, candidates and ballots."),
        ("NaN", "A row is a JSON object with seats, candidates and ballots."),
        ({}, "`candidates` must be a whole number, not below 0."),
        (ROW | {"seats": "1"}, "`seats` must be a whole number, not below 0."),
        (ROW | {"seats": True}, "`seats` must be a whole number, not below 0."),
        (ROW | {"seats": 1.0}, "`seats` must be a whole number, not below 0."),
        (ROW | {"seats": -1}, "`seats` must be a whole number, not below 0."),
        (ROW | {"seats": 10**9}, "Places and candidates must be between 1 and 1,000."),
        (ROW | {"candidates": ["a", 2]}, "`candidates` is a number or a list of names."),
        (ROW | {"ballots": {}}, "`ballots` is a list of [papers, [first, second, ...]]."),
        (ROW | {"ballots": [[1]]}, "A ballot is [papers, [first, second, ...]]."),
        (ROW | {"ballots": [3]}, "A ballot is [papers, [first, second, ...]]."),
        (ROW | {"ballots": [[1, 2]]}, "`preferences` is a list of candidates' numbers."),
        (ROW | {"ballots": [[1, [2.5]]]}, "`preferences` must be a whole number, not below 0."),
        (ROW | {"ballots": [[1.5, [2]]]}, "`papers` must be a whole number, not below 0."),
        (ROW | {"ballots": [[1, [4]]]}, "There is no candidate 4."),
        (ROW | {"ballots": [[1, [0]]]}, "There is no candidate 0."),
        (ROW | {"ballots": [[1, [2, 2]]]}, "Candidate 2 stands twice in one ranking."),
        (ROW | {"rule": "borda"}, "There is no rule 'borda'"),
        (ROW | {"rule": ["meek_prf"]}, "There is no rule"),
        (ROW | {"options": []}, "`options` is a JSON object."),
        (ROW | {"options": {"lots": 1}}, "There is no option 'lots'."),
        (ROW | {"options": {"mentions": 1}}, "`mentions` is true or false."),
        (ROW | {"options": {"ron": "R"}}, "`ron` must be a whole number, not below 0."),
        (ROW | {"options": {"ron": 9}}, "The rule names candidate 9, who is not on the paper."),
        (ROW | {"options": {"withdrawn": 1}}, "`withdrawn` is a list of candidates' numbers."),
        (ROW | {"options": {"withdrawn": [9]}}, "Candidate 9 cannot withdraw"),
        (ROW | {"options": {"constraints": 1}}, "`constraints` is a list of [group, minimum"),
        (ROW | {"options": {"constraints": [1]}}, "A constraint is [group, minimum, maximum]."),
        (
            ROW | {"options": {"constraints": [[[9], 0, 1]]}},
            "The rule names candidate 9, who is not on the paper.",
        ),
        (
            ROW | {"rule": "meek_prf", "options": {"mentions": True}},
            "go with scottish_stv.",
        ),
    ],
)
@pytest.mark.parametrize("word", ["count", "explore"])
def test_a_bad_row_is_named_and_the_others_are_answered(run, word, row, sentence) -> None:
    status, rows, complaint = run([ROW, "", row, ROW], word)

    assert (status, [answer["id"] for answer in rows]) == (2, ["a", "a"])
    assert complaint.startswith("Line 3: ")
    assert sentence in complaint
    assert complaint.count("\n") == 1


def test_blt_is_written_in_canonical_form(tmp_path, capsys) -> None:
    file = tmp_path / "ward.blt"
    file.write_text('2 1\n-2\n1 2 1 0\n3 1 0 # three\n0\n"A"\n"B"\n"T"\n')

    status = command.main(["blt", str(file)])

    printed = capsys.readouterr()
    assert status == 0
    assert printed.out == '2 1\n-2\n3 1 0\n1 2 1 0\n0\n"A"\n"B"\n"T"\n'
    assert printed.err == "Line 4: comment left out.\n"


def test_blt_becomes_a_row_that_can_be_counted(tmp_path, capsys, run) -> None:
    file = tmp_path / "ward.blt"
    file.write_text('2 1\n-1\n1 1 2 0\n0\n"A"\n"B"\n"T"\n')
    plain = tmp_path / "plain.blt"
    plain.write_text('2 1\n1 1 2 0\n0\n"A"\n"B"\n"T"\n')

    assert command.main(["blt", str(file), "--to", "jsonl"]) == 0
    first = capsys.readouterr().out
    assert command.main(["blt", str(plain), "--to", "jsonl"]) == 0
    second = capsys.readouterr().out

    assert json.loads(first)["options"] == {"withdrawn": [1]}
    _, rows, _ = run([first.strip(), second.strip()], "count")
    assert [(row["id"], row["elected_in_order"]) for row in rows] == [
        ("ward", ["2"]),
        ("plain", [1]),
    ]


@pytest.mark.parametrize("word", ["blt", "verify"])
def test_a_file_that_is_not_there_is_named(word, tmp_path, capsys) -> None:
    assert command.main([word, str(tmp_path / "none")]) == 2
    assert capsys.readouterr().err == f"{tmp_path / 'none'}: No such file or directory.\n"


def test_a_bad_blt_file_is_refused_with_its_line(tmp_path, capsys) -> None:
    file = tmp_path / "bad.blt"
    file.write_text("2 1\n1 1 2=1 0\n")

    assert command.main(["blt", str(file)]) == 2
    assert capsys.readouterr().err.startswith("Line 2: candidates 2 and 1 share a rank.")


def test_what_is_no_bundle_differs(tmp_path, capsys) -> None:
    file = tmp_path / "bundle.zip"
    file.write_bytes(b"nothing")

    assert command.main(["verify", str(file)]) == 1
    assert capsys.readouterr().out == "The bundle is no zip file, or it is damaged.\n"


@pytest.mark.parametrize(
    "words", [[], ["sum"], ["count", "--rule", "borda"], ["explore", "--cap", "0"], ["blt"]]
)
def test_words_that_mean_nothing_are_explained(words, capsys) -> None:
    with pytest.raises(SystemExit) as left:
        command.main(words)

    assert left.value.code == 2
    assert "usage:" in capsys.readouterr().err


def started(words: list[str], given: bytes, **options) -> subprocess.CompletedProcess[bytes]:
    """The command as its own program, without the settings of the site."""
    return subprocess.run(
        [sys.executable, "-m", "partnership_board.counting", *words],
        input=given,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
        capture_output=True,
        check=False,
        **options,
    )


def test_the_program_runs_alone_and_in_utf_8() -> None:
    row = json.dumps(ROW | {"id": "Çelik \ud83d"}, ensure_ascii=True)

    done = started(["count"], row.encode() + b"\n\xff\n")

    assert done.returncode == 2
    assert json.loads(done.stdout)["id"] == "Çelik \ud83d"
    assert "Çelik".encode() in done.stdout
    assert done.stderr == b"Line 2: This is not JSON.\n"


def test_a_reader_who_leaves_early_is_no_error() -> None:
    program = f"{sys.executable} -m partnership_board.counting count | true"
    row = json.dumps(ROW | {"id": "x" * 100_000})

    done = subprocess.run(
        ["/bin/bash", "-c", f"set -o pipefail; {program}"],
        input=f"{row}\n".encode() * 20,
        cwd=ROOT,
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")


def test_run_is_what_the_program_does(monkeypatch, capsys) -> None:
    monkeypatch.setattr("sys.argv", ["counting", "count"])
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(ROW).encode())))

    assert command.run() == 0
    assert json.loads(capsys.readouterr().out)["id"] == "a"


def test_the_package_is_the_program(monkeypatch, capsys) -> None:
    monkeypatch.setattr("sys.argv", ["counting", "count"])
    monkeypatch.setattr("sys.stdin", io.StringIO("{}"))
    monkeypatch.delitem(sys.modules, "partnership_board.counting.__main__")

    with pytest.raises(SystemExit) as left:
        runpy.run_module("partnership_board.counting", run_name="__main__")

    assert left.value.code == 2
    assert capsys.readouterr().err.startswith("Line 1: ")


@pytest.mark.parametrize("rows", [1, 2000])
def test_a_closed_pipe_ends_quietly(monkeypatch, rows: int) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as nobody:
        monkeypatch.setattr("sys.argv", ["counting", "count"])
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{json.dumps(ROW)}\n" * rows))
        monkeypatch.setattr("sys.stdout", nobody)

        assert command.run() == 0
