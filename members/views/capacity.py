"""Room for people and hours for the alliance: said by the organisation, read by the lead."""

from django.forms import Form
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access
from alliance.http import MemberRequest, attempt, go, page
from members import months
from members.actions import capacity as actions
from members.forms.capacity import CapacityForm, begins_with
from members.forms.profiles import PauseForm
from members.models import Organisation
from members.permissions import MembersPermission, OrganisationPermission
from members.queries import capacity as queries
from members.queries import hours, profiles

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def capacity(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=OrganisationPermission.SET_CAPACITY,
        slug=slug,
    )
    now, month = timezone.now(), months.first_of(timezone.localdate())
    held = queries.held(organisation, month=month)
    first = begins_with(held.latest, held.stated)
    form = CapacityForm(request.POST or None, services=held.services, month=month, initial=first)
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.confirm, organisation, by=request.user, now=now, **form.said()):
            return go(request, "members:capacity", slug=slug, said=form.thanks())
    context = {
        "organisation": organisation,
        "form": form,
        "months": form.month_parts(organisation),
        "services": form.service_parts(held.latest, now=now),
        "rest": queries.rest_of(organisation, on=timezone.localdate()),
    }
    return page(request, "members/capacity_set.html", context)


@require_safe
def hours_seen(request: MemberRequest, slug: str) -> HttpResponse:
    """What the lead sees, and cannot change: the hours are the organisation's to say."""
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=MembersPermission.SEE_HOURS,
        slug=slug,
    )
    on, month = timezone.localdate(), months.first_of(timezone.localdate())
    context = {
        "organisation": organisation,
        "months": [
            hours.hours_of(organisation, month=months.later(month, count)) for count in (0, 1)
        ],
        "stated": queries.stated_lately(organisation, month=month),
        "services": profiles.services_of(organisation, now=timezone.now()),
        "rest": queries.rest_of(organisation, on=on),
    }
    return page(request, "members/capacity_page.html", context)


@require_http_methods(BOTH)
def pause(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=OrganisationPermission.SET_CAPACITY,
        slug=slug,
    )
    form, on = PauseForm(request.POST or None), timezone.localdate()
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        if attempt(form, actions.pause, organisation, from_on=on, by=request.user, **words):
            return go(request, "members:capacity", slug=slug, said="Paused. Rest well.")
    return page(request, "members/pause_begin.html", {"organisation": organisation, "form": form})


@require_POST
def resume(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=OrganisationPermission.SET_CAPACITY,
        slug=slug,
    )
    form = Form(request.POST)
    if attempt(form, actions.resume, organisation, by=request.user, on=timezone.localdate()):
        return go(request, "members:capacity", slug=slug, said="Welcome back.")
    return page(request, "members/pause_end.html", {"organisation": organisation, "form": form})
