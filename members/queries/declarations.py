"""What organisations say of who leads them, as far as each of them lets it be used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from alliance.disclosure import Dimension, Published, Table, TooFew, publish
from members.models import (
    DeclarationReading,
    LedByDeclaration,
    LedByDefinition,
    Organisation,
)
from members.models.declarations import LedByDeclarationQuerySet

CONSENTS = {
    "use_in_totals": "Count it in totals that name nobody",
    "show_name_to_members": "Show it to other members, with our name",
    "show_publicly": "Show it to everyone, with our name",
    "use_in_elections": "Use it where elections keep seats for groups",
    "use_in_funding": "Use it where funding is kept for groups",
}
FEWEST = 3  # organisations: fewer in a segment could be told apart
READING_LASTS = timedelta(hours=1)
Leads = LedByDeclaration.Leads
SEGMENTS = {
    Leads.YES.value: "Led by a group they named",
    Leads.NO.value: "Not led by a group they named",
    Leads.PREFER_NOT_TO_SAY.value: "Prefer not to say",
    "": "Not declared",
}


def consented(
    declarations: LedByDeclarationQuerySet, *, use: str, on: date
) -> LedByDeclarationQuerySet:
    """Those that may be used so on the day: standing, and with this one consent.

    The only way to what organisations said, but for themselves and a recorded reading.
    """
    if use not in CONSENTS:
        raise ValueError(f"{use} is not a use that anybody can consent to.")
    return declarations.standing(on=on).filter(**{use: True})


def wordings(*, on: date) -> list[LedByDefinition]:
    """The definitions in force, the newest of each name, so that one can be answered."""
    rows = LedByDefinition.objects.filter(valid_from__lte=on).order_by("name", "-valid_from", "-pk")
    return list(rows.distinct("name"))


@dataclass(frozen=True)
class Said:
    """One declaration as its own organisation reads it."""

    declaration: LedByDeclaration
    state: str  # standing, lapsed or withdrawn
    lapses_soon: bool

    @property
    def given(self) -> list[str]:
        return [words for name, words in CONSENTS.items() if getattr(self.declaration, name)]

    @property
    def shares(self) -> list[tuple[str, int | None]]:
        one = self.declaration
        return [
            ("Of the board", one.board_percent),
            ("Of senior staff", one.senior_staff_percent),
            ("Of the people served", one.serves_percent),
        ]


def said_by(organisation: Organisation, *, on: date) -> list[Said]:
    """Everything it ever declared: what stands first, then what is over."""
    rows = (
        LedByDeclaration.objects.filter(organisation=organisation)
        .select_related("definition", "declared_by", "organisation")
        .order_by("group", "-declared_on", "-pk")
    )
    order = ("standing", "lapsed", "withdrawn")
    return sorted((as_said(row, on=on) for row in rows), key=lambda said: order.index(said.state))


def as_said(declaration: LedByDeclaration, *, on: date) -> Said:
    if declaration.withdrawn_at is not None:
        return Said(declaration, "withdrawn", lapses_soon=False)
    if declaration.valid_until <= on:
        return Said(declaration, "lapsed", lapses_soon=False)
    return Said(declaration, "standing", declaration.valid_until - on <= TOLD_BEFORE)


TOLD_BEFORE = timedelta(days=30)


def lapsing(*, on: date) -> list[LedByDeclaration]:
    """Those that run out within thirty days and still stand."""
    return list(
        LedByDeclaration.objects.standing(on=on)
        .filter(valid_until__lte=on + TOLD_BEFORE)
        .select_related("organisation")
        .order_by("valid_until", "pk")
    )


def latest_readings(count: int = 10) -> list[DeclarationReading]:
    return list(DeclarationReading.objects.select_related("read_by").order_by("-read_at")[:count])


def is_still_open(reading: DeclarationReading, *, now: datetime) -> bool:
    return now < reading.read_at + READING_LASTS


@dataclass(frozen=True)
class Answers:
    """A member, and what stands of what it said; nothing said is nothing known."""

    organisation: Organisation
    said: list[Said]


def answers_of_members(*, on: date) -> list[Answers]:
    """What stands, raw, of every member. For a recorded reading and nothing else. Two queries."""
    standing: dict[int, list[Said]] = {}
    rows = LedByDeclaration.objects.standing(on=on).select_related("definition", "organisation")
    for row in rows.order_by("group"):
        standing.setdefault(row.organisation_id, []).append(as_said(row, on=on))
    members = Organisation.objects.members(on=on).order_by("sort_name", "pk")
    return [Answers(member, standing.get(member.pk, [])) for member in members]


@dataclass(frozen=True)
class Totals:
    """How members are led, as far as they let it be counted; None where it would name somebody."""

    members: int
    lines: list[tuple[str, int | None]] | None


def totals(*, on: date) -> Totals:
    """Each member once. One that said nothing, or keeps it out of totals, is *not declared*."""
    members = list(Organisation.objects.members(on=on).values_list("pk", flat=True))
    rows = consented(LedByDeclaration.objects.all(), use="use_in_totals", on=on)
    answers: dict[int, set[str]] = {}
    for organisation, leads in rows.values_list("organisation_id", "leads"):
        answers.setdefault(organisation, set()).add(leads)
    counts = dict.fromkeys(SEGMENTS, 0)
    for member in members:
        counts[_segment(answers.get(member, set()))] += 1
    return Totals(len(members), _safe(list(counts.values())))


def _segment(answers: set[str]) -> str:
    """Led by one group is led; "no" is only what was said, never what was left out."""
    return next((name for name in SEGMENTS if name in answers), "")


def _safe(counts: Sequence[int]) -> list[tuple[str, int | None]] | None:
    labels = tuple(SEGMENTS.values())
    table = Table(Dimension(("Members",)), Dimension(labels), (tuple(counts),))
    try:
        published = publish(table, FEWEST)
    except TooFew:
        return None
    return _lines(published)


def _lines(published: Published) -> list[tuple[str, int | None]]:
    return list(zip(published.columns, published.cells[0], strict=True))
