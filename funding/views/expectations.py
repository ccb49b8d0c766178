"""Promises, with their age and what became of them."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.http import MemberRequest, attempt, go, page
from alliance.lists import page_of
from funding.actions import expectations
from funding.actions.expectations import Promise
from funding.forms import CloseForm, ExpectationForm, NoteForm
from funding.models import Expectation, ExpectationEvent
from funding.permissions import FundingPermission as May
from funding.queries import ledger
from funding.queries import streams as known


@require_safe
def listing(request: MemberRequest) -> HttpResponse:
    access.require(request.user, May.SEE_FUNDING)
    context = {
        "promises": page_of(request, known.promises(Expectation.objects.all())),
        "may_change": access.may(request.user, May.CHANGE_FUNDING),
        "today": timezone.localdate(),
    }
    return page(request, "funding/expectation_list.html", context)


@require_safe
def expectation(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(
        known.promises(Expectation.objects.all()),
        request=request,
        permission=May.SEE_FUNDING,
        pk=pk,
    )
    events = ExpectationEvent.objects.filter(expectation=found).order_by("on", "pk")
    context = {
        "promise": found,
        "events": events,
        "received": ledger.received(found.pk),
        "age": found.age(on=timezone.localdate()),
        "is_late": found.is_late(on=timezone.localdate()),
        "may_change": access.may(request.user, May.CHANGE_FUNDING),
    }
    return page(request, "funding/expectation_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    access.require(request.user, May.CHANGE_FUNDING)
    form = ExpectationForm(request.POST or None, initial={"stream": request.GET.get("stream")})
    if request.method == "POST" and form.is_valid():
        promise, on = Promise(**form.cleaned_data), timezone.localdate()
        if attempt(form, expectations.record_expectation, promise, by=request.user, on=on):
            return go(request, "funding:expectations", said="The promise is recorded.")
    return page(request, "funding/expectation_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: MemberRequest, pk: int) -> HttpResponse:
    found = _mine(request, pk)
    form = NoteForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        if attempt(form, expectations.note_about, found, by=request.user, **form.cleaned_data):
            return go(request, found, said="Recorded.")
    context = {"form": form, "promise": found, "title": "What was heard about it?"}
    return page(request, "funding/expectation_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: MemberRequest, pk: int) -> HttpResponse:
    found = _mine(request, pk)
    form = CloseForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        if attempt(
            form, expectations.close_expectation, found, by=request.user, **form.cleaned_data
        ):
            return go(request, found, said="Closed.")
    context = {"form": form, "promise": found, "title": "What became of it?"}
    return page(request, "funding/expectation_form.html", context)


def _mine(request: MemberRequest, pk: int) -> Expectation:
    return access.get_or_404(
        Expectation.objects.all(), request=request, permission=May.CHANGE_FUNDING, pk=pk
    )
