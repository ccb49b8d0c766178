"""A note finds its paragraph again in another version, or says that it is gone."""

import pytest

from partnership_board.paragraphs import paragraphs, place_of
from partnership_board.prose import as_html, blocks

BODY = "## Why\n\nBecause small groups ask for it.\n\n- One\n- Two\n\n| A |\n| --- |\n| 1 |\n"
FIRST = "The round opens in May and closes six weeks later, on a Friday."
SECOND = "Groups with an income under fifty thousand pounds may ask for money."


def test_a_paper_is_counted_through_from_its_summary_to_its_last_line() -> None:
    found = paragraphs("A *plain* summary.", ["Agree to it."], BODY)

    assert [(each.number, each.part, each.words, each.is_heading) for each in found] == [
        (1, "summary", "A plain summary.", False),
        (2, "ask", "Agree to it.", False),
        (3, "body", "Why", True),
        (4, "body", "Because small groups ask for it.", False),
        (5, "body", "One Two", False),
        (6, "body", "A 1", False),
    ]


def test_block_by_block_a_text_looks_as_it_does_in_one_piece() -> None:
    text = f"{BODY}\n### How\n\n> Said `so`  \nand so\n\n    code <b>\n"

    assert "".join(block.html for block in blocks(text)) == as_html(text)
    assert [block.words for block in blocks(text)][-2:] == ["Said so and so", "code <b>"]


@pytest.mark.parametrize(
    ("after", "place"),
    [
        ([FIRST, SECOND], 2),  # as it was
        (["Something new.", FIRST, SECOND], 3),
        ([FIRST, SECOND.replace("fifty", "sixty")], 2),  # a word was changed
        ([FIRST, f"After a year: {SECOND[0].lower()}{SECOND[1:]} It is shared out."], 2),
        ([FIRST, "Nobody may ask for money."], None),
        ([FIRST], None),
        (["## " + SECOND, FIRST], None),  # a heading has no notes
        ([], None),
    ],
)
def test_a_note_stands_where_most_of_its_paragraph_stands(
    after: list[str], place: int | None
) -> None:
    there = paragraphs("", [], "\n\n".join(after))

    assert place_of(SECOND, 2, there) == place


def test_of_two_that_are_alike_the_nearest_is_meant() -> None:
    there = paragraphs("", [], "\n\n".join(["Agreed.", FIRST, "Agreed.", FIRST]))

    assert [place_of("Agreed.", was, there) for was in (1, 4)] == [1, 3]
    assert [place_of(f"{FIRST} Or so.", was, there) for was in (2, 5)] == [2, 4]
    assert place_of("One", 1, there) is None  # one word, and not the same
