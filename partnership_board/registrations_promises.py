"""What minutes, actions and requests put into the registries of the apps below."""

from datetime import datetime, time

from alliance import registries
from alliance.registries import CardSource, DailyJob, SearchSource, Subject
from partnership_board import routes_promises
from partnership_board.actions import promise_letters, request_letters
from partnership_board.queries import promise_cards

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
    registries.today_cards.add("board.promises", CardSource(promise_cards.cards, queries=6))
    registries.search_sources.add("board.promises", SearchSource("Promises", promise_cards.find, 1))
    registries.daily_jobs.add("board.remind_of_actions", DailyJob(time(9), remind_of_actions))
    registries.daily_jobs.add("board.watch_requests", DailyJob(time(9), watch_requests))
    registries.letters_to_stop.add("board/actions_due", "Reminders of what I promised the board")
    routes_promises.register()


def remind_of_actions(slot: datetime) -> None:
    promise_letters.remind(now=slot)


def watch_requests(slot: datetime) -> None:
    request_letters.tick(now=slot)
