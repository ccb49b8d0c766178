"""What meetings as they go on, and decisions, put into the registries of the apps below."""

from alliance import registries
from alliance.registries import CardSource, Chapter, Subject
from partnership_board import demo_live
from partnership_board.queries import live_today

KEPT = "kept: who came, spoke and decided is the record of the board"
SUBJECTS = {
    "quorum_checks": ("QuorumCheck", ("recorded_by",)),
    "live_entries": ("LiveEntry", ("entered_by",)),
    "questions": ("Question", ("put_by",)),
    "positions": ("DecisionPosition", ("person", "entered_by")),
    "consent_removals": ("ConsentRemoval", ("asked_by",)),
    "extracts": ("ItemExtract", ("sent_to", "sent_by")),
    "decision_reviews": ("DecisionReview", ("opened_by",)),
}


def register() -> None:
    registries.today_cards.add("board.live", CardSource(live_today.cards, queries=2))
    registries.demo_chapters.add("partnership_board.live", Chapter(21, demo_live.tell_open))
    for name, (model, fields) in SUBJECTS.items():
        subject = Subject(f"partnership_board.{model}", fields, KEPT)
        registries.subjects.add(f"board.{name}", subject)
