"""Requests with the clock of each on one day, and how long each body usually takes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from alliance import words
from alliance.calendars import ClosedDays
from alliance.medians import median
from partnership_board import clocks
from partnership_board.clocks import Clock, Stands, Times
from partnership_board.models import (
    AgendaDecision,
    AgendaProposal,
    Board,
    ClockEvent,
    PartnerRequest,
    RequestTimes,
    Restriction,
)
from partnership_board.queries.request_words import (
    closed_words,
    days_of,
    standing_words,
    working_days,
)
from partnership_board.queries.restrictions import Sight

LEAST = 5
NOT_ANSWERING = 2  # closed without an answer, one after the other
State, Kind = PartnerRequest.State, ClockEvent.Kind
STOPS = {Kind.PAUSED, Kind.RESUMED}


def times_of(board: Board) -> RequestTimes:
    """What the board has settled; the usual days until it has."""
    return RequestTimes.objects.filter(board=board).first() or RequestTimes(board=board)


@dataclass(frozen=True)
class RequestRow:
    """A request as it stands on a day."""

    request: PartnerRequest
    clock: Clock | None  # None: a draft
    events: Sequence[ClockEvent]
    on: date

    @property
    def stopped_on(self) -> date:
        """The last day that can count."""
        return min(self.request.stopped_on or self.on, self.on)

    @property
    def days(self) -> int:
        return self.clock.days(on=self.stopped_on) if self.clock else 0

    @property
    def due_on(self) -> date | None:
        return self.clock.answer_by_on if self.clock else None

    @property
    def stands(self) -> Stands | None:
        """While it waits; None once it is answered or closed."""
        if self.clock is None or not self.request.is_waiting:
            return None
        return self.clock.stands(on=self.on)

    @property
    def is_late(self) -> bool:
        return self.stands in {Stands.OVERDUE, Stands.VERY_OVERDUE}

    @property
    def was_late(self) -> bool:
        return self.clock is not None and self.days > self.clock.times.answer

    @property
    def shape(self) -> str:
        """The mark beside what it says."""
        if self.request.is_answered:
            return "refused" if self.request.state == State.REFUSED else "done"
        if self.stands is None:
            return "draft" if self.request.is_draft else "closed"
        shapes = {Stands.OVERDUE: "near", Stands.VERY_OVERDUE: "over", Stands.STOPPED: "pause"}
        return shapes.get(self.stands, "waiting")

    @property
    def says(self) -> str:
        """How it stands, fairly: what happened, and never why we think it did."""
        if self.stands is None:
            return closed_words()[State(self.request.state)]
        return standing_words()[self.stands]

    @property
    def waited(self) -> str:
        """12 working days; or 23 of 20 working days, while it waits."""
        if self.clock is None:
            return ""
        if not self.request.is_waiting:
            return working_days(self.days)
        return days_of(self.days, within=self.clock.times.answer)

    @property
    def own_words(self) -> list[ClockEvent]:
        """What the other side wants beside it: printed wherever the request is."""
        kept = {Kind.OWN_WORDS, Kind.HOLDING_REPLY}
        return [event for event in self.events if event.kind in kept]


# ---- rows ----------------------------------------------------------------------------------------
def register() -> QuerySet[PartnerRequest]:
    return PartnerRequest.objects.select_related(
        "board", "network", "item__meeting", "drafted_by", "sent_by"
    )


def rows_of(
    requests: Iterable[PartnerRequest], *, on: date, closed: ClosedDays
) -> list[RequestRow]:
    """One query, however many there are."""
    there = list(requests)
    events: dict[int, list[ClockEvent]] = {}
    for event in ClockEvent.objects.filter(request__in=there).order_by("on", "pk"):
        events.setdefault(event.request_id, []).append(event)
    return [
        RequestRow(
            each, clock_of(each, events.get(each.pk, []), closed), events.get(each.pk, []), on
        )
        for each in there
    ]


def row_of(request: PartnerRequest, *, on: date, closed: ClosedDays) -> RequestRow:
    return rows_of([request], on=on, closed=closed)[0]


def clock_of(
    request: PartnerRequest, events: Iterable[ClockEvent], closed: ClosedDays
) -> Clock | None:
    if request.sent_on is None:
        return None
    stops = clocks.stops_of((event.kind, event.on) for event in events if event.kind in STOPS)
    times = Times(request.acknowledge_days, request.answer_days, request.very_overdue_days)
    return Clock(request.sent_on, times, closed, stops, request.acknowledged_on)


# ---- how long a body usually takes ---------------------------------------------------------------
@dataclass(frozen=True)
class Usual:
    """A body's answers: how many, and after how many working days half were there."""

    body: str
    asked: int
    answered: int
    late: int
    lapsed_in_a_row: int
    words: str

    @property
    def is_not_answering(self) -> bool:
        return self.lapsed_in_a_row >= NOT_ANSWERING


def usual_of(rows: Iterable[RequestRow]) -> list[Usual]:
    """By body. What was taken back counts for nobody; what is open counts as waiting."""
    counted = [row for row in rows if row.clock and row.request.state != State.WITHDRAWN]
    counted.sort(key=lambda row: (row.request.body.casefold(), row.request.sent_on, row.request.pk))
    return [
        _usual(body, list(found)) for body, found in groupby(counted, lambda row: row.request.body)
    ]


def ours(rows: Iterable[RequestRow]) -> Usual | None:
    """The same for what was asked of us."""
    counted = [row for row in rows if row.clock and row.request.state != State.WITHDRAWN]
    return _usual(_("The alliance"), counted) if counted else None


