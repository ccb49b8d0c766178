"""What the registries hold of what members declare, learn and do together."""

from datetime import datetime, time

from alliance import registries
from alliance.registries import CardSource, Chapter, DailyJob, Subject
from alliance.words import LONDON
from members import demo_activities, routes_activities
from members.actions import declarations
from members.queries import cards

JUST_AFTER_MIDNIGHT = time(0, 5)


def register() -> None:
    registries.today_cards.add("members.declarations", CardSource(cards.lapsing, queries=1))
    registries.daily_jobs.add(
        "members.lapse_declarations", DailyJob(JUST_AFTER_MIDNIGHT, lapse_declarations)
    )
    registries.demo_chapters.add("members.activities", Chapter(15, demo_activities.tell))
    for name, subject in SUBJECTS.items():
        registries.subjects.add(name, subject)
    routes_activities.register()


def lapse_declarations(slot: datetime) -> None:
    declarations.tell_of_lapsing(on=slot.astimezone(LONDON).date(), now=slot)


SUBJECTS = {
    "members.declaration_readings": Subject(
        "members.DeclarationReading", ("read_by",), "kept: organisations may know who read it"
    ),
    "members.imports": Subject(
        "members.ImportRun", ("checked_by", "applied_by"), "kept: who put a list in is the record"
    ),
}
