"""A bundle that agrees passes; whatever is changed in it is named with its line."""

import io
import json
import random
import zipfile

import pytest

from partnership_board.counting import agreed, blt, bundle, lots, scottish
from partnership_board.counting.agreed import canonical, sha256
from partnership_board.counting.ballots import Unreadable
from partnership_board.counting.explore import explore
from partnership_board.counting.verify import verify

RULE = canonical(
    {
        "method": "scottish_stv",
        "tie_steps": ["history", "lot"],
        "term_months": [36, 24, 12],
        "constraints": [{"label": "Small groups", "group": "small", "min": 0, "max": 2}],
    }
)
CANDIDATES = {
    "title": "Board leaders",
    "seats": 3,
    "candidates": [
        {"number": 1, "name": "Amina", "organisation": "Hope House", "groups": ["small"]},
        {"number": 2, "name": "Bela", "organisation": "Open Door", "groups": []},
        {"number": 3, "name": "Çem", "organisation": "Open Door", "groups": ["small"]},
        {"number": 4, "name": "Dina", "organisation": "Quiet Space", "groups": []},
    ],
}
PAPERS = ((4, (1, 3)), (4, (2,)), (2, (3, 1)), (2, (4, 1)))
BLOBS = tuple(sha256(f"envelope-{number}") for number in range(12))
RECEIPTS = ("ABCDEFGHIJKL", "MNOPQRSTUVWX", "YZ234567ABCD")
SEED = "415263"
SALT = "not to be guessed"
LEVELS = agreed.LEVELS


def made(level: str = agreed.STAGES, *, is_for_scrutineers: bool = True) -> bundle.Bundle:
    """An election whose third seat depends on a lot."""
    rule = agreed.agreed_rule(json.loads(RULE), CANDIDATES)
    contest = agreed.agreed_contest(CANDIDATES, PAPERS)
    draw = lots.drawn_by(SEED, str)
    ballots = blt.write(contest)
    found = bundle.Bundle(
        rule=RULE,
        candidates=CANDIDATES,
        roll_sha256=sha256("roll"),
        blobs=BLOBS,
        receipts=RECEIPTS,
        log=(),
        lots=lots.drawn(scottish.count(contest, rule, draw), SEED),
        result=agreed.result(contest, rule, draw, level=level, by_order=True),
        ballots_commitment=agreed.commitment(SALT, ballots),
        ballots=ballots if is_for_scrutineers else None,
        salt=SALT if is_for_scrutineers else None,
    )
    log = [f"{what}: {told}" for what, told in bundle.hashes(found).items()]
    chained = bundle.chain(sha256(RULE), ["The rule was frozen.", *log, "Declared."])
    return bundle.Bundle(**{**vars(found), "log": chained})


