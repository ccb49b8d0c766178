"""Who acts for an organisation: seen, invited, and ended."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.actions import invitations
from alliance.http import MemberRequest, attempt, go, page
from alliance.roles import Scope
from members.actions import representatives as actions
from members.forms.people import (
    ChangePersonForm,
    EndPersonForm,
    InviteForm,
    LetGoForm,
    LettersForm,
    VotersForm,
)
from members.models import Organisation, Representative
from members.permissions import MembersPermission, OrganisationPermission
from members.queries import people as queries
from members.queries import profiles

BOTH = ["GET", "HEAD", "POST"]


@require_safe
def people(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=MembersPermission.SEE_MEMBERS,
        slug=slug,
    )
    may_invite = access.may(request.user, OrganisationPermission.INVITE_COLLEAGUES, organisation)
    leads = access.may(request.user, MembersPermission.CHANGE_MEMBERS)
    waiting = queries.invited(organisation, now=timezone.now()) if may_invite or leads else []
    context = {
        "organisation": organisation,
        "people": profiles.people_of(organisation, on=timezone.localdate()),
        "waiting": waiting,
        "may_invite": may_invite,
        "leads": leads,
    }
    return page(request, "members/representative_list.html", context)


@require_http_methods(BOTH)
def invite(request: MemberRequest, slug: str) -> HttpResponse:
    """An approver invites a colleague."""
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=OrganisationPermission.INVITE_COLLEAGUES,
        slug=slug,
    )
    return _invite(request, organisation)


@require_http_methods(BOTH)
def invite_first(request: MemberRequest, slug: str) -> HttpResponse:
    """The alliance lead invites somebody of an organisation, which may have nobody yet."""
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=MembersPermission.CHANGE_MEMBERS,
        slug=slug,
    )
    return _invite(request, organisation)


def _invite(request: MemberRequest, organisation: Organisation) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        where = invitations.Where(Scope.ORGANISATION, organisation.pk, organisation.name)
        now, words = timezone.now(), form.cleaned_data
        if attempt(form, invitations.invite, where=where, by=request.user, now=now, **words):
            said = f"Invited. A letter is on its way to {words['email']}."
            return go(request, "members:people", slug=organisation.slug, said=said)
    context = {"organisation": organisation, "form": form}
    return page(request, "members/representative_invite.html", context)


@require_http_methods(BOTH)
def end(request: MemberRequest, pk: int) -> HttpResponse:
    person = access.get_or_404(
        Representative.objects.select_related("organisation", "user"),
        request=request,
        permission=OrganisationPermission.INVITE_COLLEAGUES,
        pk=pk,
    )
    on = timezone.localdate()
    form = EndPersonForm(request.POST or None, initial={"ended_on": on})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        if attempt(form, actions.end_representative, person, by=request.user, on=on, **words):
            said = f"{person.user} stops acting for {person.organisation}."
            return go(request, "members:people", slug=person.organisation.slug, said=said)
    context = {"acting": person, "organisation": person.organisation, "form": form}
    return page(request, "members/representative_end.html", context)


@require_http_methods(BOTH)
def let_go(request: MemberRequest, pk: int) -> HttpResponse:
    """The alliance lead ends it, and takes note that nobody may be left to approve."""
    person = access.get_or_404(
        Representative.objects.select_related("organisation", "user"),
        request=request,
        permission=MembersPermission.CHANGE_MEMBERS,
        pk=pk,
    )
    on = timezone.localdate()
    form = LetGoForm(request.POST or None, initial={"ended_on": on})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        if attempt(form, actions.end_representative, person, by=request.user, on=on, **words):
            said = f"{person.user} stops acting for {person.organisation}."
            return go(request, "members:people", slug=person.organisation.slug, said=said)
    context = {"acting": person, "organisation": person.organisation, "form": form}
    return page(request, "members/representative_end.html", context)


@require_http_methods(BOTH)
def change(request: MemberRequest, pk: int) -> HttpResponse:
    """What a colleague does, may do and is written to about."""
    person = access.get_or_404(
        Representative.objects.select_related("organisation", "user"),
        request=request,
        permission=OrganisationPermission.INVITE_COLLEAGUES,
        pk=pk,
    )
    on = timezone.localdate()
    form = ChangePersonForm(request.POST or None, initial=queries.as_written(person, on=on))
    if request.method == "POST" and form.is_valid():
        words = form.said()
        if attempt(form, actions.change_representative, person, by=request.user, on=on, **words):
            return go(request, "members:people", slug=person.organisation.slug, said="Saved.")
    context = {"acting": person, "organisation": person.organisation, "form": form}
    return page(request, "members/representative_change.html", context)


@require_http_methods(BOTH)
def letters(request: MemberRequest) -> HttpResponse:
    """What one is written to about oneself, for each organisation one acts for."""
    access.require_office(request.user)
    on = timezone.localdate()
    typed = request.POST if request.method == "POST" else None  # nothing ticked is an answer
    form = LettersForm(typed, acting=queries.acting_for(request.user, on=on))
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.choose_letters, wanted=form.said(), by=request.user, on=on):
            return go(request, "members:letters", said="Saved.")
    back = reverse("alliance:today")
    return page(request, "members/representative_letters.html", {"form": form, "back": back})


@require_http_methods(BOTH)
def voters(request: MemberRequest, slug: str) -> HttpResponse:
    """Who votes for the organisation, and who does when they cannot."""
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=OrganisationPermission.INVITE_COLLEAGUES,
        slug=slug,
    )
    acting = queries.open_ones(organisation)
    form = VotersForm(request.POST or None, people=acting, initial=queries.voters_of(acting))
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.name_voters, organisation, by=request.user, **form.said()):
            return go(request, "members:people", slug=slug, said="Saved.")
    context = {"organisation": organisation, "form": form}
    return page(request, "members/representative_voters.html", context)
