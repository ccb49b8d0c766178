"""What reading and printing put into the registries of the apps below."""

from datetime import datetime, time

from django.http import HttpRequest

from alliance import registries
from alliance.models import Document
from alliance.registries import DailyJob, DocumentOwner
from partnership_board.actions import notes, pack_parts
from partnership_board.deadlines import day_of


def register() -> None:
    registries.document_owners.add(pack_parts.PURPOSE, DocumentOwner(nobody_may_read))
    registries.daily_jobs.add("board.forget_notes", DailyJob(time(5), forget_notes))
    registries.daily_jobs.add("board.forget_parts", DailyJob(time(5), forget_parts))


def nobody_may_read(request: HttpRequest, document: Document) -> bool:
    """A part is read in the packs that it is in, each as its reader may have it."""
    return False


def forget_notes(slot: datetime) -> None:
    notes.forget_old(on=day_of(slot))


def forget_parts(slot: datetime) -> None:
    pack_parts.forget_old(on=day_of(slot))
