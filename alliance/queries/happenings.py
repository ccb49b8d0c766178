"""What happened: the record, filtered, in words and as a table for a spreadsheet."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime, time

from django.apps import apps
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from alliance.models import Event, EventSeal, User
from alliance.spreadsheets import harmless

MOST_ROWS = 10_000


@dataclass(frozen=True)
class Sieve:
    """Which part of the record: every field may be left open."""

    kind: str = ""
    by: int | None = None
    since: date | None = None
    until: date | None = None


def events(sieve: Sieve) -> QuerySet[Event]:
    """The latest first, each with its number in the chain."""
    rows = Event.objects.select_related("by").order_by("-at", "-pk")
    if sieve.kind:
        rows = rows.filter(kind=sieve.kind)
    if sieve.by is not None:
        rows = rows.filter(by_id=sieve.by)
    if sieve.since is not None:
        rows = rows.filter(at__gte=_midnight(sieve.since))
    if sieve.until is not None:
        rows = rows.filter(at__lt=_midnight(sieve.until, days=1))
    number = EventSeal.objects.filter(event=OuterRef("pk")).values("number")[:1]
    return rows.annotate(seal_number=Subquery(number))


def _midnight(day: date, *, days: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromordinal(day.toordinal() + days), time()))


def kinds() -> list[tuple[str, str]]:
    found = Event.objects.order_by("kind").values_list("kind", flat=True).distinct()
    return [(kind, in_words(kind)) for kind in found]


def actors() -> list[tuple[str, str]]:
    ids = Event.objects.exclude(by=None).values("by_id").distinct()
    people = User.objects.filter(pk__in=ids).order_by("name")
    return [(str(user.pk), user.name) for user in people]


def in_words(kind: str) -> str:
    """ "board.pack_sent" as "Pack sent"."""
    return kind.rpartition(".")[2].replace("_", " ").capitalize()


def actor_in_words(event: Event) -> str:
    if event.by is not None:
        return str(event.by)
    return {"system": "The site itself", "link": "Somebody with a link"}.get(
        event.acting_as, "Somebody from the public"
    )


def about(event: Event) -> str:
    """ "alliance.roleterm" and 7 as "role term 7": enough to find it by."""
    noun = _noun(event.subject_type)
    return noun if event.subject_id is None else f"{noun} {event.subject_id}"


def _noun(subject_type: str) -> str:
    """The record outlives the tables it speaks of."""
    try:
        return str(apps.get_model(subject_type)._meta.verbose_name)
    except LookupError:
        return subject_type.rpartition(".")[2]


def as_csv(rows: QuerySet[Event]) -> bytes:
    """For a spreadsheet. A cell that a spreadsheet would take for a formula is quoted."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["number", "at", "what", "by", "as", "about", "about_id"])
    for event in rows[:MOST_ROWS]:
        table.writerow(
            [
                event.seal_number,  # type: ignore[attr-defined]  # annotated by events()
                timezone.localtime(event.at).isoformat(timespec="seconds"),
                event.kind,
                harmless(actor_in_words(event)),
                event.acting_as,
                event.subject_type,
                event.subject_id,
            ]
        )
    return out.getvalue().encode("utf-8-sig")
