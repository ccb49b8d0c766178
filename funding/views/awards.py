"""Awards: what money was given for, and where it is."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.http import MemberRequest, attempt, go, page
from alliance.lists import page_of
from funding.actions import awards
from funding.actions.awards import AwardFacts
from funding.forms_ledger import AwardForm, PreparedForm, ReleaseForm
from funding.models import Approval, Award, AwardSource, Seal
from funding.permissions import FundingPermission as May
from funding.queries import award_pages, ledger
from funding.rules import Bucket


@require_safe
def listing(request: MemberRequest) -> HttpResponse:
    access.require(request.user, May.SEE_FUNDING)
    shown = page_of(request, award_pages.rows())
    context = {
        "page": shown,
        "awards": award_pages.with_positions(list(shown)),
        "may_prepare": access.may(request.user, May.PREPARE_PAYMENTS),
    }
    return page(request, "funding/award_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    access.require(request.user, May.PREPARE_PAYMENTS)
    on = timezone.localdate()
    form = AwardForm(request.POST or None, initial={"decided_on": on})
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        sources = [(typed.pop("line"), typed.pop("pence"))]
        facts = AwardFacts(**typed)
        if attempt(form, awards.propose, facts, sources=sources, by=request.user, on=on):
            return go(request, "funding:awards", said=_("Written down. Set the money aside next."))
    return page(request, "funding/award_new.html", {"form": form})


@require_safe
def award(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(
        award_pages.rows(), request=request, permission=May.SEE_FUNDING, pk=pk
    )
    entries = Seal.objects.filter(entry__in=award_pages.entries_of(found))
    held = ledger.of_awards([found])[found.pk]
    sees_ledger = access.may(request.user, May.SEE_LEDGER)
    context = {
        "award": found,
        "facts": award_pages.facts(found),
        "sources": AwardSource.objects.filter(award=found).select_related("stream", "line"),
        "position": held,
        "entries": entries.select_related("entry").order_by("seq") if sees_ledger else [],
        "waiting": Approval.objects.waiting().filter(award=found) if sees_ledger else [],
        "may_prepare": access.may(request.user, May.PREPARE_PAYMENTS),
        "may_set_aside": found.state == Award.State.PROPOSED,
        "may_release": bool(held.of(Bucket.ALLOCATED)),
    }
    return page(request, "funding/award_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def set_aside(request: MemberRequest, pk: int) -> HttpResponse:
    found = _mine(request, pk)
    form = PreparedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed, now = form.cleaned_data, timezone.now()
        if attempt(form, awards.set_aside, found, by=request.user, now=now, **typed):
            return go(request, found, said=_("It waits for somebody else to approve it."))
    context = {"form": form, "award": found, "sources": award_pages.sources_of(found)}
    return page(request, "funding/award_set_aside.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: MemberRequest, pk: int) -> HttpResponse:
    found = _mine(request, pk)
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed, now = form.cleaned_data, timezone.now()
        if attempt(form, awards.release, found, by=request.user, now=now, **typed):
            return go(request, found, said=_("It waits for somebody else to approve it."))
    return page(request, "funding/award_release.html", {"form": form, "award": found})


def _mine(request: MemberRequest, pk: int) -> Award:
    return access.get_or_404(
        Award.objects.select_related("organisation"),
        request=request,
        permission=May.PREPARE_PAYMENTS,
        pk=pk,
    )
