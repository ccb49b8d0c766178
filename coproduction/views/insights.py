"""Points and what became of them."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access
from alliance.http import MemberRequest, attempt, go, page
from coproduction.actions import agendas, insights, links
from coproduction.forms import (
    AnswerForm,
    ApproveForm,
    CheckBackForm,
    InsightForm,
    NewInsightForm,
    ToAgendaForm,
)
from coproduction.models import Contributor, Insight, InsightSource
from coproduction.permissions import CoproductionPermission as May
from coproduction.queries import contributions as told
from coproduction.queries import insights as reading


@require_safe
def home(request: MemberRequest) -> HttpResponse:
    """What we heard and what changed, for this person's audiences."""
    access.require(request.user, May.SEE_INSIGHTS)
    every = reading.for_person(Insight.objects.all(), user=request.user, at=timezone.now())
    theme = request.GET.get("theme", "")
    context = {
        "count": len(every),
        "answered": sum(not each.is_waiting for each in every),
        "insights": [each for each in every if not theme or theme in each.themes],
        "themes": reading.themes_of(every),
        "theme": theme,
        "may_capture": access.may(request.user, May.CAPTURE_INSIGHTS),
        "may_take": access.may(request.user, May.TAKE_WORDS),
        "may_act": access.may(request.user, May.ACT_ON_WORRIES),
        "today": timezone.localdate(),
    }
    return page(request, "coproduction/insight_home.html", context)


@require_safe
def drafts(request: MemberRequest) -> HttpResponse:
    """Every point in every state, for those who write them."""
    access.require(request.user, May.CAPTURE_INSIGHTS)
    every = reading.shown(Insight.objects.all(), at=timezone.now())
    return page(request, "coproduction/insight_list.html", {"insights": every})


@require_safe
def insight(request: MemberRequest, number: str) -> HttpResponse:
    found = access.get_or_404(
        Insight.objects.all(), request=request, permission=May.SEE_INSIGHTS, number=number
    )
    return _insight_page(request, found)


def _insight_page(
    request: MemberRequest,
    found: Insight,
    **context: Any,  # Any: a template's context
) -> HttpResponse:
    now, rows = timezone.now(), Insight.objects.filter(pk=found.pk)
    may_capture = access.may(request.user, May.CAPTURE_INSIGHTS)
    if may_capture:
        shown = reading.shown(rows, at=now)
    else:
        shown = reading.for_person(rows, user=request.user, at=now)
    if not shown:
        raise Http404
    context |= {"shown": shown[0], "may_capture": may_capture, "today": timezone.localdate()}
    if may_capture:
        context |= reading.behind(found)
    return page(request, "coproduction/insight_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    access.require(request.user, May.CAPTURE_INSIGHTS)
    sources = told.queue(request.user, on=timezone.localdate())
    chosen = sources.filter(public_id__in=told.uuids(request.GET.getlist("from")))
    form = NewInsightForm(request.POST or None, told=sources, initial={"contributions": chosen})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        if attempt(form, insights.write_insight, by=request.user, now=timezone.now(), **words):
            return go(request, "coproduction:drafts", said="The point is written, as a draft.")
    return page(request, "coproduction/insight_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: MemberRequest, number: str) -> HttpResponse:
    found = _mine(request, number)
    shown = reading.shown(Insight.objects.filter(pk=found.pk), at=timezone.now())[0]
    initial = {"plain_text": shown.text, "audience": found.audience}
    form = InsightForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data | {"by": request.user, "now": timezone.now()}
        if attempt(form, insights.rewrite_insight, found, **words):
            return go(request, found, said="This is the new text. It is a draft again.")
    return page(request, "coproduction/insight_write.html", {"form": form, "insight": found})


@require_http_methods(["GET", "HEAD", "POST"])
def check_back(request: MemberRequest, number: str) -> HttpResponse:
    found = _mine(request, number)
    sources = InsightSource.objects.filter(insight=found).values("contribution__contributor")
    people = Contributor.objects.filter(pk__in=sources).order_by("ref")
    form = CheckBackForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        if attempt(form, insights.record_check_back, found, by=request.user, **form.cleaned_data):
            return go(request, found, said="What they said is recorded.")
    return page(request, "coproduction/insight_check.html", {"form": form, "insight": found})


@require_POST
def approve(request: MemberRequest, number: str) -> HttpResponse:
    found = _mine(request, number)
    form = ApproveForm(request.POST)
    form.is_valid()
    if attempt(form, insights.approve_insight, found, by=request.user, now=timezone.now()):
        return go(request, found, said="Approved. Its audience can read it from now on.")
    return _insight_page(request, found, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def to_agenda(request: MemberRequest, number: str) -> HttpResponse:
    found = _mine(request, number)
    form = ToAgendaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data | {"by": request.user, "now": timezone.now()}
        if attempt(form, agendas.put_to_agenda_group, found, **words):
            return go(request, found, said="It is with the agenda group now.")
    shown = reading.shown(Insight.objects.filter(pk=found.pk), at=timezone.now())[0]
    return page(request, "coproduction/insight_agenda.html", {"form": form, "shown": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: MemberRequest, number: str) -> HttpResponse:
    found = _mine(request, number)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data | {"by": request.user, "now": timezone.now()}
        if attempt(form, links.answer_insights, [found], **words):
            return go(request, found, said="The answer is published. Now tell the people.")
    shown = reading.shown(Insight.objects.filter(pk=found.pk), at=timezone.now())[0]
    return page(request, "coproduction/insight_answer.html", {"form": form, "shown": shown})


def _mine(request: MemberRequest, number: str) -> Insight:
    return access.get_or_404(
        Insight.objects.all(), request=request, permission=May.CAPTURE_INSIGHTS, number=number
    )
