"""The panel of a round: its seats, what binds them, scoring alone, and the result."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, go, page, refuse
from alliance.queries.people import holders
from funding.actions import outcomes, panels, scores
from funding.forms_rounds import (
    DecideForm,
    InviteForm,
    ReasonForm,
    RecommendForm,
    SentenceForm,
    SheetForm,
    TiesForm,
)
from funding.models import PanelSeat, PanelTie, Proposal, Round, ScoreSheet
from funding.permissions import FundingPermission as May
from funding.queries import panel_pages, panel_words, results, rounds
from funding.queries import panels as known
from funding.queries import proposals as texts
from funding.views.proposals import may_read
from funding.views.rounds import found_round
from partnership_board.models import Decision

BOTH = ["GET", "HEAD", "POST"]
NOT_SCORED = "There is no result before everybody has scored."
BOUND = "Something binds you to one of these, so somebody else writes this down."


@require_safe
def panel(request: MemberRequest, pk: int) -> HttpResponse:
    found = found_round(request, pk, May.READ_PROPOSALS)
    conflicts = known.of_round(found, on=timezone.localdate())
    if not _belongs(request, conflicts):
        return page(request, "funding/panel_no_seat.html", {"round": found})
    sent, asked = results.progress(found)
    context = {
        "round": found,
        "conflicts": conflicts,
        "table": panel_pages.table(conflicts),
        "missing": panel_words.in_words(conflicts),
        "addition": panel_words.addition_in_words(conflicts),
        "ways": panel_pages.ways(conflicts),
        "sent": sent,
        "asked": asked,
        "may_change": access.may(request.user, May.CHANGE_FUNDING),
        "may_share_out": found.state in (Round.State.CLOSED, Round.State.SCORING),
    }
    return page(request, "funding/panel_page.html", context)


@require_http_methods(BOTH)
def invite(request: MemberRequest, pk: int) -> HttpResponse:
    found = found_round(request, pk, May.CHANGE_FUNDING)
    sides = [side.constituency for side in rounds.sides(found)]
    on = timezone.localdate()
    form = InviteForm(request.POST or None, sides=sides, people=holders(on=on))
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data | {"by": request.user, "now": timezone.now(), "on": on}
        if attempt(form, panels.invite, found, **words):
            return go(request, "funding:panel", found.pk, said=_("The seat is there."))
    context = {"form": form, "round": found, "title": _("A seat on the panel")}
    return page(request, "funding/round_small_form.html", context)


@require_http_methods(BOTH)
def leave(request: MemberRequest, pk: int) -> HttpResponse:
    seat = access.get_or_404(
        PanelSeat.objects.there().select_related("round", "holder"),
        request=request,
        permission=May.CHANGE_FUNDING,
        pk=pk,
    )
    if request.method == "POST":
        panels.step_back(seat, by=request.user, on=timezone.localdate())
        return go(request, "funding:panel", seat.round_id, said=_("They are off the panel."))
    return page(request, "funding/panel_leave.html", {"seat": seat, "round": seat.round})


@require_http_methods(BOTH)
def interests(request: MemberRequest, pk: int) -> HttpResponse:
    """First what binds somebody, then reading: by title and applicant only."""
    found = found_round(request, pk, May.SCORE_PROPOSALS)
    on = timezone.localdate()
    seat = known.seat_of(found, request.user, on=on)
    if seat is None:
        return page(request, "funding/panel_no_seat.html", {"round": found})
    told = PanelTie.objects.filter(seat=seat).select_related("proposal")
    conflicts = known.of_round(found, on=on)
    bound = {bid for sitter, bid in conflicts.excluded if sitter == seat.pk}
    asked = [each for each in conflicts.proposals if each.pk not in bound]
    form = TiesForm(request.POST or None, proposals=asked)
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now(), "on": on}
        if attempt(form, panels.declare, seat, form.ties(), **words):
            return go(
                request, "funding:round_score", found.pk, said=_("Thank you. You can read now.")
            )
    context = {
        "round": found,
        "form": form,
        "seat": seat,
        "told": told,
        "bound": [each for each in conflicts.proposals if each.pk in bound],
    }
    return page(request, "funding/panel_interests.html", context)


@require_safe
def score(request: MemberRequest, pk: int) -> HttpResponse:
    found = found_round(request, pk, May.SCORE_PROPOSALS)
    on = timezone.localdate()
    seat = known.seat_of(found, request.user, on=on)
    if seat is None:
        return page(request, "funding/panel_no_seat.html", {"round": found})
    conflicts = known.of_round(found, on=on)
    context = {"round": found, "seat": seat} | panel_pages.to_score(conflicts, seat)
    if found.state == Round.State.MET:
        context["owed"] = results.owed(results.of_round(found, on=on), seat)
    return page(request, "funding/panel_score.html", context)


@require_http_methods(BOTH)
def sheet(request: MemberRequest, pk: int) -> HttpResponse:
    """One proposal and its points. Whoever is bound to it by now finds the title alone."""
    access.require(request.user, May.SCORE_PROPOSALS)
    proposal, reading = may_read(request, pk)
    found, mine = proposal.round, _sheet(request, proposal)
    if not reading.may or mine is None:
        context = {"proposal": proposal, "reading": reading, "round": found}
        template = "proposal_read" if not reading.may else "panel_no_seat"
        return page(request, f"funding/{template}.html", context)
    form = SheetForm(request.POST or None, criteria=rounds.criteria(found), scale=found.scale)
    if request.method == "POST" and form.is_valid():
        words: dict[str, Any] = {"by": request.user, "now": timezone.now()}  # Any: who and when
        words |= {"points": form.points(), "comment": form.cleaned_data["comment"]}
        if attempt(form, scores.send_sheet, mine, on=timezone.localdate(), **words):
            return go(request, "funding:round_score", found.pk, said=_("Your scores are sent."))
    context = {
        "round": found,
        "proposal": proposal,
        "sheet": mine,
        "form": form,
        "facts": texts.facts(proposal),
        "answers": texts.answers(proposal),
        "given": panel_pages.given(mine),
        "is_open": found.state == Round.State.SCORING and not mine.is_sent,
    }
    return page(request, "funding/score_sheet.html", context)


def _sheet(request: MemberRequest, proposal: Proposal) -> ScoreSheet | None:
    """Nobody ever gets at somebody else's."""
    rows = ScoreSheet.objects.select_related("seat__round").filter(
        seat__holder=request.user, proposal=proposal
    )
    return rows.exclude(seat__state=PanelSeat.State.STEPPED_BACK).first()


