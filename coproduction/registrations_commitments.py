"""What promises on racism and inequality put into the registries of the apps below."""

from datetime import datetime, time

from django.utils.translation import gettext_lazy as _

from alliance import registries
from alliance.registries import CardSource, Chapter, DailyJob, PublicPage, SearchSource, Subject
from coproduction import demo_commitments, routes_commitments
from coproduction.actions import commitments
from coproduction.models import Commitment
from coproduction.queries import commitment_cards

KEPT = "kept: that enough people stood behind a judgement is its ground; their names stand nowhere"


def register() -> None:
    registries.subjects.add(
        "coproduction.signatures",
        Subject("coproduction.JudgementSignature", ("reviewer",), KEPT),
    )
    registries.subjects.add(
        "coproduction.commitment_reports",
        Subject("coproduction.CommitmentReport", ("recorded_by",), "kept: the owner said it"),
    )
    registries.today_cards.add(
        "coproduction.commitments", CardSource(commitment_cards.cards, queries=3)
    )
    registries.search_sources.add(
        "coproduction.commitments",
        SearchSource("Promises on racism", commitment_cards.find, queries=1),
    )
    registries.daily_jobs.add("coproduction.call_for_judgements", DailyJob(time(9), call))
    registries.public_pages.add(
        "coproduction.commitments",
        PublicPage(_("Promises on racism"), "coproduction:open_commitments", is_there),
    )
    registries.demo_chapters.add("coproduction.commitments", Chapter(37, demo_commitments.tell))
    routes_commitments.register()


def is_there() -> bool:
    return Commitment.objects.in_public().exists()


def call(slot: datetime) -> None:
    commitments.call_what_is_due(now=slot)
