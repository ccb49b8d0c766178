"""A point is put to the agenda group, in words of its own."""

from datetime import datetime

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from coproduction.actions.links import link_insight
from coproduction.models import Insight, InsightLink
from coproduction.queries.insights import for_board
from partnership_board.actions import agendas
from partnership_board.models import AgendaProposal, Board


@transaction.atomic
def put_to_agenda_group(
    insight: Insight,
    *,
    board: Board,
    title: str,
    why_now: str,
    purpose: str,
    minutes_wanted: int,
    by: User,
    now: datetime,
) -> AgendaProposal:
    """Makes a proposal of origin lived experience. The point's text stays where it is."""
    if not insight.is_approved:
        raise Refused("A point is approved before it goes to the agenda group.")
    point = for_board(Insight.objects.filter(pk=insight.pk), at=now)
    if not point:
        raise Refused(
            "This point may not be seen by the board: it is for another audience, "
            "or not everybody who told us allows it."
        )
    if _is_copied(point[0].text or "", f"{title} {why_now}"):
        raise Refused("Write this afresh: the point itself is never copied.", field="why_now")
    proposal = agendas.propose(
        board,
        title=title,
        why_now=why_now,
        purpose=purpose,
        minutes_wanted=minutes_wanted,
        origin=AgendaProposal.Origin.LIVED_EXPERIENCE,
        by=by,
        now=now,
    )
    link_insight(insight, to=proposal, relation=InsightLink.Relation.ASKED_FOR, by=by, now=now)
    audit.record(by=by, kind="coproduction.insight_put_to_agenda", subject=insight)
    return proposal


def _is_copied(text: str, afresh: str) -> bool:
    """Eight words in a row are a copy, not a coincidence."""
    words, typed = text.casefold().split(), " ".join(afresh.casefold().split())
    runs = (" ".join(words[n : n + 8]) for n in range(max(len(words) - 7, 1)))
    return bool(words) and any(run in typed for run in runs)
