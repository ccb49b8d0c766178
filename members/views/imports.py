"""Lists that come in, and what we hold going out as the same lists. For the lead."""

from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, download, go, page, refuse
from alliance.lists import PER_PAGE
from members.actions import imports as actions
from members.forms.imports import FileForm, PutInForm
from members.importing import writing
from members.importing.comparing import State
from members.models import ImportRun
from members.permissions import MembersPermission
from members.queries import imports as queries

BOTH = ["GET", "HEAD", "POST"]
ENDINGS = ("csv", "xlsx")
KINDS = dict(ImportRun.Kind.choices)


@require_safe
def imports(request: MemberRequest) -> HttpResponse:
    access.require(request.user, MembersPermission.CHANGE_MEMBERS)
    runs = ImportRun.objects.select_related("checked_by").order_by("-checked_at")[:20]
    return page(request, "members/import_list.html", {"kinds": KINDS.items(), "runs": runs})


@require_http_methods(BOTH)
def upload(request: MemberRequest, kind: str) -> HttpResponse:
    """What a list of this kind holds, and the way in for a file."""
    access.require(request.user, MembersPermission.CHANGE_MEMBERS)
    _refuse_unknown(kind)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = actions.check_file(
                kind,
                name=file.name,
                content=file.read(),
                by=request.user,
                on=timezone.localdate(),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return go(request, run)
    layout = queries.layout_of(kind)
    context = {"kind": kind, "label": KINDS[kind], "columns": layout.usual, "form": form}
    return page(request, "members/import_upload.html", context)


@require_safe
def template(request: MemberRequest, kind: str, ending: str) -> HttpResponse:
    access.require(request.user, MembersPermission.CHANGE_MEMBERS)
    _refuse_unknown(kind, ending)
    file = writing.template(queries.layout_of(kind), ending)
    name = f"{kind}-template.{ending}"
    return download(file.content, name=name, media_type=file.media_type)


@require_safe
def export(request: MemberRequest, kind: str, ending: str) -> HttpResponse:
    """What we hold; the same file sent in again finds nothing to change."""
    access.require(request.user, MembersPermission.CHANGE_MEMBERS)
    _refuse_unknown(kind, ending)
    rows = queries.held(kind, on=timezone.localdate(), now=timezone.now())
    file = writing.held(queries.layout_of(kind), rows, ending)
    return download(file.content, name=f"{kind}.{ending}", media_type=file.media_type)


@require_http_methods(BOTH)
def run_page(request: MemberRequest, pk: int) -> HttpResponse:
    """What each row would do, and the button that does it."""
    run = access.get_or_404(
        ImportRun.objects.select_related("checked_by", "applied_by", "file"),
        request=request,
        permission=MembersPermission.CHANGE_MEMBERS,
        pk=pk,
    )
    unknown = run.preview.get("unknown", [])
    posted = request.POST if request.method == "POST" else None
    form = PutInForm(posted, unknown=unknown)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data | {"by": request.user, "on": timezone.localdate()}
        if attempt(form, actions.put_in, run, now=timezone.now(), **words):
            run.refresh_from_db()
            return go(request, run, said=_said(run))
    context = _shown(request, run) | {"run": run, "form": form, "unknown": unknown}
    return page(request, "members/import_page.html", context)


def _said(run: ImportRun) -> str:
    if run.state == ImportRun.State.APPLIED:
        return "Put in."
    return "Something has changed here since you looked. Nothing was written: look again."


def _shown(request: MemberRequest, run: ImportRun) -> dict[str, Any]:  # Any: a template's context
    """The rows of the state that was asked for, problems first."""
    rows = run.preview.get("rows", [])
    counts = {state.value: sum(row["state"] == state for row in rows) for state in State}
    first = next((state for state in SHOWN_FIRST if counts[state]), State.SAME)
    wanted = request.GET.get("state", "")
    state = wanted if wanted in counts else first.value
    pages = Paginator([row for row in rows if row["state"] == state], PER_PAGE)
    tabs = [
        {
            "label": LABELS[one],
            "url": f"?state={one}",
            "is_current": one == state,
            "count": counts[one],
        }
        for one in LABELS
    ]
    return {
        "page": pages.get_page(request.GET.get("page")),
        "tabs": tabs,
        "counts": counts,
        "to_write": counts[State.NEW] + counts[State.CHANGED],
        "asked": sum(row["is_asked"] for row in rows),
        "can_be_undone": run.can_be_undone(now=timezone.now()),
    }


SHOWN_FIRST = (State.PROBLEM, State.NEW, State.CHANGED)
LABELS = {
    State.PROBLEM.value: "To put right",
    State.NEW.value: "New",
    State.CHANGED.value: "Changed",
    State.SAME.value: "The same",
}


@require_safe
def marked(request: MemberRequest, pk: int) -> HttpResponse:
    """The file as it came, with what to put right in each row."""
    run = access.get_or_404(
        ImportRun.objects.select_related("file"),
        request=request,
        permission=MembersPermission.CHANGE_MEMBERS,
        pk=pk,
    )
    if run.file is None:
        raise Http404
    found = queries.look_again(run, on=timezone.localdate(), now=timezone.now())
    stem, _, ending = run.file.name.rpartition(".")
    file = writing.marked(
        found.opened.sheet,
        heading_row=found.reading.heading_row,
        faults=found.faults,
        ending=ending,
    )
    return download(file.content, name=f"{stem}-to-put-right.{ending}", media_type=file.media_type)


@require_POST
def discard(request: MemberRequest, pk: int) -> HttpResponse:
    run = access.get_or_404(
        ImportRun.objects.all(),
        request=request,
        permission=MembersPermission.CHANGE_MEMBERS,
        pk=pk,
    )
    try:
        actions.discard(run, by=request.user)
    except Refused as refusal:
        return refuse(request, run, refusal)
    return go(request, "members:imports", said="Put aside. Nothing was written.")


@require_http_methods(BOTH)
def undo(request: MemberRequest, pk: int) -> HttpResponse:
    run = access.get_or_404(
        ImportRun.objects.all(),
        request=request,
        permission=MembersPermission.CHANGE_MEMBERS,
        pk=pk,
    )
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if attempt(form, actions.undo, run, by=request.user, now=timezone.now()):
            return go(request, run, said="Undone. Everything is as it was.")
    return page(request, "members/import_undo.html", {"run": run, "form": form})


def _refuse_unknown(kind: str, ending: str = "csv") -> None:
    if kind not in KINDS or ending not in ENDINGS:
        raise Http404
