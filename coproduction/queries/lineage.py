"""The line from a point to proposal, item, decision, action and money; and the same line back.

What was joined or divided leads on: a point's line holds what its parents led to, and what a parent
led to comes back to the points it became.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import Q

from alliance.words import LONDON
from coproduction.models import Insight, InsightLink, ResponseInsight
from coproduction.queries.descents import ancestry, leaves, made_from
from coproduction.registries import Step, lineage_sources
from partnership_board.models import Action, AgendaItem, AgendaProposal, Decision
from partnership_board.queries import decisions, promises

MODELS = {
    "agenda_proposal": AgendaProposal,
    "agenda_item": AgendaItem,
    "decision": Decision,
    "action": Action,
}
Targets = dict[str, set[int]]
KINDS = ("agenda_proposal", "agenda_item", "decision", "action", "document")
NAMES = {
    "agenda_proposal": "Proposal to the agenda group",
    "agenda_item": "Agenda item",
    "decision": "Decision",
    "action": "Action",
    "document": "Document",
}


def live(insights: Collection[int]) -> list[InsightLink]:
    rows = InsightLink.objects.filter(insight__in=insights, withdrawn_at=None)
    return list(rows.select_related("document").order_by("made_at"))


def reached_by(links: Iterable[InsightLink]) -> Targets:
    """What the links lead to, with what followed from it: an item of a proposal, its decisions."""
    found: Targets = {kind: set() for kind in KINDS}
    for link in links:
        for kind in KINDS:
            if (target := getattr(link, f"{kind}_id")) is not None:
                found[kind].add(target)
    items = AgendaItem.objects.filter(proposal__in=found["agenda_proposal"])
    found["agenda_item"] |= set(items.values_list("pk", flat=True))
    for kind, model in (("decision", Decision), ("action", Action)):
        rows = model.objects.filter(item__in=found["agenda_item"])
        found[kind] |= set(rows.values_list("pk", flat=True))
    return found


def leading_to(target: AgendaProposal | AgendaItem | Decision | Action) -> set[int]:
    """The points of today whose line holds this: the other direction of `reached_by`."""
    kind = next(name for name, model in MODELS.items() if isinstance(target, model))
    wanted = Q(**{kind: target})
    item = target if isinstance(target, AgendaItem) else getattr(target, "item", None)
    if item is not None:
        wanted |= Q(agenda_item=item)
        if item.proposal_id is not None:
            wanted |= Q(agenda_proposal=item.proposal_id)
    links = InsightLink.objects.filter(wanted, withdrawn_at=None)
    return leaves(links.values_list("insight", flat=True))


def steps_of(insight: Insight) -> list[Step]:
    """Everything this point led to, in the order in which it happened."""
    family = ancestry([insight.pk])
    links = live(family)
    said = _said_of(links)
    steps = [*_begun(insight), *_on_boards(insight, reached_by(links), said)]
    steps += [_document(insight, link) for link in links if link.document is not None]
    for source in lineage_sources:
        steps += source.steps(family)
    steps += _answers(insight, family)
    return sorted(steps, key=lambda step: step.on)


def _said_of(links: Iterable[InsightLink]) -> dict[tuple[str, int], InsightLink]:
    found = {}
    for link in links:
        for kind in KINDS:
            if (target := getattr(link, f"{kind}_id")) is not None:
                found[kind, target] = link
    return found


def _begun(insight: Insight) -> list[Step]:
    """That it was approved, and what it was joined or divided from."""
    steps = [
        Step(
            insight.pk,
            "Point",
            f"{each.parent.number}, {each.get_kind_display().lower()}",
            _day(each.made_at),
            url=each.parent.get_absolute_url(),
        )
        for each in made_from(insight)
    ]
    if insight.approved_at is not None:
        steps.append(
            Step(insight.pk, "Point", f"{insight.number} approved", _day(insight.approved_at))
        )
    return steps


def _on_boards(
    insight: Insight, targets: Targets, said: dict[tuple[str, int], InsightLink]
) -> list[Step]:
    def step(kind: str, pk: int, title: str, on: date, url: str) -> Step:
        link = said.get((kind, pk))
        relation = str(link.get_relation_display()) if link else "Followed from it"
        reason = link.reason if link else ""
        return Step(insight.pk, NAMES[kind], title, on, relation, url, reason)

    proposals = AgendaProposal.objects.filter(pk__in=targets["agenda_proposal"])
    items = AgendaItem.objects.filter(pk__in=targets["agenda_item"]).select_related("meeting")
    decided = decisions.register().filter(pk__in=targets["decision"])
    promised = promises.said(Action.objects.filter(pk__in=targets["action"]))
    return [
        *(
            step("agenda_proposal", p.pk, p.title, _day(p.submitted_at), p.get_absolute_url())
            for p in proposals
        ),
        *(
            step("agenda_item", i.pk, i.title, _day(i.meeting.starts_at), i.get_absolute_url())
            for i in items
        ),
        *(step("decision", d.pk, d.said, d.decided_on, d.get_absolute_url()) for d in decided),
        *(step("action", a.pk, a.said, a.set_on, a.get_absolute_url()) for a in promised),
    ]


def _document(insight: Insight, link: InsightLink) -> Step:
    title = f"{link.document}, {link.section}" if link.section else str(link.document)
    relation = str(link.get_relation_display())
    return Step(
        insight.pk, NAMES["document"], title, _day(link.made_at), relation, reason=link.reason
    )


def _answers(insight: Insight, family: Collection[int]) -> list[Step]:
    rows = ResponseInsight.objects.filter(insight__in=family).select_related(
        "response__organisation", "response__network"
    )
    found = {row.response_id: row.response for row in rows}
    return [
        Step(
            insight.pk,
            "Answer",
            f"{each.speaker}: {each.get_kind_display().lower()}",
            _day(each.published_at),
            reason=each.because,
        )
        for each in found.values()
    ]


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
