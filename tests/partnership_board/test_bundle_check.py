"""Anybody has a bundle checked on a page: what agrees, and the first thing that does not."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partnership_board.queries import results as queries
from tests.factories import results as made


@pytest.fixture
def bundle(board, now):
    declared = made.a_declared_one(board, now)
    return queries.bundle_of(declared, queries.latest(declared).published)


def sent(client, content, name="bundle.zip"):
    file = SimpleUploadedFile(name, content, "application/zip")
    return client.post(reverse("partnership_board:bundle_check"), {"bundle": file})


def changed(bundle, name, old, new):
    """The same bundle with one word altered in one of its files."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bundle)) as before, zipfile.ZipFile(out, "w") as after:
        for each in before.namelist():
            content = before.read(each)
            after.writestr(each, content.replace(old, new) if each == name else content)
    return out.getvalue()


@pytest.mark.django_db
def test_an_untouched_bundle_agrees_for_somebody_signed_out(client, north, bundle):
    answer = sent(client, bundle)

    assert answer.status_code == 200
    assert "Everything agrees" in answer.content.decode()


@pytest.mark.django_db
def test_one_altered_word_is_named_with_its_file(client, north, bundle):
    answer = sent(client, changed(bundle, "log.jsonl", b"The poll closed", b"The poll opened"))

    assert "Something does not agree" in answer.content.decode()
    assert "log.jsonl" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "name", "status", "words"),
    [
        (b"no zip", "bundle.zip", 200, "Something does not agree"),
        (b"no zip", "bundle.txt", 422, "This kind of file cannot be used here"),
        (b"", "bundle.zip", 422, "This file is empty"),
    ],
)
def test_what_is_no_bundle_is_said(client, north, content, name, status, words):
    answer = sent(client, content, name)

    assert answer.status_code == status
    assert words in answer.content.decode()
