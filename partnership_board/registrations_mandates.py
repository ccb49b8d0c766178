"""What seats, restrictions and report-backs put into the registries of the apps below."""

from datetime import datetime, time

from alliance import registries
from alliance.registries import CardSource, DailyJob, PackSection, PublicPage
from partnership_board import registries as own
from partnership_board.actions import definitions, mandate_letters
from partnership_board.queries import (
    duties,
    mandates,
    power_measures,
    power_meetings,
    power_sizes,
    public,
)

MEASURES = power_measures.MEASURES | power_meetings.MEASURES | power_sizes.MEASURES


def register() -> None:
    registries.today_cards.add("board.duties", CardSource(duties.cards, queries=3))
    registries.public_pages.add(
        "board", PublicPage(public.OUR_BOARD, "partnership_board:open_ledger", public.is_open)
    )
    registries.daily_jobs.add("board.remind_of_reports", DailyJob(time(9), remind_of_reports))
    registries.daily_jobs.add("board.place_reviews", DailyJob(time(6), place_reviews))
    registries.letters_to_stop.add(
        "board/reports_due", "Reminders to tell the members about a meeting"
    )
    for name, measure in MEASURES.items():
        own.power_measures.add(f"board.{name}", measure)
    registries.pack_sections.add(
        "board.elsewhere",
        PackSection(
            "What was said elsewhere", 47, "documents/section_elsewhere.html", mandates.in_pack
        ),
    )


def remind_of_reports(slot: datetime) -> None:
    mandate_letters.remind(now=slot)


def place_reviews(slot: datetime) -> None:
    definitions.place_reviews(now=slot)
