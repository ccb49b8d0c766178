"""Who has room in a month: what each organisation offers, and what of it is taken already.

Taken are the minutes of Asks not declined, of speaking for the alliance in networks, and of what
upper apps report as standing work that has not become an Ask.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from alliance import words
from members import months
from members.load import Candidate, Load, Suggestion, Word, suggest, word_of
from members.models import (
    Ask,
    AskResponse,
    MembershipPeriod,
    Organisation,
    PartnershipCapacity,
    Pause,
    PriorityOfService,
    Representation,
    Service,
    ServiceArea,
    ServiceLanguage,
    TypeOfService,
)
from members.queries.hours import USUAL_HOURS, with_hours
from members.registries import load_sources

LATELY = timedelta(days=90)
MINUTES: "IntegerField[int, int]" = IntegerField()
LEAST_ASSUMED = USUAL_HOURS["micro"] * 60  # of an organisation whose size is not known
COLUMNS = (
    "pk", "name", "slug", "minutes", "hours_source", "asked_minutes", "speaking_minutes",
    "asked_lately", "open_asks", "most_open_asks", "notice_days", "is_paused", "is_member",
    "was_asked", "takes_no_pay", "formats", "preferred_times",
)  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """One organisation in one month, as whoever composes an Ask needs to know it."""

    number: int
    name: str
    slug: str
    load: Load
    source: str  # stated, carried_forward or assumed
    asked_lately: int
    open_asks: int
    most_open_asks: int | None
    notice_days: int | None
    is_paused: bool
    is_member: bool
    was_asked: bool
    takes_no_pay: bool = False
    formats: tuple[str, ...] = ()
    preferred_times: str = ""

    def wishes(self, ask: Ask) -> list[str]:
        """What it said about how and when it takes part, as far as it bears on this Ask."""
        found = []
        if ask.is_paid and self.takes_no_pay:
            found.append("Takes no pay")
        if ask.format and self.formats and ask.format not in self.formats:
            labels = [str(PartnershipCapacity.Format(one).label).lower() for one in self.formats]
            found.append(f"Rather {words.listed(labels, last='or')}")
        return [*found, self.preferred_times] if self.preferred_times else found

    @property
    def left_out(self) -> str:
        """Why it cannot be asked, in a word or two; empty if it can."""
        if self.was_asked:
            return "asked already"
        if not self.is_member:
            return "not a member on that day"
        if self.is_paused:
            return "not taking requests"
        if self.most_open_asks is not None and self.open_asks >= self.most_open_asks:
            return "has as many open asks as it takes"
        return ""

    def word(self, minutes: int) -> Word:
        """How full it would be with so much more."""
        return word_of(self.load.with_more(minutes))


@dataclass(frozen=True)
class Audience:
    """Whom an Ask is for; empty for everyone. Unknown words find nobody."""

    ward: str = ""
    language: str = ""
    type: str = ""
    priority: str = ""

    def __bool__(self) -> bool:
        return any((self.ward, self.language, self.type, self.priority))


EVERYBODY = Audience()


def standings(
    ask: Ask, *, on: date, audience: Audience = EVERYBODY, only: Collection[int] | None = None
) -> list[Standing]:
    """Members of today and of the day it is due, by name: one query, and those of load sources."""
    rows = Organisation.objects.filter(
        Q(pk__in=Organisation.objects.members(on=on).values("pk"))
        | Q(pk__in=Organisation.objects.members(on=ask.due_on).values("pk"))
    )
    if only is not None:
        rows = rows.filter(pk__in=only)
    found = [
        _standing(dict(zip(COLUMNS, row, strict=True)))
        for row in _annotated(_for(rows, audience), ask, on=on).values_list(*COLUMNS)
    ]
    return _with_sources(found, ask.month)


def loads(organisations: Collection[int], month: date) -> dict[int, Load]:
    """What is offered and taken, by organisation: one query, and those of load sources."""
    rows = with_hours(Organisation.objects.filter(pk__in=organisations), month=month)
    columns = ("pk", "minutes", "asked_minutes", "speaking_minutes")
    found = {
        pk: Load(LEAST_ASSUMED if offered is None else offered, asked + speaking)
        for pk, offered, asked, speaking in _with_taken(rows, month).values_list(*columns)
    }
    for source in load_sources:
        for pk, minutes in source(set(found), month).items():
            found[pk] = found[pk].with_more(minutes)
    return found


def suggested(found: Iterable[Standing], ask: Ask) -> Suggestion:
    """Whom to ask, of those who can be asked at all."""
    candidates = [
        Candidate(one.number, one.load, one.asked_lately) for one in found if not one.left_out
    ]
    places = max(0, ask.places_wanted - sum(1 for one in found if one.was_asked))
    return suggest(candidates, minutes=ask.minutes, places=places, ask=str(ask.pk))


def _standing(row: dict[str, Any]) -> Standing:  # Any: columns of several kinds
    offered = row["minutes"]
    return Standing(
        number=row["pk"],
        name=row["name"],
        slug=row["slug"],
        load=Load(
            LEAST_ASSUMED if offered is None else offered,
            row["asked_minutes"] + row["speaking_minutes"],
        ),
        source=row["hours_source"] or "assumed",
        asked_lately=row["asked_lately"],
        open_asks=row["open_asks"],
        most_open_asks=row["most_open_asks"],
        notice_days=row["notice_days"],
        is_paused=row["is_paused"],
        is_member=row["is_member"],
        was_asked=row["was_asked"],
        takes_no_pay=bool(row["takes_no_pay"]),
        formats=tuple(row["formats"] or ()),
        preferred_times=row["preferred_times"] or "",
    )


def _with_sources(found: list[Standing], month: date) -> list[Standing]:
    extra: dict[int, int] = {}
    for source in load_sources:
        for pk, minutes in source({one.number for one in found}, month).items():
            extra[pk] = extra.get(pk, 0) + minutes
    return [
        replace(one, load=one.load.with_more(extra[one.number])) if one.number in extra else one
        for one in found
    ]


# Any, below: rows with columns that Django's stubs do not know.
def _annotated(rows: QuerySet[Organisation], ask: Ask, *, on: date) -> Any:
    own = Q(organisation=OuterRef("pk"))
    said = PartnershipCapacity.objects.counting_for(ask.month).filter(own)
    sent = AskResponse.objects.filter(own)
    resting = Pause.objects.filter(own).filter(
        Q(from_on__lte=on, until_on__gt=on) | Q(from_on__lte=ask.due_on, until_on__gt=ask.due_on)
    )
    return (
        _with_taken(with_hours(rows, month=ask.month), ask.month)
        .annotate(
            asked_lately=_count(sent.filter(asked_at__date__gt=on - LATELY)),
            open_asks=_count(sent.waiting()),
            most_open_asks=Subquery(said.values("most_open_asks")[:1]),
            notice_days=Subquery(said.values("notice_days_needed")[:1]),
            is_paused=Exists(resting),
            is_member=Exists(MembershipPeriod.objects.filter(own).current(on=ask.due_on)),
            was_asked=Exists(sent.filter(ask=ask.pk)),
            takes_no_pay=Subquery(said.values("is_unpaid_only")[:1]),
            formats=Subquery(said.values("formats")[:1]),
            preferred_times=Subquery(said.values("preferred_times")[:1]),
        )
        .order_by("sort_name", "pk")
    )


def _with_taken(rows: QuerySet[Any], month: date) -> Any:
    last = months.later(month, 1) - timedelta(days=1)
    asked = AskResponse.objects.taking_time().filter(
        organisation=OuterRef("pk"), ask__due_on__gte=month, ask__due_on__lte=last
    )
    speaking = Representation.objects.filter(organisation=OuterRef("pk"), started_on__lte=last)
    return rows.annotate(
        asked_minutes=_total(asked, "minutes_asked"),
        speaking_minutes=_total(speaking.exclude(ended_on__lte=month), "minutes_per_month"),
    )


def _total(rows: QuerySet[Any], column: str) -> Coalesce:
    summed = rows.order_by().values("organisation").annotate(total=Sum(F(column)))
    return Coalesce(Subquery(summed.values("total")), Value(0), output_field=MINUTES)


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("organisation").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), Value(0), output_field=MINUTES)


def _for(rows: QuerySet[Organisation], audience: Audience) -> QuerySet[Organisation]:
    """One service has to answer to everything that is asked for."""
    if not audience:
        return rows
    offered = Service.objects.offered().filter(organisation=OuterRef("pk"))
    one = Q(service=OuterRef("pk"))
    if audience.language:
        spoken = ServiceLanguage.objects.filter(one, language=audience.language)
        offered = offered.filter(Exists(spoken))
    if audience.ward:
        served = ServiceArea.objects.filter(one, area=_number(audience.ward))
        offered = offered.filter(Exists(served))
    if audience.type:
        of_type = TypeOfService.objects.filter(one, type=_number(audience.type))
        offered = offered.filter(Exists(of_type))
    if audience.priority:
        towards = PriorityOfService.objects.filter(one, priority=_number(audience.priority))
        offered = offered.filter(Exists(towards))
    return rows.filter(Exists(offered))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0
