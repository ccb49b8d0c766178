"""What organisations write at length keeps its shape and can do nothing."""

import pytest

from members.prose import as_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One.\n\nTwo\nlines", "<p>One.</p>\n<p>Two<br>\nlines</p>\n"),
        ("- tea\n- **cake**", "<ul>\n<li>tea</li>\n<li><strong>cake</strong></li>\n</ul>\n"),
        ("2. b\n3. c", '<ol start="2">\n<li>b</li>\n<li>c</li>\n</ol>\n'),
        (
            "[us](https://lane.example/)",
            '<p><a href="https://lane.example/" rel="noopener noreferrer nofollow">us</a></p>\n',
        ),
        ("<script>x</script> & <b>", "<p>&lt;script&gt;x&lt;/script&gt; &amp; &lt;b&gt;</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("# no heading", "<p># no heading</p>\n"),
        ("> no quotation", "<p>&gt; no quotation</p>\n"),
        ("", ""),
    ],
)
def test_a_little_markdown_and_nothing_else(text, html):
    assert as_html(text) == html


def test_an_address_of_our_own_or_a_picture_leads_nowhere():
    assert "/a/north" not in as_html("[x](/a/north/members/)")
    assert "<img" not in as_html("![x](https://lane.example/x.png)")
