"""An item or a paper is restricted, with the four things that everybody reads, and opened again."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from partnership_board.deadlines import day_of
from partnership_board.models import AgendaItem, AgendaProposal, Constituency, Paper, Restriction
from partnership_board.models.restrictions import stub_of

ALL_FOUR = (
    "A restricted item needs all four: why, for whom, when it is looked at again, and how to "
    "challenge it."
)
SHORTEST_WAY = 20  # letters: a sentence
A_DAY_TO_COME = "Say a day to come: it is looked at again then."
NEUTRAL_WHY = "This is restricted. The agenda says when it is looked at again."


@dataclass(frozen=True)
class Terms:
    """Why, to whom, until when, and how somebody can say that it should be open."""

    why: str
    to_whom: str
    review_on: date
    how_to_challenge: str
    sides: list[str] = field(default_factory=list)


@transaction.atomic
def restrict_item(item: AgendaItem, terms: Terms, *, by: User, now: datetime) -> Restriction:
    """The item's own words leave the item, so that only those who may read them can."""
    item = AgendaItem.objects.select_for_update().get(pk=item.pk)
    _check(terms, board=item.meeting.board_id, now=now)
    if Restriction.objects.open().filter(item=item).exists():
        raise Refused("This item is restricted already.")
    proposal = item.proposal if item.proposal and not item.proposal.is_sensitive else None
    restriction = _restrict(item, terms, hides_proposal=proposal is not None, by=by, now=now)
    for other in _elsewhere(item):
        _restrict(other, terms, hides_proposal=False, by=by, now=now)
    if proposal is not None:
        _hide(proposal)
    return restriction


def _restrict(
    item: AgendaItem, terms: Terms, *, hides_proposal: bool, by: User, now: datetime
) -> Restriction:
    restriction = Restriction.objects.create(
        item=item,
        kept_title=item.title,
        kept_why_urgent=item.why_urgent,
        kept_lead=item.lead,
        kept_organisation=item.lead_organisation,
        hid_proposal=hides_proposal,
        set_by=by,
        set_at=now,
        **vars(terms),
    )
    item.title = stub_of(terms.why, terms.review_on)
    item.lead = item.lead_organisation = None
    item.why_urgent = "The reason is restricted like the item." if item.is_urgent else ""
    item.save(update_fields=["title", "lead", "lead_organisation", "why_urgent"])
    audit.record(by=by, kind="board.item_restricted", subject=item, data=_facts(restriction))
    return restriction


def _elsewhere(item: AgendaItem) -> QuerySet[AgendaItem]:
    """The same matter on the agendas from which it was moved: its words stand there too."""
    shut = Restriction.objects.open().filter(item__isnull=False).values("item")
    same = AgendaItem.objects.filter(proposal=item.proposal_id or 0).exclude(pk=item.pk)
    return same.exclude(pk__in=shut).select_for_update()


@transaction.atomic
def restrict_paper(paper: Paper, terms: Terms, *, by: User, now: datetime) -> Restriction:
    """The agenda shows the item; only its paper is for some."""
    paper = Paper.objects.select_for_update().get(pk=paper.pk)
    _check(terms, board=paper.item.meeting.board_id, now=now)
    if Restriction.objects.open().filter(paper=paper).exists():
        raise Refused("This paper is restricted already.")
    restriction = Restriction.objects.create(paper=paper, set_by=by, set_at=now, **vars(terms))
    audit.record(by=by, kind="board.paper_restricted", subject=paper, data=_facts(restriction))
    return restriction


# ---- to another agenda ---------------------------------------------------------------------------
@transaction.atomic
def follow(item: AgendaItem, *, came_from: AgendaItem | None, by: User) -> None:
    """Where the same matter is restricted on another agenda, it is restricted on this one too.

    By the same terms, as if both had been restricted at once: so they are opened together.
    """
    before = _same_matter(item, came_from).filter(item__isnull=False).last()
    if before is not None:
        terms = _terms_of(before, board=item.meeting.board_id)
        _restrict(item, terms, hides_proposal=False, by=by, now=before.set_at)


@transaction.atomic
def follow_paper(paper: Paper, *, came_from: AgendaItem | None = None, by: User) -> None:
    """The same for a paper, where the one that the matter had before is restricted."""
    before = _same_matter(paper.item, came_from).filter(paper__isnull=False).last()
    if before is None or Restriction.objects.open().filter(paper=paper).exists():
        return
    terms = _terms_of(before, board=paper.item.meeting.board_id)
    made = Restriction.objects.create(paper=paper, set_by=by, set_at=before.set_at, **vars(terms))
    audit.record(by=by, kind="board.paper_restricted", subject=paper, data=_facts(made))


