"""What promises on racism ask of a person today, and where a word occurs in them."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse

from alliance import access, words
from alliance.models import User
from alliance.queries.search import matching
from alliance.registries import Card
from coproduction.models import Commitment
from coproduction.permissions import CoproductionPermission as May
from coproduction.permissions import OwnerPermission
from coproduction.queries import commitments as queries

JUDGE_MINUTES, REPORT_MINUTES = 10, 5
MOST_FOUND = 10
Found = tuple[str, str, str]


def cards(user: User, on: date) -> Iterable[Card]:
    if access.may(user, May.JUDGE_COMMITMENTS):
        yield from _to_judge(user)
    mine = access.rights_of(user).organisations(OwnerPermission.ANSWER_COMMITMENTS)
    if mine:
        yield from _to_report(mine, on=on)


def _to_judge(user: User) -> Iterator[Card]:
    waiting = queries.to_judge(user).count()
    if waiting:
        what = words.counted(waiting, "promise on racism waits", "promises on racism wait")
        yield Card(
            title=f"{what} for your judgement",
            url=f"{reverse('coproduction:commitments')}?state=judging",
            minutes=JUDGE_MINUTES * waiting,
            words="Read what was promised and done, and say with others whether it was kept.",
        )


def _to_report(mine: Iterable[int], *, on: date) -> Iterator[Card]:
    for each in queries.due_soon(mine, on=on):
        yield Card(
            title="Say how your promise on racism goes",
            url=reverse("coproduction:commitment_report", kwargs={"pk": each.pk}),
            minutes=REPORT_MINUTES,
            by_on=each.due_on,
            words=each.statement,
        )


def find(user: User, wanted: str, most: int = MOST_FOUND) -> Iterable[Found]:
    """Whatever has been agreed is everybody's to find."""
    if not access.rights_of(user).offices:
        return []
    rows = matching(Commitment.objects.in_public().order_by(), wanted, "statement")
    return [
        (each.statement, str(each.get_state_display()), each.get_absolute_url())
        for each in rows.order_by("-pk")[:most]
    ]
