"""What seats, restrictions and report-backs put into the registries of the apps below."""

from alliance import registries
from alliance.registries import CardSource, PackSection
from partnership_board.queries import duties, mandates


def register() -> None:
    registries.today_cards.add("board.duties", CardSource(duties.cards, queries=3))
    registries.pack_sections.add(
        "board.elsewhere",
        PackSection(
            "What was said elsewhere", 48, "documents/section_elsewhere.html", mandates.in_pack
        ),
    )
