"""What the registries hold of what members declare, learn and do together."""

from datetime import datetime, time

from django.http import HttpRequest

from alliance import access, registries
from alliance.models import Document
from alliance.registries import CardSource, Chapter, DailyJob, DocumentOwner, Subject
from alliance.words import LONDON
from members import demo_activities, routes_activities
from members.actions import declarations, imports, learning
from members.permissions import MembersPermission
from members.queries import cards

JUST_AFTER_MIDNIGHT = time(0, 5)


def register() -> None:
    registries.today_cards.add("members.declarations", CardSource(cards.lapsing, queries=1))
    registries.today_cards.add("members.reports", CardSource(cards.to_report, queries=1))
    registries.daily_jobs.add(
        "members.lapse_declarations", DailyJob(JUST_AFTER_MIDNIGHT, lapse_declarations)
    )
    registries.demo_chapters.add("members.activities", Chapter(15, demo_activities.tell))
    registries.daily_jobs.add(
        "members.forget_lists", DailyJob(JUST_AFTER_MIDNIGHT, forget_settled_lists)
    )
    registries.daily_jobs.add(
        "members.settle_learning", DailyJob(JUST_AFTER_MIDNIGHT, settle_learning)
    )
    registries.document_owners.add(imports.PURPOSE, DocumentOwner(may_read_lists))
    for name, subject in SUBJECTS.items():
        registries.subjects.add(name, subject)
    routes_activities.register()


def lapse_declarations(slot: datetime) -> None:
    declarations.tell_of_lapsing(on=slot.astimezone(LONDON).date(), now=slot)


def settle_learning(slot: datetime) -> None:
    learning.settle_all(on=slot.astimezone(LONDON).date(), now=slot)


def forget_settled_lists(slot: datetime) -> None:
    imports.forget_settled(now=slot)


def may_read_lists(request: HttpRequest, document: Document) -> bool:
    return access.may(request.user, MembersPermission.CHANGE_MEMBERS)


SUBJECTS = {
    "members.declaration_readings": Subject(
        "members.DeclarationReading", ("read_by",), "kept: organisations may know who read it"
    ),
    "members.imports": Subject(
        "members.ImportRun", ("checked_by", "applied_by"), "kept: who put a list in is the record"
    ),
}
