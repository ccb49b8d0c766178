"""Who may approve something that was prepared, and in words why others may not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from alliance.models import User
from alliance.queries.people import holders
from alliance.roles import ROLES
from alliance.words import listed
from funding.models import Approval, ApprovalLeg
from funding.permissions import FundingPermission as May
from members.models import Organisation, Representative
from partnership_board.models import Interest

A_YEAR = timedelta(days=365)
OFFICES = tuple(code for code, role in ROLES.items() if May.APPROVE_PAYMENTS in role.permissions)


def payees(approval: Approval) -> list[Organisation]:
    """Whoever would get something: the payee, and the organisation of each award it moves."""
    legs = ApprovalLeg.objects.filter(approval=approval, account__award__isnull=False)
    found = set(legs.values_list("account__award__organisation", flat=True)) - {None}
    if approval.payee_id is not None:
        found.add(approval.payee_id)
    return list(Organisation.objects.filter(pk__in=found).order_by("sort_name"))


def tied(people: Iterable[User], bodies: Iterable[Organisation], *, on: date) -> dict[int, str]:
    """People who may not approve for these bodies, by number, each with the sentence."""
    bodies, people = list(bodies), list(people)
    if not bodies:
        return {}
    interests = Interest.objects.current(on=on).filter(person__in=people, organisation__in=bodies)
    terms = Representative.objects.filter(
        user__in=people, organisation__in=bodies, started_on__lte=on
    ).exclude(ended_on__lte=on - A_YEAR)
    found = {
        row.person_id: f"You declared an interest in {row.organisation}."
        for row in interests.select_related("organisation")
    }
    for term in terms.select_related("organisation"):
        found[term.user_id] = (
            "This pays your own organisation."
            if term.ended_on is None or term.ended_on > on
            else f"You represented {term.organisation} until less than a year ago."
        )
    return found


@dataclass(frozen=True)
class Approvers:
    """Who holds the office today, who of them may approve this, and who may not."""

    may: list[User]
    may_not: dict[int, str]
    bodies: list[Organisation]
    offices: list[User]

    def refusal(self, user: User) -> str:
        """Why this person may not, and to whom to leave it; empty where they may."""
        why = self.may_not.get(user.pk, "")
        if not why:
            return ""
        others = [str(other) for other in self.may if other.pk != user.pk]
        return f"{why} {_leave_it(others)}" if others else f"{why} {self.dead_end}"

    @property
    def dead_end(self) -> str:
        """What to do where nobody may; empty where somebody may."""
        if self.may:
            return ""
        if not self.offices:
            return "Nobody holds the office of finance approver. Ask the lead to appoint one."
        bodies = listed([str(body) for body in self.bodies]) or "the preparer"
        return (
            f"Nobody who may approve is free of {bodies}. "
            "Ask the lead to appoint a finance approver from another organisation."
        )


def _leave_it(names: list[str]) -> str:
    if len(names) == 1:
        return f"Please leave it to {names[0]}."
    return f"Please leave it to {', '.join(names[:-1])} or {names[-1]}."


def office_holders(*, on: date) -> list[User]:
    found = {user.pk: user for office in OFFICES for user in holders(on=on, role=office)}
    return sorted(found.values(), key=lambda user: (user.name, user.pk))


def of(approval: Approval, *, on: date) -> Approvers:
    offices = office_holders(on=on)
    bodies = payees(approval)
    may_not = tied(offices, bodies, on=on)
    may_not[approval.prepared_by_id] = "You prepared this. Somebody else has to approve it."
    if approval.approved_by_id is not None:
        may_not[approval.approved_by_id] = "You approved this. A second person has to look too."
    may = [user for user in offices if user.pk not in may_not]
    return Approvers(may, may_not, bodies, offices)


def why_not(approval: Approval, user: User, *, on: date) -> str:
    """The sentence for somebody who may not approve this; also for whom holds no office now."""
    found = of(approval, on=on)
    if user.pk not in found.may_not:
        found.may_not.update(tied([user], found.bodies, on=on))
    return found.refusal(user)