def _same_matter(item: AgendaItem, came_from: AgendaItem | None) -> QuerySet[Restriction]:
    """Open restrictions of what came of the same proposal, or of the item that it was until now."""
    same = AgendaItem.objects.filter(
        Q(proposal=item.proposal_id or 0) | Q(pk=came_from.pk if came_from else 0)
    ).exclude(pk=item.pk)
    there = Restriction.objects.open().filter(Q(item__in=same) | Q(paper__item__in=same))
    return there.order_by("pk")


def _terms_of(restriction: Restriction, *, board: int) -> Terms:
    """Sides of one board are not those of another, so who may read it would not be known."""
    names = ("why", "to_whom", "review_on", "how_to_challenge", "sides")
    known = set(Constituency.objects.filter(board=board).values_list("code", flat=True))
    if not set(restriction.sides) <= known:
        raise Refused(
            "This is restricted to sides that the other board does not have. Say first who may"
            " read it there."
        )
    return Terms(**{name: getattr(restriction, name) for name in names})


# ---- looked at again -----------------------------------------------------------------------------
@transaction.atomic
def keep(restriction: Restriction, *, review_on: date, by: User, now: datetime) -> None:
    """Looked at again and kept, until another day, which everybody reads."""
    restriction = Restriction.objects.select_for_update().get(pk=restriction.pk)
    if not restriction.is_open:
        raise Refused("This restriction has been lifted already.")
    if review_on <= day_of(now):
        raise Refused(A_DAY_TO_COME, field="review_on")
    for each in [restriction, *_with_it(restriction)]:
        each.review_on = review_on
        each.save(update_fields=["review_on"])
        if each.item_id is not None:
            AgendaItem.objects.filter(pk=each.item_id).update(title=stub_of(each.why, review_on))
        audit.record(by=by, kind="board.restriction_kept", subject=each, data=_facts(each))


@transaction.atomic
def lift(restriction: Restriction, *, by: User, now: datetime) -> None:
    """Everybody on the board reads it again, in its own words."""
    restriction = Restriction.objects.select_for_update().get(pk=restriction.pk)
    if not restriction.is_open:
        raise Refused("This restriction has been lifted already.")
    for each in [restriction, *_with_it(restriction)]:
        each.lifted_at, each.lifted_by = now, by
        each.save(update_fields=["lifted_at", "lifted_by"])
        if each.item_id is not None:
            _give_back(each)
        audit.record(by=by, kind="board.restriction_lifted", subject=each)


def _with_it(restriction: Restriction) -> QuerySet[Restriction]:
    """The same matter on the agendas from which it was moved, restricted at the same moment."""
    proposal = restriction.item.proposal_id if restriction.item else None
    there = Restriction.objects.open().filter(set_at=restriction.set_at)
    return there.filter(item__proposal=proposal or 0).exclude(pk=restriction.pk)


def _give_back(restriction: Restriction) -> None:
    assert restriction.item is not None
    item = AgendaItem.objects.select_for_update().get(pk=restriction.item.pk)
    item.title = restriction.kept_title
    item.lead = restriction.kept_lead
    item.lead_organisation = restriction.kept_organisation
    item.why_urgent = restriction.kept_why_urgent
    item.save(update_fields=["title", "lead", "lead_organisation", "why_urgent"])
    if restriction.hid_proposal and item.proposal is not None:
        proposal = AgendaProposal.objects.select_for_update().get(pk=item.proposal.pk)
        proposal.title, proposal.why_now = proposal.kept_title, proposal.kept_why
        proposal.kept_title, proposal.kept_why, proposal.is_sensitive = "", "", False
        proposal.save()


def _hide(proposal: AgendaProposal) -> None:
    """The ledger counts it as before, under a neutral title."""
    proposal = AgendaProposal.objects.select_for_update().get(pk=proposal.pk)
    proposal.kept_title, proposal.kept_why = proposal.title, proposal.why_now
    proposal.title, proposal.why_now = "A restricted matter", NEUTRAL_WHY
    proposal.is_sensitive = True
    proposal.save()


def _check(terms: Terms, *, board: int, now: datetime) -> None:
    if not (terms.why and terms.to_whom):
        raise Refused(ALL_FOUR)
    if len(terms.how_to_challenge.strip()) < SHORTEST_WAY:
        raise Refused(ALL_FOUR, field="how_to_challenge")
    if terms.review_on <= day_of(now):
        raise Refused(A_DAY_TO_COME, field="review_on")
    known = set(Constituency.objects.filter(board=board).values_list("code", flat=True))
    if (terms.to_whom == "sides") != bool(terms.sides) or not set(terms.sides) <= known:
        raise Refused("Choose the sides who may read it.", field="sides")


def _facts(restriction: Restriction) -> dict[str, object]:
    return {
        "why": restriction.why,
        "to_whom": restriction.to_whom,
        "review_on": restriction.review_on.isoformat(),
    }