@require_http_methods(BOTH)
def explain(request: MemberRequest, pk: int) -> HttpResponse:
    access.require(request.user, May.SCORE_PROPOSALS)
    proposal, reading = may_read(request, pk)
    mine = _sheet(request, proposal)
    if not reading.may or mine is None:
        return page(request, "funding/panel_no_seat.html", {"round": proposal.round})
    form = SentenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, scores.explain, mine, by=request.user, **form.cleaned_data):
            return go(request, "funding:round_score", mine.seat.round_id, said=_("Thank you."))
    title = _("Two of you see this differently")
    context = {"form": form, "round": mine.seat.round, "title": title}
    return page(request, "funding/round_small_form.html", context)


@require_http_methods(BOTH)
def rule(request: MemberRequest, pk: int, proposal: int) -> HttpResponse:
    access.require(request.user, May.SCORE_PROPOSALS)
    seat = get_object_or_404(PanelSeat.objects.there().select_related("round", "holder"), pk=pk)
    about = get_object_or_404(Proposal.objects.sent(), pk=proposal, round=seat.round_id)
    form = ReasonForm(request.POST or None)
    is_tighter = request.GET.get("way") != "looser"
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now(), "is_tighter": is_tighter}
        if attempt(form, panels.rule, seat, about, **words, **form.cleaned_data):
            return go(request, "funding:panel", seat.round_id, said=_("It is in the record."))
    title = _("Ask somebody to stand back") if is_tighter else _("Let them decide like others")
    context = {"form": form, "round": seat.round, "title": title}
    return page(request, "funding/round_small_form.html", context)


def _belongs(request: MemberRequest, conflicts: known.Conflicts) -> bool:
    """The panel of this round, and the lead."""
    is_lead = access.may(request.user, May.CHANGE_FUNDING)
    return is_lead or any(seat.holder_id == request.user.pk for seat in conflicts.seats)


@require_safe
def result(request: MemberRequest, pk: int) -> HttpResponse:
    """Only once nobody can score any more; without the rows that somebody is bound to."""
    found = found_round(request, pk, May.READ_PROPOSALS)
    on = timezone.localdate()
    read = results.of_round(found, on=on)
    if not _belongs(request, read.conflicts):
        return page(request, "funding/panel_no_seat.html", {"round": found})
    context: dict[str, Any] = {"round": found}  # Any: a template's
    if found.has_scores:
        hidden = known.kept_from(read.conflicts, request.user, on=on)
        rule = request.GET.get("rule", found.spend_rule)
        context |= panel_pages.result(read, hidden=hidden, rule=rule)
        context["may_recommend"] = (
            access.may(request.user, May.CHANGE_FUNDING) and found.state == Round.State.MET
        )
        context["may_decide"] = access.may(request.user, May.PREPARE_PAYMENTS)
    return page(request, "funding/panel_result.html", context)


@require_http_methods(BOTH)
def recommend(request: MemberRequest, pk: int) -> HttpResponse:
    """Written down by somebody whom nothing binds to any of the proposals."""
    found = found_round(request, pk, May.CHANGE_FUNDING)
    on = timezone.localdate()
    read = results.of_round(found, on=on)
    if not found.has_scores or known.kept_from(read.conflicts, request.user, on=on):
        refusal = NOT_SCORED if not found.has_scores else BOUND
        return refuse(request, found, Refused(refusal))
    form = RecommendForm(request.POST or None, result=read, initial=panel_pages.suggested(read))
    if request.method == "POST" and form.is_valid():
        if attempt(form, outcomes.recommend, found, form.lines(), by=request.user, on=on):
            return go(request, "funding:round_result", found.pk, said=_("Recommended."))
    return page(request, "funding/panel_recommend.html", {"round": found, "form": form})


@require_http_methods(BOTH)
def decide(request: MemberRequest, pk: int) -> HttpResponse:
    """The preparer asks for the money of the whole list; somebody else approves it."""
    found = found_round(request, pk, May.PREPARE_PAYMENTS)
    form = DecideForm(
        request.POST or None,
        needs_board=found.decides == Round.Decides.BOARD,
        decisions=Decision.objects.order_by("-decided_on", "-pk")[:50],
        initial={"request_key": uuid.uuid4()},
    )
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now(), "on": timezone.localdate()}
        if attempt(form, outcomes.decide, found, **form.cleaned_data, **words):
            return go(request, found, said=_("Decided. The money waits for a second person."))
    chosen = results.outcomes(found)
    context = {"round": found, "form": form, "given": panel_pages.decided(found, chosen)}
    return page(request, "funding/round_decide.html", context)
