"""One organisation: what it is, and the pages that change it."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.http import MemberRequest, attempt, go, page
from members.actions import organisations as actions
from members.actions import services as service_actions
from members.forms.profiles import ContactForm, IdentifierForm, ProfileForm, ServiceForm
from members.identifiers import RIGHT_SHAPE
from members.models import Organisation, Service
from members.permissions import MembersPermission, OrganisationPermission
from members.queries import profiles, services

BOTH = ["GET", "HEAD", "POST"]


@require_safe
def profile(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=MembersPermission.SEE_MEMBERS,
        slug=slug,
    )
    on, now = timezone.localdate(), timezone.now()
    context = {
        "organisation": organisation,
        "standing": profiles.standing_of(organisation, on=on),
        "services": profiles.services_of(organisation, now=now),
        "people": profiles.people_of(organisation, on=on),
        "voices": profiles.networks_of(organisation, on=on),
        "numbers": profiles.identifiers_of(organisation),
        "led_by": profiles.shown_to_members(organisation, on=on),
        "may": _rights(request, organisation),
    }
    return page(request, "members/organisation_page.html", context)


def _rights(request: MemberRequest, organisation: Organisation) -> dict[str, bool]:
    """Which buttons this person gets."""
    names = [*OrganisationPermission, MembersPermission.SEE_HOURS, MembersPermission.CHANGE_MEMBERS]
    return {name.value: access.may(request.user, name, organisation) for name in names}


@require_http_methods(BOTH)
def edit(request: MemberRequest, slug: str) -> HttpResponse:
    """An approver changes everything, an editor the summary and the contacts."""
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=OrganisationPermission.EDIT_PROFILE,
        slug=slug,
    )
    approves = access.may(request.user, OrganisationPermission.APPROVE_PROFILE, organisation)
    kind, change = (
        (ProfileForm, actions.change_profile) if approves else (ContactForm, actions.change_contact)
    )
    form = kind(request.POST or None, initial=_written(organisation))
    if request.method == "POST" and form.is_valid():
        if attempt(form, change, organisation, changes=form.cleaned_data, by=request.user):
            return go(request, organisation, said="Saved. Everybody sees it now.")
    context = {"organisation": organisation, "form": form, "approves": approves}
    return page(request, "members/organisation_edit.html", context)


def _written(thing: Any) -> dict[str, Any]:  # Any: a form's first answers
    return {field.name: getattr(thing, field.name) for field in thing._meta.concrete_fields}


@require_http_methods(BOTH)
def add_number(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=OrganisationPermission.APPROVE_PROFILE,
        slug=slug,
    )
    form = IdentifierForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        if attempt(form, actions.record_identifier, organisation, by=request.user, **words):
            return go(request, organisation, said=RIGHT_SHAPE)
    context = {"organisation": organisation, "form": form}
    return page(request, "members/identifier_add.html", context)


@require_http_methods(BOTH)
def add_service(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=OrganisationPermission.APPROVE_PROFILE,
        slug=slug,
    )
    form = ServiceForm(request.POST or None, areas=services.areas())
    if request.method == "POST" and form.is_valid():
        words = form.said()
        if attempt(form, service_actions.add_service, organisation, by=request.user, **words):
            return go(request, organisation, said="Added. Everybody in the alliance sees it now.")
    context = {"organisation": organisation, "form": form, "service": None}
    return page(request, "members/service_edit.html", context)


@require_http_methods(BOTH)
def edit_service(request: MemberRequest, pk: int) -> HttpResponse:
    service = access.get_or_404(
        Service.objects.select_related("organisation"),
        request=request,
        permission=OrganisationPermission.APPROVE_PROFILE,
        pk=pk,
    )
    first = _written(service) | services.choices_of(service)
    form = ServiceForm(request.POST or None, areas=services.areas(), initial=first)
    if request.method == "POST" and form.is_valid():
        words = form.said()
        if attempt(form, service_actions.change_service, service, by=request.user, **words):
            return go(request, service, said="Saved. Everybody sees it now.")
    context = {"organisation": service.organisation, "form": form, "service": service}
    return page(request, "members/service_edit.html", context)
