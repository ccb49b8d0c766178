"""Asking the wellbeing guardian for help, stepping back for a while, and coming back."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from alliance import access, vault
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, go, page, refuse
from alliance.traces import leaves_no_trace
from members.actions import calls_for_help, stepping_back
from members.forms.wellbeing import HelpForm, StepBackForm
from members.permissions import MembersPermission
from members.queries import wellbeing as queries

BOTH = ["GET", "HEAD", "POST"]


@leaves_no_trace
@require_http_methods(BOTH)
def help_page(request: MemberRequest) -> HttpResponse:
    """Whom to ring comes first."""
    access.require_office(request.user)
    form, now, on = HelpForm(request.POST or None), timezone.now(), timezone.localdate()
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        if attempt(
            form,
            lambda: calls_for_help.ask_for_help(**words, by=request.user, on=on, now=now),
        ):
            said = "The wellbeing guardian will read it and write to you."
            return go(request, "wellbeing:wellbeing", said=said)
    return page(request, "members/help_ask.html", {"form": form})


@leaves_no_trace
@require_http_methods(BOTH)
def help_request(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(
        queries.help_requests(request.user, on=timezone.localdate()),
        request=request,
        permission=MembersPermission.KEEP_WELLBEING,
        pk=pk,
    )
    if request.method == "POST":
        try:
            calls_for_help.close(found, now=timezone.now())
        except Refused as refusal:
            return refuse(request, found, refusal)
        return go(request, "wellbeing:wellbeing", said="Closed. What was written is erased.")
    words = vault.unseal(found.sealed, place=found.place) if found.sealed else ""
    return page(request, "members/help_request.html", {"call": found, "words": words})


@require_http_methods(BOTH)
def step_back(request: MemberRequest) -> HttpResponse:
    access.require_office(request.user)
    form = StepBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words, now = form.cleaned_data, timezone.now()
        if attempt(form, stepping_back.step_back, request.user, now=now, **words):
            return go(request, "wellbeing:wellbeing", said="Done. Rest well; we will manage.")
    return page(request, "members/step_back.html", {"form": form})


@require_POST
def come_back(request: MemberRequest) -> HttpResponse:
    access.require_office(request.user)
    try:
        stepping_back.come_back(request.user, now=timezone.now())
    except Refused as refusal:
        return refuse(request, "wellbeing:wellbeing", refusal)
    return go(request, "wellbeing:wellbeing", said="Welcome back.")
