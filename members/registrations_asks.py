"""What asking, answering and confirming put into the registries of the core."""

from datetime import datetime, time

from django.http import HttpRequest

from alliance import access, registries
from alliance.models import Document
from alliance.registries import (
    Area,
    CardSource,
    Chapter,
    DailyJob,
    DocumentOwner,
    PackSection,
    Subject,
)
from alliance.words import LONDON
from members import demo_asks, routes_asks
from members.actions import answers, asking_letters, confirming, running_out, statements
from members.permissions import MembersPermission
from members.queries import asking_cards, burden

KEPT = "kept: what was asked and answered is the record"
SUBJECTS = {
    "members.asks": Subject("members.Ask", ("composed_by",), KEPT),
    "members.ask_answers": Subject("members.AskResponse", ("answered_by",), KEPT),
    "members.statement_releases": Subject("members.StatementRelease", ("released_by",), KEPT),
    "members.confirmations": Subject(
        "members.Confirmation", ("confirmed_by",), "kept: the organisation said it"
    ),
}


def register() -> None:
    registries.areas.add("asks", Area("Asks", "asks:asks", 12, MembersPermission.SEE_MEMBERS))
    registries.daily_jobs.add("members.close_due_asks", DailyJob(time(0, 10), close_due_asks))
    registries.daily_jobs.add("members.remind_of_asks", DailyJob(time(9), remind_of_asks))
    registries.daily_jobs.add(
        "members.send_due_confirmations", DailyJob(time(9), send_due_confirmations)
    )
    registries.today_cards.add("members.asks", CardSource(asking_cards.cards, queries=5))
    registries.daily_jobs.add("members.warn_of_room", DailyJob(time(9), warn_of_room))
    registries.letters_to_stop.add("members/asks_waiting", "Reminders of what waits for an answer")
    registries.letters_to_stop.add("members/runs_out", "Warnings that your room runs out")
    registries.daily_jobs.add(
        "members.build_burden_statements", DailyJob(time(6), build_burden_statements)
    )
    registries.document_owners.add(statements.PURPOSE, DocumentOwner(may_read))
    registries.pack_sections.add(
        "asked_of_members",
        PackSection("What was asked of members", 45, "members/asked_in_pack.html", burden.in_pack),
    )
    for name, subject in SUBJECTS.items():
        registries.subjects.add(name, subject)
    registries.demo_chapters.add("members.asks", Chapter(order=14, tell=demo_asks.tell))
    routes_asks.register()


def close_due_asks(slot: datetime) -> None:
    answers.close_due(on=slot.astimezone(LONDON).date())


def send_due_confirmations(slot: datetime) -> None:
    confirming.send_due(now=slot)


def warn_of_room(slot: datetime) -> None:
    running_out.warn(now=slot)


def remind_of_asks(slot: datetime) -> None:
    asking_letters.remind(now=slot)


def build_burden_statements(slot: datetime) -> None:
    statements.freeze_when_due(now=slot)


def may_read(request: HttpRequest, document: Document) -> bool:
    """No organisation stands in a statement, so every member may read each."""
    return access.may(request.user, MembersPermission.SEE_MEMBERS)
