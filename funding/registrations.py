"""What this app puts into the registries of the apps below it."""

from alliance import registries
from alliance.registries import Area, CardSource, Chapter, PackSection, SearchSource, Subject
from funding import (
    bench,
    demo,
    registrations_ledger,
    registrations_links,
    registrations_rounds,
    routes,
)
from funding.views import frames
from partnership_board.registries import ItemPanel, item_panels

KEPT = "kept: who recorded money is the record"
SUBJECTS = {
    "FundingStream": ("confirmed_by", "also_confirmed_by"),
    "StreamEvent": ("by",),
    "Expectation": ("recorded_by",),
    "ExpectationEvent": ("by",),
}


def register() -> None:
    registries.areas.add("funding", Area("Funding", "funding:home", 40, "see_funding"))
    registries.today_cards.add("funding", CardSource(frames.cards, queries=1))
    registries.search_sources.add(
        "funding", SearchSource("Funding streams", frames.find, queries=1)
    )
    registries.pack_sections.add(
        "money", PackSection("Money", 40, "documents/section_money.html", frames.in_pack)
    )
    item_panels.add("funding", ItemPanel("funding/panel.html", frames.beside_item))
    for model, fields in SUBJECTS.items():
        registries.subjects.add(f"funding.{model}", Subject(f"funding.{model}", fields, KEPT))
    registries.demo_chapters.add("funding", Chapter(40, demo.tell))
    registries.bench_chapters.add("funding", registries.BenchChapter(40, bench.fill))
    routes.register()
    registrations_ledger.register()
    registrations_rounds.register()
    registrations_links.register()
