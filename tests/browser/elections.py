"""An election as people take part in it: seventeen organisations, three officers, and the clock."""

import math
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connections
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from alliance import relay
from alliance.models import User
from members.models import Organisation
from partnership_board.actions import election_clock
from partnership_board.models import (
    Board,
    Election,
    Nomination,
    OpenedBox,
    RollEntry,
    SeatTerm,
)
from partnership_board.queries import elections as queries
from partnership_board.timetables import FIELDS
from tests.browser.site import Site
from tests.database import PrefixClient
from tests.factories.partnership_board import a_seat
from tests.people_elections import lately

SEATS = ("Side table 1", "Side table 2", "Side table 3")
LINK = re.compile(r"https?://\S+")
RECEIPT = re.compile(r'<code class="receipt">(\w+)</code>')
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Speaker:
    """Somebody who acts for an organisation."""

    name: str
    email: str
    organisation: str


class Cycle:
    """One election on the site that a browser visits, and ways to take part in it unseen."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.pk = 0

    # ---- people ----

    def speakers(self) -> dict[str, list[Speaker]]:
        """Of each organisation, whoever acts for it, by its address."""
        return self.site.inside(speakers)

    def shown(self, email: str) -> str:
        """They have just shown who they are; gives their address for a visit."""
        self.site.cookies[email] = self.site.inside(
            lambda: lately(User.objects.get(email=email)).cookies["session"].value
        )
        return email

    def letter(self, email: str, subject: str) -> str:
        """The link in the latest letter of that subject to somebody."""
        found = [e for e in self.site.letters() if e.to == email and e.subject.startswith(subject)]
        said = max(found, key=lambda each: each.name).text.partition("\n--\n")[0]
        link = LINK.search(said)
        assert link is not None, said
        return link[0]

    # ---- the clock ----

    def wait_until(self, step: str) -> None:
        """Whole days pass until the step is due; then the clock and the post do their round."""
        self.site.inside(lambda: days_pass(self.pk, step))
        self.tick()

    def tick(self) -> None:
        def a_minute() -> None:
            election_clock.tick(now=timezone.now())
            relay.deliver_due(now=timezone.now())

        self.site.inside(a_minute)

    def state(self) -> str:
        return self.site.inside(lambda: str(Election.objects.get(pk=self.pk).state))

    # ---- taking part without being watched ----

    def post(self, email: str, page: str, fields: dict[str, str], **numbers: int) -> HttpResponse:
        """What somebody sends from a page; it must have been taken."""
        browser, address = self.browser_of(email), self.address(page, **numbers)
        answer = self.site.inside(lambda: browser.post(address, fields))
        assert answer.status_code in (200, 302), answer.content.decode()
        return answer

    def browser_of(self, email: str) -> PrefixClient:
        return self.site.inside(lambda: lately(User.objects.get(email=email)))

    def address(self, page: str, **numbers: int) -> str:
        named = {"pk": self.pk} | numbers
        return self.site.inside(lambda: reverse(f"partnership_board:{page}", kwargs=named))

    def nomination(self, name: str) -> int:
        rows = Nomination.objects.filter(election=self.pk, person_name=name)
        return self.site.inside(lambda: rows.get().pk)

    def ballot(self, names: Sequence[str]) -> dict[str, str]:
        """The fields of a ballot that ranks these people."""
        rows = Nomination.objects.filter(election=self.pk).values_list("person_name", "number")
        number = self.site.inside(lambda: dict(rows))
        places = {f"ranking-{number[name]}": str(n) for n, name in enumerate(names, start=1)}
        return places | {"cast": "yes"}

    def at_once(self, works: Sequence[Callable[[], HttpResponse]]) -> list[HttpResponse]:
        """Several people at the same time, each with a connection of their own."""

        def done(work: Callable[[], HttpResponse]) -> HttpResponse:
            try:
                return work()
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(works)) as pool:
            return list(pool.map(done, works))


def speakers() -> dict[str, list[Speaker]]:
    on = timezone.localdate()
    found = {}
    for organisation in Organisation.objects.members(on=on).order_by("slug"):
        people = queries.representatives_of(organisation, on=on)
        found[organisation.slug] = [
            Speaker(one.user.name, one.user.email, organisation.name) for one in people
        ]
    return found


def free_seats() -> None:
    """Three seats of the members' side that nobody holds."""
    board = Board.objects.get(kind=Board.Kind.PARTNERSHIP_BOARD)
    for title in SEATS:
        a_seat(board, title=title)


def days_pass(pk: int, step: str) -> None:
    """Every day of the election moves back by as many whole days as make the step due."""
    election = Election.objects.get(pk=pk)
    due = getattr(election, step)
    left = due - (timezone.now() if isinstance(due, datetime) else timezone.localdate())
    back = timedelta(days=max(math.ceil(left / A_DAY), 0))
    for name in (*FIELDS, "extended_to", "objections_close_at"):
        if (value := getattr(election, name)) is not None:
            setattr(election, name, value - back)
    election.save()


def the_wait_for_the_lot_is_over(pk: int) -> None:
    OpenedBox.objects.filter(election=pk).update(lot_from_at=timezone.now())


def closes_at(pk: int, moment: datetime) -> None:
    Election.objects.filter(pk=pk).update(extended_to=moment)


def somebody_leaves(pk: int, name: str) -> str:
    """A month after they were elected; gives the title of the seat."""
    today = timezone.localdate()
    rows = SeatTerm.objects.filter(seat__in=queries.seats_of(Election.objects.get(pk=pk)))
    rows.update(started_on=today - timedelta(days=30))
    term = rows.select_related("seat").get(holder__name=name)
    term.ended_on, term.end_reason = today, SeatTerm.EndReason.RESIGNED
    term.save()
    return term.seat.title


def holders(pk: int) -> dict[str, str]:
    """Of each of its seats, who holds it today."""
    on = timezone.localdate()
    rows = SeatTerm.objects.filter(seat__in=queries.seats_of(Election.objects.get(pk=pk)))
    return {
        term.seat.title: term.holder.name
        for term in rows.current(on=on).select_related("seat", "holder")
    }


def entry_of(pk: int, slug: str) -> int:
    return RollEntry.objects.get(election=pk, organisation__slug=slug).pk
