"""BLT as it is found: what is understood, what is refused, and on which line."""

import random
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership_board.counting import blt
from partnership_board.counting.ballots import Contest, Unreadable, contest

PLAIN = '3 2\n4 1 2 0\n1 2 0\n2 3 0\n0\n"Ann"\n"Bo"\n"Çelik"\n"Board"\n'
MADE = contest(2, ["Ann", "Bo", "Çelik"], [(4, [1, 2]), (1, [2]), (2, [3])], title="Board")


def changed(*changes: tuple[str, str]) -> bytes:
    text = PLAIN
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()


NONE: tuple[str, ...] = ()

# What it shows, the file, and what is noted. All hold the same election.
GOOD = {
    "plain": (PLAIN.encode(), NONE),
    "byte order mark": (b"\xef\xbb\xbf" + PLAIN.encode(), ("Line 1: byte order mark left out.",)),
    "Windows letters": (
        PLAIN.encode("cp1252"),
        ("Line 8: letters read as Windows-1252, because they are not UTF-8.",),
    ),
    "CRLF": (
        PLAIN.replace("\n", "\r\n").encode(),
        ("Line 1: line ends of another system (CR) read as line ends.",),
    ),
    "CR alone": (
        PLAIN.replace("\n", "\r").encode(),
        ("Line 1: line ends of another system (CR) read as line ends.",),
    ),
    "no final line end": (
        PLAIN.rstrip().encode(),
        ("Line 9: no line end after the last line.",),
    ),
    "padding": (changed(("4 1 2 0", "  4 1 2 0  ")), ("Line 2: padding or tabs left out.",)),
    "tabs": (changed(("4 1 2 0", "4\t1\t2\t0")), ("Line 2: padding or tabs left out.",)),
    "wide gaps": (changed(("4 1 2 0", "4   1  2 0")), NONE),
    "padded names": (changed(('"Ann"', '  "Ann" ')), ("Line 6: padding or tabs left out.",)),
    "empty lines": (changed(("\n1 2 0\n", "\n\n1 2 0\n\n")), NONE),
    "empty lines at the end": (PLAIN.encode() + b"\n\n", NONE),
    "trailing commas": (
        changed(("3 2\n", "3 2,,,\n"), ("4 1 2 0\n", "4 1 2 0,,\n")),
        ("Line 1 and 1 more: trailing commas left out.",),
    ),
    "commas after names": (changed(('"Bo"', '"Bo",,,')), ("Line 7: trailing commas left out.",)),
    "comment": (changed(("\n1 2 0", "\n1 2 0 # one paper")), ("Line 3: comment left out.",)),
    "comment line": (changed(("4 1", "# counted twice\n4 1")), ("Line 2: comment left out.",)),
    "number sign in a name": (
        changed(('"Bo"', '"Bo" # not "this"')),
        ("Line 7: comment left out.",),
    ),
    "unquoted name": (changed(('"Ann"', "Ann")), ("Line 6: a name without quotes.",)),
    "unquoted title": (changed(('"Board"', "Board")), ("Line 9: a name without quotes.",)),
    "quotes around quotes": (
        changed(('"Bo"', '""Bo""')),
        ("Line 7: quotes that do not match left as they are.",),
    ),
    "names in comments": (
        (
            "# ALTERNATIVE NAME 1: Ann\n# ALTERNATIVE NAME 2: Bo\n# Alternative name 3 : Çelik\n"
            '3 2\n4 1 2 0\n1 2 0\n2 3 0\n0\n"Board"\n'
        ).encode(),
        (
            "Line 1 and 2 more: a name read from a comment.",
            "Line 1 and 2 more: a name without quotes.",
        ),
    ),
    "names twice": (
        changed(("3 2\n", '3 2\n# ALTERNATIVE NAME 1: "Other"\n')),
        ("Line 2: a name read from a comment.",),
    ),
    "option in brackets": (
        changed(("3 2\n", "3 2\n[tie 1 2 3]\n")),
        ("Line 2: option in brackets ignored.",),
    ),
    "ballots with names": (
        changed(("4 1 2 0", "(b 1) 4 1 2 0"), ("\n1 2 0", "\n(2)1 2 0")),
        ("Line 2 and 1 more: a ballot's name in brackets left out.",),
    ),
    "the same ranking again": (
        changed(("4 1 2 0\n", "3 1 2 0\n1 1 2 0\n")),
        ("Line 3: a ranking seen before; its papers were added up.",),
    ),
    "other order": (changed(("4 1 2 0\n1 2 0\n", "1 2 0\n4 1 2 0\n")), NONE),
    "leading zeros": (changed(("4 1 2 0", "04 01 2 0")), NONE),
    "zero with commas": (changed(("\n0\n", "\n0,,\n")), ("Line 5: trailing commas left out.",)),
    "no-break space": (
        changed(("4 1 2 0", "\u00a04 1 2 0")),
        ("Line 2: padding or tabs left out.",),
    ),
    "title in two parts": (
        changed(('"Board"', '"Board" ""')),
        ("Line 9: a name in several parts joined.",),
    ),
}


