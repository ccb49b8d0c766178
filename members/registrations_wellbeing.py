"""What wellbeing puts into the registries of the core."""

from datetime import datetime, time

from alliance import registries
from alliance.registries import CardSource, Chapter, DailyJob, OwnPage, PackSection, Subject
from members import demo_wellbeing, routes_wellbeing
from members.actions import wellbeing as actions
from members.queries import wellbeing

SUBJECTS = {
    "members.help_requests": Subject(
        "members.HelpRequest", ("by",), "deleted: what somebody asked the guardian"
    ),
    "members.step_backs": Subject("members.StepBack", ("user",), "deleted"),
    "members.wellbeing_rounds": Subject(
        "members.WellbeingRound", ("sentence_by",), "kept: who spoke to the board is the record"
    ),
}


def register() -> None:
    registries.daily_jobs.add("members.turn_wellbeing_rounds", DailyJob(time(0, 15), turn))
    registries.today_cards.add("members.wellbeing", CardSource(wellbeing.cards, queries=2))
    registries.own_pages.add("wellbeing", OwnPage("How you are", "wellbeing:wellbeing", "people"))
    registries.letters_to_stop.add(
        "members/wellbeing_reminder", "Reminders of the four questions about how you are"
    )
    registries.pack_sections.add(
        "wellbeing",
        PackSection("How we are", 60, "members/wellbeing_in_pack.html", wellbeing.in_pack),
    )
    for name, subject in SUBJECTS.items():
        registries.subjects.add(name, subject)
    registries.demo_chapters.add("members.wellbeing", Chapter(60, demo_wellbeing.tell))
    routes_wellbeing.register()


def turn(slot: datetime) -> None:
    actions.turn(now=slot)
