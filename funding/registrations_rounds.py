"""What rounds put into the registries of the apps below."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db.models import BigIntegerField, CharField, F, QuerySet, Value
from django.urls import reverse

from alliance import access, registries
from alliance.models import User
from alliance.registries import Card, CardSource, Chapter, DailyJob, OfficeRow, Subject
from funding import demo_rounds, routes_rounds
from funding.actions import closing_rounds, rounds
from funding.models import PanelSeat, Round, ScoreSheet
from funding.permissions import FundingPermission as May

KEPT = "kept: who called a round, wrote, sat and ruled is its record"
SUBJECTS = {
    "Round": ("made_by",),
    "LaterDeadline": ("by",),
    "Proposal": ("begun_by", "submitted_by"),
    "ProposalTie": ("person",),
    "PanelSeat": ("holder",),
    "PanelRuling": ("by",),
}
MINUTES_TO_DECLARE, MINUTES_TO_SCORE = 5, 20


def register() -> None:
    registries.role_sources.add("funding.panels", of_panels)
    registries.today_cards.add("funding.panels", CardSource(cards, queries=2))
    registries.every_minute.add("funding.close_rounds", close)
    registries.daily_jobs.add("funding.drafts", DailyJob(time(9), remind))
    for model, fields in SUBJECTS.items():
        registries.subjects.add(f"funding.{model}", Subject(f"funding.{model}", fields, KEPT))
    registries.demo_chapters.add("funding.rounds", Chapter(42, demo_rounds.tell))
    routes_rounds.register()


def of_panels(user_id: int, on: date) -> QuerySet[Any, OfficeRow]:
    """A seat on a panel makes a panel member, from being asked until it ends."""
    rows = PanelSeat.objects.not_ended(on=on).filter(holder_id=user_id)
    offices: QuerySet[Any, OfficeRow] = (
        rows.annotate(
            office_role=Value("panel_member", output_field=CharField()),
            office_from=F("started_on"),
            office_to=F("ended_on"),
            office_kind=Value("alliance", output_field=CharField()),
            office_scope=Value(None, output_field=BigIntegerField()),
        )
        .values_list("office_role", "office_from", "office_to", "office_kind", "office_scope")
        .order_by()
    )
    return offices


def close(now: datetime) -> None:
    rounds.close_when_due(now=now)


def remind(slot: datetime) -> None:
    closing_rounds.remind_drafts(now=slot)


def cards(user: User, on: date) -> Iterable[Card]:
    """For somebody on a panel: say what binds you, then score."""
    if not access.may(user, May.SCORE_PROPOSALS):
        return
    waiting = [Round.State.OPEN, Round.State.CLOSED, Round.State.SCORING]
    seats = PanelSeat.objects.not_ended(on=on).filter(holder=user, round__state__in=waiting)
    for seat in seats.filter(declared_at=None).select_related("round").order_by("pk"):
        yield Card(
            f"Say what binds you: {seat.round}",
            reverse("funding:round_interests", args=[seat.round_id]),
            MINUTES_TO_DECLARE,
            seat.round.decide_by_on,
        )
    sheets = ScoreSheet.objects.filter(
        seat__in=seats, submitted_at=None, seat__round__state=Round.State.SCORING
    )
    by_round: dict[int, list[ScoreSheet]] = {}
    for sheet in sheets.select_related("seat__round"):
        by_round.setdefault(sheet.seat.round_id, []).append(sheet)
    for number, mine in by_round.items():
        round_ = mine[0].seat.round
        yield Card(
            f"Read and score: {round_}",
            reverse("funding:round_score", args=[number]),
            MINUTES_TO_SCORE * len(mine),
            round_.decide_by_on,
        )
