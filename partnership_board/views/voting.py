"""Voting. What somebody ranks stays in their page until it is sealed; nothing here leaves a trace.

The ranking travels from page to page in the form itself: never in the session, a message, a log
or the address.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, page
from alliance.signing_in import is_recent, to_confirm
from alliance.traces import leaves_no_trace
from partnership_board.actions import voting as actions
from partnership_board.forms.voting import BallotForm, EntryChoice, ReceiptForm
from partnership_board.models import Election, RollEntry
from partnership_board.permissions import BoardPermission
from partnership_board.queries import voting as queries
from partnership_board.views.elections import ROWS, election_or_404

BOTH = ["GET", "HEAD", "POST"]
NOT_NOW = 409


@dataclass(frozen=True)
class Booth:
    """One organisation's ballot paper, in its own order."""

    election: Election
    entry: RollEntry
    people: list[tuple[str, str]]

    def form(self, typed: Any) -> BallotForm:  # Any: what a form takes
        most = self.election.rule.max_preferences
        return BallotForm(typed, people=self.people, most=most)

    def named(self, ranking: list[int]) -> list[str]:
        names = dict(self.people)
        return [names[str(number)] for number in ranking]

    def hidden(self, ranking: list[int]) -> list[tuple[str, int]]:
        """The ranking as the ballot's own fields."""
        return [(f"ranking-{number}", place) for place, number in enumerate(ranking, start=1)]


def enter(request: MemberRequest, pk: int) -> Booth | HttpResponse:
    """The ballot paper of whoever asks; or the page to send them to."""
    rows = ROWS.public()
    election = access.get_or_404(rows, request=request, permission=BoardPermission.VOTE, pk=pk)
    closed = queries.why_closed(election, now=timezone.now())
    entries = queries.entries(request.user, election, on=timezone.localdate())
    if closed or not entries:
        why = closed or _("You do not vote in this election: nobody you act for is on its roll.")
        context = {"election": election, "why": why}
        return page(request, "partnership_board/ballot_none.html", context, status=NOT_NOW)
    chosen = request.POST.get("entry") or request.GET.get("entry", "")
    mine = [each for each in entries if str(each.pk) == chosen] or entries
    if len(mine) > 1:
        form = EntryChoice(entries=entries)
        context = {"election": election, "form": form}
        return page(request, "partnership_board/ballot_for_whom.html", context)
    if not is_recent(request, now=timezone.now()):
        return to_confirm(back=queries.address_of(election, mine[0]))
    return Booth(election, mine[0], queries.paper(election, mine[0]))


def show(request: MemberRequest, booth: Booth, form: BallotForm) -> HttpResponse:
    """The ballot as it was filled in; an empty one where nothing was sent."""
    if request.method != "POST":
        form = booth.form(None)
    context = {"election": booth.election, "entry": booth.entry, "form": form}
    return page(request, "partnership_board/ballot.html", context)


@leaves_no_trace
@sensitive_post_parameters()
@require_http_methods(BOTH)
def vote(request: MemberRequest, pk: int) -> HttpResponse:
    """The ballot; as it was filled in, when somebody comes back to change it."""
    booth = enter(request, pk)
    if isinstance(booth, HttpResponse):
        return booth
    return show(request, booth, booth.form(request.POST))


@leaves_no_trace
@sensitive_post_parameters()
@require_http_methods(BOTH)
def vote_check(request: MemberRequest, pk: int) -> HttpResponse:
    """What will be cast, read back before it is sealed; a blank ballot is asked about."""
    booth = enter(request, pk)
    if isinstance(booth, HttpResponse):
        return booth
    form = booth.form(request.POST)
    if request.method != "POST" or not form.is_valid():
        return show(request, booth, form)
    ranking = form.cleaned_data["ranking"]
    context = {
        "election": booth.election,
        "entry": booth.entry,
        "named": booth.named(ranking),
        "left": len(booth.people) - len(ranking),
        "hidden": booth.hidden(ranking),
    }
    return page(request, "partnership_board/ballot_check.html", context)


@leaves_no_trace
@sensitive_post_parameters()
@require_http_methods(BOTH)
def vote_done(request: MemberRequest, pk: int) -> HttpResponse:
    """Sealed and in the box. The receipt is shown here once and kept nowhere with a name."""
    booth = enter(request, pk)
    if isinstance(booth, HttpResponse):
        return booth
    form = booth.form(request.POST)
    if request.method != "POST" or "cast" not in request.POST or not form.is_valid():
        return show(request, booth, form)
    ranking, now = form.cleaned_data["ranking"], timezone.now()
    try:
        receipt = actions.cast(
            booth.election, booth.entry, ranking=ranking, by=request.user, now=now
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return show(request, booth, form)
    context = {"election": booth.election, "entry": booth.entry, "receipt": receipt}
    return page(request, "partnership_board/ballot_done.html", context)


@login_not_required
@leaves_no_trace
@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """After the close: is my envelope's code on the list?"""
    election = election_or_404(request, pk)
    typed = request.GET if request.GET.get("code") else None
    form = ReceiptForm(typed)
    found = None
    if typed is not None and form.is_valid():
        found = form.cleaned_data["code"] in election.receipts
    context = {"election": election, "form": form, "found": found}
    return page(request, "partnership_board/receipt.html", context)
