"""Asking for money: written step by step, sent once, and answered with a reason."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, go, page, refuse
from funding.actions import proposals
from funding.forms_rounds import ProposalForm, ReasonForm
from funding.models import Proposal, Round
from funding.permissions import FundingPermission as May
from funding.queries import panels as conflicts
from funding.queries import proposals as known
from funding.queries import rounds
from members.models import Organisation

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def apply(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    """Kept or sent. The first press begins it; nothing typed is lost on the way."""
    own = access.get_or_404(
        Organisation.objects.all(), request=request, permission=May.WRITE_PROPOSALS, slug=slug
    )
    found = get_object_or_404(Round.objects.with_money().called(), pk=pk)
    proposal = known.rows().filter(round=found, organisation=own).first()
    if proposal is not None and not proposal.is_draft:
        return go(request, proposal)
    form = ProposalForm(
        request.POST or None,
        questions=rounds.questions(found),
        own=own,
        people=known.who_may_sit(found, on=timezone.localdate()),
        initial=known.as_typed(proposal) if proposal else {},
    )
    if request.method == "POST" and form.is_valid() and _written(request, found, own, form):
        return _after(request, found, own)
    context = {
        "form": form,
        "round": found,
        "organisation": own,
        "proposal": proposal,
        "known": rounds.known_already(own),
        "closes_at": rounds.closes_for(found, own),
        "cost": known.costs(proposal) if proposal else None,
    }
    return page(request, "funding/proposal_apply.html", context)


def _written(request: MemberRequest, found: Round, own: Organisation, form: ProposalForm) -> bool:
    return attempt(
        form,
        proposals.write,
        found,
        own,
        words=form.words(),
        costs=form.costs(),
        is_sent="send" in request.POST,
        by=request.user,
        now=timezone.now(),
        on=timezone.localdate(),
    )


def _after(request: MemberRequest, found: Round, own: Organisation) -> HttpResponse:
    if "send" in request.POST:
        proposal = Proposal.objects.get(round=found, organisation=own)
        return go(request, proposal, said=_("Sent. You hear from us by the day in the timetable."))
    return go(
        request, "funding:apply", found.pk, own.slug, said=_("Kept. Come back whenever you like.")
    )


@require_http_methods(BOTH)
def proposal(request: MemberRequest, pk: int) -> HttpResponse:
    """For the organisation that wrote it: what it sent, and what became of it."""
    found = access.get_or_404(known.rows(), request=request, permission=May.WRITE_PROPOSALS, pk=pk)
    if request.method == "POST":
        try:
            proposals.take_back(found, by=request.user, now=timezone.now())
        except Refused as refusal:
            return refuse(request, found, refusal)
        return go(request, found.round, said=_("Taken back."))
    context = {
        "proposal": found,
        "facts": known.facts(found),
        "answers": known.answers(found),
        "cost": known.costs(found),
        "outcome": known.outcome(found),
        "may_take_back": found.is_submitted and not found.round.is_decided,
    }
    return page(request, "funding/proposal_page.html", context)


@require_safe
def read(request: MemberRequest, pk: int) -> HttpResponse:
    """For the panel and the lead: the text, or for whoever is bound to it the title alone."""
    found, reading = may_read(request, pk)
    context = {"proposal": found, "reading": reading}
    if reading.may:
        context |= {
            "facts": known.facts(found),
            "answers": known.answers(found),
            "may_rule_out": access.may(request.user, May.CHANGE_FUNDING),
        }
    return page(request, "funding/proposal_read.html", context)


def may_read(request: MemberRequest, pk: int) -> tuple[Proposal, conflicts.Reading]:
    """A draft is nobody's to see but its organisation's."""
    access.require(request.user, May.READ_PROPOSALS)
    found = get_object_or_404(known.rows(), pk=pk)
    if found.is_draft or found.state == Proposal.State.WITHDRAWN:
        raise Http404
    on, now = timezone.localdate(), timezone.now()
    reading = conflicts.reading(
        conflicts.of_round(found.round, on=on),
        found,
        request.user,
        is_lead="alliance_lead" in access.rights_of(request.user).roles,
        has_closed=now >= rounds.closes_for(found.round, found.organisation),
        on=on,
    )
    return found, reading


@require_http_methods(BOTH)
def rule_out(request: MemberRequest, pk: int) -> HttpResponse:
    access.require(request.user, May.CHANGE_FUNDING)
    found = get_object_or_404(known.rows().sent(), pk=pk)  # type: ignore[attr-defined]  # ours
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, proposals.rule_out, found, by=request.user, **form.cleaned_data):
            return go(request, found.round, said=_("It is not for this round."))
    title = _("This proposal is not for this round")
    context = {"form": form, "round": found.round, "title": title}
    return page(request, "funding/round_small_form.html", context)
