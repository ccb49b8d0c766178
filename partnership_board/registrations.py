"""What the board puts into the registries of the apps below it."""

from datetime import datetime, time

from alliance import registries
from alliance.registries import (
    Area,
    CardSource,
    Chapter,
    DailyJob,
    DocumentOwner,
    NewsSource,
    PackSection,
    SearchSource,
    Subject,
)
from members.registries import StepBackHook, seat_holders, step_backs
from partnership_board import (
    bench,
    demo,
    demo_papers,
    registrations_elections,
    registrations_interests,
    registrations_live,
    registrations_mandates,
    registrations_promises,
    registrations_reading,
    registrations_results,
    routes,
)
from partnership_board.actions import answers, invitations, packs, papers, resting, seats
from partnership_board.permissions import BoardPermission
from partnership_board.queries import boards, offices, power_sheets, today
from partnership_board.views import files

KEPT = "kept: who sat, spoke and decided is the record of the board"
SUBJECTS = {
    "seat_terms": ("SeatTerm", ("holder",), KEPT),
    "deputies": ("Deputy", ("person",), KEPT),
    "meetings": ("Meeting", ("chair",), KEPT),
    "meeting_steps": ("MeetingStep", ("made_by",), KEPT),
    "calendar_feeds": ("CalendarFeed", ("person",), "deleted"),
    "attendance": ("Attendance", ("person",), KEPT),
    "proposals": ("AgendaProposal", ("proposed_by",), "kept without the name"),
    "agenda_decisions": ("AgendaDecision", ("decided_by",), KEPT),
    "appeal_supports": ("AppealSupport", ("person",), KEPT),
    "agenda_moves": ("AgendaMove", ("moved_by",), KEPT),
    "items": ("AgendaItem", ("lead",), "kept without the name"),
    "paper_versions": ("PaperVersion", ("received_from",), KEPT),
    "pack_builds": ("PackBuild", ("asked_by",), KEPT),
    "pack_copies": ("PackCopy", ("person",), KEPT),
    "late_waivers": ("LateWaiver", ("granted_by",), KEPT),
    "enclosures": ("Enclosure", ("added_by",), KEPT),
    "restrictions": ("Restriction", ("set_by", "lifted_by", "kept_lead"), KEPT),
    "paper_notes": ("PaperNote", ("person",), "deleted"),
    "read_marks": ("ReadMark", ("person",), "deleted"),
    "decisions": ("Decision", ("recorded_by",), KEPT),
    "election_officers": ("ElectionOfficer", ("user",), KEPT),
    "nominations": ("Nomination", ("user", "nominated_by"), KEPT),
    "nomination_supports": ("NominationSupport", ("by",), KEPT),
    "roll_entries": ("RollEntry", ("voter", "deputy_voter"), KEPT),
    "count_runs": ("CountRun", ("run_by",), KEPT),
    "lot_draws": ("LotDraw", ("witnessed_by",), KEPT),
    "objections": ("Objection", ("by", "answered_by"), KEPT),
}

SECTIONS = {
    "not_selected": ("Not selected, because", power_sheets.not_selected_in_pack),
    "unanswered": ("Not yet answered", power_sheets.unanswered_in_pack),
    "power": ("How power was shared", power_sheets.shared_in_pack),
}


def register() -> None:
    registries.areas.add("board", Area("Board", "partnership_board:board", 20, BoardPermission.SEE))
    registries.role_sources.add("board.seats", offices.of_seats)
    registries.role_sources.add("board.deputies", offices.of_deputies)
    registries.role_sources.add("board.chairs", offices.of_chairs)
    registries.role_sources.add("board.election_officers", offices.of_election_officers)
    registries.today_cards.add("board", CardSource(today.cards, queries=5))
    registries.today_news.add("board", NewsSource(today.news, queries=2))
    registries.search_sources.add("board", SearchSource("Board", today.find, queries=1))
    registries.letters_to_stop.add("board/reminder", "Reminders to read the papers")
    registries.document_owners.add(packs.PURPOSE, DocumentOwner(files.may_read))
    registries.document_owners.add(papers.PURPOSE, DocumentOwner(files.may_read_enclosed))
    registries.daily_jobs.add("board.remind", DailyJob(time(9), remind))
    registries.daily_jobs.add("board.bring_back", DailyJob(time(6), bring_back))
    registries.daily_jobs.add("board.remind_of_meetings", DailyJob(time(7), remind_of_meetings))
    registries.letters_to_stop.add("board/meeting_soon", "Reminders that a meeting is near")
    registries.daily_jobs.add("board.tell_of_ends", DailyJob(time(9), tell_of_ends))
    registries.daily_jobs.add("board.remind_of_unanswered", DailyJob(time(9), remind_of_unanswered))
    seat_holders.add("board", boards.seated_organisations)
    step_backs.add("board", StepBackHook(resting.step_back, resting.come_back))
    for name, (model, fields, on_erasure) in SUBJECTS.items():
        subject = Subject(f"partnership_board.{model}", fields, on_erasure)
        registries.subjects.add(f"board.{name}", subject)
    registries.demo_chapters.add("partnership_board", Chapter(20, demo.tell))
    registries.demo_chapters.add("partnership_board.restricted", Chapter(49, demo_papers.tell))
    registries.demo_chapters.add("partnership_board.papers", Chapter(50, demo.tell_the_rest))
    registries.bench_chapters.add("partnership_board", registries.BenchChapter(20, bench.fill))
    for order, (name, section) in enumerate(SECTIONS.items(), start=50):
        title, context = section
        template = f"documents/section_{name}.html"
        registries.pack_sections.add(f"board.{name}", PackSection(title, order, template, context))
    registrations_elections.register()
    registrations_results.register()
    registrations_interests.register()
    registrations_live.register()
    registrations_mandates.register()
    registrations_promises.register()
    registrations_reading.register()
    routes.register()


def remind(slot: datetime) -> None:
    packs.remind(now=slot)


def remind_of_meetings(slot: datetime) -> None:
    invitations.remind(now=slot)


def tell_of_ends(slot: datetime) -> None:
    seats.tell_of_ends(now=slot)


def remind_of_unanswered(slot: datetime) -> None:
    answers.remind_of_unanswered(now=slot)


def bring_back(slot: datetime) -> None:
    answers.bring_back_deferred(now=slot)
