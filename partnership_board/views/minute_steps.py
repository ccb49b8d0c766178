"""Minutes move on, one press each; corrections are offered and answered."""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from alliance import access
from alliance.http import MemberRequest, attempt, go, page
from partnership_board.actions import corrections, minute_filling, minute_states
from partnership_board.forms.minutes import AnswerCorrectionForm, CorrectionForm, TableForm, WhyForm
from partnership_board.forms.requests import NothingForm
from partnership_board.models import Meeting, MinuteCorrection, MinuteEntry
from partnership_board.permissions import BoardPermission
from partnership_board.queries import minutes as queries
from partnership_board.queries import restrictions
from partnership_board.views.asking import form_page
from partnership_board.views.minutes import BOTH, back_to, meeting_of


def fill_in(meeting: Meeting, *, by: Any, now: Any) -> None:  # Any: as every step is called
    minute_filling.fill_in(meeting, by=by)


# Any: lazy translations, of a type that only Django's stubs know.
Step = tuple[Callable[..., BaseForm], Callable[..., object], tuple[Any, Any, Any]]
STEPS: Mapping[str, Step] = {
    "fill-in": (
        NothingForm,
        fill_in,
        (
            gettext_lazy("Fill in from the record"),
            gettext_lazy("Who was there, declarations, decisions, actions. Your own words stay."),
            gettext_lazy("Fill it in"),
        ),
    ),
    "to-chair": (
        NothingForm,
        minute_states.to_chair,
        (
            gettext_lazy("Give them to the chair"),
            gettext_lazy("The chair reads them before anybody else does."),
            gettext_lazy("Give them to the chair"),
        ),
    ),
    "round": (
        NothingForm,
        minute_states.circulate,
        (
            gettext_lazy("Send them round"),
            gettext_lazy("Everybody with a seat gets what was decided, and can offer corrections."),
            gettext_lazy("Send them round"),
        ),
    ),
    "take-back": (
        WhyForm,
        minute_states.take_back,
        (
            gettext_lazy("Open them for writing again"),
            gettext_lazy("Nothing that was written is lost, and what was sent round stays beside."),
            gettext_lazy("Open them again"),
        ),
    ),
    "table": (
        TableForm,
        minute_states.table,
        (
            gettext_lazy("Put them to a meeting"),
            gettext_lazy("If too few come to decide, they go on to the next one by themselves."),
            gettext_lazy("Put them to it"),
        ),
    ),
    "dispute": (
        WhyForm,
        minute_states.dispute,
        (
            gettext_lazy("The board could not agree them"),
            gettext_lazy("They stay as they are, with what is in dispute."),
            gettext_lazy("Write it down"),
        ),
    ),
}


@require_http_methods(BOTH)
def minutes_step(request: MemberRequest, pk: int, to: str) -> HttpResponse:
    meeting = meeting_of(request, pk, BoardPermission.RECORD)
    if to not in STEPS:
        raise Http404
    make, action, said = STEPS[to]
    more = {"meetings": queries.later_meetings(meeting)} if to == "table" else {}
    form = make(request.POST if request.method == "POST" else None, **more)
    if request.method == "POST" and form.is_valid():
        how = {"by": request.user, "now": timezone.now()} | form.cleaned_data
        if attempt(form, action, meeting, **how):
            return go(request, "partnership_board:minutes", pk=meeting.pk, said=_("Done."))
    return form_page(request, form, said, **back_to(meeting))


# ---- corrections ---------------------------------------------------------------------------------
@require_http_methods(BOTH)
def correction_offer(request: MemberRequest, pk: int) -> HttpResponse:
    entry = access.get_or_404(
        MinuteEntry.objects.select_related("minute_set__meeting__board", "item"),
        request=request,
        permission=BoardPermission.READ_PACKS,
        pk=pk,
    )
    _refuse_unread(request, entry)
    form = CorrectionForm(request.POST or None, initial={"new": entry.text})
    if request.method == "POST" and form.is_valid():
        how = {"by": request.user, "now": timezone.now()} | form.cleaned_data
        if attempt(form, corrections.offer, entry, **how):
            return go(request, entry.minute_set, said=_("Offered. The text stays for now."))
    context = {"entry": entry, "form": form} | back_to(entry.minute_set.meeting)
    return page(request, "partnership_board/correction_offer.html", context)


@require_http_methods(BOTH)
def correction_answer(request: MemberRequest, pk: int) -> HttpResponse:
    correction = access.get_or_404(
        MinuteCorrection.objects.select_related(
            "entry__minute_set__meeting__board", "entry__item", "for_seat"
        ),
        request=request,
        permission=BoardPermission.RECORD,
        pk=pk,
    )
    entry = correction.entry
    _refuse_unread(request, entry)
    form = AnswerCorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        how = {"by": request.user, "now": timezone.now()}
        if form.cleaned_data["answer"] == "accept":
            is_done = attempt(form, corrections.accept, correction, **how)
        else:
            how["reason"] = form.cleaned_data["reason"]
            is_done = attempt(form, corrections.refuse, correction, **how)
        if is_done:
            return go(request, entry.minute_set, said=_("Answered, and told."))
    context = {"correction": correction, "form": form} | back_to(entry.minute_set.meeting)
    return page(request, "partnership_board/correction_answer.html", context)


def _refuse_unread(request: MemberRequest, entry: MinuteEntry) -> None:
    """What somebody may not read does not exist for them."""
    sight = restrictions.sight_of(request.user, on=timezone.localdate())
    parts = queries.parts_for(request.user, entry.minute_set.meeting, sight)
    if entry.pk not in {row.entry.pk for part in parts for row in part.rows}:
        raise Http404
