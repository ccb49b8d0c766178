"""A paper can be read aloud: nothing in it needs to be seen to be understood."""

import pytest

from partnership_board.spoken import spoken


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("## Why\n\nBecause *small*\ngroups `ask`.", "Why\n\nBecause small groups ask."),
        ("- One\n- Two\n  - in it\n", "- One\n- Two\n  - in it"),
        ("3. Three\n4. Four\n", "3. Three\n4. Four"),
        (
            "| Who | Sum |\n| --- | --- |\n| Ada | 3 |\n| Ben | |\n",
            "Who: Ada. Sum: 3.\nWho: Ben.",
        ),
        ("> Said one.\n>\n> Said two.", "Said one.\n\nSaid two."),
        ("[Here](https://a.example/) it is.", "Here (https://a.example/) it is."),
        ("<https://a.example/>", "https://a.example/"),
        ("One\n\n---\n\nTwo", "One\n\nTwo"),
        ("    as typed\n", "as typed"),
        ("", ""),
    ],
)
def test_what_is_written_is_said_in_its_order(text: str, said: str) -> None:
    assert spoken(text) == said