def _usual(body: str, rows: list[RequestRow]) -> Usual:
    answered = [row.days for row in rows if row.request.is_answered]
    waiting = [row.days for row in rows if not row.request.is_answered]
    return Usual(
        body,
        len(rows),
        len(answered),
        sum(row.was_late for row in rows),
        _lapsed_in_a_row(rows),
        usual_words(answered, waiting),
    )


def _lapsed_in_a_row(rows: list[RequestRow]) -> int:
    """The latest that are closed without an answer; whatever still waits says nothing yet."""
    over = [row for row in rows if not row.request.is_waiting]
    count = 0
    for row in reversed(over):
        if row.request.state != State.LAPSED:
            break
        count += 1
    return count


def usual_words(answered: Sequence[int], waiting: Sequence[int]) -> str:
    """12 working days; or in words why there is no such number."""
    count = len(answered) + len(waiting)
    if count < LEAST:
        return _("too few to say: %(n)d so far") % {"n": count}
    found = median(answered, waiting)
    if found.days is None:
        return _("not reached: more than half are still open after %(n)d days") % {
            "n": found.longest_open
        }
    days = working_days(found.days)
    if found.is_exactly_half:
        return _("%(days)s: exactly half were answered by then") % {"days": days}
    return days


# ---- on the page ---------------------------------------------------------------------------------
def seen_by(requests: QuerySet[PartnerRequest], sight: Sight) -> QuerySet[PartnerRequest]:
    """Without those that came from an item which is kept from this person."""
    return requests.exclude(item__in=sight.withheld.items)


def in_the_open() -> QuerySet[PartnerRequest]:
    """Those that did not come from an item which is restricted now."""
    restricted = Restriction.objects.open().filter(item__isnull=False).values("item")
    return PartnerRequest.objects.exclude(item__in=restricted)


def in_public() -> QuerySet[PartnerRequest]:
    """Sent, and said to be for anybody."""
    open_ones = in_the_open().filter(is_public=True, sent_on__isnull=False)
    return open_ones.select_related("board", "network")


def is_in(row: RequestRow, chosen: str) -> bool:
    if chosen == "waiting":
        return row.request.is_waiting
    if chosen == "answered":
        return row.request.is_answered
    if chosen == "draft":
        return row.request.is_draft
    if chosen == "closed":
        return row.request.state in {State.LAPSED, State.WITHDRAWN}
    return True


def redirected(number: str) -> AgendaProposal | None:
    """The proposal that was sent on to another body, from an address."""
    if not number.isdecimal() or len(number) > 18:
        return None
    sent_on = AgendaProposal.State.REDIRECTED
    return AgendaProposal.objects.filter(pk=int(number), state=sent_on).first()


def asked_about(proposal: AgendaProposal) -> PartnerRequest | None:
    """What was asked of the body to which a proposal was sent on."""
    if not proposal.is_sent_on:
        return None
    return in_the_open().filter(proposal=proposal).order_by("pk").first()


def initial_from(proposal: AgendaProposal | None) -> dict[str, object]:
    """The question as the proposal has it; of a sensitive one, what everybody reads."""
    if proposal is None:
        return {}
    decision = AgendaDecision.objects.filter(proposal=proposal).order_by("decided_at").last()
    words_of: dict[str, object] = {"title": proposal.title[:100], "text": proposal.why_now}
    if decision is None:
        return words_of
    return words_of | {"network": decision.network, "body_name": decision.redirected_to}


def facts_of(row: RequestRow) -> list[dict[str, str]]:
    """As `components/definition_list.html` shows them."""
    request, clock = row.request, row.clock
    facts = [(_("Of whom"), request.body if request.is_ours else _("The alliance"))]
    if not request.is_ours:
        facts.insert(0, (_("Who asks"), request.body))
    if request.contact_name:
        facts.append((_("Written to"), request.contact_name))
    facts.append((_("Wanted"), request.get_wants_display()))
    if request.sent_on is not None and clock is not None:
        facts.append((_("Sent on"), words.day(request.sent_on)))
        facts.append((_("Counted so far"), row.waited))
        if request.is_waiting:
            due = words.day(row.due_on) if row.due_on else _("when the clock goes on, we can say")
            facts.append((_("An answer is asked for by"), due))
    return [{"label": label, "value": value} for label, value in facts]


def story_of(row: RequestRow) -> list[dict[str, str]]:
    """As `components/timeline.html` shows it."""
    request, moments = row.request, []
    if request.sent_on is not None:
        moments.append((request.sent_on, _("Asked"), ""))
    if request.acknowledged_on is not None:
        moments.append((request.acknowledged_on, _("They have it"), _("The clock goes on.")))
    moments += [(event.on, str(event.get_kind_display()), _reason(event)) for event in row.events]
    if request.answered_on is not None:
        said = _("Answered: %(answer)s") % {"answer": request.get_answer_display()}
        moments.append((request.answered_on, said, request.answered_by))
    if request.closed_on is not None:
        moments.append((request.closed_on, str(request.get_state_display()), request.why_closed))
    moments.sort(key=lambda moment: moment[0])
    return [
        {"when": words.day(on), "title": title, "sentence": said, "url": "", "state": "done"}
        for on, title, said in moments
    ]


def _reason(event: ClockEvent) -> str:
    return f"{event.reason} ({event.said_by})" if event.said_by else event.reason
