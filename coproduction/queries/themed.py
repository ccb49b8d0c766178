"""Themes and how many approved points stand under each; too few are not counted out."""

from dataclasses import dataclass

from django.db.models import Count

from coproduction.models import Insight, InsightTheme, Theme

FEWEST = 5


@dataclass(frozen=True)
class Themed:
    theme: Theme
    points: int

    @property
    def in_words(self) -> str:
        return str(self.points) if self.points >= FEWEST else "fewer than 5"


def every() -> list[Themed]:
    approved = InsightTheme.objects.filter(insight__state=Insight.State.APPROVED)
    counts = dict(approved.values_list("theme").annotate(n=Count("insight")))
    rows = Theme.objects.exclude(state=Theme.State.RETIRED).select_related("parent")
    return [Themed(theme, counts.get(theme.pk, 0)) for theme in rows.order_by("name")]
