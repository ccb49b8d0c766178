"""Where points come from, once some were joined and others divided."""

from collections import defaultdict
from collections.abc import Iterable

from coproduction.models import Insight, InsightDescent

Family = dict[int, set[int]]


def parents_of_all() -> Family:
    """Of each point that comes from others, those others. One query; there are few of them."""
    found: Family = defaultdict(set)
    for parent, child in InsightDescent.objects.values_list("parent", "child"):
        found[child].add(parent)
    return found


def reached(start: Iterable[int], step: Family) -> set[int]:
    """`start` and everything that `step` leads to from there."""
    found, left = set(start), list(start)
    while left:
        new = step.get(left.pop(), set()) - found
        found |= new
        left += new
    return found


def ancestry(insights: Iterable[int]) -> set[int]:
    """The points and every one that they come from."""
    return reached(insights, parents_of_all())


def leaves(insights: Iterable[int], *, parents: Family | None = None) -> set[int]:
    """What these points have become: themselves, or the last ones made from them.

    `parents`, where they were read already.
    """
    children: Family = defaultdict(set)
    family = parents_of_all() if parents is None else parents
    for child, parents_of_it in family.items():
        for parent in parents_of_it:
            children[parent].add(child)
    return {pk for pk in reached(insights, children) if pk not in children}


def made_from(insight: Insight) -> list[InsightDescent]:
    rows = InsightDescent.objects.filter(child=insight).select_related("parent")
    return list(rows.order_by("parent__number"))


def made_into(insight: Insight) -> list[InsightDescent]:
    rows = InsightDescent.objects.filter(parent=insight).select_related("child")
    return list(rows.order_by("child__number"))
