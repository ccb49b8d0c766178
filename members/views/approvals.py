"""A profile is looked at and approved or sent back; its history; what the lead signs."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, go, page
from members.actions import approvals as actions
from members.actions import drafts
from members.forms.approvals import NoteForm, SignatureForm
from members.models import Organisation, ProfileVersion
from members.permissions import MembersPermission, OrganisationPermission
from members.queries import drafts as queries
from members.queries import versions
from members.queries.profile_content import known, live_content
from members.views.drafts import refused, review_page

BOTH = ["GET", "HEAD", "POST"]


@require_safe
def review(request: MemberRequest, slug: str) -> HttpResponse:
    """What would change, and nothing else."""
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=OrganisationPermission.SEE_DRAFTS,
        slug=slug,
    )
    return review_page(request, organisation)


@require_POST
def approve(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=OrganisationPermission.APPROVE_PROFILE,
        slug=slug,
    )
    version = versions.open_version(organisation)
    if version is None:
        return go(request, "members:review", slug=slug)
    now, on = timezone.now(), timezone.localdate()
    try:
        actions.approve(version, by=request.user, now=now, on=on)
    except Refused as refusal:
        return refused(request, organisation, str(refusal))
    return go(request, organisation, said="Approved. Everybody sees it now.")


@require_http_methods(BOTH)
def send_back(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=OrganisationPermission.APPROVE_PROFILE,
        slug=slug,
    )
    version = versions.open_version(organisation)
    form = NoteForm(request.POST or None)
    if version is None or not version.is_waiting:
        return review_page(request, organisation)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data | {"by": request.user, "now": timezone.now()}
        if attempt(form, actions.send_back, version, **words):
            said = f"Sent back. {version.sent_by} gets a letter with what you wrote."
            return go(request, "members:review", slug=slug, said=said)
    context = {"organisation": organisation, "form": form, "version": version}
    return page(request, "members/profile_return.html", context)


@require_safe
def history(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=OrganisationPermission.SEE_DRAFTS,
        slug=slug,
    )
    context = {
        "organisation": organisation,
        "versions": versions.history(organisation),
        "may_edit": access.may(request.user, OrganisationPermission.EDIT_PROFILE, organisation),
    }
    return page(request, "members/profile_versions.html", context)


@require_safe
def version(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    found = _version(request, slug, number, OrganisationPermission.SEE_DRAFTS)
    context = {
        "organisation": found.organisation,
        "version": found,
        "changes": queries.changes_of(found),
        "may_edit": access.may(request.user, OrganisationPermission.EDIT_PROFILE, found),
    }
    return page(request, "members/profile_version.html", context)


@require_POST
def restore(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    found = _version(request, slug, number, OrganisationPermission.EDIT_PROFILE)
    try:
        drafts.restore(found, by=request.user, now=timezone.now())
    except Refused as refusal:
        return go(request, found, said=str(refusal))
    said = f"Version {number} is a draft again. Nobody else sees it until it is approved."
    return go(request, "members:review", slug=slug, said=said)


def _version(request: MemberRequest, slug: str, number: int, permission: str) -> ProfileVersion:
    return access.get_or_404(
        ProfileVersion.objects.select_related(
            "organisation", "edited_by", "sent_by", "decided_by", "register_by"
        ),
        request=request,
        permission=permission,
        organisation__slug=slug,
        number=number,
    )


@require_safe
def sources(request: MemberRequest, slug: str) -> HttpResponse:
    """Every field that says something: who said it, and when."""
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=OrganisationPermission.SEE_DRAFTS,
        slug=slug,
    )
    live = live_content(organisation)
    context = {
        "organisation": organisation,
        "sources": versions.sources(organisation, live, known()),
    }
    return page(request, "members/profile_sources.html", context)


@require_http_methods(BOTH)
def register(request: MemberRequest, slug: str) -> HttpResponse:
    """The lead signs, or does not sign, a name, a legal form or a register's number."""
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=MembersPermission.CHANGE_MEMBERS,
        slug=slug,
    )
    waiting = versions.waiting_for_the_lead(organisation)
    if waiting is None:
        return page(request, "members/profile_register.html", {"organisation": organisation})
    form = SignatureForm(request.POST or None, is_needed="decline" in request.POST)
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now()}
        note = form.cleaned_data["note"]
        is_done = (
            attempt(form, actions.decline_register, waiting, note=note, **words)
            if "decline" in request.POST
            else attempt(form, actions.sign_register, waiting, **words)
        )
        if is_done:
            return go(request, organisation, said="Recorded. Whoever wrote it is told.")
    context = {
        "organisation": organisation,
        "version": waiting,
        "form": form,
        "changes": [one for one in queries.changes_of(waiting) if one.is_register],
        "shared": versions.shared_numbers(waiting),
    }
    return page(request, "members/profile_register.html", context)
