"""Who chairs, leads and writes papers, by the size of their organisation, and how evenly."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from alliance import words
from members.models import Organisation
from partnership_board import spread
from partnership_board.deadlines import day_of
from partnership_board.models import AgendaItem, Board, Meeting, PaperVersion, SeatTerm
from partnership_board.queries.earlier import copies_of
from partnership_board.queries.power import Sides
from partnership_board.queries.years import Year
from partnership_board.registries import PowerMeasure

CHAIRED, LED, BROUGHT = 0, 1, 2
COLUMNS = ("Chaired a meeting", "Led an item", "Brought a paper")
BANDS = tuple(Organisation.SizeBand)
NO_ORGANISATION = len(BANDS)
ROWS = (*(band.label.split(":")[0] for band in BANDS), "People without an organisation")
Done = tuple[int | None, int]  # an organisation, or nobody's; and a column


def by_size(board: Board, year: Year, sides: Sides) -> Iterable[tuple[int, int]]:
    done = list(_done(board, year))
    bands = _bands({organisation for organisation, _ in done if organisation}, year.span[1])
    for organisation, column in done:
        row = BANDS.index(bands[organisation]) if organisation else NO_ORGANISATION
        yield row, column


def evenly(board: Board, year: Year, sides: Sides) -> str:
    """By organisation, without naming one."""
    done = Counter(each for each in _done(board, year) if each[0] is not None)
    told = [
        f"{name} {spread.in_words(n for (_, column), n in done.items() if column == place)}"
        for place, name in enumerate(("chairing", "leading", "bringing papers"))
    ]
    return (
        f"How much of it lies with few organisations: {words.listed(told)}."
        " 1.0 would be one organisation alone; the more share it, the nearer to 0."
    )


def _done(board: Board, year: Year) -> Iterator[Done]:
    starts, ends = year.span
    held = Meeting.objects.filter(board=board, starts_at__gte=starts, starts_at__lt=ends)
    held = held.exclude(state=Meeting.State.CANCELLED)
    acted_for = _organisations_of_people(board)
    days = {}
    for pk, starts_at, chair in held.values_list("pk", "starts_at", "chair"):
        days[pk] = day_of(starts_at)
        if chair is not None:
            yield _on(acted_for.get(chair, []), days[pk]), CHAIRED
    items = AgendaItem.objects.numbered().filter(meeting__in=days)
    for meeting, lead, organisation in items.values_list("meeting", "lead", "lead_organisation"):
        if organisation is not None or lead is not None:
            yield organisation or _on(acted_for.get(lead or 0, []), days[meeting]), LED
    papers = PaperVersion.objects.filter(paper__item__meeting__in=days, n=1)
    for (organisation,) in papers.values_list("from_organisation"):
        if organisation is not None:
            yield organisation, BROUGHT


Acted = list[tuple[date, date | None, int]]  # from, until, for which organisation


def _organisations_of_people(board: Board) -> dict[int, Acted]:
    found: dict[int, Acted] = {}
    terms = SeatTerm.objects.filter(organisation__isnull=False, seat__board=board)
    facts = terms.order_by("started_on", "pk").values_list(
        "holder", "started_on", "ended_on", "organisation"
    )
    for holder, began, ended, organisation in facts:
        assert organisation is not None
        found.setdefault(holder, []).append((began, ended, organisation))
    return found


def _on(acted: Acted, day: date) -> int | None:
    return next(
        (org for began, ended, org in acted if began <= day and (ended is None or day < ended)),
        None,
    )


def _bands(organisations: set[int], before: datetime) -> dict[int, Organisation.SizeBand]:
    """As each was when the year ended, or as it was first known."""
    found: dict[int, str] = {}
    kept = copies_of(Organisation).filter(pgh_obj_id__in=organisations)
    for pk, band, at in kept.values_list("pgh_obj_id", "size_band", "pgh_created_at"):
        if pk not in found or at < before:
            found[pk] = band
    return {pk: Organisation.SizeBand(band) for pk, band in found.items()}


MEASURES = {
    "sizes": PowerMeasure(
        "Who chaired, led and wrote, by size",
        COLUMNS,
        "By what an organisation takes in a year, as it was known when the board’s year ended. "
        "People count for the organisation for which they held their seat. How much lies with few "
        "is Herfindahl’s index of the organisations’ shares; of fewer than 10 it is not said.",
        by_size,
        rows=ROWS,
        head="Size of organisation",
        said=evenly,
    ),
}
