"""What the registries hold of interests: cards, the yearly letter, a panel, a part of the pack."""

from datetime import datetime, time

from alliance import registries
from alliance.registries import CardSource, Chapter, DailyJob, PackSection, Subject
from partnership_board import demo_interests
from partnership_board.actions import interest_letters
from partnership_board.queries import interest_cards
from partnership_board.registries import ItemPanel, item_panels

KEPT = "kept: what somebody was bound to when they decided is the record of the board"
SUBJECTS = {
    "interests": ("Interest", ("person",)),
    "declarations": ("ItemDeclaration", ("person",)),
    "rulings": ("DeclarationRuling", ("ruled_by",)),
    "item_chairs": ("ItemChair", ("person", "written_by")),
}


def register() -> None:
    registries.today_cards.add("board.interests", CardSource(interest_cards.to_confirm, queries=3))
    registries.today_cards.add("board.declare", CardSource(interest_cards.to_declare, queries=6))
    registries.today_cards.add("board.rule", CardSource(interest_cards.to_rule, queries=4))
    registries.daily_jobs.add("board.ask_interests", DailyJob(time(9), ask_to_confirm))
    registries.letters_to_stop.add("board/interests_due", "Reminders to confirm your interests")
    registries.pack_sections.add(
        "board.interests",
        PackSection("Interests", 46, "documents/section_interests.html", interest_cards.in_pack),
    )
    item_panels.add(
        "interests", ItemPanel("partnership_board/_declarations.html", interest_cards.beside_item)
    )
    for name, (model, fields) in SUBJECTS.items():
        subject = Subject(f"partnership_board.{model}", fields, KEPT)
        registries.subjects.add(f"board.{name}", subject)
    registries.demo_chapters.add("partnership_board.interests", Chapter(48, demo_interests.tell))


def ask_to_confirm(slot: datetime) -> None:
    interest_letters.ask_to_confirm(now=slot)
