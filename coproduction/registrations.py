"""What this app puts into the registries of the apps below it."""

from alliance import registries
from alliance.registries import Area, CardSource, Chapter, PackSection, SearchSource, Subject
from coproduction import (
    bench,
    demo,
    registrations_capture,
    registrations_commitments,
    registrations_heard,
    registrations_keeping,
    routes,
)
from coproduction.views import frames
from partnership_board.registries import ItemPanel, ProposalPanel, item_panels, proposal_panels

KEPT = "kept: who did this work is the record"
SUBJECTS = {
    "ConsentRecord": ("captured_by",),
    "ReaderTerm": ("person",),
    "Contribution": ("recorded_by",),
    "RawRead": ("reader",),
    "Insight": ("written_by", "approved_by"),
    "InsightVersion": ("written_by",),
    "CheckBack": ("told_by",),
    "InsightLink": ("made_by",),
    "Response": ("written_by",),
}


def register() -> None:
    registries.areas.add(
        "lived_experience", Area("Lived experience", "coproduction:home", 30, "see_insights")
    )
    registries.today_cards.add("coproduction", CardSource(frames.cards, queries=2))
    registries.search_sources.add("insights", SearchSource("Points", frames.find, queries=4))
    registries.pack_sections.add(
        "what_people_told_us",
        PackSection(
            "What people told us",
            30,
            "coproduction/section_told.html",
            frames.in_pack,
            frames.in_pack_without,
        ),
    )
    item_panels.add("insights", ItemPanel("coproduction/panel.html", frames.beside_item))
    proposal_panels.add(
        "insights", ProposalPanel("coproduction/panel.html", frames.beside_proposal)
    )
    for model, fields in SUBJECTS.items():
        registries.subjects.add(
            f"coproduction.{model}", Subject(f"coproduction.{model}", fields, KEPT)
        )
    registries.demo_chapters.add("coproduction", Chapter(30, demo.tell))
    registries.bench_chapters.add("coproduction", registries.BenchChapter(30, bench.fill))
    routes.register()
    registrations_capture.register()
    registrations_heard.register()
    registrations_keeping.register()
    registrations_commitments.register()
