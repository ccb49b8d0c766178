"""Raising a worry with one press, and acting on it."""

import uuid

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, go, page, refuse
from alliance.kept import keeps_nothing
from alliance.lists import page_of
from coproduction import words
from coproduction.actions import safety as actions
from coproduction.models import CaptureDraft, Contribution, SafetyFlag
from coproduction.permissions import CoproductionPermission as May
from coproduction.queries import contributions as told
from coproduction.queries import safety as queries
from coproduction.views.capture_steps import gone, mine_or_none
from coproduction.work_forms import ActForm, CloseForm, WorryForm
from coproduction.working_hours import is_open
from partnership_board.queries.calendars import closed_days

BOTH = ["GET", "HEAD", "POST"]


@keeps_nothing
@require_http_methods(BOTH)
def worry_new(request: MemberRequest) -> HttpResponse:
    """About somebody of whom nothing is kept."""
    access.require(request.user, May.TAKE_WORDS)
    return _ask(request, back=reverse("coproduction:capture"))


@keeps_nothing
@require_http_methods(BOTH)
def capture_worry(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Half-way through, also by the person themselves on a phone that was handed to them."""
    access.require(request.user, May.TAKE_WORDS)
    draft = mine_or_none(request, public_id)
    if draft is None:
        return gone(request)
    return _ask(request, draft=draft, back=draft.get_absolute_url())


@keeps_nothing
@require_http_methods(BOTH)
def contribution_worry(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    contribution = access.get_or_404(
        told.queue(request.user, on=timezone.localdate()),
        request=request,
        permission=May.CAPTURE_INSIGHTS,
        public_id=public_id,
    )
    return _ask(request, contribution=contribution, back=contribution.get_absolute_url())


def _ask(
    request: MemberRequest,
    *,
    draft: CaptureDraft | None = None,
    contribution: Contribution | None = None,
    back: str,
) -> HttpResponse:
    form, now = WorryForm(request.POST or None), timezone.now()
    if request.method == "POST" and form.is_valid():
        about = {"draft": draft, "contribution": contribution, "by": request.user, "now": now}
        if attempt(form, actions.raise_flag, form.cleaned_data["kind"], **about):
            return go(request, request.path, said=_("The safeguarding lead has been told."))
    context = {
        "form": form,
        "kinds": SafetyFlag.Kind.choices,
        "raised": queries.raised(draft=draft, contribution=contribution),
        "is_open": is_open(now, closed_days()),
        "back": back,
    }
    return page(request, "coproduction/worry_raise.html", context)


@require_safe
def worries(request: MemberRequest) -> HttpResponse:
    access.require(request.user, May.ACT_ON_WORRIES)
    context = {
        "open_flags": list(queries.open_flags()),
        "closed_flags": page_of(request, queries.closed_flags()),
        "is_open": is_open(timezone.now(), closed_days()),
    }
    return page(request, "coproduction/worry_list.html", context)


@keeps_nothing
@require_http_methods(BOTH)
def worry(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """POST opens the held words, and it is written down."""
    flag, opened = _flag(request, public_id), ""
    if request.method == "POST":
        try:
            opened = actions.read_held(flag, by=request.user, now=timezone.now())
        except Refused as refusal:
            return refuse(request, flag, refusal)
    context = {
        "flag": flag,
        "opened": opened,
        "outcome": _outcome(flag),
        "act_form": ActForm(initial={"outside_reference": flag.outside_reference}),
    }
    return page(request, "coproduction/worry_page.html", context)


@require_POST
def take_on(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    flag = _flag(request, public_id)
    try:
        actions.take_on(flag, by=request.user, now=timezone.now())
    except Refused as refusal:
        return refuse(request, flag, refusal)
    return go(request, flag, said=_("It is yours now. Nobody else is told."))


@require_POST
def act(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    flag = _flag(request, public_id)
    form = ActForm(request.POST)
    if form.is_valid() and attempt(form, actions.act, flag, by=request.user, **form.cleaned_data):
        return go(request, flag, said=_("Noted."))
    context = {"flag": flag, "opened": "", "outcome": _outcome(flag), "act_form": form}
    return page(request, "coproduction/worry_page.html", context)


@keeps_nothing
@require_http_methods(BOTH)
def close(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    flag = _flag(request, public_id)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"by": request.user, "now": timezone.now()}
        if attempt(form, actions.close, flag, **said, **form.cleaned_data):
            return go(request, "coproduction:worries", said=_("Closed. Thank you."))
    return page(request, "coproduction/worry_close.html", {"flag": flag, "form": form})


def _flag(request: MemberRequest, public_id: uuid.UUID) -> SafetyFlag:
    rows = SafetyFlag.objects.select_related("raised_by", "acknowledged_by", "closed_by")
    return access.get_or_404(
        rows.select_related("contribution__contributor"),
        request=request,
        permission=May.ACT_ON_WORRIES,
        public_id=public_id,
    )


def _outcome(flag: SafetyFlag) -> str:
    try:
        return words.opened(flag, "outcome")
    except words.Withdrawn as problem:
        raise Http404 from problem
