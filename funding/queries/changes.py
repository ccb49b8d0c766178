"""What a request would change: each place as it stands now, and as it would stand."""

from dataclasses import dataclass

from funding.models import Approval, ApprovalLeg, LedgerAccount, Posting
from funding.queries.refusals import place
from funding.rules import SOURCES


@dataclass(frozen=True)
class Change:
    """One place. Sources stand below zero in the ledger and are shown as what came out of them."""

    account: LedgerAccount
    pence: int
    is_done: bool = False

    @property
    def place(self) -> str:
        return place(self.account)

    @property
    def is_source(self) -> bool:
        return self.account.bucket in [source.value for source in SOURCES]

    @property
    def moves(self) -> int:
        return -self.pence if self.is_source else self.pence

    @property
    def is_more(self) -> bool:
        return self.moves > 0

    @property
    def size(self) -> int:
        return abs(self.pence)

    @property
    def now(self) -> int:
        return -self.account.balance_pence if self.is_source else self.account.balance_pence

    @property
    def after(self) -> int:
        return self.now + self.moves


def of_approval(approval: Approval) -> list[Change]:
    legs = ApprovalLeg.objects.filter(approval=approval).select_related(
        "account__stream", "account__line", "account__award"
    )
    return [Change(leg.account, leg.pence) for leg in legs.order_by("pence", "pk")]


def of_entry(legs: list[Posting]) -> list[Change]:
    return [Change(leg.account, leg.pence, is_done=True) for leg in legs]
