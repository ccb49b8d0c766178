"""Organisations apply, are invited, become members, merge and leave."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access, limits
from alliance.http import MemberRequest, attempt, go, page
from members.actions import applicants, joining, merging
from members.actions import organisations as actions
from members.forms.joining import (
    ApplicationForm,
    CheckForm,
    DecisionForm,
    EndMembershipForm,
    KeptForm,
    MergeForm,
    NewOrganisationForm,
)
from members.models import JoiningApplication, Organisation
from members.models.joining import USUAL_MONTHS_KEPT as USUAL
from members.permissions import MembersPermission
from members.queries import joining as queries

BOTH = ["GET", "HEAD", "POST"]


@login_not_required
@require_http_methods(BOTH)
def apply(request: HttpRequest) -> HttpResponse:
    """Anybody may ask to join: no account, and nothing to sign."""
    now = timezone.now()
    if request.method == "POST":
        limits.count(limits.PUBLIC_FORMS, limits.address_of(request), now=now)
    form = ApplicationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, joining.apply, words=form.cleaned_data, now=now):
            return go(request, "members:applied")
    return page(request, "members/application_make.html", {"form": form})


@login_not_required
@require_safe
def applied(request: HttpRequest) -> HttpResponse:
    return page(request, "members/application_made.html")


@require_safe
def applications(request: MemberRequest) -> HttpResponse:
    access.require(request.user, MembersPermission.CHANGE_MEMBERS)
    context = {"applications": queries.applications(), "rule": queries.applicant_rule()}
    return page(request, "members/application_list.html", context)


@require_http_methods(BOTH)
def applicants_kept(request: MemberRequest) -> HttpResponse:
    """For how long after the answer who asked is kept; until somebody confirms it, for good."""
    access.require(request.user, MembersPermission.CHANGE_MEMBERS)
    rule = queries.applicant_rule()
    form = KeptForm(request.POST or None, initial={"months": rule.months if rule else USUAL})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data | {"by": request.user, "on": timezone.localdate()}
        if attempt(form, applicants.settle_rule, **words):
            return go(request, "members:applications", said="Confirmed.")
    return page(request, "members/applicant_rule.html", {"form": form, "rule": rule})


@require_http_methods(BOTH)
def application(request: MemberRequest, pk: int) -> HttpResponse:
    """What somebody wrote, the answers so far, and the lead's check."""
    found = access.get_or_404(
        JoiningApplication.objects.select_related("organisation"),
        request=request,
        permission=MembersPermission.CHANGE_MEMBERS,
        pk=pk,
    )
    on, now = timezone.localdate(), timezone.now()
    form = CheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, joining.check, found, by=request.user, on=on, now=now, **form.said()):
            return go(request, found, said="Recorded.")
    context = {
        "application": found,
        "decisions": queries.decisions(found),
        "form": form,
    }
    return page(request, "members/application_page.html", context)


@require_http_methods(BOTH)
def new(request: MemberRequest) -> HttpResponse:
    access.require(request.user, MembersPermission.CHANGE_MEMBERS)
    on, now = timezone.localdate(), timezone.now()
    form = NewOrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.said() | {"by": request.user, "on": on, "now": now}
        if attempt(form, joining.list_organisation, **words):
            said = f"{form.cleaned_data['name']} is listed."
            return go(request, "members:members", said=said)
    return page(request, "members/organisation_add.html", {"form": form})


@require_http_methods(BOTH)
def begin(request: MemberRequest, slug: str) -> HttpResponse:
    """What the alliance decided, and where."""
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=MembersPermission.CHANGE_MEMBERS,
        slug=slug,
    )
    on, now = timezone.localdate(), timezone.now()
    form = DecisionForm(request.POST or None, initial={"decided_on": on, "started_on": on})
    if request.method == "POST" and form.is_valid():
        words = form.said() | {"by": request.user, "on": on, "now": now}
        if attempt(form, joining.decide, organisation, **words):
            return go(request, organisation, said="Recorded.")
    context = {"organisation": organisation, "form": form}
    return page(request, "members/membership_begin.html", context)


@require_http_methods(BOTH)
def end(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=MembersPermission.CHANGE_MEMBERS,
        slug=slug,
    )
    on, now = timezone.localdate(), timezone.now()
    form = EndMembershipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data | {"by": request.user, "on": on, "now": now}
        if attempt(form, actions.end_membership, organisation, **words):
            return go(request, organisation, said="Recorded. Everybody who acts for it is told.")
    context = {"organisation": organisation, "form": form}
    return page(request, "members/membership_end.html", context)


@require_http_methods(BOTH)
def merge(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=MembersPermission.CHANGE_MEMBERS,
        slug=slug,
    )
    on, now = timezone.localdate(), timezone.now()
    choices = queries.to_merge(organisation, on=on)
    form = MergeForm(request.POST or None, **choices)
    if request.method == "POST" and form.is_valid():
        words = form.said() | {"by": request.user, "on": on, "now": now}
        if attempt(form, merging.merge, organisation, **words):
            return go(request, organisation, said="Recorded. Everybody who acts for it is told.")
    context = {"organisation": organisation, "form": form}
    return page(request, "members/membership_merge.html", context)
