"""A proposal's whole story, day by day, from the day it was sent to what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from alliance import words
from partnership_board.models import (
    AgendaAppeal,
    AgendaDecision,
    AgendaItem,
    AgendaMove,
    AgendaPosition,
    AppealSupport,
    Decision,
)
from partnership_board.queries import restrictions
from partnership_board.queries.proposals import LedgerRow

DONE, NOW, TO_COME = "done", "now", "to-come"
SAID = {
    AgendaDecision.Outcome.ACCEPTED: "The agenda group accepted it",
    AgendaDecision.Outcome.DEFERRED: "The agenda group put it off",
    AgendaDecision.Outcome.MERGED: "The agenda group joined it with another",
    AgendaDecision.Outcome.REDIRECTED: "The agenda group sent it to another body",
    AgendaDecision.Outcome.DECLINED: "The agenda group declined it",
    AgendaDecision.Outcome.ASKED: "The agenda group asked its proposer something",
}


@dataclass(frozen=True)
class Moment:
    """One thing that happened, or is to come, as `components/timeline.html` shows it."""

    at: datetime
    title: str
    sentence: str = ""
    url: str = ""
    state: str = DONE

    @property
    def when(self) -> str:
        return words.day(self.at)


def story_of(row: LedgerRow, *, now: datetime) -> list[Moment]:
    """In the order in which it happened."""
    proposal = row.proposal
    moments = [
        Moment(proposal.submitted_at, "Sent to the agenda group"),
        *_answers(row),
        *_appeals(row),
        *_joined(row),
        *_moves(row),
        *_hearings(row, now=now),
        *_outcomes(row),
    ]
    if proposal.is_waiting:
        due = words.day(proposal.answer_by_on)
        late = f"An answer was due on {due}." if row.is_unanswered else f"It is due by {due}."
        moments.append(Moment(now, "Waiting for an answer", late, state=NOW))
    return sorted(moments, key=lambda moment: moment.at)


def _answers(row: LedgerRow) -> Iterator[Moment]:
    stood = positions_of(row)
    for decision in row.decisions:
        title = SAID[AgendaDecision.Outcome(decision.outcome)]
        if decision.is_by_right:
            title = "Accepted by right, after an appeal"
        yield Moment(
            decision.decided_at,
            title,
            " ".join(_said(decision, stood.get(decision.pk, ""))),
            decision.merged_into.get_absolute_url() if decision.merged_into else "",
        )


def _said(decision: AgendaDecision, stood: str) -> Iterator[str]:
    if decision.defer_until_on:
        yield f"Until {words.day(decision.defer_until_on)}."
    if decision.redirected_to:
        yield f"To: {decision.redirected_to}."
    if decision.merged_into:
        yield f"With: {decision.merged_into}."
    if decision.reason:
        yield decision.reason
    if decision.reason_code:
        yield f"({decision.get_reason_code_display()}.)"
    yield stood
    if decision.is_incomplete_group:
        yield "Not every side took part: an incomplete group."


def positions_of(row: LedgerRow) -> dict[int, str]:
    """By answer: how many seats stood where, in words."""
    found: dict[int, list[str]] = {}
    given = AgendaPosition.objects.filter(agenda_decision__in=row.decisions)
    for each in given.select_related("seat").order_by("seat__constituency__order", "seat_id"):
        said = f"{each.seat}: {each.get_position_display().lower()}"
        found.setdefault(each.agenda_decision_id, []).append(said)
    return {pk: f"{'; '.join(said)}." for pk, said in found.items()}


def _appeals(row: LedgerRow) -> Iterator[Moment]:
    given = AppealSupport.objects.filter(appeal__proposal=row.proposal)
    for each in given.select_related("seat__constituency").order_by("supported_at", "pk"):
        side = each.seat.constituency.label
        yield Moment(each.supported_at, "A seat asked for another look", f"{each.seat}, {side}.")
    met = AgendaAppeal.objects.filter(proposal=row.proposal, met_at__isnull=False)
    for appeal in met:
        assert appeal.met_at is not None
        yield Moment(appeal.met_at, "The appeal was met", "Enough seats of different sides.")


def _joined(row: LedgerRow) -> Iterator[Moment]:
    joinings = AgendaDecision.objects.filter(
        merged_into=row.proposal, proposal__in=row.joined
    ).select_related("proposal")
    for joining in joinings:
        other = joining.proposal
        sentence = f"“{other}”, from {other.asked_by}. Both are counted."
        yield Moment(joining.decided_at, "Another was joined", sentence, other.get_absolute_url())


def _moves(row: LedgerRow) -> Iterator[Moment]:
    for move in row.moves:
        yield Moment(move.moved_at, move.get_kind_display(), f"{_way(move)} {move.reason}".strip())


def _way(move: AgendaMove) -> str:
    here, there = move.from_meeting, move.to_meeting
    if here and there:
        return f"From {words.day(here.starts_at)} to {words.day(there.starts_at)}."
    if here:
        return f"Off the agenda of {words.day(here.starts_at)}."
    return ""


def _hearings(row: LedgerRow, *, now: datetime) -> Iterator[Moment]:
    items = AgendaItem.objects.on_agenda().filter(proposal=row.proposal)
    for item in items.select_related("meeting__board"):
        sentence = f"Item {item.number} of the {item.meeting.board}."
        if item.state == AgendaItem.State.HEARD:
            title = "The board heard it"
        elif item.state == AgendaItem.State.NOT_REACHED:
            title = "The meeting did not get that far"
        else:
            title = "The board is to hear it"
        state = DONE if item.meeting.ends_at <= now else TO_COME
        yield Moment(item.meeting.starts_at, title, sentence, item.get_absolute_url(), state)


def _outcomes(row: LedgerRow) -> Iterator[Moment]:
    made = Decision.objects.filter(item__proposal=row.proposal).select_related("item")
    for decision in restrictions.in_public(made):
        title = f"The board decided: {decision.number}"
        yield Moment(decision.recorded_at, title, decision.said, decision.get_absolute_url())