def files(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def zipped(texts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return out.getvalue()


def changed(name: str, old: str, new: str, content: bytes | None = None) -> str | None:
    """The verdict when one thing in one file is another."""
    texts = files(content or bundle.write(made()))
    assert old in texts[name]
    return verify(zipped({**texts, name: texts[name].replace(old, new, 1)}))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("is_for_scrutineers", [True, False])
def test_an_untouched_bundle_passes(level: str, is_for_scrutineers: bool) -> None:
    content = bundle.write(made(level, is_for_scrutineers=is_for_scrutineers))

    assert verify(content) is None
    assert ("ballots.blt" in files(content)) == is_for_scrutineers


def test_a_bundle_is_always_the_same_bytes() -> None:
    assert bundle.write(made()) == bundle.write(made())


def test_the_result_of_names_only_holds_no_figure() -> None:
    result = made(agreed.NAMES_ONLY).result

    assert set(result) == {"level", "elected", "unfilled", "lots"}
    assert result["lots"] == "A lot decided who is elected."


def test_the_box_hash_is_that_of_the_documentation() -> None:
    blobs = [sha256(f"envelope-{number}") for number in (2, 0, 1)]

    assert agreed.box_sha256(blobs).startswith("2d7ac7483691")


def test_one_byte_changed_anywhere_is_found() -> None:
    """A random byte of every line of every file, in both copies."""
    chance = random.Random(1)
    for is_for_scrutineers in (True, False):
        texts = files(bundle.write(made(is_for_scrutineers=is_for_scrutineers)))
        for name, text in texts.items():
            for start, end in spans(text):
                at = chance.randrange(start, end)
                other = "x" if text[at] != "x" else "y"
                wrong = {**texts, name: text[:at] + other + text[at + 1 :]}
                assert verify(zipped(wrong)), f"{name} {at}"


def spans(text: str) -> list[tuple[int, int]]:
    found, start = [], 0
    for line in text.splitlines(keepends=True):
        found.append((start, start + len(line)))
        start += len(line)
    return found


def test_a_line_taken_from_any_file_is_found() -> None:
    texts = files(bundle.write(made()))
    for name, text in texts.items():
        lines = text.splitlines(keepends=True)
        assert verify(zipped({**texts, name: "".join(lines[1:])})), name


@pytest.mark.parametrize(
    ("name", "old", "new", "begins"),
    [
        ("log.jsonl", "Declared.", "declared.", "log.jsonl line 9: its SHA-256 should be "),
        ("log.jsonl", '"seq":3', '"seq":4', "log.jsonl line 3: its number is 4, not 3."),
        ("log.jsonl", '"text"', '"words"', "log.jsonl line 1: it should hold seq, sha256, text"),
        ("log.jsonl", '{"seq":1', '["seq":1', "log.jsonl line 1: this is not JSON."),
        ("log.jsonl", '{"seq":1', "[]\n{", "log.jsonl line 1: this is no JSON object."),
        ("lots.jsonl", '"tie":1', '"tie":2', "lots.jsonl line 1: this is lot 1, not 2."),
        ("lots.jsonl", SEED, "415264", "lots.jsonl line 1: the keys should be "),
        ("lots.jsonl", f'"{SEED}"', '"1,2"', "lots.jsonl line 1: A seed is digits"),
        ("lots.jsonl", '"chosen":"4"', '"chosen":"3"', "lots.jsonl line 1: the lowest key is 4's"),
        ("lots.jsonl", '"exclude"', '"surplus"', "lots.jsonl: its SHA-256 is "),
        ("box.txt", "\n", "x\n", "box.txt line 1: this is not the SHA-256 of an envelope."),
        ("receipts.txt", "MNOP", "mnop", "receipts.txt line 2: this is not a receipt code."),
        ("receipts.txt", "MNOP", "AAAA", "receipts.txt line 2: the lines are not sorted."),
        ("receipts.txt", "MNOP", "NNOP", "receipts.txt: its SHA-256 is "),
        ("rule.json", "history", "History", "rule.json: its SHA-256 is "),
        ("candidates.json", "Bela", "Bella", "candidates.json: its SHA-256 is "),
        ("result.json", '"valid": 12', '"valid": 13', "result.json line "),
        ("result.json", " }\n}\n", " }\n}\n\n", "result.json: it is longer or shorter than"),
        ("ballots.blt", "4 2 0", "5 2 0", "ballots.blt: with its salt it gives "),
        ("ballots.blt", "4 1 3 0", "4 1 1 0", "ballots.blt line 2: with its salt it gives "),
        ("ballots.blt", '"Amina"', " Amina", "ballots.blt line 7: with its salt it gives "),
        ("salt.txt", "not", "Not", "ballots.blt: with its salt it gives "),
        ("hashes.json", '"log_head": "', '"log_head": "0', "hashes.json: the log ends with "),
        ("hashes.json", "roll_sha256", "roll", "A file of the bundle has another form"),
        (
            "hashes.json",
            sha256("roll"),
            "0" * 64,
            "log.jsonl: no line names the SHA-256 of the roll",
        ),
    ],
)
def test_what_differs_is_named_first(name: str, old: str, new: str, begins: str) -> None:
    difference = changed(name, old, new)

    assert difference is not None
    assert difference.startswith(begins)


def test_a_result_that_says_what_the_count_does_not_is_shown_with_its_line() -> None:
    difference = changed("result.json", '"quota": 4', '"quota": 5')

    assert difference is not None
    assert difference.endswith('it says "quota": 5,, the count gives "quota": 4,.')


def test_a_public_result_is_held_against_the_log() -> None:
    public = bundle.write(made(is_for_scrutineers=False))

    difference = changed("result.json", '"valid": 12', '"valid": 13', public)

    assert difference is not None
    assert "but log.jsonl line 8 and hashes.json (result_sha256) say" in difference


def forged(**changes: object) -> str | None:
    """The verdict on a bundle whose hashes were all made again after the change."""
    found = bundle.Bundle(**{**vars(made()), "log": (), **changes})
    texts = [f"{what}: {told}" for what, told in bundle.hashes(found).items()]
    return verify(
        bundle.write(
            bundle.Bundle(**{**vars(found), "log": bundle.chain(sha256(found.rule), texts)})
        )
    )


def test_a_forged_result_is_found_by_counting_again() -> None:
    result = made().result | {"elected": ["Dina", "Bela", "Amina"]}

    assert str(forged(result=result)).startswith("result.json line ")


def test_a_result_with_something_added_is_found() -> None:
    longer = made().result
    longer["explored"]["outcomes"].append({"winners": [], "probability": "0"})

    assert str(forged(result=longer)).startswith("result.json line ")
    assert forged(result={**made().result, "more": 1}) is not None


def test_lots_that_the_count_did_not_need_are_found() -> None:
    one = made().lots[0]
    more = lots.Lot(2, "exclude", SEED, lots.keys(SEED, 2, ("1", "2")))

    assert forged(lots=(one, more)) == "lots.jsonl: the count needs 1 lots, and not these."


def test_two_seeds_are_no_lot() -> None:
    one = made().lots[0]
    other = lots.Lot(2, "exclude", "999999", lots.keys("999999", 2, ("1", "2")))

    assert forged(lots=(one, other)) == ("lots.jsonl line 2: the seed differs from the lot before.")


def test_a_seed_that_nobody_drew_is_found() -> None:
    chosen = lots.Lot(1, "exclude", "please", lots.keys("please", 1, ("3", "4")))

    assert str(forged(lots=(chosen,))).startswith(
        "lots.jsonl line 1: a seed is six or more digits, or the hash of the box."
    )


def test_a_rule_that_cannot_be_counted_by_is_named() -> None:
    rule = canonical({**json.loads(RULE), "constraints": [{"label": "Small"}]})

    assert forged(rule=rule) == (
        "ballots.blt cannot be counted: The constraint 'Small' names no group and no organisation."
    )


def test_a_box_with_another_envelope_is_found() -> None:
    texts = files(bundle.write(made()))
    blobs = sorted([*BLOBS, sha256("another")])

    difference = verify(zipped({**texts, "box.txt": "".join(f"{one}\n" for one in blobs)}))

    assert str(difference).startswith("box.txt: its lines give ")


def test_files_that_are_missing_or_do_not_belong_are_named() -> None:
    texts = files(bundle.write(made()))
    less = {name: text for name, text in texts.items() if name != "box.txt"}
    half = {name: text for name, text in texts.items() if name != "salt.txt"}

    assert verify(zipped(less)) == "box.txt: the file is missing."
    assert verify(zipped({**texts, "more.txt": ""})) == (
        "more.txt: this file does not belong in a bundle."
    )
    assert verify(zipped(half)) == "ballots.blt and salt.txt: one of them is missing."


def test_a_damaged_or_enormous_file_is_refused() -> None:
    content = bytearray(zipped(files(bundle.write(made()))))
    at = bytes(content).index(b"The rule was frozen.")
    content[at] ^= 1
    texts = files(bundle.write(made()))
    large = io.BytesIO()
    with zipfile.ZipFile(large, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**texts, "box.txt": " " * 40_000_001}.items():
            archive.writestr(name, text)

    assert verify(bytes(content)) == "log.jsonl: the file is damaged."
    assert verify(large.getvalue()) == "The bundle is larger than 40 MB."
    assert verify(b"PK") == "The bundle is no zip file, or it is damaged."


def test_an_election_without_receipts_log_or_lots() -> None:
    empty = bundle.Bundle(**{**vars(made(is_for_scrutineers=False)), "receipts": (), "log": ()})

    assert json.loads(bundle.texts(empty)["hashes.json"])["log_head"] == sha256(RULE)
    assert str(verify(bundle.write(empty))).startswith("log.jsonl: no line names")
    assert forged(receipts=()) is None


def test_where_no_lot_decides_the_seed_is_the_hash_of_the_box() -> None:
    papers = ((5, (1, 2)), (4, (2,)), (2, (3, 1)), (1, (4,)))
    contest = agreed.agreed_contest(CANDIDATES, papers)
    rule = agreed.agreed_rule(json.loads(RULE), CANDIDATES)
    draw = lots.drawn_by(agreed.box_sha256(BLOBS), str)
    ballots = blt.write(contest)

    difference = forged(
        lots=(),
        result=agreed.result(contest, rule, draw, by_order=True),
        ballots=ballots,
        ballots_commitment=agreed.commitment(SALT, ballots),
    )

    assert difference is None


def test_ballots_must_fit_their_commitment() -> None:
    with pytest.raises(ValueError, match="the ballots do not fit their commitment"):
        bundle.write(bundle.Bundle(**{**vars(made()), "salt": "other"}))


# ---- the agreed rule -----------------------------------------------------------------------------


def test_a_rule_becomes_a_rule_to_count_by() -> None:
    people = [
        *CANDIDATES["candidates"],
        {"number": 5, "name": "Re-open nominations", "is_ron": True},
    ]
    rule = {
        "method": "scottish_stv",
        "tie_steps": ["history", "mentions", "lot"],
        "constraints": [
            {"label": "Small", "group": "small", "min": 2, "max": None, "counts_sitting": True},
            {"label": "One each", "organisation": "Open Door", "max": 1},
        ],
    }

    found = agreed.agreed_rule(rule, {"candidates": people, "sitting": {"Small": 1}})

    assert (found.mentions, found.empty_aside, found.ron) == (True, True, 5)
    assert [(set(one.group), one.least, one.most) for one in found.constraints] == [
        ({1, 3}, 1, 4),
        ({2, 3}, 0, 1),
    ]


def test_meek_sets_no_empty_tie_aside() -> None:
    assert not agreed.agreed_rule({"method": "meek_prf"}, CANDIDATES).empty_aside


def test_candidates_are_numbered_without_gaps() -> None:
    people = [{"number": 1, "name": "A"}, {"number": 3, "name": "B"}]

    with pytest.raises(Unreadable, match="Candidates must be numbered 1, 2, 3 and so on"):
        agreed.agreed_contest({"title": "", "seats": 1, "candidates": people}, [])


@pytest.mark.parametrize(
    ("months", "depends"), [([36, 24, 12], True), ([36, 36], False), ([], False), (None, False)]
)
def test_the_order_matters_where_terms_differ(months, depends: bool) -> None:
    assert agreed.depends_on_order({"term_months": months}) == depends


@pytest.mark.parametrize(
    ("papers", "said"),
    [
        (((3, (1,)),), "No lot was needed."),
        (((2, (1,)), (1, (2, 1)), (1, (3, 1)), (1, (4, 1))), "Lots did not matter."),
        (((2, (1,)), (2, (2,))), "A lot decided who is elected."),
    ],
)
def test_names_only_says_whether_a_lot_mattered(papers, said: str) -> None:
    contest = agreed.agreed_contest({**CANDIDATES, "seats": 1}, papers)
    rule = agreed.agreed_rule({}, CANDIDATES)

    result = agreed.result(contest, rule, lots.lowest, level=agreed.NAMES_ONLY)

    assert result["lots"] == said
    assert result["elected"] == ["Amina"] or explore(contest, rule).is_decisive
