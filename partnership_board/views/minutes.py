"""Minutes: read by the board, written by the lead, kept as approved."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, go, page
from partnership_board.actions import minutes as actions
from partnership_board.forms.minutes import EntryForm
from partnership_board.models import AgendaItem, Meeting, MinuteEntry, MinuteSet
from partnership_board.permissions import BoardPermission
from partnership_board.queries import boards, manifests, restrictions

BOTH = ["GET", "HEAD", "POST"]


@require_safe
def minutes(request: MemberRequest, pk: int) -> HttpResponse:
    """A draft is for the board; approved minutes are for everybody in the alliance."""
    meeting = access.get_or_404(
        Meeting.objects.select_related("board"),
        request=request,
        permission=BoardPermission.SEE,
        pk=pk,
    )
    found = MinuteSet.objects.filter(meeting=meeting, part=MinuteSet.Part.PUBLIC).first()
    reads_drafts = access.may(request.user, BoardPermission.READ_PACKS)
    is_shown = found is not None and (found.is_approved or reads_drafts)
    sight = restrictions.sight_of(request.user, on=timezone.localdate())
    entries = manifests.entries_of(found, sight.withheld) if found and is_shown else []
    context = {
        "meeting": meeting,
        "minutes": found,
        "entries": list(entries),
        "is_shown": is_shown,
        "came": boards.attendance_of(meeting),
        "may_change": found is not None
        and not found.is_approved
        and access.may(request.user, BoardPermission.CHANGE_MEETINGS),
    }
    return page(request, "partnership_board/minutes.html", context)


@require_http_methods(BOTH)
def entry_new(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = access.get_or_404(
        Meeting.objects.select_related("board"),
        request=request,
        permission=BoardPermission.CHANGE_MEETINGS,
        pk=pk,
    )
    items = AgendaItem.objects.on_agenda().filter(meeting=meeting)
    form = EntryForm(request.POST or None, items=items)
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.write, meeting, by=request.user, **form.cleaned_data):
            return go(request, "partnership_board:minutes", pk=meeting.pk, said="Written down.")
    context = {"meeting": meeting, "form": form}
    return page(request, "partnership_board/minute_write.html", context)


@require_http_methods(BOTH)
def entry_edit(request: MemberRequest, pk: int, seq: int) -> HttpResponse:
    entry = access.get_or_404(
        MinuteEntry.objects.select_related("minute_set__meeting__board", "item"),
        request=request,
        permission=BoardPermission.CHANGE_MEETINGS,
        minute_set__meeting=pk,
        seq=seq,
    )
    meeting = entry.minute_set.meeting
    items = AgendaItem.objects.on_agenda().filter(meeting=meeting)
    initial = {"item": entry.item, "kind": entry.kind, "text": entry.text}
    form = EntryForm(request.POST or None, items=items, initial=initial)
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.rewrite, entry, by=request.user, **form.cleaned_data):
            return go(request, "partnership_board:minutes", pk=meeting.pk, said="Saved.")
    context = {"meeting": meeting, "form": form, "entry": entry}
    return page(request, "partnership_board/minute_write.html", context)


@require_POST
def approve(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = access.get_or_404(
        Meeting.objects.all(),
        request=request,
        permission=BoardPermission.CHANGE_MEETINGS,
        pk=pk,
    )
    found = MinuteSet.objects.filter(meeting=meeting, part=MinuteSet.Part.PUBLIC).first()
    if found is None:
        raise Http404
    try:
        actions.approve(found, on=timezone.localdate(), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, "partnership_board:minutes", pk=meeting.pk)
