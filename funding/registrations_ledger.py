"""What the ledger puts into the registries of the apps below."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.http import HttpRequest
from django.urls import reverse

from alliance import access, registries
from alliance.models import Document, User
from alliance.registries import Card, CardSource, Chapter, DailyJob, DocumentOwner, Subject
from alliance.words import counted, pence
from funding import demo_ledger, routes_ledger
from funding.actions import ledger_watch
from funding.models import Approval
from funding.permissions import FundingPermission as May
from funding.views.money import PURPOSE

KEPT = "kept: who prepared and approved is the record of the money"
SUBJECTS = {
    "Entry": ("prepared_by", "approved_by", "second_approver"),
    "Approval": ("prepared_by", "approved_by", "second_approver"),
}
MOST_CARDS = 5


def register() -> None:
    registries.today_cards.add("funding.approvals", CardSource(cards, queries=1))
    registries.document_owners.add(PURPOSE, DocumentOwner(may_read))
    registries.daily_jobs.add("funding.verify_ledger", DailyJob(time(2, 30), verify))
    registries.daily_jobs.add("funding.expire_approvals", DailyJob(time(7), expire))
    for model, fields in SUBJECTS.items():
        registries.subjects.add(f"funding.{model}", Subject(f"funding.{model}", fields, KEPT))
    registries.demo_chapters.add("funding.ledger", Chapter(41, demo_ledger.tell))
    routes_ledger.register()


def may_read(request: HttpRequest, document: Document) -> bool:
    return access.may(request.user, May.SEE_LEDGER)


def verify(slot: datetime) -> None:
    ledger_watch.check_and_tell(now=slot)


def expire(slot: datetime) -> None:
    ledger_watch.expire(now=slot)


def cards(user: User, on: date) -> Iterable[Card]:
    """What waits, for those who may approve it."""
    if not access.may(user, May.APPROVE_PAYMENTS):
        return
    waiting = Approval.objects.waiting().exclude(prepared_by=user).exclude(approved_by=user)
    for approval in waiting.order_by("prepared_at")[:MOST_CARDS]:
        days = (on - approval.prepared_at.date()).days
        yield Card(
            f"Approve or send back: {approval.get_kind_display().lower()}, {pence(approval.pence)}",
            reverse("funding:approval", args=[approval.pk]),
            5,
            None,
            f"It has waited {counted(days, 'day')}." if days > 0 else "It was prepared today.",
        )
