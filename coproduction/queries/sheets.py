"""Where each sheet of paper is."""

from django.db.models import Exists, OuterRef, QuerySet

from coproduction import languages
from coproduction.models import Sheet, SheetBatch
from coproduction.queries.wordings import languages_checked

LAID_OUT = ("en", "bn", "so", "ar")


def to_print() -> "QuerySet[SheetBatch]":
    """Those whose cards still have their words here, the latest first."""
    waiting = Sheet.objects.filter(batch=OuterRef("pk")).exclude(words_sealed="")
    return SheetBatch.objects.filter(Exists(waiting)).order_by("-made_at", "-pk")


def everywhere() -> "QuerySet[Sheet]":
    rows = Sheet.objects.filter(state__in=("printed", "returned", "lost"))
    return rows.select_related("batch").order_by("-batch__made_at", "number")


def to_shred() -> "QuerySet[Sheet]":
    """Entered, and still lying somewhere."""
    rows = Sheet.objects.filter(state=Sheet.State.ENTERED, shredded_at=None)
    return rows.order_by("shred_on", "number")


def languages_laid_out() -> list[tuple[str, str]]:
    """Those that we can print and whose wording somebody has checked."""
    offered = dict(languages.offered())
    return [(code, offered[code]) for code in languages_checked() if code in LAID_OUT]
