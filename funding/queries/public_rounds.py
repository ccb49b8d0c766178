"""What everybody reads of a round that is over: who got what and why, and nobody else by name."""

from dataclasses import dataclass

from funding.models import PanelOutcome, Proposal, Round
from funding.models.proposals import NOT_BEFORE_A_PANEL


@dataclass(frozen=True)
class Given:
    title: str
    organisation: str
    pence: int
    reason: str


@dataclass(frozen=True)
class Published:
    """The round in figures; `named`: those without money who agreed to be named."""

    came: int
    given: list[Given]
    named: list[str]
    stood_back: int
    was_in_time: bool

    @property
    def pence(self) -> int:
        return sum(each.pence for each in self.given)


def of_round(round_: Round) -> Published:
    rows = list(
        PanelOutcome.objects.filter(proposal__round=round_)
        .select_related("proposal__organisation")
        .order_by("place", "pk")
    )
    given = [
        Given(row.proposal.title, str(row.proposal.organisation), row.recommended_pence, row.reason)
        for row in rows
        if row.recommended_pence
    ]
    named = [
        str(row.proposal.organisation)
        for row in rows
        if not row.recommended_pence and row.proposal.may_be_named
    ]
    came = Proposal.objects.filter(round=round_).exclude(state__in=NOT_BEFORE_A_PANEL).count()
    back = sum(sum(row.scored_by.get("grounds", {}).values()) for row in rows)
    decided = round_.decided_on
    return Published(
        came, given, sorted(named), back, decided is not None and decided <= round_.decide_by_on
    )