def test_there_are_thirty_good_files_and_thirty_bad() -> None:
    assert len(GOOD) >= 30
    assert len(BAD) >= 30


@pytest.mark.parametrize("shows", GOOD)
def test_what_is_understood_is_noted(shows: str) -> None:
    content, notes = GOOD[shows]

    reading = blt.read(content)

    assert reading.contest == MADE
    assert reading.notes == notes


def read(text: str) -> blt.Reading:
    return blt.read(text.encode())


def test_who_withdrew_may_stand_on_several_lines() -> None:
    reading = read('3 1\n-3\n-1, -2\n1 2 0\n0\n"A"\n"B"\n"C"\n"T"\n')

    assert reading.contest.withdrawn == {1, 2, 3}


def test_an_empty_ranking_is_no_valid_vote() -> None:
    reading = read('1 1\n3 0\n0\n"A"\n"T"\n')

    assert reading.contest.papers == ((3, ()),)
    assert reading.notes == ("Line 2: an empty ranking; not a valid vote.",)


def test_a_title_may_be_missing() -> None:
    reading = read('1 1\n3 1 0\n0\n"A"\n')

    assert (reading.contest.title, reading.notes) == ("", ("Line 4: no title.",))


def test_doubled_quotes_are_quotes_and_a_party_joins_the_name() -> None:
    reading = read('2 1\n0\n"Ann ""Nan"" Lee"\n"Bo" "Green Party"\n"T"\n')

    assert reading.contest.names == ('Ann "Nan" Lee', "Bo, Green Party")
    assert reading.notes == (
        "Line 3: doubled quotes read as quotes.",
        "Line 4: a name in several parts joined.",
    )


END = '0\n"A"\n"B"\n"C"\n"T"\n'
NUMBERS = "write two numbers: how many candidates, how many seats."

# What is wrong, the file, the line, and the sentence.
BAD = {
    "empty": ("", 1, "the file ends here, but it must begin with the numbers of candidates"),
    "only comments": ("# nothing\n", 1, "the file ends here, but it must begin"),
    "one number": ("3\n" + END, 1, NUMBERS),
    "three numbers": ("3 2 1\n" + END, 1, NUMBERS),
    "words": ("three two\n" + END, 1, NUMBERS),
    "negative seats": ("3 -1\n" + END, 1, NUMBERS),
    "no seats": ("3 0\n" + END, 1, "write 1 to 1,000 candidates and at least 1 seat."),
    "too many candidates": ("1001 2\n" + END, 1, "write 1 to 1,000 candidates"),
    "more seats than candidates": (
        "3 4\n" + END,
        1,
        "4 seats for only 3 candidates; correct one of them.",
    ),
    "unknown withdrawn": ("3 2\n-4\n" + END, 2, "there is no candidate 4 to withdraw."),
    "withdrawn twice": ("3 2\n-2 -2\n" + END, 2, "candidate 2 withdraws twice; once will do."),
    "equal preferences": (
        "3 2\n1 1 0\n1 1 2=3 0\n" + END,
        3,
        (
            "candidates 2 and 3 share a rank. This program counts strict rankings; "
            "give them different places."
        ),
    ),
    "unknown candidate": (
        "3 2\n1 1 0\n\n1 4 0\n" + END,
        4,
        "there is no candidate 4; they are numbered 1 to 3.",
    ),
    "repeated candidate": ("3 2\n1 2 1 2 0\n" + END, 2, "candidate 2 is ranked twice; keep one"),
    "missing 0": ("3 2\n1 2 1\n" + END, 2, "the 0 at the end of the ballot is missing; add it."),
    "missing 0 and unknown": ("3 2\n1 2 7\n" + END, 2, "there is no candidate 7"),
    "weight alone": ("3 2\n5\n" + END, 2, "the 0 at the end of the ballot is missing; add it."),
    "decimal weight": ("3 2\n1.5 2 0\n" + END, 2, "a whole number above 0, not '1.5'."),
    "negative weight": ("3 2\n-3 2 0\n" + END, 2, "a whole number above 0, not '-3'."),
    "weight of nothing": ("3 2\n0 2 0\n" + END, 2, "a whole number above 0, not '0'."),
    "weight in words": ("3 2\nfour 2 0\n" + END, 2, "a whole number above 0, not 'four'."),
    "endless weight": ("3 2\n" + "9" * 5000 + " 2 0\n" + END, 2, "a whole number above 0, not"),
    "brackets alone": ("3 2\n(b1)\n" + END, 2, "a whole number above 0, not ''."),
    "preference in words": ("3 2\n1 Ann 0\n" + END, 2, "'Ann' is no candidate's number."),
    "skipped preference": ("3 2\n1 - 2 0\n" + END, 2, "'-' is no candidate's number."),
    "something after the 0": ("3 2\n1 2 0 3\n" + END, 2, "something follows the 0"),
    "late withdrawal": ("3 2\n1 1 0\n-2\n" + END, 3, "a whole number above 0, not '-2'."),
    "no end of ballots": ('3 2\n1 1 0\n"A"\n"B"\n"C"\n', 3, "a name stands here; end the ballots"),
    "only ballots": ("3 2\n1 1 0\n", 2, "the ballots must end with a line that holds only 0."),
    "too few names": (
        '3 2\n0\n"A"\n"B"\n',
        4,
        "the file ends here, but the names of candidates 3 to 3 are missing.",
    ),
    "no names": ("3 2\n0\n", 2, "the names of candidates 1 to 3 are missing."),
    "trailing rubbish": (
        "3 2\n" + END + "1 2 0\n",
        7,
        "the title was the last line; remove what follows.",
    ),
    "too few names in comments": (
        "# ALTERNATIVE NAME 1: A\n3 2\n0\n",
        3,
        "the names of candidates 1 to 3 are missing.",
    ),
}


