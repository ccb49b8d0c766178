"""Questions: put, answered by seats, decided; and what goes back to whoever proposed an item."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from alliance import access, words
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, go, page, refuse
from partnership_board.actions import closing
from partnership_board.actions import questions as actions
from partnership_board.forms.questions import (
    CountForm,
    ExtractForm,
    QuestionForm,
    StandForm,
    StandOfForm,
)
from partnership_board.models import AgendaItem, Question
from partnership_board.permissions import BoardPermission
from partnership_board.queries import closing as ends
from partnership_board.queries import decisions, presence, restrictions
from partnership_board.queries import questions as queries
from partnership_board.templatetags.live import fresh_key
from partnership_board.views.asking import form_page
from partnership_board.views.keeping import refuse_others_of

BOTH = ["GET", "HEAD", "POST"]
LIVE = "partnership_board:live"


def _item(request: MemberRequest, pk: int, number: str) -> AgendaItem:
    item = access.get_or_404(
        AgendaItem.objects.numbered().select_related(
            "meeting__board", "meeting__rules", "proposal"
        ),
        request=request,
        permission=BoardPermission.READ_PACKS,
        meeting=pk,
        number=number,
    )
    refuse_others_of(request, item)
    _sight(request, item)
    return item


def _sight(request: MemberRequest, item: AgendaItem) -> restrictions.Sight:
    """What they see; whoever may not read a restricted item has no part in deciding it."""
    sight = restrictions.sight_of(request.user, on=timezone.localdate())
    if sight.hides(item):
        raise PermissionDenied
    return sight


def _question(request: MemberRequest, pk: int) -> Question:
    rows = Question.objects.select_related(
        "item__meeting__board", "item__meeting__rules", "rules", "decision"
    )
    permission = BoardPermission.READ_PACKS
    found = access.get_or_404(rows, request=request, permission=permission, pk=pk)
    _sight(request, found.item)
    return found


@require_http_methods(BOTH)
def question_put(request: MemberRequest, pk: int, number: str) -> HttpResponse:
    item = _item(request, pk, number)
    board = item.meeting.board
    form = QuestionForm(
        request.POST if request.method == "POST" else None,
        ways=decisions.ways_of(item.meeting.rules),
        decisions=decisions.standing_decisions(board),
        recommendations=decisions.recommendations(board),
        initial={"text": ends.asked_of(item), "kind": "approve"},
    )
    if request.method == "POST" and form.is_valid():
        told = {"by": request.user, "now": timezone.now()}
        if attempt(form, actions.put, item, form.wording, **told):
            question = queries.open_questions().get(item=item)
            return go(request, question, said="The question is before the board.")
    context = {"item": item, "meeting": item.meeting, "form": form}
    return page(request, "partnership_board/question_put.html", context)


@require_http_methods(BOTH)
def question(request: MemberRequest, pk: int) -> HttpResponse:
    """For whoever answers it: open, choose, send."""
    found = _question(request, pk)
    now = timezone.now()
    sight = _sight(request, found.item)
    mine = queries.voices_of(request.user, found, at=now) if found.is_open else []
    voice = next((each for each in mine if not each.why_not), None)
    posted = request.POST if request.method == "POST" else None
    form = StandForm(posted, question=found, initial={"key": fresh_key()})
    if request.method == "POST" and form.is_valid():
        seat = voice.then.seat if voice else mine[0].then.seat if mine else None
        if seat is None:
            form.add_error(None, "You hold no seat on this board, and are nobody's deputy there.")
        elif attempt(form, actions.say, found, form.stand, seat=seat, **_by(request, form)):
            return go(request, found, said="Your answer is kept. You can still change it.")
    context = _seen(request, found, sight) | {"mine": mine, "voice": voice, "form": form}
    return page(request, "partnership_board/question.html", context)


def _by(request: MemberRequest, form: StandForm) -> dict[str, Any]:  # Any: of an action
    key = form.cleaned_data["key"]
    return {"person": request.user, "by": request.user, "key": key, "now": timezone.now()}


def _seen(
    request: MemberRequest, found: Question, sight: restrictions.Sight
) -> dict[str, Any]:  # Any: a template's context
    may_keep = presence.keeps_item(request.user, found.item, on=timezone.localdate())
    by_seat = found.is_answered_by_seat
    return {
        "question": found,
        "item": sight.shown(found.item),
        "may_keep": may_keep,
        "table": queries.table_of(found, at=timezone.now()) if by_seat and found.is_open else [],
    }


@require_http_methods(BOTH)
def question_enter(request: MemberRequest, pk: int) -> HttpResponse:
    """What somebody said in the room, by phone or by mail."""
    found = _question(request, pk)
    refuse_others_of(request, found.item)
    now = timezone.now()
    speakers = queries.speakers_of(found, at=now)
    posted = request.POST if request.method == "POST" else None
    voices = [(key, each.said) for key, each in speakers.items()]
    initial = {"key": fresh_key(), "sent": "room", "voice": request.GET.get("voice", "")}
    form = StandOfForm(posted, question=found, voices=voices, initial=initial)
    if request.method == "POST" and form.is_valid():
        speaker = speakers[form.cleaned_data["voice"]]
        told = {"key": form.cleaned_data["key"], "by": request.user, "now": now}
        told |= {"seat": speaker.seat, "person": speaker.person}
        if attempt(form, actions.say, found, form.stand, **told):
            return go(request, found, said="Written down.")
    asked = (
        "Write down an answer",
        found.text,
        "Write it down",
    )
    return form_page(request, form, asked, back="The question", back_url=found.get_absolute_url())


@require_http_methods(BOTH)
def question_decide(request: MemberRequest, pk: int) -> HttpResponse:
    found = _question(request, pk)
    refuse_others_of(request, found.item)
    posted = request.POST if request.method == "POST" else None
    form = CountForm(posted, question=found, sides=queries.sides_of(found))
    if request.method == "POST" and form.is_valid():
        told = {"by": request.user, "now": timezone.now()} | form.numbers
        if attempt(form, actions.decide, found, **told):
            done = _question(request, pk)
            return go(request, done.decision, said="The decision is in the register.")
    context = {
        "question": found,
        "form": form,
        "standing": queries.standing_of(found, at=timezone.now()),
    }
    return page(request, "partnership_board/question_decide.html", context)


@require_POST
def question_drop(request: MemberRequest, pk: int) -> HttpResponse:
    found = _question(request, pk)
    refuse_others_of(request, found.item)
    try:
        actions.drop(found, by=request.user, now=timezone.now())
    except Refused as refusal:
        return refuse(request, found, refusal)
    said = "Nothing is decided by it. What was said stays on the record."
    return go(request, LIVE, found.item.meeting_id, said=said)


@require_http_methods(BOTH)
def item_extract(request: MemberRequest, pk: int, number: str) -> HttpResponse:
    """What came of an item goes back to whoever proposed it."""
    item = _item(request, pk, number)
    initial = {"text": ends.suggested(item)}
    form = ExtractForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = {"by": request.user, "now": timezone.now()} | form.cleaned_data
        if attempt(form, closing.send_extract, item, **told):
            return go(request, item, said="It has gone back to whoever proposed it.")
    asked = (
        "Tell whoever proposed it",
        f"{item.number}. {item.title}",
        "Send it",
    )
    return form_page(
        request,
        form,
        asked,
        back=words.day(item.meeting.starts_at),
        back_url=item.get_absolute_url(),
    )
