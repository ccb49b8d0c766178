"""A timeline: what happens when, one row for each thing, under one axis of months or years."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from alliance.figures.shapes import LINE, SMALL, TEXT, Drawing, Figure, measure

ROW = 40
HEAD = 26
MARGIN = 7
MOST_MARKS = 8


@dataclass(frozen=True)
class Milestone:
    """A day, or a stretch of days if `until` is given; `when` is how the day is written."""

    label: str
    on: date
    when: str
    until: date | None = None
    is_done: bool = False


def timeline(
    title: str,
    sentence: str,
    milestones: Sequence[Milestone],
    *,
    today: date | None = None,
    today_word: str = "today",
    heads: tuple[str, str] = ("", "When"),
    width: float = 400,
    is_rtl: bool = False,
) -> Figure:
    """Rows in the order given. Done is a full dot, to come an open one, a stretch is a bar.

    ValueError if there are no milestones or one ends before it begins.
    """
    if not milestones or any(m.until and m.until < m.on for m in milestones):
        raise ValueError("at least one milestone, and none that ends before it begins")
    drawing = Drawing(width, title, sentence, is_rtl=is_rtl)
    days = [day for m in milestones for day in (m.on, m.until or m.on)]
    axis = Axis(min([*days, today or days[0]]), max([*days, today or days[0]]), width)
    height = HEAD + ROW * len(milestones) + 6
    drawing.line(0, HEAD - 6, width, HEAD - 6, "figure-axis")
    draw_axis(drawing, axis)
    if today:
        draw_today(drawing, axis.x(today), height, today_word)
    for index, milestone in enumerate(milestones):
        draw_row(drawing, axis, HEAD + ROW * index, milestone)
    table = [[m.label, m.when] for m in milestones]
    return Figure(title, sentence, drawing.finish(height + LINE), table, list(heads))


@dataclass(frozen=True)
class Axis:
    first: date
    latest: date
    width: float

    def x(self, day: date) -> float:
        days = (self.latest - self.first).days or 1
        return MARGIN + (self.width - 2 * MARGIN) * (day - self.first).days / days

    def marks(self) -> Iterator[tuple[date, str]]:
        """First days of months or of years, few enough to be read."""
        months = (self.latest.year - self.first.year) * 12 + self.latest.month - self.first.month
        step = next((n for n in (1, 3, 6, 12) if months / n <= MOST_MARKS), 12)
        step = max(step, 12 * -(-months // (12 * MOST_MARKS))) if step == 12 else step
        for month in range(months + 2):
            year, index = divmod(self.first.year * 12 + self.first.month - 1 + month, 12)
            if (year * 12 + index) % step == 0 and year <= date.max.year:
                day = date(year, index + 1, 1)
                if self.first <= day <= self.latest:
                    yield day, f"{index + 1}/{year}" if step < 12 else str(year)


def draw_axis(drawing: Drawing, axis: Axis) -> None:
    reached = -1.0
    for day, name in axis.marks():
        x = axis.x(day)
        drawing.line(x, HEAD - 9, x, HEAD - 3, "figure-axis")
        at = min(max(x, measure(name, SMALL) / 2), drawing.width - measure(name, SMALL) / 2)
        if at - measure(name, SMALL) / 2 > reached:
            drawing.text(at, SMALL, name, "figure-text figure-quiet", anchor="middle", size=SMALL)
            reached = at + measure(name, SMALL) / 2 + 4


def draw_today(drawing: Drawing, x: float, height: float, word: str) -> None:
    half = measure(word, SMALL) / 2
    drawing.line(x, HEAD - 8, x, height, "figure-broken")
    at = min(max(x, half), drawing.width - half)
    drawing.text(
        at, height + SMALL + 1, word, "figure-text figure-strong", anchor="middle", size=SMALL
    )


def draw_row(drawing: Drawing, axis: Axis, y: float, milestone: Milestone) -> None:
    """The words above, the dot or bar below on a fine line, both kept inside the picture."""
    x, middle = axis.x(milestone.on), y + 27
    said = f"{milestone.label}, {milestone.when}"
    drawing.line(0, middle, drawing.width, middle, "figure-grid")
    if x <= drawing.width / 2:
        start = max(min(x - MARGIN, drawing.width - measure(said)), 0)
        drawing.text(start, y + TEXT, said)
    else:
        latest = axis.x(milestone.until or milestone.on) + MARGIN
        end = min(max(latest, measure(said)), drawing.width)
        drawing.text(end, y + TEXT, said, anchor="end")
    if milestone.until:
        length = max(axis.x(milestone.until) - x, 2)
        looks = "figure-bar" if milestone.is_done else "figure-hatched"
        drawing.rect(x, middle - 5, length, 10, looks)
    else:
        drawing.circle(x, middle, 5.5, "figure-bar" if milestone.is_done else "figure-outline")
