"""Files that come in are looked into before anybody can read them."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from alliance import registries
from alliance.actions import documents
from alliance.documents import clamd
from alliance.documents import limits as document_limits
from alliance.errors import Refused
from alliance.models import Document, Event, Message, User
from alliance.queries.documents import path_of
from alliance.registries import DocumentOwner
from alliance.tenancy.context import use
from tests.people import Place


@pytest.fixture(autouse=True)
def a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(default_storage, "_wrapped", FileSystemStorage(tmp_path))


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Who may read files of the purpose "test", by address."""
    allowed: set[str] = set()

    def may_read(request: HttpRequest, document: Document) -> bool:
        return getattr(request.user, "email", "") in allowed

    owners = registries.document_owners._entries | {"test": DocumentOwner(may_read)}
    monkeypatch.setattr(registries.document_owners, "_entries", owners)
    return allowed


def sent_in(lead: User, name: str = "notes.txt", content: bytes = b"Calm words") -> Document:
    file = SimpleUploadedFile(name, content)
    return documents.upload(file, purpose="test", by=lead, now=timezone.now())


def test_a_file_waits_until_it_is_examined(
    client: Client, lead: User, north: Place, readers: set[str]
) -> None:
    readers.add(lead.email)
    client.force_login(lead)
    document = sent_in(lead)
    early = client.get(north.url(f"files/{document.public_id}/"))

    documents.examine(document)

    answer = client.get(north.url(f"files/{document.public_id}/"))
    assert early.status_code == 404
    assert answer.content == b"Calm words"
    assert answer.headers["Content-Type"] == "text/plain"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="notes.txt"'
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert Message.objects.get(kind="job").ids == {"document": document.pk}


def test_its_bytes_lie_under_a_name_that_says_nothing(lead: User, north: Place) -> None:
    document = sent_in(lead, name="Amina's pay.txt")

    path = path_of(document)

    assert path.startswith(f"{north.id}/")
    assert "pay" not in path
    assert default_storage.exists(path)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("run.exe", b"MZ", "We cannot take this kind of file."),
        ("paper.pdf", b"MZ not a pdf", "is something else inside"),
        ("page.txt", b"<script>alert(1)</script>", "web page or program"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(
    lead: User,
    north: Place,
    name: str,
    content: bytes,
    reason: str,
    django_capture_on_commit_callbacks: object,
) -> None:
    document = sent_in(lead, name=name, content=content)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        documents.examine(document)

    document.refresh_from_db()
    assert document.state == Document.State.REFUSED
    assert reason in document.reason
    assert default_storage.exists(path_of(document)) is False
    assert Event.objects.get(kind="alliance.file_examined").data == {"state": "refused"}


def test_examined_twice_changes_nothing(lead: User, north: Place) -> None:
    document = sent_in(lead)
    documents.examine(document)
    documents.examine(document)

    assert Event.objects.filter(kind="alliance.file_examined").count() == 1


def test_a_file_that_is_too_large_is_not_taken_in(
    lead: User, north: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MOST_BYTES", 3)

    with pytest.raises(Refused, match="too large"):
        sent_in(lead)

    assert document_limits.MOST_BYTES > 3
    assert Document.objects.exists() is False


def test_who_may_not_read_it_does_not_know_of_it(
    client: Client, lead: User, observer: User, north: Place, readers: set[str]
) -> None:
    readers.add(lead.email)
    document = sent_in(lead)
    documents.examine(document)
    client.force_login(observer)

    assert client.get(north.url(f"files/{document.public_id}/")).status_code == 404


def test_a_purpose_without_a_rule_is_read_by_nobody(
    client: Client, lead: User, north: Place
) -> None:
    document = documents.keep(
        b"x", name="a.txt", media_type="text/plain", purpose="orphan", now=timezone.now()
    )
    client.force_login(lead)

    assert client.get(north.url(f"files/{document.public_id}/")).status_code == 404


def test_what_we_made_is_ready_at_once_and_stays_in_its_alliance(
    client: Client, lead: User, stranger: User, north: Place, south: Place, readers: set[str]
) -> None:
    readers |= {lead.email, stranger.email}
    document = documents.keep(
        b"%PDF-", name="pack.pdf", media_type="application/pdf", purpose="test", now=timezone.now()
    )
    client.force_login(lead)
    ours = client.get(north.url(f"files/{document.public_id}/"))
    client.force_login(stranger)
    theirs = client.get(south.url(f"files/{document.public_id}/"))

    assert (ours.status_code, theirs.status_code) == (200, 404)
    with use(south.id):
        assert Document.objects.exists() is False


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> list[bool | OSError]:
    """What a scanner will say, one answer after another."""
    answers: list[bool | OSError] = []

    def asked(content: bytes, *, at: str) -> bool:
        answer = answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return answer

    monkeypatch.setattr(settings, "CLAMD_SOCKET", "/run/clamd")
    monkeypatch.setattr(clamd, "is_clean", asked)
    return answers


def test_what_a_scanner_knows_to_harm_is_refused(
    lead: User, north: Place, scanner: list[bool | OSError]
) -> None:
    document = sent_in(lead)
    scanner.append(False)

    documents.examine(document)

    document.refresh_from_db()
    assert document.state == Document.State.REFUSED
    assert document.reason.startswith("A virus scanner found something")


def test_while_the_scanner_is_away_a_file_waits(
    lead: User, north: Place, scanner: list[bool | OSError]
) -> None:
    document = sent_in(lead)
    scanner += [clamd.NoAnswerError("away"), True]

    with pytest.raises(clamd.NoAnswerError):
        documents.examine(document)
    document.refresh_from_db()
    assert document.state == Document.State.WAITING

    documents.examine(document)
    document.refresh_from_db()
    assert document.state == Document.State.READY


def test_nginx_can_be_asked_to_hand_a_file_out(
    client: Client, lead: User, north: Place, readers: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    readers.add(lead.email)
    client.force_login(lead)
    document = sent_in(lead)
    documents.examine(document)
    monkeypatch.setattr(settings, "SENDFILE", "nginx")

    answer = client.get(north.url(f"files/{document.public_id}/"))

    assert answer.headers["X-Accel-Redirect"] == f"/inside/{path_of(document)}"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.content == b""
