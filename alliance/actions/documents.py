"""Files that come in, and files that we make."""

import hashlib
from datetime import datetime
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from alliance import audit, jobs
from alliance.audit import Actor
from alliance.documents import clamd, uploads
from alliance.documents.limits import MOST_BYTES
from alliance.errors import Refused
from alliance.models import Document, User
from alliance.queries.documents import path_of


@transaction.atomic
def upload(file: "UploadedFile[bytes]", *, purpose: str, by: User, now: datetime) -> Document:
    """Take the file in. Nobody can read it until a job has looked inside it."""
    if (file.size or 0) > MOST_BYTES:
        raise Refused("This file is too large. The most is 50 MB.", field="file")
    name = uploads.clean_name(PurePath(file.name or "file").name)
    content = file.read()
    document = _write(
        content, name=name, media_type="application/octet-stream", purpose=purpose, by=by, now=now
    )
    jobs.enqueue("alliance.examine_document", now=now, document=document.pk)
    audit.record(by=by, kind="alliance.file_sent_in", subject=document, data={"purpose": purpose})
    return document


@transaction.atomic
def keep(content: bytes, *, name: str, media_type: str, purpose: str, now: datetime) -> Document:
    """A file that we made ourselves: ready at once."""
    document = _write(content, name=name, media_type=media_type, purpose=purpose, by=None, now=now)
    document.state = Document.State.READY
    document.save(update_fields=["state"])
    return document


@transaction.atomic
def take_in(
    sent: bytes, checked: uploads.Checked, *, purpose: str, by: User, now: datetime
) -> Document:
    """A file from outside that was examined while its sender waited: ready at once."""
    try:
        _refuse_what_is_known_to_harm(sent)
    except clamd.NoAnswerError:
        raise Refused("The virus scanner is away. Please try again in some minutes.") from None
    document = _write(
        checked.content,
        name=checked.name,
        media_type=checked.media_type,
        purpose=purpose,
        by=by,
        now=now,
    )
    document.state = Document.State.READY
    document.save(update_fields=["state"])
    audit.record(by=by, kind="alliance.file_sent_in", subject=document, data={"purpose": purpose})
    return document


@transaction.atomic
def destroy(document: Document) -> None:
    """The row and its bytes, once nothing points at it any more."""
    path = path_of(document)
    document.delete()
    transaction.on_commit(lambda: default_storage.delete(path))


@transaction.atomic
def empty(document: Document) -> None:
    """What it says may be read no longer: the bytes go, the row waits for others."""
    document.state = Document.State.WAITING
    document.save(update_fields=["state"])
    path = path_of(document)
    transaction.on_commit(lambda: default_storage.delete(path))


@transaction.atomic
def fill(document: Document, content: bytes) -> None:
    """Other bytes under the same address, made by us: ready at once."""
    document.bytes, document.sha256 = len(content), hashlib.sha256(content).hexdigest()
    document.state = Document.State.READY
    document.save(update_fields=["bytes", "sha256", "state"])
    _put(document, content)


@transaction.atomic
def examine(document: Document) -> None:
    """Make the file harmless and open it for reading, or refuse it and say why."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.state != Document.State.WAITING:
        return
    with default_storage.open(path_of(document)) as stored:
        content = stored.read()
    try:
        _refuse_what_is_known_to_harm(content)
        checked = uploads.examine(document.name, content)
    except Refused as refusal:
        document.state, document.reason = Document.State.REFUSED, str(refusal)[:200]
        document.save(update_fields=["state", "reason"])
        transaction.on_commit(lambda: default_storage.delete(path_of(document)))
    else:
        _settle(document, checked)
    audit.record(
        by=Actor.SYSTEM,
        kind="alliance.file_examined",
        subject=document,
        data={"state": document.state},
    )


def _refuse_what_is_known_to_harm(content: bytes) -> None:
    """Only where the installation has a scanner. While it is away, the file waits."""
    if settings.CLAMD_SOCKET and not clamd.is_clean(content, at=settings.CLAMD_SOCKET):
        raise Refused("A virus scanner found something in this file. Please check your computer.")


def _settle(document: Document, checked: uploads.Checked) -> None:
    document.name, document.media_type = checked.name, checked.media_type
    document.bytes = len(checked.content)
    document.sha256 = hashlib.sha256(checked.content).hexdigest()
    document.state = Document.State.READY
    document.save(update_fields=["name", "media_type", "bytes", "sha256", "state"])
    _put(document, checked.content)


def _write(
    content: bytes, *, name: str, media_type: str, purpose: str, by: User | None, now: datetime
) -> Document:
    document = Document.objects.create(
        purpose=purpose,
        name=name[:160],
        media_type=media_type,
        bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
        uploaded_at=now,
    )
    _put(document, content)
    return document


def _put(document: Document, content: bytes) -> None:
    """The bytes are laid down before the row is committed: a row never points at nothing."""
    path = path_of(document)
    default_storage.delete(path)
    default_storage.save(path, ContentFile(content))
