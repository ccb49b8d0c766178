"""What counts as offered in a month: stated, else carried forward, else assumed by size.

Only the organisation itself and the alliance lead are ever shown hours; they must not be usable
against an organisation.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Case,
    CharField,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, gettext_noop

from alliance import words
from members import months
from members.models import HoursAssumption, Organisation, PartnershipCapacity

# What an alliance assumes until it settles figures of its own (HoursAssumption).
USUAL_HOURS = {"micro": 2, "small": 4, "medium": 8, "large": 16, "major": 20}
MINUTES: "IntegerField[int, int]" = IntegerField()
SOURCES = {
    "stated": gettext_noop("confirmed"),
    "carried_forward": gettext_noop("carried forward"),
    "assumed": gettext_noop("assumed"),
}


def with_hours(rows: QuerySet[Organisation], *, month: date) -> QuerySet[Organisation]:
    """Adds `minutes` (None: nothing known) and `hours_source`, a key of SOURCES or empty."""
    said = PartnershipCapacity.objects.counting_for(month).filter(organisation=OuterRef("pk"))
    settled = HoursAssumption.objects.filter(size_band=OuterRef("size_band"))
    usual = Case(
        *(When(size_band=band, then=Value(hours * 60)) for band, hours in USUAL_HOURS.items()),
        default=Value(None),
        output_field=MINUTES,
    )
    return rows.annotate(
        said_for=Subquery(said.values("month")[:1]),
        said_minutes=Subquery(said.values("minutes_offered")[:1]),
        assumed_minutes=Coalesce(
            Subquery(settled.values("minutes")[:1]), usual, output_field=MINUTES
        ),
    ).annotate(
        minutes=Coalesce("said_minutes", "assumed_minutes", output_field=MINUTES),
        hours_source=Case(
            When(said_for=month, then=Value("stated")),
            When(said_for__isnull=False, then=Value("carried_forward")),
            When(assumed_minutes__isnull=False, then=Value("assumed")),
            default=Value(""),
            output_field=CharField(),
        ),
    )


@dataclass(frozen=True)
class MonthOfHours:
    """What counts for one organisation in one month."""

    month: date
    minutes: int | None
    source: str

    @property
    def name(self) -> str:
        return months.name(self.month)

    @property
    def words(self) -> str:
        """6 h, confirmed."""
        if not self.source:
            return gettext(words.NOT_RECORDED)
        return f"{words.hours(self.minutes)}, {gettext(SOURCES[self.source])}"


def hours_of(organisation: Organisation, *, month: date) -> MonthOfHours:
    row = with_hours(Organisation.objects.filter(pk=organisation.pk), month=month)
    minutes, source = row.values_list("minutes", "hours_source")[0]  # type: ignore[misc]  # added
    return MonthOfHours(month, minutes, source)
