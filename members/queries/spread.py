"""A month of statements as a page shows it: each body with its figures, sizes and paper."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from alliance import words
from members import months
from members.models import BurdenStatement, StatementPaper
from members.queries import statements as queries


@dataclass(frozen=True)
class Leaf:
    """One body in one month."""

    statement: BurdenStatement
    name: str
    lines: list[tuple[str, str]]
    sizes: list[tuple[str, ...]]
    paper: StatementPaper | None

    @property
    def headline(self) -> str:
        """12 hours asked for; 9 hours given, 6 hours of it unpaid."""
        one = self.statement
        given = words.minutes(one.minutes_reported + one.minutes_estimated)
        unpaid = words.minutes(one.minutes_unpaid)
        asked = words.minutes(one.minutes_asked)
        return _("%(asked)s asked for; %(given)s given, %(unpaid)s of it unpaid") % {
            "asked": asked,
            "given": given,
            "unpaid": unpaid,
        }


def sheet(month: date) -> dict[str, object]:
    """Everything about the month. Three queries."""
    found, k = queries.latest(month), queries.least_organisations()
    papers = queries.papers_of(found)
    leaves = [
        Leaf(
            one,
            queries.name_of(one),
            queries.lines(one, k=k),
            [tuple(row) for row in queries.size_lines(one)],
            papers.get(one.pk),
        )
        for one in found
    ]
    return {
        "leaves": leaves,
        "month": months.name(month),
        "key": queries.key_of(month),
        "unpaid": sum(one.minutes_unpaid for one in found),
        "asked": sum(one.minutes_asked for one in found),
        "rated": next((one for one in found if one.hourly_pence), None),
        "k": k,
    }
