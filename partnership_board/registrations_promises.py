"""What minutes, actions and requests put into the registries of the apps below."""

from datetime import datetime, time

from alliance import registries
from alliance.registries import CardSource, Chapter, DailyJob, PackSection, SearchSource, Subject
from partnership_board import demo_promises, routes_promises
from partnership_board.actions import (
    minute_letters,
    minute_states,
    promise_letters,
    request_letters,
)
from partnership_board.queries import matters, promise_cards

KEPT = "kept: what was said, promised and asked is the record of the board"
SUBJECTS = {
    "actions": ("Action", ("owner",), KEPT),
    "action_updates": ("ActionUpdate", ("made_by",), KEPT),
    "requests": ("PartnerRequest", ("drafted_by", "sent_by"), KEPT),
    "clock_events": ("ClockEvent", ("made_by",), KEPT),
    "minute_corrections": ("MinuteCorrection", ("offered_by", "decided_by"), KEPT),
}


def register() -> None:
    for name, (model, fields, on_erasure) in SUBJECTS.items():
        subject = Subject(f"partnership_board.{model}", fields, on_erasure)
        registries.subjects.add(f"board.{name}", subject)
    registries.today_cards.add("board.promises", CardSource(promise_cards.cards, queries=8))
    registries.search_sources.add("board.promises", SearchSource("Promises", promise_cards.find, 1))
    registries.pack_sections.add(
        "board.matters",
        PackSection("Matters arising", 48, "documents/section_matters.html", matters.in_pack),
    )
    registries.pack_sections.add(
        "board.requests",
        PackSection(
            "What was asked", 49, "documents/section_requests.html", matters.requests_in_pack
        ),
    )
    registries.daily_jobs.add("board.remind_of_minutes", DailyJob(time(9), remind_of_minutes))
    registries.daily_jobs.add("board.roll_minutes_on", DailyJob(time(6), roll_minutes_on))
    registries.daily_jobs.add("board.remind_of_actions", DailyJob(time(9), remind_of_actions))
    registries.daily_jobs.add("board.watch_requests", DailyJob(time(9), watch_requests))
    registries.letters_to_stop.add("board/actions_due", "Reminders of what I promised the board")
    registries.demo_chapters.add("partnership_board.promises", Chapter(45, demo_promises.tell))
    routes_promises.register()


def remind_of_minutes(slot: datetime) -> None:
    minute_letters.remind(now=slot)


def roll_minutes_on(slot: datetime) -> None:
    minute_states.roll_on(now=slot)


def remind_of_actions(slot: datetime) -> None:
    promise_letters.remind(now=slot)


def watch_requests(slot: datetime) -> None:
    request_letters.tick(now=slot)
