"""Recordings and pictures: what they are is decided by what is in them, and they lie sealed."""

import uuid
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_noop as _

from alliance import audit
from alliance.documents import pictures
from alliance.errors import Refused
from alliance.models import User
from coproduction import sounds, words
from coproduction.actions.drafts import remove_bytes
from coproduction.models import CaptureDraft, Contribution, RawRead, SealedFile

MOST_BYTES = 25 * 2**20
MOST_SECONDS = 20 * 60
MOST_FILES = 8
PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
TOO_LONG = _("A recording can be 20 minutes and 25 MB at most. Send it in parts, or write it down.")
NO_SOUND = _("We cannot play this file. Record it again, or send MP3, M4A, Ogg, WebM or WAV.")
NO_PICTURE = _("We cannot show this file. Take the picture again, or send it as JPEG or PNG.")


@transaction.atomic
def add(
    draft: CaptureDraft, *, number: str, kind: str, content: bytes, now: datetime
) -> SealedFile | None:
    """Keep one file, sealed. `number` was drawn with the page: sent twice, it is one file."""
    public_id = _numbered(number, kind)
    there = SealedFile.objects.filter(public_id=public_id).first()
    if there is not None:
        return there
    if SealedFile.objects.filter(draft=draft).count() >= MOST_FILES:
        raise Refused(f"No more than {MOST_FILES} files, please.", field="original")
    media_type, checked = _sound(content) if kind == "voice" else _picture(content)
    file = SealedFile(
        public_id=public_id,
        draft=draft,
        kind=kind,
        media_type=media_type,
        bytes=len(checked),
        added_at=now,
    )
    sealed = words.seal_file(file, "content", checked)
    file.save()
    default_storage.delete(file.path)
    default_storage.save(file.path, ContentFile(sealed))
    return file


@transaction.atomic
def remove(draft: CaptureDraft, public_id: uuid.UUID) -> None:
    for file in SealedFile.objects.filter(draft=draft, public_id=public_id):
        remove_bytes(file)
        file.delete()


@transaction.atomic
def read(
    file: SealedFile, contribution: Contribution, *, reason: str, by: User, now: datetime
) -> bytes:
    """The bytes, once it is written down who opened them and why."""
    opened = RawRead.objects.create(contribution=contribution, reader=by, reason=reason, at=now)
    audit.record(by=by, kind="coproduction.file_opened", subject=opened, data={"reason": reason})
    with default_storage.open(file.path) as stored:
        return words.open_file(file, "content", stored.read())


def _numbered(number: str, kind: str) -> uuid.UUID:
    try:
        return uuid.uuid5(uuid.UUID(number), kind)
    except ValueError:
        raise Refused("This page was open for too long. Choose the file again.") from None


def _sound(content: bytes) -> tuple[str, bytes]:
    if not content:
        raise Refused("This recording is empty. Record it again.", field="original")
    if len(content) > MOST_BYTES:
        raise Refused(TOO_LONG, field="original")
    kind = sounds.kind_of(content)
    if kind is None:
        raise Refused(NO_SOUND, field="original")
    if (sounds.seconds_of(content, kind) or 0) > MOST_SECONDS:
        raise Refused(TOO_LONG, field="original")
    return kind, content


def _picture(content: bytes) -> tuple[str, bytes]:
    """Drawn anew: without place, camera or hidden previews."""
    if len(content) > MOST_BYTES:
        raise Refused("This picture is larger than 25 MB. Make it smaller.", field="original")
    kind = next((k for start, k in PICTURES.items() if content.startswith(start)), None)
    if kind is None:
        raise Refused(NO_PICTURE, field="original")
    return kind, pictures.redraw(content, kind)
