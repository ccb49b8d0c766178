"""Who holds which role, since when, and how a role begins and ends."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access
from alliance.actions import factors
from alliance.actions import invitations as invitation_actions
from alliance.actions import roles as role_actions
from alliance.errors import Refused
from alliance.forms.people import BeginRoleForm, EndRoleForm, InviteForm, ResetSecondStepForm
from alliance.http import MemberRequest, attempt, go, page, refuse
from alliance.lists import page_of
from alliance.models import Invitation, RoleTerm, User
from alliance.permissions import CorePermission
from alliance.queries import catalogue, preferences, scopes
from alliance.queries import people as queries
from alliance.roles import ROLES
from alliance.words import counted

CHANGE, SEE = CorePermission.CHANGE_PEOPLE, CorePermission.SEE_PEOPLE


@require_safe
def people(request: MemberRequest) -> HttpResponse:
    """Who holds a role now, or from a day still to come."""
    access.require(request.user, SEE)
    role = _role_asked_for(request)
    found = page_of(request, queries.holders(on=timezone.localdate(), role=role))
    context = _list_context(request, role, is_ended=False) | {
        "page": found,
        "members": queries.members(list(found)),
        "how_many": counted(found.paginator.count, "person", "people"),
        "may_change": access.may(request.user, CHANGE),
    }
    return page(request, "alliance/people_list.html", context)


@require_safe
def people_ended(request: MemberRequest) -> HttpResponse:
    access.require(request.user, SEE)
    role = _role_asked_for(request)
    found = page_of(request, queries.ended(on=timezone.localdate(), role=role))
    names = scopes.names_of(t.scope_id for t in found if t.scope_id is not None)
    context = _list_context(request, role, is_ended=True) | {
        "page": found,
        "terms": [(term, names.get(term.scope_id or 0, "")) for term in found],
        "how_many": counted(found.paginator.count, "role"),
    }
    return page(request, "alliance/people_ended.html", context)


def _role_asked_for(request: HttpRequest) -> str:
    asked = request.GET.get("role", "")
    return asked if asked in ROLES else ""


def _list_context(request: HttpRequest, role: str, *, is_ended: bool) -> dict[str, object]:
    return {
        "role": role,
        "roles": [(code, r.title) for code, r in ROLES.items()],
        "tabs": _tabs(request, is_ended=is_ended),
    }


def _tabs(request: HttpRequest, *, is_ended: bool) -> list[dict[str, object]]:
    here = {"alliance:people_ended": is_ended, "alliance:people": not is_ended}
    tabs = [("Now", "alliance:people"), ("Ended", "alliance:people_ended")]
    if access.may(request.user, CHANGE):
        tabs.append(("Invitations", "alliance:invitations"))
    tabs.append(("What each role can do", "alliance:roles"))
    return [
        {"label": label, "url": reverse(name), "is_current": here.get(name, False)}
        for label, name in tabs
    ]


@require_safe
def roles(request: MemberRequest) -> HttpResponse:
    """The catalogue that decides who may, in words."""
    access.require(request.user, SEE)
    return page(request, "alliance/role_list.html", {"roles": catalogue.entries()})


@require_safe
def person(request: MemberRequest, pk: int) -> HttpResponse:
    access.require(request.user, SEE)
    today = timezone.localdate()
    shown = _known_here(pk, on=today)
    offices = queries.members(list(queries.holders(on=today).filter(pk=pk)))
    terms = list(queries.terms_of(shown).order_by("-started_on", "-pk"))
    names = scopes.names_of(t.scope_id for t in terms if t.scope_id is not None)
    context = {
        "shown": shown,
        "full_name": shown.name if shown.known_as else "",
        "held": offices[0].held if offices else [],
        "terms": [(t, names.get(t.scope_id or 0, ""), _when(t, on=today)) for t in terms],
        "may_change": access.may(request.user, CHANGE),
        "wishes": preferences.of(shown) if access.may(request.user, CHANGE) else None,
        "today": today,
    }
    return page(request, "alliance/person.html", context)


def _known_here(pk: int, *, on: date) -> User:
    found = queries.known_here(on=on).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _when(term: RoleTerm, *, on: date) -> str:
    if term.is_current(on=on):
        return "now"
    return "to-come" if term.started_on > on else "ended"


@require_http_methods(["GET", "HEAD", "POST"])
def begin_role(request: MemberRequest, pk: int) -> HttpResponse:
    access.require(request.user, CHANGE)
    today = timezone.localdate()
    shown = _known_here(pk, on=today)
    form = BeginRoleForm(request.POST or None, initial={"started_on": today})
    if request.method == "POST" and form.is_valid():
        words = dict(form.cleaned_data)
        where = words.pop("where")
        words |= {"scope": where.scope, "scope_id": where.id, "on": today}
        if attempt(form, role_actions.grant, shown, by=request.user, **words):
            said = f"{shown} is {ROLES[words['role']].title.lower()} from that day."
            return go(request, "alliance:person", shown.pk, said=said)
    return page(request, "alliance/role_begin.html", {"form": form, "shown": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def end_role(request: MemberRequest, pk: int) -> HttpResponse:
    term = access.get_or_404(
        RoleTerm.objects.select_related("user"), request=request, permission=CHANGE, pk=pk
    )
    today = timezone.localdate()
    form = EndRoleForm(request.POST or None, initial={"ended_on": today})
    if request.method == "POST" and form.is_valid():
        if attempt(form, role_actions.end, term, by=request.user, on=today, **form.cleaned_data):
            said = f"The role ends. {term.user} keeps the account."
            return go(request, "alliance:person", term.user_id, said=said)
    return page(request, "alliance/role_end.html", {"form": form, "term": term})


@require_http_methods(["GET", "HEAD", "POST"])
def reset_second_step(request: MemberRequest, pk: int) -> HttpResponse:
    access.require(request.user, CHANGE)
    now = timezone.now()
    today = timezone.localdate(now)
    shown = _known_here(pk, on=today)
    form = ResetSecondStepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, factors.reset, shown, by=request.user, on=today, now=now):
            said = f"{shown} sets up a new second step when they next sign in. We have told them."
            return go(request, "alliance:person", shown.pk, said=said)
    return page(request, "alliance/second_step_reset.html", {"form": form, "shown": shown})


@require_safe
def invitations(request: MemberRequest) -> HttpResponse:
    access.require(request.user, CHANGE)
    now = timezone.now()
    found = page_of(request, queries.open_invitations(now=now))
    tabs = _tabs(request, is_ended=False)
    for tab in tabs:
        tab["is_current"] = tab["url"] == request.path
    context = {
        "page": found,
        "tabs": tabs,
        "invitations": [(i, ROLES[i.role], i.is_open(now=now)) for i in found],
        "how_many": counted(found.paginator.count, "invitation"),
    }
    return page(request, "alliance/invitation_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: MemberRequest) -> HttpResponse:
    access.require(request.user, CHANGE)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data | {"by": request.user, "now": timezone.now()}
        if attempt(form, invitation_actions.invite, **words):
            return go(request, "alliance:invitations", said=f"We have invited {words['name']}.")
    by_hand = [role for role in ROLES.values() if role.is_granted_by_hand]
    return page(request, "alliance/invitation_make.html", {"form": form, "roles": by_hand})


@require_POST
def send_invitation_again(request: MemberRequest, pk: int) -> HttpResponse:
    invitation = access.get_or_404(
        Invitation.objects.all(), request=request, permission=CHANGE, pk=pk
    )
    try:
        invitation_actions.send_again(invitation, by=request.user, now=timezone.now())
    except Refused as refusal:
        return refuse(request, "alliance:invitations", refusal)
    return go(request, "alliance:invitations", said="Sent again. The earlier link no longer works.")


@require_POST
def withdraw_invitation(request: MemberRequest, pk: int) -> HttpResponse:
    invitation = access.get_or_404(
        Invitation.objects.all(), request=request, permission=CHANGE, pk=pk
    )
    try:
        invitation_actions.withdraw(invitation, by=request.user, now=timezone.now())
    except Refused as refusal:
        return refuse(request, "alliance:invitations", refusal)
    return go(request, "alliance:invitations", said="Withdrawn. The link no longer works.")
