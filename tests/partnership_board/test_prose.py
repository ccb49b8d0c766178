"""Markdown becomes HTML that can do no harm and keeps its headings in order."""

import pytest
from django.template import Context, Template

from partnership_board.prose import Prose, as_html, reading_minutes, words_in


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Why\n\n## How\n\n### When", "<h3>Why</h3>\n<h4>How</h4>\n<h4>When</h4>\n"),
        ("### Why\n\n# How", "<h3>Why</h3>\n<h3>How</h3>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("![a picture](https://a.example/p.png)", None),
        ("[go](javascript:alert(1))", "<p>[go](javascript:alert(1))</p>\n"),
        ("[go](/relative/)", '<p><a rel="noopener noreferrer">go</a></p>\n'),
        (
            "[go](https://a.example/)",
            '<p><a href="https://a.example/" rel="noopener noreferrer">go</a></p>\n',
        ),
    ],
)
def test_markdown_is_read_safely(text, html):
    found = as_html(text)

    assert "<img" not in found
    if html is not None:
        assert found == html


def test_a_table_says_what_its_columns_are():
    assert '<th scope="col">Who</th>' in as_html("| Who |\n| --- |\n| A |\n")


def test_a_template_shows_it_as_html_without_being_told():
    shown = Template("{{ text }}").render(Context({"text": Prose("*now* <b>")}))

    assert shown == "<p><em>now</em> &lt;b&gt;</p>\n"


def test_words_are_counted_and_read_at_an_easy_pace():
    assert words_in("It's a well-known fact, £5.", "Two more") == 7
    assert [reading_minutes(words) for words in (0, 1, 200, 201)] == [0, 1, 1, 2]
