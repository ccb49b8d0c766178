"""From a point to what became of it and back: the line, the answers told, the counts."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access
from alliance.http import MemberRequest, attempt, go, page
from coproduction import measures as counted
from coproduction import picturing
from coproduction.actions import answers as telling
from coproduction.actions import descents, insights
from coproduction.line_forms import JoinForm, PressForm, SecondForm, TellForm, ThemeForm
from coproduction.models import Insight, Response
from coproduction.permissions import CoproductionPermission as May
from coproduction.queries import answers as unanswered
from coproduction.queries import counting, second_readings, themed
from coproduction.queries import insights as reading
from coproduction.queries import lineage as lines
from coproduction.queries.descents import made_into


@require_safe
def line(request: MemberRequest, number: str) -> HttpResponse:
    """One page, as a picture and as text, for everybody who may read the point."""
    found = access.get_or_404(
        Insight.objects.all(), request=request, permission=May.SEE_INSIGHTS, number=number
    )
    now, today = timezone.now(), timezone.localdate()
    rows = Insight.objects.filter(pk=found.pk)
    if access.may(request.user, May.CAPTURE_INSIGHTS):
        shown = reading.shown(rows, at=now)
    else:
        shown = reading.for_person(rows, user=request.user, at=now)
    if not shown:
        raise Http404
    steps = lines.steps_of(found)
    context = {
        "shown": shown[0],
        "steps": steps,
        "figure": picturing.drawn(found.number, steps, on=today),
        "became": made_into(found),
        "today": today,
    }
    return page(request, "coproduction/insight_line.html", context)


@require_safe
def measures(request: MemberRequest) -> HttpResponse:
    """Counts and times, each with the words that say how it was counted."""
    access.require(request.user, May.SEE_INSIGHTS)
    figures = counted.figures(counting.points(), on=timezone.localdate())
    return page(request, "coproduction/measures.html", {"figures": figures})


@require_http_methods(["GET", "HEAD", "POST"])
def themes(request: MemberRequest) -> HttpResponse:
    access.require(request.user, May.CAPTURE_INSIGHTS)
    form = ThemeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, insights.agree_theme, by=request.user, **form.cleaned_data):
            return go(request, "coproduction:themes", said="The theme is there.")
    context = {"form": form, "themes": themed.every()}
    return page(request, "coproduction/theme_list.html", context)


@require_safe
def answers(request: MemberRequest) -> HttpResponse:
    """Every answer that somebody still waits to hear."""
    access.require(request.user, May.CAPTURE_INSIGHTS)
    context = {"waiting": unanswered.to_be_told(), "today": timezone.localdate()}
    return page(request, "coproduction/answer_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(
        Response.objects.all(), request=request, permission=May.CAPTURE_INSIGHTS, pk=pk
    )
    people = unanswered.to_tell(found)
    initial = {"told_on": timezone.localdate()}
    form = TellForm(request.POST or None, people=people, initial=initial)
    if request.method == "POST" and form.is_valid():
        if attempt(form, telling.tell_back, found, by=request.user, **form.cleaned_data):
            return go(request, "coproduction:answers", said="That is recorded.")
    context = {"form": form, "response": found, "people": people, "today": timezone.localdate()}
    return page(request, "coproduction/answer_tell.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: MemberRequest) -> HttpResponse:
    """Several points become one."""
    access.require(request.user, May.CAPTURE_INSIGHTS)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data | {"by": request.user, "now": timezone.now()}
        if attempt(form, descents.merge, **words):
            return go(request, "coproduction:drafts", said="They are one point now, as a draft.")
    return page(request, "coproduction/insight_join.html", {"form": form})


@require_POST
def send_on(request: MemberRequest, number: str) -> HttpResponse:
    found = _writable(request, number)
    form = PressForm(request.POST)
    form.is_valid()
    if attempt(form, insights.send_on, found, by=request.user):
        return go(request, found, said="Sent on.")
    return page(request, "coproduction/insight_second.html", _second(found) | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def second(request: MemberRequest, number: str) -> HttpResponse:
    """The other reader looks at the text, with the reasons why."""
    found = _writable(request, number)
    form = SecondForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        clock = {"on": timezone.localdate(), "now": timezone.now()}
        words = form.cleaned_data | clock | {"by": request.user}
        if attempt(form, insights.read_second, found, **words):
            return go(request, found, said="Your reading is recorded.")
    return page(request, "coproduction/insight_second.html", _second(found) | {"form": form})


def _second(found: Insight) -> dict[str, object]:
    (shown,) = reading.shown(Insight.objects.filter(pk=found.pk), at=timezone.now())
    return {"shown": shown, "reasons": second_readings.in_words(shown.second_because)}


def _writable(request: MemberRequest, number: str) -> Insight:
    return access.get_or_404(
        Insight.objects.all(), request=request, permission=May.CAPTURE_INSIGHTS, number=number
    )
