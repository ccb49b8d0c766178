"""Scoring alone: nobody learns what others gave before scoring is over for everybody."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from funding.models import Criterion, Round, Score, ScoreSheet
from funding.queries import panels, results, rounds


@transaction.atomic
def send_sheet(
    sheet: ScoreSheet,
    *,
    points: Mapping[int, int],
    comment: str = "",
    by: User,
    now: datetime,
    on: date,
) -> None:
    """Points for each criterion, by its number. Once sent they stay as they are."""
    rows = ScoreSheet.objects.select_for_update(of=("self",))
    sheet = rows.select_related("seat__round", "proposal").get(pk=sheet.pk)
    round_ = sheet.seat.round
    if sheet.seat.holder_id != by.pk or not sheet.seat.is_there:
        raise Refused("This is somebody else's sheet.")
    if sheet.is_sent:
        raise Refused("You have sent these scores.")
    if round_.state != Round.State.SCORING:
        raise Refused("Scoring is not open.")
    conflicts = panels.of_round(round_, on=on)
    if (sheet.seat_id, sheet.proposal_id) in conflicts.excluded:
        raise Refused(panels.RECORDED)
    wanted = rounds.criteria(round_)
    _refuse_points(wanted, points, scale=round_.scale)
    Score.objects.bulk_create(
        Score(sheet=sheet, criterion=each, points=points[each.pk]) for each in wanted
    )
    sheet.comment, sheet.submitted_at = comment.strip(), now
    sheet.save(update_fields=["comment", "submitted_at"])
    audit.record(by=by, kind="funding.scores_sent", subject=sheet)


@transaction.atomic
def explain(sheet: ScoreSheet, *, sentence: str, by: User) -> None:
    """Why somebody stands two points or more from another seat."""
    sheet = (
        ScoreSheet.objects.select_for_update(of=("self",))
        .select_related("seat__round")
        .get(pk=sheet.pk)
    )
    if sheet.seat.holder_id != by.pk:
        raise Refused("This is somebody else's sheet.")
    if sheet.seat.round.state != Round.State.MET or not sentence.strip():
        raise Refused("Say it in a sentence, before it is decided.", field="sentence")
    sheet.sentence = sentence.strip()
    sheet.save(update_fields=["sentence"])
    audit.record(by=by, kind="funding.scores_explained", subject=sheet)


@transaction.atomic
def close_scoring(round_: Round, *, by: User, on: date) -> None:
    """From now on nobody scores, and the panel sees what everybody gave."""
    round_ = Round.objects.select_for_update(of=("self",)).with_money().get(pk=round_.pk)
    if round_.state != Round.State.SCORING:
        raise Refused("Scoring is not open.")
    sent, asked = results.progress(round_)
    if sent < asked:
        raise Refused(
            f"{sent} of {asked} score sheets have come. Wait for the rest, or share the reading "
            "out again without whoever cannot."
        )
    round_.state = Round.State.MET
    round_.save(update_fields=["state"])
    audit.record(by=by, kind="funding.scoring_closed", subject=round_)


def _refuse_points(wanted: list[Criterion], points: Mapping[int, int], *, scale: int) -> None:
    for each in wanted:
        given = points.get(each.pk)
        if given is None or not 0 <= given <= scale:
            raise Refused(f"Give 0 to {scale} points here.", field=f"points_{each.pk}")
