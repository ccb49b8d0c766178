"""Rounds: what is called, by which rules and when; and each step from the call to the result."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, WebRequest, attempt, go, page, refuse
from alliance.lists import page_of
from funding.actions import outcomes, panels, rounds, scores
from funding.forms_rounds import MoreTimeForm, RoundForm
from funding.models import Round
from funding.permissions import FundingPermission as May
from funding.queries import public_rounds
from funding.queries import rounds as known
from partnership_board.models import Constituency

BOTH = ["GET", "HEAD", "POST"]
DEFAULTS = {
    "scorers": 4,
    "load_limit": 20,
    "scale": 5,
    "minutes_to_write": 120,
    "competing_rule": Round.Competing.OWN_ONLY,
    "spend_rule": Round.Spend.IN_ORDER,
    "decides": Round.Decides.PANEL,
}


def found_round(request: MemberRequest, pk: int, permission: str) -> Round:
    """A draft is there only for those who write it."""
    found = access.get_or_404(
        Round.objects.with_money(), request=request, permission=permission, pk=pk
    )
    if found.is_draft and not access.may(request.user, May.CHANGE_FUNDING):
        raise Http404
    return found


@require_safe
def listing(request: MemberRequest) -> HttpResponse:
    access.require(request.user, May.SEE_FUNDING)
    may_change = access.may(request.user, May.CHANGE_FUNDING)
    shown = page_of(request, known.listing(may_change=may_change))
    came = known.came(list(shown))
    context = {
        "page": shown,
        "rounds": [(each, came.get(each.pk, 0)) for each in shown],
        "may_change": may_change,
    }
    return page(request, "funding/round_list.html", context)


@require_safe
def one(request: MemberRequest, pk: int) -> HttpResponse:
    found = found_round(request, pk, May.SEE_FUNDING)
    now = timezone.now()
    context = {
        "round": found,
        "timetable": known.timetable(found),
        "rules": known.rules(found),
        "questions": known.questions(found),
        "criteria": known.criteria(found),
        "sides": known.sides(found),
        "more_time": known.more_time(found),
        "appliers": known.appliers(found, request.user) if found.is_called else [],
        "is_open": found.is_open(now=now),
        "has_closed": found.has_closed(now=now),
        "may_change": access.may(request.user, May.CHANGE_FUNDING),
        "may_read": access.may(request.user, May.READ_PROPOSALS),
        "may_score": access.may(request.user, May.SCORE_PROPOSALS),
        "may_decide": access.may(request.user, May.PREPARE_PAYMENTS),
        "next_step": next_step(found, now=now),
    }
    return page(request, "funding/round_page.html", context)


@login_not_required
@require_safe
def in_public(request: WebRequest, pk: int) -> HttpResponse:
    """The call while it stands, and what came of it once that is published."""
    found = Round.objects.open_call().with_money().filter(pk=pk).first()
    if found is None or found.state == Round.State.CANCELLED:
        raise Http404
    now = timezone.now()
    context = {
        "round": found,
        "timetable": known.timetable(found),
        "questions": known.questions(found),
        "criteria": known.criteria(found),
        "is_open": found.is_open(now=now),
        "published": public_rounds.of_round(found) if found.is_published else None,
    }
    return page(request, "funding/round_public.html", context)


def _sides() -> list[Constituency]:
    rows = Constituency.objects.filter(board__kind="partnership_board")
    return list(rows.order_by("order"))


@require_http_methods(BOTH)
def new(request: MemberRequest) -> HttpResponse:
    access.require(request.user, May.CHANGE_FUNDING)
    sides = _sides()
    chosen = [str(side.pk) for side in sides]
    form = RoundForm(request.POST or None, sides=sides, initial=DEFAULTS | {"sides": chosen})
    if request.method == "POST" and form.is_valid():
        if attempt(form, rounds.draft_round, form.facts(), by=request.user):
            return go(
                request, "funding:rounds", said=_("Kept as a draft. Open it when you are ready.")
            )
    return page(request, "funding/round_form.html", {"form": form})


@require_http_methods(BOTH)
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    found = found_round(request, pk, May.CHANGE_FUNDING)
    form = RoundForm(request.POST or None, sides=_sides(), initial=_as_written(found))
    if request.method == "POST" and form.is_valid():
        if attempt(form, rounds.edit_round, found, form.facts(), by=request.user):
            return go(request, found, said=_("Saved."))
    return page(request, "funding/round_form.html", {"form": form, "round": found})


def _as_written(found: Round) -> dict[str, Any]:  # Any: what fields begin with
    sides = known.sides(found)
    plain = {name: getattr(found, name) for name in RoundForm.base_fields if hasattr(found, name)}
    return plain | {
        "sides": [str(side.constituency_id) for side in sides],
        "required": [str(side.constituency_id) for side in sides if side.is_required],
        "questions": "\n".join(each.text for each in known.questions(found)),
        "criteria": "\n".join(each.text for each in known.criteria(found)),
    }


@require_http_methods(BOTH)
def more_time(request: MemberRequest, pk: int) -> HttpResponse:
    found = found_round(request, pk, May.CHANGE_FUNDING)
    form = MoreTimeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data | {"by": request.user, "now": timezone.now()}
        if attempt(form, rounds.give_more_time, found, **words):
            return go(request, found, said=_("They have more time. Everybody can read why."))
    context = {"form": form, "round": found, "title": _("Give somebody more time")}
    return page(request, "funding/round_small_form.html", context)


@dataclass(frozen=True)
class Step:
    """One press that takes a round on, with what it will do."""

    title: str
    sentence: str
    button: str
    said: str
    do: Callable[[Round, MemberRequest], object]
    is_danger: bool = False


def _when(request: MemberRequest) -> dict[str, Any]:  # Any: who and when
    return {"by": request.user, "now": timezone.now()}


STEPS = {
    "open": Step(
        "Open this round",
        "Everybody sees the call. The rules stay as they are from now on.",
        "Open it",
        "The round is called.",
        lambda found, request: rounds.open_round(found, **_when(request)),
    ),
    "share-out": Step(
        "Share out the reading",
        "Each proposal goes to as many people as the rules say, from enough sides, and to nobody "
        "whom something binds to it.",
        "Share it out",
        "The reading is shared out. The panel can begin.",
        lambda found, request: panels.share_out(found, on=timezone.localdate(), **_when(request)),
    ),
    "close-scoring": Step(
        "Close the scoring",
        "Nobody can score after this. The panel sees what everybody gave.",
        "Close the scoring",
        "Scoring is closed. The result is there.",
        lambda found, request: scores.close_scoring(
            found, by=request.user, on=timezone.localdate()
        ),
    ),
    "tell": Step(
        "Tell everybody",
        "All applicants get their letter at the same time, funded or not, with the reason and "
        "the feedback.",
        "Send the letters",
        "The letters are on their way.",
        lambda found, request: outcomes.tell(found, on=timezone.localdate(), **_when(request)),
    ),
    "publish": Step(
        "Publish what was decided",
        "Everybody sees who got what and why. Those without money are named only if they agreed.",
        "Publish it",
        "It is published.",
        lambda found, request: outcomes.publish(found, **_when(request)),
    ),
    "call-off": Step(
        "Call this round off",
        "Nobody can send a proposal any more, and nothing is decided. What was written is kept.",
        "Call it off",
        "The round is called off.",
        lambda found, request: rounds.call_off(found, by=request.user),
        is_danger=True,
    ),
}


def next_step(found: Round, *, now: Any) -> str:  # Any: a moment
    """The step that comes next for whoever keeps the round; "": none of these."""
    after = {
        Round.State.DRAFT: "open",
        Round.State.SCORING: "close-scoring",
        Round.State.DECIDED: "publish" if found.told_at else "tell",
    }
    return after.get(Round.State(found.state), "")


@require_http_methods(BOTH)
def step(request: MemberRequest, pk: int, name: str) -> HttpResponse:
    found = found_round(request, pk, May.CHANGE_FUNDING)
    chosen = STEPS.get(name)
    if chosen is None:
        raise Http404
    if request.method == "POST":
        try:
            chosen.do(found, request)
        except Refused as refusal:
            return refuse(request, found, refusal)
        return go(request, found, said=chosen.said)
    return page(request, "funding/round_step.html", {"round": found, "step": chosen})
