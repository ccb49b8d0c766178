"""A paper: written by its author, with files beside it, in every version that came."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, go, page
from alliance.models import Priority
from partnership_board import covers
from partnership_board.actions import papers as actions
from partnership_board.differences import in_words
from partnership_board.forms.papers import EncloseForm, PaperForm, WaiveForm, initial_of
from partnership_board.models import AgendaItem, Enclosure, PaperVersion, Purpose
from partnership_board.permissions import BoardPermission
from partnership_board.prose import Prose, reading_minutes
from partnership_board.queries import boards, packs, restrictions
from partnership_board.queries import papers as queries

BOTH = ["GET", "HEAD", "POST"]


def _item(request: MemberRequest, pk: int, number: str, permission: str) -> AgendaItem:
    """The item, if nothing of it is kept from this person."""
    item = access.get_or_404(
        AgendaItem.objects.numbered().select_related(
            "meeting__board", "lead", "lead_organisation", "proposal__for_organisation"
        ),
        request=request,
        permission=permission,
        meeting=pk,
        number=number,
    )
    sight = restrictions.sight_of(request.user, on=timezone.localdate())
    paper = packs.latest_version(item)
    if sight.hides(item) or (paper and sight.hides_paper(paper.paper_id)):
        raise Http404
    return sight.shown(item)


@require_http_methods(BOTH)
def paper_edit(request: MemberRequest, pk: int, number: str) -> HttpResponse:
    """Everybody who proposes items may come here; only the author writes."""
    item = _item(request, pk, number, BoardPermission.PROPOSE)
    may_write = queries.may_write(request.user, item)
    latest = packs.latest_version(item) if may_write else None
    form = PaperForm(
        request.POST if request.method == "POST" else None,
        organisations=boards.organisations(on=timezone.localdate()),
        priorities=Priority.objects.current(),
        initial=initial_of(latest, queries.parties_of(latest) if latest else set()),
    )
    if request.method == "POST" and form.is_valid():
        told = {"by": request.user, "now": timezone.now(), "parties": form.cleaned_data["parties"]}
        if attempt(form, actions.send_in, item, form.text, **told):
            return go(request, item, said="The paper is in. Earlier versions are kept.")
    text = actions.text_of(latest) if latest else actions.PaperText("")
    context = {
        "item": item,
        "meeting": item.meeting,
        "form": form,
        "may_write": may_write and item.meeting.takes_papers,
        "latest": latest,
        "reading": reading_minutes(latest.words) if latest else 0,
        "missing": list(covers.missing(item.purpose, asks=text.asks, cover=text.cover).values()),
        "echoes": list(queries.echoes_of([latest])[latest.pk].values())
        if latest and queries.echoes_of([latest])
        else [],
        "enclosures": queries.enclosures_of(latest.paper_id) if latest else [],
        "is_late": timezone.localdate() > item.meeting.papers_by_on,
    }
    return page(request, "partnership_board/paper_edit.html", context)


@require_safe
def paper_versions(request: MemberRequest, pk: int, number: str) -> HttpResponse:
    """Each version as it came, and what one changed in the one before."""
    item = _item(request, pk, number, BoardPermission.READ_PACKS)
    if not _may_read(request, item):
        raise Http404
    versions = queries.versions_of(item)
    wanted = request.GET.get("n", "")
    chosen = next((v for v in versions if str(v.n) == wanted), versions[0] if versions else None)
    before = next((v for v in versions if chosen and v.n == chosen.n - 1), None)
    context = {
        "item": item,
        "meeting": item.meeting,
        "versions": versions,
        "chosen": chosen,
        "before": before,
        "summary": Prose(chosen.summary if chosen else ""),
        "body": Prose(chosen.body_md if chosen else ""),
        "cover": queries.covers_of([chosen])[chosen.pk] if chosen else [],
        "changes": in_words(_whole(before), _whole(chosen)) if chosen and before else [],
    }
    return page(request, "partnership_board/paper_versions.html", context)


def _may_read(request: MemberRequest, item: AgendaItem) -> bool:
    may_read = packs.may_read_papers(request.user, item.meeting)
    return may_read or queries.may_write(request.user, item)


def _whole(version: PaperVersion) -> str:
    return "\n\n".join([version.summary, *version.asks, version.body_md])


@require_http_methods(BOTH)
def paper_enclose(request: MemberRequest, pk: int, number: str) -> HttpResponse:
    item = _item(request, pk, number, BoardPermission.PROPOSE)
    form = EncloseForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
    )
    if request.method == "POST" and form.is_valid():
        told = {"by": request.user, "now": timezone.now()} | form.cleaned_data
        if attempt(form, actions.enclose, item, told.pop("file"), **told):
            said = "The file is being checked. It goes out with the next build."
            return go(request, "partnership_board:paper_edit", pk=pk, number=number, said=said)
    context = {
        "item": item,
        "meeting": item.meeting,
        "form": form,
        "may_write": queries.may_write(request.user, item) and item.meeting.takes_papers,
    }
    return page(request, "partnership_board/paper_enclose.html", context)


@require_POST
def enclosure_remove(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(
        Enclosure.objects.select_related("paper__item__meeting", "paper__item__proposal"),
        request=request,
        permission=BoardPermission.PROPOSE,
        pk=pk,
    )
    item = found.paper.item
    sight = restrictions.sight_of(request.user, on=timezone.localdate())
    if sight.hides(item) or sight.hides_paper(found.paper_id):
        raise Http404
    try:
        actions.take_out(found, by=request.user, now=timezone.now())
    except Refused as refusal:
        return go(request, item, said=str(refusal))
    return go(request, item, said="It is not in the next build.")


@require_http_methods(BOTH)
def paper_waive(request: MemberRequest, pk: int, number: str) -> HttpResponse:
    """For the chair alone, as anybody on the board may see who comes here."""
    item = _item(request, pk, number, BoardPermission.READ_PACKS)
    version = packs.latest_version(item)
    is_chair = queries.is_chair(request.user, item.meeting, on=timezone.localdate())
    form = WaiveForm(request.POST if request.method == "POST" else None)
    if version and request.method == "POST" and form.is_valid():
        told = {"by": request.user, "now": timezone.now()} | form.cleaned_data
        if attempt(form, actions.waive, version, **told):
            return go(request, item, said="The board may decide. Your reason is printed.")
    context = {
        "item": item,
        "meeting": item.meeting,
        "form": form,
        "may_allow": is_chair
        and version is not None
        and version.is_late
        and item.purpose == Purpose.DECIDE,
    }
    return page(request, "partnership_board/paper_waive.html", context)
