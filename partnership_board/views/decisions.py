"""The register of decisions, one decision, and what is agreed together."""

import json
from collections.abc import Iterable

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, download, go, page, refuse
from alliance.lists import ordering, page_of
from partnership_board.actions import closing
from partnership_board.forms.questions import CommentForm
from partnership_board.models import AgendaItem, Decision, Meeting
from partnership_board.permissions import BoardPermission
from partnership_board.queries import (
    attendance,
    decision_sheets,
    minutes,
    presence,
    public,
    public_minutes,
    restrictions,
)
from partnership_board.queries import decisions as queries
from partnership_board.views.asking import form_page

BOTH = ["GET", "HEAD", "POST"]
COLUMNS = {
    "number": ["year", "sequence"],
    "day": ["decided_on", "sequence"],
    "kind": ["kind", "-decided_on", "-sequence"],
}


@require_safe
def decision_list(request: MemberRequest) -> HttpResponse:
    access.require(request.user, BoardPermission.SEE)
    rows = queries.register().order_by(*ordering(request, COLUMNS, default="-day"))
    if wanted := request.GET.get("q", "").strip():
        rows = rows.filter(said__icontains=wanted)  # type: ignore[misc]  # annotated
    if ending := request.GET.get("format", ""):
        return _file(rows, ending)
    context = {"page": page_of(request, rows), "wanted": wanted}
    return page(request, "partnership_board/decision_list.html", context)


def _file(rows: Iterable[Decision], ending: str) -> HttpResponse:
    """As a spreadsheet, or as data; what is restricted says that and no more."""
    name = f"decisions-{timezone.localdate().isoformat()}"
    if ending == "json":
        content = json.dumps(decision_sheets.as_data(rows), ensure_ascii=False, indent=1)
        return download(content.encode(), name=f"{name}.json", media_type="application/json")
    sheet = decision_sheets.as_sheet(rows, "xlsx" if ending == "xlsx" else "csv")
    ending = "xlsx" if ending == "xlsx" else "csv"
    return download(sheet.content, name=f"{name}.{ending}", media_type=sheet.media_type)


@login_not_required
@require_safe
def open_decisions(request: HttpRequest) -> HttpResponse:
    """Of a public board, nothing restricted, nothing of part 2, and no expert by their name."""
    board = public.open_board()
    if board is None:
        return page(request, "partnership_board/public_decisions.html", {"board": None})
    rows, instead = queries.in_public().filter(board=board), public_minutes.unnamed_of(board)
    if ending := request.GET.get("format", ""):
        return _file(public_minutes.unnamed(rows, instead), ending)
    shown = page_of(request, rows)
    shown.object_list = public_minutes.unnamed(shown, instead)
    context = {"board": board, "page": shown, "tabs": public.tabs("open_decisions")}
    return page(request, "partnership_board/public_decisions.html", context)


@require_safe
def decision(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(
        queries.register(), request=request, permission=BoardPermission.SEE, pk=pk
    )
    sight = restrictions.sight_of(request.user, on=timezone.localdate())
    item = sight.shown(found.item)
    is_hidden = sight.hides(found.item)
    context = {
        "decision": found,
        "item": item,
        "text": found.said if is_hidden else found.text,
        "sides": [] if is_hidden else queries.sides_then(found),
        "result": [] if is_hidden else queries.result_in_words(found),
        "earlier": queries.earlier_of(found),
        "later": queries.later_of(found),
        "reviews": queries.reviews_of(found),
        "check": found.quorum_check,
        "minuted": minutes.approved_by(found),
    }
    return page(request, "partnership_board/decision.html", context)


# ---- agreed together -----------------------------------------------------------------------------
@require_http_methods(BOTH)
def together(request: MemberRequest, pk: int) -> HttpResponse:
    """Items that nobody needs to talk about; any seat takes one out."""
    rows = Meeting.objects.select_related("board", "rules")
    may = BoardPermission.READ_PACKS
    meeting = access.get_or_404(rows, request=request, permission=may, pk=pk)
    may_keep = presence.keeps_now(request.user, meeting, on=timezone.localdate())
    if request.method == "POST":
        return _agree(request, meeting, may_keep=may_keep)
    sight = restrictions.sight_of(request.user, on=timezone.localdate())
    context = {
        "meeting": meeting,
        "items": [sight.shown(item) for item in queries.together(meeting.pk)],
        "taken_out": attendance.taken_out(meeting),
        "may_keep": may_keep,
    }
    return page(request, "partnership_board/together.html", context)


def _agree(request: MemberRequest, meeting: Meeting, *, may_keep: bool) -> HttpResponse:
    if not may_keep:
        raise PermissionDenied
    try:
        made = closing.agree_together(meeting, by=request.user, now=timezone.now())
    except Refused as refusal:
        return refuse(request, "partnership_board:together", refusal, meeting.pk)
    return go(request, "partnership_board:live", meeting.pk, said=f"{len(made)} agreed together.")


@require_http_methods(BOTH)
def take_out(request: MemberRequest, pk: int, number: str) -> HttpResponse:
    item = access.get_or_404(
        AgendaItem.objects.on_agenda().select_related("meeting__board"),
        request=request,
        permission=BoardPermission.READ_PACKS,
        meeting=pk,
        number=number,
    )
    form = CommentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = {"by": request.user, "now": timezone.now()} | form.cleaned_data
        if attempt(form, closing.take_out_as, item, **told):
            said = "It is talked about on its own now."
            return go(request, "partnership_board:together", item.meeting_id, said=said)
    sight = restrictions.sight_of(request.user, on=timezone.localdate())
    shown = sight.shown(item)
    asked = (
        "Talk about this on its own",
        f"{shown.number}. {shown.title}",
        "Take it out",
    )
    return form_page(
        request, form, asked, back=str(item.meeting), back_url=item.meeting.get_absolute_url()
    )
