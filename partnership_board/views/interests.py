"""The register of interests: everybody's to read, and one's own to keep."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.http import MemberRequest, attempt, download, go, page
from partnership_board.actions import interests as actions
from partnership_board.forms.interests import EndInterestForm, InterestForm
from partnership_board.models import Constituency, Interest
from partnership_board.permissions import BoardPermission
from partnership_board.queries import boards, interest_sheets
from partnership_board.queries import interests as queries

BOTH = ["GET", "HEAD", "POST"]


@login_not_required
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """To everybody where the board is public; without anybody's address or number."""
    inside = access.may(request.user, BoardPermission.SEE)
    board = boards.the_board()
    if board is None or not (inside or board.is_public):
        return page(request, "partnership_board/interest_register.html", {"board": None})
    chosen, on = request.GET.get("side", ""), timezone.localdate()
    rows = queries.register(board, on=on, side=chosen, in_public=not inside)
    if request.GET.get("format") == "csv":
        sheet = interest_sheets.of_register(rows, on=on)
        return download(sheet, name=f"interests-{on.isoformat()}.csv", media_type="text/csv")
    context = {
        "board": board,
        "rows": rows,
        "on": on,
        "sides": Constituency.objects.filter(board=board).order_by("order"),
        "chosen": chosen,
        "late": sum(each.confirmed_on is None for each in rows),
        "inside": inside,
        "may_declare": access.may(request.user, BoardPermission.PROPOSE),
    }
    return page(request, "partnership_board/interest_register.html", context)


@require_http_methods(BOTH)
def mine(request: MemberRequest) -> HttpResponse:
    """One tap confirms what stands here for this year."""
    access.require(request.user, BoardPermission.PROPOSE)
    now = timezone.now()
    if request.method == "POST":
        actions.confirm(request.user, now=now)
        return go(request, "partnership_board:interests_mine", said="Confirmed for this year.")
    on = timezone.localdate(now)
    standing = queries.standing_of(request.user, on=on)
    context = {
        "standing": standing,
        "is_asked": standing.is_asked(on=on),
        "is_late": standing.is_late(on=on),
    }
    return page(request, "partnership_board/interest_mine.html", context)


@require_http_methods(BOTH)
def new(request: MemberRequest) -> HttpResponse:
    access.require(request.user, BoardPermission.PROPOSE)
    now = timezone.now()
    form = InterestForm(
        request.POST if request.method == "POST" else None,
        organisations=boards.organisations(on=timezone.localdate(now)),
        initial={"from_on": timezone.localdate(now), "withheld_because": ""},
    )
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.enter, form.facts, by=request.user, now=now):
            return go(request, "partnership_board:interests_mine", said="It is in the register.")
    return page(request, "partnership_board/interest_new.html", {"form": form})


@require_http_methods(BOTH)
def end(request: MemberRequest, pk: int) -> HttpResponse:
    interest = access.get_or_404(
        Interest.objects.all(), request=request, permission=BoardPermission.PROPOSE, pk=pk
    )
    now = timezone.now()
    form = EndInterestForm(
        request.POST if request.method == "POST" else None,
        initial={"to_on": timezone.localdate(now)},
    )
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.end, interest, by=request.user, now=now, **form.cleaned_data):
            return go(request, "partnership_board:interests_mine", said="It has ended.")
    is_mine = interest.person_id == request.user.pk
    context = {"form": form, "interest": interest, "is_mine": is_mine}
    return page(request, "partnership_board/interest_end.html", context)
