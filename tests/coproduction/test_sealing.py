"""A word said in confidence stands nowhere in clear."""

import re

import pytest
from django.db import connections, models

from alliance import vault
from coproduction import words
from coproduction.models import Contribution
from tests.factories.coproduction import a_telling, an_approved_point, now

MARKER = "zyxwvutmarker"
TEXT_COLUMNS = """
SELECT table_schema, table_name, column_name FROM information_schema.columns
 WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
   AND data_type IN ('text', 'character varying', 'json', 'jsonb', 'ARRAY', 'character')
"""

pytestmark = pytest.mark.django_db(databases=["default"])


def columns_with(word):
    """Every text column of every table where the word stands, of every alliance."""
    with connections["default"].cursor() as cursor:
        cursor.execute(TEXT_COLUMNS)
        found, columns = [], cursor.fetchall()
        for schema, table, column in columns:
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [f'{schema}."{table}"'])
            if not cursor.fetchone()[0]:
                continue
            cursor.execute(
                f'SELECT 1 FROM {schema}."{table}" WHERE "{column}"::text ILIKE %s LIMIT 1',
                [f"%{word}%"],
            )
            if cursor.fetchone():
                found.append(f"{table}.{column}")
    return found


def captured(client, north, *, original=f"I said {MARKER} aloud", **agreed):
    """The short form, from the first page on."""
    address = north.url("lived-experience/capture/begin/short/")
    page = client.get(address).content.decode()
    posted = {
        "so_far": re.search(r'name="so_far" value="([^"]+)"', page)[1],
        "step": "agree",
        "language": "so",
        "is_adult": "on",
        "scopes": ["keep", "use", "board"],
        "witness": "Callum Reid",
    } | agreed
    tell = client.post(address, posted)
    if tell.status_code != 302:
        return tell
    return client.post(tell.url, {"original": original, "translation": f"And {MARKER} again"})


def test_a_word_said_in_confidence_is_in_no_column(client, north, reader, lead):
    client.force_login(reader)
    captured(client, north)
    Contribution.objects.update(wants_to_see_text=False)
    telling = Contribution.objects.get()
    an_approved_point(reader, telling, text=f"A point with {MARKER} in it", now=now())
    client.post(telling.get_absolute_url(), {"reason": "write"})
    client.post(
        telling.get_absolute_url() + "consent/",
        {"scopes": ["keep", "use"], "method": "spoken_witnessed"},
    )

    assert words.opened(telling, "original") == f"I said {MARKER} aloud"
    assert columns_with("spoken_witnessed")  # the search itself finds things
    assert columns_with(MARKER) == []


def test_a_form_that_is_refused_leaves_the_word_nowhere(client, north, reader):
    client.force_login(reader)

    answer = captured(client, north, original=MARKER * 6000)

    assert answer.status_code == 422
    assert columns_with(MARKER) == []


def test_without_leave_to_keep_nothing_is_written(client, north, reader):
    client.force_login(reader)
    counts = {m: m.objects.count() for m in Contribution._meta.apps.get_models() if counted(m)}

    answer = captured(client, north, scopes=["use"])

    assert "Then we keep nothing. Thank you for talking to us." in answer.content.decode()
    assert {m: m.objects.count() for m in counts} == counts


def counted(model: type[models.Model]) -> bool:
    return model._meta.app_label in {"coproduction", "alliance"} and hasattr(model, "objects")


def test_sealed_words_open_nowhere_else(reader):
    one, another = a_telling(reader, "one"), a_telling(reader, "another")
    another.original = one.original

    with pytest.raises(vault.CannotOpen):
        words.opened(another, "original")
    one.translation = one.original
    with pytest.raises(vault.CannotOpen):
        words.opened(one, "translation")


@pytest.mark.parametrize("who", ["lead", "board_member", "observer", "safeguarding_lead"])
def test_nobody_else_meets_the_words_on_any_page(client, north, reader, request, who):
    telling = a_telling(reader, f"I said {MARKER} aloud")
    an_approved_point(reader, telling)
    client.force_login(request.getfixturevalue(who))

    for path in ("", f"heard/{telling.public_id}/", "heard/", "insights/"):
        answer = client.get(north.url(f"lived-experience/{path}"))
        assert MARKER not in answer.content.decode()


def test_pages_about_what_people_said_are_kept_by_no_browser(client, north, reader):
    telling = a_telling(reader)
    client.force_login(reader)

    for path in ("", "capture/", f"heard/{telling.public_id}/", "insights/new/"):
        answer = client.get(north.url(f"lived-experience/{path}"))
        page = answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert "Leave this page quickly" in page
        assert "Nobody watches this day and night." in page
        if "<textarea" in page:
            assert page.count("<textarea") <= page.count('spellcheck="false"')
            assert "data-private" in page
