"""The lead adds organisations; memberships begin and end."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from alliance import access
from alliance.http import MemberRequest, attempt, go, page
from members.actions import organisations as actions
from members.forms.profiles import BeginMembershipForm, EndMembershipForm, NewOrganisationForm
from members.models import Organisation
from members.permissions import MembersPermission

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def new(request: MemberRequest) -> HttpResponse:
    access.require(request.user, MembersPermission.CHANGE_MEMBERS)
    on = timezone.localdate()
    form = NewOrganisationForm(request.POST or None, initial={"started_on": on})
    if request.method == "POST" and form.is_valid():
        words = dict(form.cleaned_data)
        began = words.pop("started_on")
        if attempt(form, actions.welcome, started_on=began, words=words, by=request.user, on=on):
            return go(request, "members:members", said=f"{words['name']} is listed.")
    return page(request, "members/organisation_add.html", {"form": form})


@require_http_methods(BOTH)
def begin(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=MembersPermission.CHANGE_MEMBERS,
        slug=slug,
    )
    on = timezone.localdate()
    form = BeginMembershipForm(request.POST or None, initial={"started_on": on})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        if attempt(form, actions.begin_membership, organisation, by=request.user, on=on, **words):
            return go(request, organisation, said=f"{organisation} is a member.")
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