@pytest.mark.parametrize("shows", BAD)
def test_what_is_refused_names_the_line(shows: str) -> None:
    text, line, sentence = BAD[shows]

    with pytest.raises(blt.BadBlt) as refused:
        read(text)

    assert refused.value.line == line
    assert str(refused.value).startswith(f"Line {line}: ")
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"3 2\n1 1 \x00 0\n", 2),
        ("3 2\n1 1 0\n".encode("utf-16"), 1),
        (b'3 2\n0\n"\x81"\n', 3),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, line: int) -> None:
    with pytest.raises(blt.BadBlt, match="this is not a text file; save it as UTF-8") as refused:
        blt.read(content)

    assert refused.value.line == line


def test_a_file_over_20_mb_is_refused() -> None:
    with pytest.raises(blt.BadBlt, match="larger than 20 MB"):
        blt.read(b" " * 20_000_001)


def test_what_is_written_is_canonical() -> None:
    made = contest(
        1, ['Ann "Nan"', "Bo"], [(2, [2, 1]), (1, [1]), (3, [2, 1]), (4, [])], [2], "Board"
    )

    assert blt.write(made) == ('2 1\n-2\n4 0\n1 1 0\n5 2 1 0\n0\n"Ann ""Nan"""\n"Bo"\n"Board"\n')


@pytest.mark.parametrize("name", ["A\nB", "A\rB", "A\u2028B", "A\tB", "A\x00"])
def test_a_name_that_could_not_be_read_back_is_not_written(name: str) -> None:
    with pytest.raises(Unreadable, match="A name holds a line end"):
        blt.write(contest(1, [name], []))


LETTERS = "AbÇ \"'#,;[]()=-0123  é中\u202e🗳"


def made_up(chance: random.Random) -> Contest:
    def name() -> str:
        return "".join(chance.choices(LETTERS, k=chance.randint(0, 8)))

    people = [name() for _ in range(chance.randint(1, 7))]
    numbers = range(1, len(people) + 1)
    papers = [
        (chance.randint(0, 10**11), chance.sample(numbers, chance.randint(0, len(people))))
        for _ in range(chance.randint(0, 9))
    ]
    withdrawn = chance.sample(numbers, chance.randint(0, len(people)))
    return contest(chance.randint(1, len(people)), people, papers, withdrawn, name())


def test_reading_what_was_written_gives_the_same_election() -> None:
    chance = random.Random(2026)
    for _ in range(1000):
        made = made_up(chance)

        text = blt.write(made)

        assert blt.read(text.encode()).contest == made
        assert blt.write(blt.read(text.encode()).contest) == text


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=80) | st.text('0123 -=\n()[]"#,.', max_size=80).map(str.encode))
def test_no_bytes_bring_the_reader_down(content: bytes) -> None:
    with suppress(blt.BadBlt):
        assert blt.read(content).contest.seats >= 1
