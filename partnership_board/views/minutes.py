"""Minutes: written by the lead, checked by the board, kept as approved."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access, words
from alliance.http import MemberRequest, attempt, download, go, page
from partnership_board import minutes_paper
from partnership_board.actions import minute_states
from partnership_board.actions import minutes as actions
from partnership_board.forms.minutes import ApproveForm, EntryForm, NoteForm
from partnership_board.models import AgendaItem, Meeting, MinuteEntry, MinuteSet
from partnership_board.permissions import BoardPermission
from partnership_board.queries import boards, restrictions
from partnership_board.queries import minutes as queries
from partnership_board.queries.matters import matters_for
from partnership_board.views.asking import form_page

BOTH = ["GET", "HEAD", "POST"]


def meeting_of(request: MemberRequest, pk: int, permission: str) -> Meeting:
    return access.get_or_404(
        Meeting.objects.select_related("board", "rules"),
        request=request,
        permission=permission,
        pk=pk,
    )


def _read(request: MemberRequest, pk: int) -> tuple[Meeting, list[queries.PartRow]]:
    """A meeting and what this person may read of its minutes."""
    meeting = meeting_of(request, pk, BoardPermission.SEE)
    sight = restrictions.sight_of(request.user, on=timezone.localdate())
    return meeting, queries.parts_for(request.user, meeting, sight)


@require_safe
def minutes(request: MemberRequest, pk: int) -> HttpResponse:
    """A draft is for the board; approved minutes are for everybody in the alliance."""
    meeting, parts = _read(request, pk)
    first = parts[0].minutes if parts else None
    writes = access.may(request.user, BoardPermission.CHANGE_MEETINGS)
    context = {
        "meeting": meeting,
        "minutes": first,
        "parts": parts,
        "waiting": sum(part.waiting for part in parts),
        "came": boards.attendance_of(meeting) if parts else [],
        "may_write": writes and (first is None or first.takes_writing),
        "may_correct": first is not None
        and first.takes_corrections
        and access.may(request.user, BoardPermission.READ_PACKS),
        "may_answer": access.may(request.user, BoardPermission.RECORD),
        "may_add_note": access.may(request.user, BoardPermission.CHANGE_MEETINGS),
        "may_approve": first is not None
        and not (first.is_approved or first.takes_writing)
        and access.may(request.user, BoardPermission.CHANGE_MEETINGS),
    }
    return page(request, "partnership_board/minutes.html", context)


@require_safe
def minutes_compare(request: MemberRequest, pk: int) -> HttpResponse:
    """What was sent round and what stands now, entry by entry."""
    meeting, parts = _read(request, pk)
    context = {"meeting": meeting, "parts": [part for part in parts if part.corrected]}
    return page(request, "partnership_board/minutes_compare.html", context)


@require_safe
def minutes_print(request: MemberRequest, pk: int) -> HttpResponse:
    """What this person may read, on paper."""
    meeting, parts = _read(request, pk)
    if not parts:
        return go(request, "partnership_board:minutes", pk=meeting.pk)
    name = f"minutes-{timezone.localdate(meeting.starts_at).isoformat()}.pdf"
    drawn = minutes_paper.draw(meeting, parts)
    return download(drawn, name=name, media_type="application/pdf")


@require_http_methods(BOTH)
def entry_new(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = meeting_of(request, pk, BoardPermission.CHANGE_MEETINGS)
    items = AgendaItem.objects.on_agenda().filter(meeting=meeting)
    form = EntryForm(request.POST or None, items=items)
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.write, meeting, by=request.user, **form.cleaned_data):
            return go(request, "partnership_board:minutes", pk=meeting.pk, said=_("Written down."))
    return page(request, "partnership_board/minute_write.html", {"meeting": meeting, "form": form})


@require_http_methods(BOTH)
def entry_edit(request: MemberRequest, pk: int, seq: int) -> HttpResponse:
    part2 = request.GET.get("part") == MinuteSet.Part.PART2
    entry = access.get_or_404(
        MinuteEntry.objects.select_related("minute_set__meeting__board", "item"),
        request=request,
        permission=BoardPermission.CHANGE_MEETINGS,
        minute_set__meeting=pk,
        minute_set__part=MinuteSet.Part.PART2 if part2 else MinuteSet.Part.PUBLIC,
        seq=seq,
    )
    meeting = entry.minute_set.meeting
    items = AgendaItem.objects.on_agenda().filter(meeting=meeting)
    names = ("item", "kind", "text", "named_with_consent")
    initial = {name: getattr(entry, name) for name in names}
    form = EntryForm(request.POST or None, items=items, initial=initial)
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.rewrite, entry, by=request.user, **form.cleaned_data):
            return go(request, "partnership_board:minutes", pk=meeting.pk, said=_("Saved."))
    context = {"meeting": meeting, "form": form, "entry": entry}
    return page(request, "partnership_board/minute_write.html", context)


@require_http_methods(BOTH)
def minute_note(request: MemberRequest, pk: int) -> HttpResponse:
    """Something that became known after the meeting."""
    meeting = meeting_of(request, pk, BoardPermission.CHANGE_MEETINGS)
    items = AgendaItem.objects.on_agenda().filter(meeting=meeting)
    form = NoteForm(request.POST or None, items=items)
    if request.method == "POST" and form.is_valid():
        said = {"by": request.user, "on": timezone.localdate()} | form.cleaned_data
        if attempt(form, actions.note_afterwards, meeting, **said):
            return go(request, "partnership_board:minutes", pk=meeting.pk, said=_("Written down."))
    asked = (
        _("A note after the meeting"),
        _("It bears today’s day, and changes nothing of what stands there."),
        _("Write it down"),
    )
    return form_page(request, form, asked, **back_to(meeting))


@require_http_methods(BOTH)
def approve(request: MemberRequest, pk: int) -> HttpResponse:
    """As a decision of a later meeting."""
    meeting = meeting_of(request, pk, BoardPermission.CHANGE_MEETINGS)
    found = MinuteSet.objects.filter(meeting=meeting, part=MinuteSet.Part.PUBLIC).first()
    if found is None:
        raise Http404
    now = timezone.now()
    items = queries.approval_items(found, now=now)
    initial = {"item": queries.likely_item(items)}
    form = ApproveForm(request.POST or None, items=items, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = {"by": request.user, "now": now} | form.cleaned_data
        if attempt(form, minute_states.approve, meeting, **said):
            return go(request, "partnership_board:minutes", pk=meeting.pk, said=_("Approved."))
    asked = (
        _("The board has approved them"),
        _("It becomes a decision of that meeting. Then nobody can change them."),
        _("They are approved"),
    )
    return form_page(request, form, asked, **back_to(meeting))


def back_to(meeting: Meeting) -> dict[str, str]:
    address = reverse("partnership_board:minutes", kwargs={"pk": meeting.pk})
    day = words.day(meeting.starts_at)
    return {"back_url": address, "back": _("Minutes of %(day)s") % {"day": day}}


# ---- what was decided ----------------------------------------------------------------------------
@require_safe
def decided(request: MemberRequest, pk: int) -> HttpResponse:
    """One page in plain words, as everybody here may read it."""
    meeting = meeting_of(request, pk, BoardPermission.SEE)
    found = queries.decided_at(meeting, on=timezone.localdate())
    context = {"meeting": meeting, "decided": found}
    return page(request, "partnership_board/decided.html", context)


@require_safe
def decided_print(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = meeting_of(request, pk, BoardPermission.SEE)
    on = timezone.localdate()
    name = f"decided-{timezone.localdate(meeting.starts_at).isoformat()}.pdf"
    drawn = minutes_paper.draw_decided(meeting, queries.decided_at(meeting, on=on))
    return download(drawn, name=name, media_type="application/pdf")


@require_safe
def matters(request: MemberRequest, pk: int) -> HttpResponse:
    """What earlier meetings left for this one."""
    meeting = meeting_of(request, pk, BoardPermission.SEE)
    found = matters_for(request.user, meeting, on=timezone.localdate())
    return page(request, "partnership_board/matters.html", {"meeting": meeting, "matters": found})
