"""Initiatives: seen by members; kept by the lead, and by editors of the member that leads one."""

from django.forms import Form
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.http import MemberRequest, attempt, go, page
from alliance.models import Priority
from members.actions import initiatives as actions
from members.forms.activities import InitiativeForm, SessionForm
from members.models import Area, Initiative, InitiativeSession, Organisation
from members.permissions import MembersPermission
from members.queries import initiatives as queries
from members.queries.learning import acting
from members.queries.tabs import tabs

BOTH = ["GET", "HEAD", "POST"]


@require_safe
def initiatives(request: MemberRequest) -> HttpResponse:
    access.require(request.user, MembersPermission.SEE_MEMBERS)
    on = timezone.localdate()
    running, over = queries.listed(on=on)
    leads = [
        one.organisation
        for one in acting(request.user.pk, on=on)
        if access.may(request.user, MembersPermission.KEEP_ACTIVITIES, one.organisation)
    ]
    context = {
        "running": running,
        "over": over,
        "mine": leads,
        "may_keep": access.may(request.user, MembersPermission.KEEP_ACTIVITIES),
        "tabs": tabs("initiatives"),
    }
    return page(request, "members/initiative_list.html", context)


@require_safe
def initiative(request: MemberRequest, pk: int) -> HttpResponse:
    """Those who keep it see each count; everybody else what the shared rule lets be said."""
    found = access.get_or_404(
        queries.with_leader(Initiative.objects.all()),
        request=request,
        permission=MembersPermission.SEE_MEMBERS,
        pk=pk,
    )
    keeps = access.may(request.user, MembersPermission.KEEP_ACTIVITIES, found)
    sessions = queries.sessions_of(found)
    context = {
        "initiative": found,
        "partners": queries.partners_of(found),
        "reach": queries.reach(sessions, on=timezone.localdate()),
        "sessions": sessions if keeps else [],
        "may_keep": keeps,
    }
    return page(request, "members/initiative_page.html", context)


@require_safe
def choose_leader(request: MemberRequest) -> HttpResponse:
    """The lead says first which member leads it."""
    access.require(request.user, MembersPermission.KEEP_ACTIVITIES)
    members = Organisation.objects.members(on=timezone.localdate()).order_by("sort_name")
    return page(request, "members/initiative_leader.html", {"organisations": members})


@require_http_methods(BOTH)
def new(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=MembersPermission.KEEP_ACTIVITIES,
        slug=slug,
    )
    form = _form(request, organisation)
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.begin, organisation, by=request.user, **form.said()):
            return go(request, "members:initiatives", said="Begun.")
    context = {"organisation": organisation, "form": form, "initiative": None}
    return page(request, "members/initiative_edit.html", context)


@require_http_methods(BOTH)
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(
        Initiative.objects.select_related("lead_organisation"),
        request=request,
        permission=MembersPermission.KEEP_ACTIVITIES,
        pk=pk,
    )
    form = _form(request, found.lead_organisation, found)
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.change, found, by=request.user, **form.said()):
            return go(request, found, said="Saved.")
    context = {"organisation": found.lead_organisation, "form": form, "initiative": found}
    return page(request, "members/initiative_edit.html", context)


def _form(
    request: MemberRequest, leader: Organisation, found: Initiative | None = None
) -> InitiativeForm:
    others = Organisation.objects.exclude(pk=leader.pk).order_by("sort_name")
    first: dict[str, object] = {}
    if found is not None:
        names = ("title", "kind", "aim", "starts_on", "ends_on", "what_changed")
        first = {name: getattr(found, name) for name in names}
        first["priority"] = str(found.priority_id or "")
        first["partners"] = [str(one.organisation_id) for one in queries.partners_of(found)]
    return InitiativeForm(
        request.POST or None,
        organisations=list(others),
        priorities=list(Priority.objects.current()),
        initial=first,
    )


@require_http_methods(BOTH)
def count(request: MemberRequest, pk: int) -> HttpResponse:
    """How many came: numbers, never names."""
    found = access.get_or_404(
        Initiative.objects.all(),
        request=request,
        permission=MembersPermission.KEEP_ACTIVITIES,
        pk=pk,
    )
    form = SessionForm(request.POST or None, areas=list(Area.objects.order_by("name")))
    if request.method == "POST" and form.is_valid():
        words = form.said() | {"by": request.user, "on": timezone.localdate()}
        if attempt(form, actions.count_session, found, **words):
            return go(request, found, said="Counted.")
    return page(request, "members/initiative_count.html", {"initiative": found, "form": form})


@require_http_methods(BOTH)
def strike(request: MemberRequest, pk: int) -> HttpResponse:
    session = access.get_or_404(
        InitiativeSession.objects.select_related("initiative", "area"),
        request=request,
        permission=MembersPermission.KEEP_ACTIVITIES,
        pk=pk,
    )
    found, form = session.initiative, Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if attempt(form, actions.strike_session, session, by=request.user):
            return go(request, found, said="Taken out.")
    return page(request, "members/initiative_strike.html", {"session": session, "form": form})
