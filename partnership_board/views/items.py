"""Items of an agenda and their papers."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, go, page
from partnership_board import registries
from partnership_board.actions import items
from partnership_board.forms.items import ItemForm, initial_from, initial_of
from partnership_board.models import AgendaItem, AgendaProposal, Decision, Meeting, PaperVersion
from partnership_board.permissions import BoardPermission
from partnership_board.prose import Prose, reading_minutes
from partnership_board.queries import boards, packs, papers, restrictions
from partnership_board.queries.panels import panels_of
from partnership_board.queries.restrictions import Sight

BOTH = ["GET", "HEAD", "POST"]


def _item(request: MemberRequest, pk: int, number: str, permission: str) -> AgendaItem:
    return access.get_or_404(
        AgendaItem.objects.numbered().select_related(
            "meeting__board", "lead", "lead_organisation", "proposal"
        ),
        request=request,
        permission=permission,
        meeting=pk,
        number=number,
    )


@require_safe
def item(request: MemberRequest, pk: int, number: str) -> HttpResponse:
    found = _item(request, pk, number, BoardPermission.SEE)
    sight = restrictions.sight_of(request.user, on=timezone.localdate())
    if sight.hides(found):
        return _stub(request, found, sight)
    may_read = packs.may_read_papers(request.user, found.meeting)
    version = packs.latest_version(found) if may_read else None
    on_paper = sight.of_paper(version.paper_id) if version else None
    stands_back = version is not None and on_paper is None and sight.hides_paper(version.paper_id)
    if version and sight.hides_paper(version.paper_id):
        version = None
    found, restriction = sight.shown(found), sight.of_item(found.pk) or on_paper
    context = _of_paper(request, found, version) | {
        "restriction": restriction,
        "for_whom": restrictions.for_whom(restriction) if restriction else "",
        "item": found,
        "meeting": found.meeting,
        "version": version,
        "summary": Prose(version.summary if version else ""),
        "body": Prose(version.body_md if version else ""),
        "reading": reading_minutes(version.words) if version else 0,
        "may_read": may_read,
        "stands_back": stands_back,
        "decisions": Decision.objects.filter(item=found).order_by("sequence"),
        "panels": panels_of(registries.item_panels, found, request.user),
        "may_change": access.may(request.user, BoardPermission.CHANGE_MEETINGS),
    }
    return page(request, "partnership_board/item.html", context)


def _of_paper(
    request: MemberRequest, found: AgendaItem, version: PaperVersion | None
) -> dict[str, Any]:  # Any: a template's context
    """Its cover sheet and files, and what its being late comes to."""
    waiver = papers.waivers_of([version.pk]).get(version.pk) if version else None
    purpose = papers.purpose_of(found, version, waiver)
    return {
        "purpose": purpose,
        "was_for": purpose != found.get_purpose_display(),
        "waiver": waiver,
        "cover": papers.covers_of([version])[version.pk] if version else [],
        "enclosures": papers.files_of(version.paper_id) if version else [],
        "may_see_versions": access.may(request.user, BoardPermission.READ_PACKS),
        "is_chair": papers.is_chair(request.user, found.meeting, on=timezone.localdate()),
        "may_write": found.meeting.takes_papers and papers.may_write(request.user, found),
    }


def _stub(request: MemberRequest, found: AgendaItem, sight: Sight) -> HttpResponse:
    """What everybody may know of a restricted item, and nothing else."""
    restriction = sight.of_item(found.pk)
    context = {
        "item": found,
        "meeting": found.meeting,
        "restriction": restriction,
        "for_whom": restrictions.for_whom(restriction) if restriction else "",
    }
    return page(request, "partnership_board/item_restricted.html", context)


@require_http_methods(BOTH)
def item_new(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = access.get_or_404(
        Meeting.objects.select_related("board"),
        request=request,
        permission=BoardPermission.CHANGE_MEETINGS,
        pk=pk,
    )
    form = ItemForm(
        request.POST or None,
        proposals=boards.acceptable(),
        initial=_from_proposal(request),
        **_choices(),
    )
    if request.method == "POST" and form.is_valid():
        proposal = form.cleaned_data["proposal"]
        words = {"by": request.user, "now": timezone.now(), "text": form.text}
        if attempt(form, items.add, meeting, form.facts, proposal=proposal, **words):
            return go(request, meeting, said="The item is on the agenda.")
    return page(request, "partnership_board/item_new.html", {"meeting": meeting, "form": form})


@require_http_methods(BOTH)
def item_edit(request: MemberRequest, pk: int, number: str) -> HttpResponse:
    found = _item(request, pk, number, BoardPermission.CHANGE_MEETINGS)
    found = restrictions.sight_of(request.user, on=timezone.localdate()).shown(found)
    initial = initial_of(found, packs.latest_version(found))
    form = ItemForm(request.POST or None, proposals=None, initial=initial, **_choices())
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now(), "text": form.text}
        if attempt(form, items.edit, found, form.facts, **words):
            return go(request, found.meeting, said="Saved.")
    context = {"item": found, "meeting": found.meeting, "form": form}
    return page(request, "partnership_board/item_edit.html", context)


@require_POST
def item_move(request: MemberRequest, pk: int, number: str) -> HttpResponse:
    found = _item(request, pk, number, BoardPermission.CHANGE_MEETINGS)
    try:
        items.move(found, up=request.POST.get("to") == "up", by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, found.meeting)


@require_http_methods(BOTH)
def item_remove(request: MemberRequest, pk: int, number: str) -> HttpResponse:
    found = _item(request, pk, number, BoardPermission.CHANGE_MEETINGS)
    if request.method == "POST":
        try:
            items.remove(found, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return go(request, found.meeting)
    context = {"item": found, "meeting": found.meeting}
    return page(request, "partnership_board/item_remove.html", context)


def _from_proposal(request: MemberRequest) -> dict[str, object]:
    chosen = request.GET.get("proposal", "")
    if not chosen.isdigit():
        return {}
    proposal = AgendaProposal.objects.to_place().filter(pk=chosen).first()
    return initial_from(proposal) if proposal else {}


def _choices() -> dict[str, Any]:  # Any: rows of several models
    on = timezone.localdate()
    return {"people": boards.people_here(on=on), "organisations": boards.organisations(on=on)}
