"""Wellbeing rounds: what everybody may see, the four questions, and what only the guardian does."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access, limits
from alliance.errors import Refused
from alliance.http import MemberRequest, WebRequest, attempt, go, page, refuse
from alliance.traces import leaves_no_trace
from members.actions import wellbeing as actions
from members.errors import WrongCode
from members.forms.wellbeing import AnswerForm, PlanForm, SentenceForm
from members.models import WellbeingRound
from members.permissions import MembersPermission
from members.queries import away
from members.queries import wellbeing as queries

KEEP = MembersPermission.KEEP_WELLBEING
BOTH = ["GET", "HEAD", "POST"]


@require_safe
def wellbeing(request: MemberRequest) -> HttpResponse:
    """How one is: help, a rest, and the rounds. The same for all, but for the guardian's work."""
    access.require_office(request.user)
    keeps, on = access.may(request.user, KEEP), timezone.localdate()
    context = {
        "rounds": list(queries.rounds()),
        "keeps": keeps,
        "stepped": away.step_back_of(request.user, on=on),
        "calls": list(queries.open_help_requests(request.user, on=on)) if keeps else [],
    }
    return page(request, "members/wellbeing_page.html", context)


@require_safe
def round_page(request: MemberRequest, pk: int) -> HttpResponse:
    """While it is open, everybody reads the same: not yet."""
    found = access.get_or_404(
        WellbeingRound.objects.all(),
        request=request,
        permission=MembersPermission.SEE_MEMBERS,
        pk=pk,
    )
    keeps = access.may(request.user, KEEP) and not found.is_open
    context = {
        "round": found,
        "keeps": keeps,
        "summary": queries.summary(found) if keeps and found.is_summarised else [],
    }
    return page(request, "members/wellbeing_round.html", context)


@login_not_required
@leaves_no_trace
@require_http_methods(BOTH)
def answer(request: WebRequest) -> HttpResponse:
    """For whoever has a code, signed in or not: nothing here asks who they are."""
    now = timezone.now()
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        who = limits.address_of(request)
        limits.look(limits.WRONG_CODES, who, now=now)
        if form.is_valid():
            try:
                answers = form.answers()
                actions.answer(form.cleaned_data["code"], answers=answers, on=timezone.localdate())
            except WrongCode as refusal:
                limits.count(limits.WRONG_CODES, who, now=now)
                form.add_error("code", str(refusal))
            except Refused as refusal:
                form.add_error(refusal.field, str(refusal))
            else:
                return go(request, "wellbeing:thanks")
    open_round = queries.open_round(on=timezone.localdate())
    return page(request, "members/wellbeing_answer.html", {"form": form, "round": open_round})


@login_not_required
@leaves_no_trace
@require_safe
def thanks(request: WebRequest) -> HttpResponse:
    return page(request, "members/wellbeing_thanks.html")


@require_http_methods(BOTH)
def plan(request: MemberRequest) -> HttpResponse:
    access.require(request.user, KEEP)
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words, on = form.cleaned_data, timezone.localdate()
        if attempt(form, lambda: actions.plan(**words, by=request.user, on=on)):
            return go(request, "wellbeing:wellbeing", said="Planned. It opens by itself.")
    return page(request, "members/wellbeing_plan.html", {"form": form})


@require_POST
def call_off(request: MemberRequest, pk: int) -> HttpResponse:
    planned = access.get_or_404(
        WellbeingRound.objects.all(), request=request, permission=KEEP, pk=pk
    )
    try:
        actions.call_off(planned, by=request.user)
    except Refused as refusal:
        return refuse(request, planned, refusal)
    return go(request, "wellbeing:wellbeing", said="Called off. Nobody was asked.")


@require_http_methods(BOTH)
def tell(request: MemberRequest, pk: int) -> HttpResponse:
    over = access.get_or_404(WellbeingRound.objects.all(), request=request, permission=KEEP, pk=pk)
    form = SentenceForm(request.POST or None, initial={"sentence": over.sentence})
    if request.method == "POST" and form.is_valid():
        words, now = form.cleaned_data, timezone.now()
        if attempt(form, actions.tell_the_board, over, by=request.user, now=now, **words):
            return go(request, over, said="The board will read this.")
    return page(request, "members/wellbeing_tell.html", {"form": form, "round": over})
