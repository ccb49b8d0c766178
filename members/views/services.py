"""Services for members themselves: who has room, what stands in the directory, which types."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access
from alliance.http import MemberRequest, attempt, go, page
from members.actions import directory as actions
from members.forms.directory import AlertForm, LookForm, ShowingForm, TypeForm
from members.models import Organisation, Service, ServiceType
from members.permissions import MembersPermission, OrganisationPermission
from members.queries import directory as queries
from members.queries.tabs import tabs
from members.views.directory import asked_of, wanted_of

PER_PAGE = 50
BOTH = ["GET", "HEAD", "POST"]


@require_safe
def services(request: MemberRequest) -> HttpResponse:
    """Who speaks Sylheti in Shadwell and has places this week, and whom to ask there."""
    access.require(request.user, MembersPermission.SEE_MEMBERS)
    on, now, wanted = timezone.localdate(), timezone.now(), wanted_of(request)
    everything = queries.offered_by_members(on=on)
    rows = queries.described(queries.found(everything, wanted, now=now)).order_by("name", "pk")
    form = LookForm(initial=asked_of(wanted))
    form.offer(queries.choices(everything, everything.none()))
    shown = Paginator(queries.with_contacts(rows, on=on), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "tabs": tabs("services"),
        "page": shown,
        "entries": queries.entries(list(shown.object_list), on=on, now=now),
        "may_change": access.may(request.user, MembersPermission.CHANGE_MEMBERS),
    }
    return page(request, "members/service_list.html", context)


@require_http_methods(BOTH)
def showing(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=OrganisationPermission.APPROVE_PROFILE,
        slug=slug,
    )
    ticked = {name: getattr(organisation, name) for name in ShowingForm.base_fields}
    form = ShowingForm(request.POST if request.method == "POST" else None, initial=ticked)
    if form.is_valid():
        if attempt(form, actions.show, organisation, by=request.user, **form.cleaned_data):
            return go(request, organisation, said="Saved. It is so from now on.")
    context = {"organisation": organisation, "form": form}
    return page(request, "members/organisation_show.html", context)


@require_http_methods(BOTH)
def notice(request: MemberRequest, pk: int) -> HttpResponse:
    service = access.get_or_404(
        Service.objects.select_related("organisation"),
        request=request,
        permission=OrganisationPermission.EDIT_PROFILE,
        pk=pk,
    )
    first = {"alert": service.alert, "alert_until": service.alert_until}
    form = AlertForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        on, words = timezone.localdate(), form.cleaned_data
        if attempt(form, actions.post_alert, service, by=request.user, on=on, **words):
            said = "Everybody sees it now." if words["alert"] else "The notice is taken away."
            return go(request, service, said=said)
    context = {"service": service, "form": form}
    return page(request, "members/service_notice.html", context)


@require_http_methods(BOTH)
def types(request: MemberRequest) -> HttpResponse:
    access.require(request.user, MembersPermission.CHANGE_MEMBERS)
    form = TypeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.add_type, by=request.user, **form.cleaned_data):
            return go(request, "members:types", said="Added. Services can be sorted by it now.")
    context = {"form": form, "kinds": queries.types_with_counts()}
    return page(request, "members/type_list.html", context)


@require_POST
def retire_type(request: MemberRequest, pk: int) -> HttpResponse:
    kind = access.get_or_404(
        ServiceType.objects.current(),
        request=request,
        permission=MembersPermission.CHANGE_MEMBERS,
        pk=pk,
    )
    actions.retire_type(kind, by=request.user)
    return go(request, "members:types", said=f"{kind} can no longer be chosen.")
