"""Streams: what we know of each, how firmly, from which source, and what is missing."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.http import MemberRequest, WebRequest, attempt, download, go, page
from funding import exports, figures
from funding.actions import plans, streams
from funding.actions.streams import StreamFacts
from funding.forms import (
    ItemForm,
    LineForm,
    MoveForm,
    NewStreamForm,
    ProfileForm,
    StageForm,
    StreamForm,
)
from funding.models import BudgetLine, Expectation, FundingStream
from funding.permissions import FundingPermission as May
from funding.queries import pages
from funding.queries import streams as known


@require_safe
def home(request: MemberRequest) -> HttpResponse:
    access.require(request.user, May.SEE_FUNDING)
    promises = known.promises(Expectation.objects.open())
    context = {
        "columns": known.columns(FundingStream.objects.all()),
        "promises": promises,
        "sees_ledger": access.may(request.user, May.SEE_LEDGER),
        "may_change": access.may(request.user, May.CHANGE_FUNDING),
        "today": timezone.localdate(),
    }
    return page(request, "funding/stream_list.html", context)


@require_safe
def spreadsheet(request: MemberRequest) -> HttpResponse:
    """Pence, qualifier and status in columns of their own."""
    access.require(request.user, May.SEE_FUNDING)
    rows = known.with_names(FundingStream.objects.all())
    return download(exports.streams_csv(rows), name="funding.csv", media_type="text/csv")


@login_not_required
@require_safe
def open_page(request: WebRequest) -> HttpResponse:
    """What everybody may see."""
    columns = known.columns(FundingStream.objects.published())
    return page(request, "funding/stream_open.html", {"columns": columns})


@require_safe
def stream(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(
        known.with_names(FundingStream.objects.all()),
        request=request,
        permission=May.SEE_FUNDING,
        pk=pk,
    )
    chosen = request.GET.get("by", "years")
    context = pages.of_stream(found, by_what=chosen)
    context |= {
        "picture": figures.first_part(found, context["parts"]),
        "may_change": access.may(request.user, May.CHANGE_FUNDING),
        "may_prepare": access.may(request.user, May.PREPARE_PAYMENTS),
        "today": timezone.localdate(),
    }
    return page(request, "funding/stream_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    access.require(request.user, May.CHANGE_FUNDING)
    form = NewStreamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = dict(form.cleaned_data)
        status = words.pop("status")
        facts, on = StreamFacts(**words), timezone.localdate()
        if attempt(form, streams.record_stream, facts, status=status, by=request.user, on=on):
            return go(request, "funding:home", said=f"{facts.name} is recorded.")
    return page(request, "funding/stream_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    found = _mine(request, pk)
    initial = {name: getattr(found, name) for name in StreamFacts.__dataclass_fields__}
    form = StreamForm(request.POST or None, own=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = StreamFacts(**form.cleaned_data)
        if attempt(form, streams.edit_stream, found, facts, by=request.user):
            return go(request, found, said="Saved.")
    return page(request, "funding/stream_edit.html", {"form": form, "stream": found})


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: MemberRequest, pk: int) -> HttpResponse:
    found = _mine(request, pk)
    form = MoveForm(request.POST or None, initial={"on": timezone.localdate()})
    return _about(request, found, form, streams.move_stream, "How far has it got?")


@require_http_methods(["GET", "HEAD", "POST"])
def line_new(request: MemberRequest, pk: int) -> HttpResponse:
    found = _mine(request, pk)
    form = LineForm(request.POST or None)
    return _about(request, found, form, streams.plan_line, "A new budget line")


@require_http_methods(["GET", "HEAD", "POST"])
def line_edit(request: MemberRequest, pk: int) -> HttpResponse:
    line = access.get_or_404(
        BudgetLine.objects.select_related("stream"),
        request=request,
        permission=May.CHANGE_FUNDING,
        pk=pk,
    )
    names = ("title", "purpose", "planned_pence", "note")
    initial = {name: getattr(line, name) for name in names}
    form = LineForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if attempt(form, streams.change_line, line, by=request.user, **form.cleaned_data):
            return go(request, line.stream, said="Saved.")
    context = {"form": form, "stream": line.stream, "title": line.title}
    return page(request, "funding/stream_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: MemberRequest, pk: int) -> HttpResponse:
    found = _mine(request, pk)
    form = ProfileForm(request.POST or None)
    return _about(request, found, form, plans.agree_profile, "Agree how the sum is spread")


@require_http_methods(["GET", "HEAD", "POST"])
def stage(request: MemberRequest, pk: int) -> HttpResponse:
    found = _mine(request, pk)
    form = StageForm(request.POST or None)
    return _about(request, found, form, plans.record_design_stage, "Who took part in the design?")


@require_http_methods(["GET", "HEAD", "POST"])
def beside(request: MemberRequest, pk: int) -> HttpResponse:
    found = _mine(request, pk)
    form = ItemForm(request.POST or None)
    return _about(request, found, form, streams.show_beside, "Show it beside an agenda item")


def _mine(request: MemberRequest, pk: int) -> FundingStream:
    return access.get_or_404(
        FundingStream.objects.all(), request=request, permission=May.CHANGE_FUNDING, pk=pk
    )


def _about(
    request: MemberRequest,
    found: FundingStream,
    form: Any,  # Any: one of the forms above
    action: Any,  # Any: takes the stream and the form's words
    title: str,
) -> HttpResponse:
    """A small form about one stream, and back to it."""
    if request.method == "POST" and form.is_valid():
        if attempt(form, action, found, by=request.user, **form.cleaned_data):
            return go(request, found, said="Saved.")
    context = {"form": form, "stream": found, "title": title}
    return page(request, "funding/stream_form.html", context)
