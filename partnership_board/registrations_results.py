"""What results put into the registries of the apps below."""

from datetime import datetime, time

from django.http import HttpRequest

from alliance import registries
from alliance.models import Document
from alliance.registries import CardSource, Chapter, DailyJob, DocumentOwner, PackSection
from partnership_board import demo_results
from partnership_board.actions import result_papers, results
from partnership_board.queries import result_cards, result_pages


def register() -> None:
    registries.document_owners.add(result_papers.PURPOSE, DocumentOwner(may_read))
    registries.today_cards.add("results", CardSource(result_cards.cards, queries=4))
    registries.daily_jobs.add("elections.expire_boxes", DailyJob(time(3), expire))
    registries.demo_chapters.add("partnership_board.results", Chapter(23, demo_results.tell))
    registries.pack_sections.add(
        "elections.log",
        PackSection(
            "Elections: where the public log stands",
            58,
            "documents/section_elections.html",
            result_pages.heads_in_pack,
        ),
    )


def may_read(request: HttpRequest, document: Document) -> bool:
    """A result that was declared is everybody's."""
    return True


def expire(slot: datetime) -> None:
    results.expire_boxes(now=slot)
