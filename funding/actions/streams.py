"""Keeping the picture of a stream honest: its facts, how far it got and on whose word."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import Priority, User
from funding.amounts import Qualifier
from funding.models import BudgetLine, FundingStream, StreamEvent, StreamItem, StreamPriority
from members.models import Network, Organisation
from partnership_board.models import AgendaItem

Status = FundingStream.Status
WAY = [
    Status.IDEA,
    Status.BID,
    Status.SELECTED,
    Status.OFFERED,
    Status.AGREED,
    Status.LIVE,
    Status.CLOSING,
    Status.CLOSED,
]
ENDS = (Status.UNSUCCESSFUL, Status.WITHDRAWN)


@dataclass(frozen=True)
class StreamFacts:
    """What is known of a stream, apart from how far it got."""

    name: str
    qualifier: str
    total_pence: int | None = None
    as_stated: str = ""
    source_title: str = ""
    source_quote: str = ""
    source_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    dates_note: str = ""
    restriction: str = ""
    instrument: str = FundingStream.Instrument.UNCONFIRMED
    funder: Network | None = None
    funder_name: str = ""
    accountable_body: Organisation | None = None
    parent: FundingStream | None = None
    is_published: bool = False


@transaction.atomic
def record_stream(
    facts: StreamFacts,
    *,
    status: str,
    priorities: Iterable[Priority] = (),
    by: User,
    on: date,
) -> FundingStream:
    """A stream as its source tells of it."""
    _refuse_unsound(facts, own=None)
    stream = FundingStream.objects.create(status=status, **_fields(facts))
    StreamPriority.objects.bulk_create(
        StreamPriority(stream=stream, priority=priority) for priority in priorities
    )
    StreamEvent.objects.create(
        stream=stream,
        to_status=status,
        on=on,
        by=by,
        source=facts.source_title,
        note="" if facts.source_title else "First recorded, without a named source.",
    )
    data = {"status": str(status), "qualifier": str(facts.qualifier)}
    audit.record(by=by, kind="funding.stream_recorded", subject=stream, data=data)
    return stream


@transaction.atomic
def edit_stream(stream: FundingStream, facts: StreamFacts, *, by: User) -> None:
    """The facts only: how far it got is changed by moving it on."""
    stream = FundingStream.objects.select_for_update().get(pk=stream.pk)
    if stream.qualifier == Qualifier.EXACT:
        raise Refused("This sum has been confirmed from a signed document and stays as it is.")
    _refuse_unsound(facts, own=stream)
    for name, value in _fields(facts).items():
        setattr(stream, name, value)
    stream.save()
    audit.record(by=by, kind="funding.stream_edited", subject=stream)


@transaction.atomic
def move_stream(
    stream: FundingStream, *, to: str, on: date, source: str = "", note: str = "", by: User
) -> StreamEvent:
    """Forwards on a named source; backwards only as a correction, with its reason."""
    stream = FundingStream.objects.select_for_update().get(pk=stream.pk)
    before = stream.status
    if to == before:
        raise Refused(f"The stream stands at “{stream.get_status_display()}” already.", field="to")
    if _is_backwards(before, to) and not note.strip():
        raise Refused("Going back is a correction. Say what was wrong.", field="note")
    if not _is_backwards(before, to) and not source.strip():
        raise Refused("Name the source that says so.", field="source")
    event = StreamEvent.objects.create(
        stream=stream,
        from_status=before,
        to_status=to,
        on=on,
        by=by,
        source=source.strip(),
        note=note.strip(),
    )
    stream.status = to
    stream.save(update_fields=["status"])
    data = {"from": before, "to": str(to)}
    audit.record(by=by, kind="funding.stream_moved", subject=stream, data=data)
    return event


def _is_backwards(before: str, to: str) -> bool:
    if before in ENDS:
        return True
    return to not in ENDS and WAY.index(Status(to)) < WAY.index(Status(before))


@transaction.atomic
def plan_line(
    stream: FundingStream,
    *,
    purpose: str,
    title: str,
    planned_pence: int | None = None,
    note: str = "",
    by: User,
) -> BudgetLine:
    """What part of the stream is for what. Without a sum it is "to be agreed"."""
    if BudgetLine.objects.filter(stream=stream, title=title).exists():
        raise Refused("This stream has a line of that name.", field="title")
    line = BudgetLine.objects.create(
        stream=stream, purpose=purpose, title=title, planned_pence=planned_pence, note=note
    )
    _refuse_more_than_total(stream)
    audit.record(by=by, kind="funding.line_planned", subject=line)
    return line


@transaction.atomic
def change_line(
    line: BudgetLine, *, purpose: str, title: str, planned_pence: int | None, note: str, by: User
) -> None:
    others = BudgetLine.objects.filter(stream=line.stream_id, title=title).exclude(pk=line.pk)
    if others.exists():
        raise Refused("This stream has a line of that name.", field="title")
    line.purpose, line.title = purpose, title
    line.planned_pence, line.note = planned_pence, note
    line.save()
    _refuse_more_than_total(line.stream)
    audit.record(by=by, kind="funding.line_changed", subject=line)


@transaction.atomic
def show_beside(stream: FundingStream, *, item: AgendaItem, by: User) -> StreamItem:
    """The stream's figures stand beside an agenda item, as they are known when it is read."""
    if StreamItem.objects.filter(stream=stream, agenda_item=item).exists():
        raise Refused("This item shows the stream already.", field="item")
    beside = StreamItem.objects.create(stream=stream, agenda_item=item)
    audit.record(by=by, kind="funding.stream_shown", subject=beside)
    return beside


def _fields(facts: StreamFacts) -> dict[str, object]:
    """As columns; `asdict` would copy the rows that facts point at."""
    return {name: getattr(facts, name) for name in facts.__dataclass_fields__}


def _refuse_unsound(facts: StreamFacts, *, own: FundingStream | None) -> None:
    if facts.qualifier == Qualifier.EXACT:
        raise Refused(
            "A sum is exact once two people have confirmed it from a signed document. "
            "Until then it is stated.",
            field="qualifier",
        )
    if (facts.qualifier == Qualifier.UNKNOWN) != (facts.total_pence is None):
        raise Refused("Give a figure, or say that it is not recorded.", field="total_pence")
    if facts.starts_on and facts.ends_on and facts.ends_on < facts.starts_on:
        raise Refused("The last day comes after the first.", field="ends_on")
    same = FundingStream.objects.filter(name=facts.name)
    if (same.exclude(pk=own.pk) if own else same).exists():
        raise Refused("There is a stream of this name already.", field="name")
    if facts.parent is not None:
        _refuse_knot(facts.parent, own=own)


def _refuse_knot(parent: FundingStream, *, own: FundingStream | None) -> None:
    """A stream has parts, and parts have none."""
    if own is not None and parent.pk == own.pk:
        raise Refused("A stream is not a part of itself.", field="parent")
    has_parts = own is not None and FundingStream.objects.filter(parent=own).exists()
    if parent.parent_id is not None or has_parts:
        raise Refused("A part of a stream cannot have parts of its own.", field="parent")


def _refuse_more_than_total(stream: FundingStream) -> None:
    """Where the total is a figure, planned lines stay within it."""
    most = stream.amount.most
    lines = BudgetLine.objects.filter(stream=stream, planned_pence__isnull=False)
    planned = sum(line.planned_pence or 0 for line in lines)
    if most is not None and planned > most:
        raise Refused(
            f"The lines together would be more than the whole stream: {stream.amount_words}.",
            field="planned_pence",
        )
