"""Streams in columns of one status each, and what is known and missing of one."""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from alliance.words import day
from funding.amounts import Amount, Qualifier, Share, Total, share, total
from funding.models import DesignStage, Expectation, FundingStream, StreamItem
from funding.models.plans import BudgetLine

Status = FundingStream.Status
CERTAIN_FIRST = [
    Status.LIVE,
    Status.CLOSING,
    Status.AGREED,
    Status.OFFERED,
    Status.SELECTED,
    Status.BID,
    Status.IDEA,
    Status.CLOSED,
    Status.UNSUCCESSFUL,
    Status.WITHDRAWN,
]


@dataclass(frozen=True)
class Whole:
    """A stream and the parts it is said to have."""

    stream: FundingStream
    parts: list[FundingStream] = field(default_factory=list)

    @property
    def shares(self) -> list[tuple[FundingStream, Share]]:
        return [(part, share(part.amount, self.stream.amount)) for part in self.parts]


@dataclass(frozen=True)
class Column:
    """Streams of one status. Their total is never added to another column's."""

    label: str
    status: str
    total: Total
    wholes: list[Whole]


def with_names(rows: "QuerySet[FundingStream]") -> "QuerySet[FundingStream]":
    return rows.select_related("funder", "accountable_body", "parent").order_by("name")


def columns(rows: "QuerySet[FundingStream]") -> list[Column]:
    """In one query. A part stands under its whole, whatever its own status, and is not added."""
    streams = list(with_names(rows))
    known = {stream.pk for stream in streams}
    wholes = {s.pk: Whole(s) for s in streams if s.parent_id not in known}
    for stream in streams:
        if stream.parent_id in wholes and stream.parent_id is not None:
            wholes[stream.parent_id].parts.append(stream)
    return [
        Column(
            label=status.label,
            status=status.value,
            total=total(_amounts(found)),
            wholes=found,
        )
        for status in CERTAIN_FIRST
        if (found := [whole for whole in wholes.values() if whole.stream.status == status])
    ]


def _amounts(wholes: list[Whole]) -> list[Amount]:
    return [whole.stream.amount for whole in wholes]


def parts_of(stream: FundingStream) -> list[FundingStream]:
    return list(with_names(FundingStream.objects.filter(parent=stream)))


def share_of_whole(stream: FundingStream) -> Share | None:
    """What part it is of the stream it belongs to."""
    return None if stream.parent is None else share(stream.amount, stream.parent.amount)


def missing(stream: FundingStream, lines: list[BudgetLine]) -> list[str]:
    """What nobody has recorded yet, in the order in which it would help."""
    gaps = {
        "the sum": stream.qualifier == Qualifier.UNKNOWN,
        "a signed document that shows the sum": stream.qualifier != Qualifier.EXACT,
        "the first day": stream.starts_on is None,
        "the last day": stream.ends_on is None,
        "whether it is a grant or a contract": stream.instrument == "unconfirmed",
        "who holds the money for the alliance": stream.accountable_body_id is None,
        "what the funder says it is for": not stream.restriction,
        "the sums of the budget lines": any(line.planned_pence is None for line in lines),
        "where this is written": not stream.source_title,
    }
    return [gap for gap, is_missing in gaps.items() if is_missing]


def facts(stream: FundingStream) -> list[dict[str, str]]:
    """What is known of a stream, as words; what is not known says so."""
    funder = stream.said_by or "not recorded"
    dates = stream.dates_note
    return [
        {"label": "The sum", "value": stream.amount_words},
        {"label": "In the source's words", "value": stream.as_stated or "not recorded"},
        {"label": "How far it got", "value": stream.get_status_display()},
        {"label": "Funder", "value": funder},
        {"label": "Kind", "value": stream.get_instrument_display()},
        {"label": "First day", "value": day(stream.starts_on)},
        {"label": "Last day", "value": day(stream.ends_on) + (f" ({dates})" if dates else "")},
        {"label": "Held by", "value": str(stream.accountable_body or "not recorded")},
        {"label": "What it is for", "value": stream.restriction or "not recorded"},
    ]


@dataclass(frozen=True)
class Stage:
    """One of the seven stages of design; None: nobody recorded it."""

    label: str
    record: DesignStage | None


def design(stream: FundingStream) -> list[Stage]:
    found = {row.stage: row for row in DesignStage.objects.filter(stream=stream)}
    return [Stage(str(stage.label), found.get(stage.value)) for stage in DesignStage.Stage]


SHARED = (DesignStage.Level.DECIDED_JOINTLY, DesignStage.Level.COMMUNITY_LED)


def power_share(stages: list[Stage]) -> str:
    """In words; a stage that nobody recorded is never counted as the funder's."""
    shared = sum(s.record is not None and s.record.level in SHARED for s in stages)
    gaps = sum(s.record is None for s in stages)
    said = f"{shared} of {len(stages)} stages decided together or led by the community"
    return f"{said}; {gaps} not recorded." if gaps else f"{said}."


def beside(item: int) -> "QuerySet[FundingStream]":
    """Streams whose figures stand beside an agenda item."""
    shown = StreamItem.objects.filter(agenda_item=item).values("stream")
    return with_names(FundingStream.objects.filter(pk__in=shown))


def promises(rows: "QuerySet[Expectation]") -> "QuerySet[Expectation]":
    return rows.select_related("stated_by", "stream").order_by("recorded_on", "pk")
