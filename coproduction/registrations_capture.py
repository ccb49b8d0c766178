"""What taking words down, and worries, put into the registries of the core."""

from datetime import datetime, time

from alliance import registries
from alliance.registries import CardSource, Chapter, DailyJob, Subject
from coproduction import demo_capture, routes_capture
from coproduction.actions import drafts, safety
from coproduction.views import capture_frames

KEPT = "kept: who did this work is the record"
SUBJECTS = {
    "CaptureDraft": ("started_by",),
    "SafetyFlag": ("raised_by", "acknowledged_by", "closed_by"),
    "Aftercare": ("done_by",),
    "SheetBatch": ("made_by",),
    "Sheet": ("shredded_by",),
}


def register() -> None:
    registries.every_minute.add("coproduction.escalate_flags", escalate)
    registries.daily_jobs.add("coproduction.clear_stale_drafts", DailyJob(time(3), clear))
    registries.today_cards.add("coproduction.capture", CardSource(capture_frames.cards, queries=3))
    registries.unlisted_letters.add("worry", "worry ")
    for model, fields in SUBJECTS.items():
        registries.subjects.add(
            f"coproduction.{model}", Subject(f"coproduction.{model}", fields, KEPT)
        )
    registries.demo_chapters.add("coproduction.capture", Chapter(35, demo_capture.tell))
    routes_capture.register()


def escalate(now: datetime) -> None:
    safety.escalate(now=now)


def clear(slot: datetime) -> None:
    drafts.clear_stale(now=slot)
