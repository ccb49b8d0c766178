"""Parts of packs, kept as they were printed: a paper that stayed the same is not printed again."""

from datetime import date, datetime, timedelta

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from alliance.actions import documents
from alliance.queries.documents import path_of
from partnership_board import printing
from partnership_board.models import PackPart

PURPOSE = "pack_part"
DAYS_KEPT = 120  # a meeting, and what comes after it


def printed(html: str, accent: str | None, *, now: datetime) -> bytes:
    """As before, where all that it is made of is the same. Nobody is shown a part by itself."""
    mark = printing.fingerprint(html, accent)
    part = PackPart.objects.filter(fingerprint=mark).select_related("document").first()
    if part is not None:
        with default_storage.open(path_of(part.document)) as stored:
            content: bytes = stored.read()
        return content
    content = printing.print_anew(html, accent)
    _keep(content, mark, now=now)
    return content


def _keep(content: bytes, mark: str, *, now: datetime) -> None:
    """Of two that print the same part at once, one keeps it."""
    try:
        with transaction.atomic():
            document = documents.keep(
                content,
                name=f"part {mark[:12]}.pdf",
                media_type="application/pdf",
                purpose=PURPOSE,
                now=now,
            )
            PackPart.objects.create(fingerprint=mark, document=document, made_at=now)
    except IntegrityError:
        return


def forget_old(*, on: date) -> int:
    """What nobody has printed for long; it can always be printed anew."""
    return _forget(PackPart.objects.filter(made_at__date__lt=on - timedelta(days=DAYS_KEPT)))


def forget_all() -> int:
    """Something in one of them was taken back, and a part does not say what it holds."""
    return _forget(PackPart.objects.all())


@transaction.atomic
def _forget(parts: "QuerySet[PackPart]") -> int:
    there = list(parts.select_related("document"))
    for part in there:
        part.delete()
        documents.destroy(part.document)
    return len(there)
