"""Asking organisations for time: the list, writing, choosing whom, and how it went."""

from django.forms import Form
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, go, page
from alliance.lists import page_of
from members.actions import asks as actions
from members.forms import composing
from members.forms.asks import AskForm, AudienceForm, RulesForm, begins_with, rules_begin_with
from members.models import Ask, AskResponse, AskRules
from members.permissions import MembersPermission, OrganisationPermission
from members.queries import asks as queries
from members.queries import room

BOTH = ["GET", "HEAD", "POST"]


@require_safe
def asks(request: MemberRequest) -> HttpResponse:
    """What is asked of those one acts for."""
    access.require(request.user, MembersPermission.SEE_MEMBERS)
    rows = access.visible(
        AskResponse.objects.all(),
        user=request.user,
        permission=OrganisationPermission.ANSWER_ASKS,
    )
    found = page_of(request, queries.ours(rows, on=timezone.localdate()))
    waiting = [one for one in found if one.is_open and one.state == AskResponse.State.PENDING]
    composes = access.may(request.user, MembersPermission.COMPOSE_ASKS)
    context = {
        "page": found,
        "waiting": waiting,
        "others": [one for one in found if one not in waiting],
        "minutes": sum(one.minutes_asked for one in waiting),
        "tabs": queries.tabs("asks", composes=composes),
        "on": timezone.localdate(),
    }
    return page(request, "members/ask_ours.html", context)


@require_safe
def all_asks(request: MemberRequest) -> HttpResponse:
    access.require(request.user, MembersPermission.COMPOSE_ASKS)
    context = {
        "page": page_of(request, queries.all_asks()),
        "tabs": queries.tabs("all", composes=True),
        "may_settle": access.may(request.user, MembersPermission.CHANGE_MEMBERS),
    }
    return page(request, "members/ask_list.html", context)


@require_http_methods(BOTH)
def new(request: MemberRequest) -> HttpResponse:
    access.require(request.user, MembersPermission.COMPOSE_ASKS)
    form = AskForm(request.POST or None, networks=queries.networks())
    on = timezone.localdate()
    if request.method == "POST" and form.is_valid():
        try:
            ask = actions.compose(words=form.words(), by=request.user, on=on)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return go(request, "asks:who", pk=ask.pk)
    return page(request, "members/ask_write.html", {"form": form, "ask": None})


@require_http_methods(BOTH)
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    ask = _ask(request, pk)
    form = AskForm(request.POST or None, networks=queries.networks(), initial=begins_with(ask))
    words = {"by": request.user, "on": timezone.localdate()}
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.rewrite, ask, words=form.words(), **words):
            return go(request, "asks:who", pk=ask.pk)
    return page(request, "members/ask_write.html", {"form": form, "ask": ask})


@require_http_methods(BOTH)
def who(request: MemberRequest, pk: int) -> HttpResponse:
    """Nothing is sent by looking: the button that sends says to how many."""
    ask, on = _ask(request, pk), timezone.localdate()
    audience, choices = composing.audience(request.GET), queries.audience_choices()
    found = room.standings(ask, on=on, audience=audience)
    suggestion = room.suggested(found, ask)
    form = composing.who_form(request, found, suggestion, ask)
    if form.is_bound and form.is_valid():
        words = {"by": request.user, "now": timezone.now(), "on": on}
        if attempt(form, actions.send, ask, chosen=form.chosen(), **words):
            return go(request, ask, said="Sent. Each of them has a letter with a yes and a no.")
    context = composing.sheet(ask, found, suggestion, form, rules=AskRules.objects.first(), on=on)
    context |= {
        "filters": AudienceForm(request.GET, choices=choices),
        "is_narrow": bool(audience),
        "sees_hours": access.may(request.user, MembersPermission.SEE_HOURS),
        "form": form,
    }
    return page(request, "members/ask_who.html", context, part="members/_ask_sum.html")


@require_safe
def ask(request: MemberRequest, pk: int) -> HttpResponse:
    found = _ask(request, pk)
    responses = queries.responses_to(found)
    context = {
        "ask": found,
        "responses": queries.named(responses),
        "counts": composing.counts(responses),
        "room": max(0, found.places_wanted - composing.still_in(responses)),
    }
    return page(request, "members/ask_page.html", context)


@require_http_methods(BOTH)
def call_off(request: MemberRequest, pk: int) -> HttpResponse:
    found = _ask(request, pk)
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.call_off, found, by=request.user, now=timezone.now()):
            return go(request, found, said="Called off. Those who said yes are told.")
    return page(request, "members/ask_call_off.html", {"ask": found, "form": form})


@require_http_methods(BOTH)
def rules(request: MemberRequest) -> HttpResponse:
    access.require(request.user, MembersPermission.CHANGE_MEMBERS)
    form = RulesForm(request.POST or None, initial=rules_begin_with(AskRules.objects.first()))
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.settle_rules, by=request.user, **form.cleaned_data):
            return go(request, "asks:all", said="Saved.")
    return page(request, "members/ask_rules.html", {"form": form})


def _ask(request: MemberRequest, pk: int) -> Ask:
    return access.get_or_404(
        Ask.objects.select_related("asked_by_network"),
        request=request,
        permission=MembersPermission.COMPOSE_ASKS,
        pk=pk,
    )
