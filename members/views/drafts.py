"""A profile is written, one part a page. Nothing shows until it is approved."""

from typing import Any
from uuid import UUID, uuid4

from django.forms import Form
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, go, page
from members.actions import drafts as actions
from members.errors import SavedMeanwhile
from members.forms.offers import OfferForm
from members.forms.parts import PART_FORMS, PartForm
from members.forms.places import PlaceForm
from members.models import Organisation
from members.permissions import OrganisationPermission
from members.profile_content import PARTS, blank
from members.profile_content.compare import at
from members.queries import drafts as queries
from members.queries.profile_content import known
from members.queries.versions import open_version

BOTH = ["GET", "HEAD", "POST"]
GROUPS = {"places": "locations", "services": "services"}
LISTS = {"places": "members/profile_places.html", "services": "members/profile_services.html"}
LOST = "Saved. Nobody else sees it until it is approved."


@require_safe
def edit(request: MemberRequest, slug: str) -> HttpResponse:
    """The list of tasks."""
    organisation = _theirs(request, slug)
    desk = queries.desk(organisation)
    context = {"organisation": organisation, "desk": desk, "tasks": queries.tasks(desk)}
    return page(request, "members/profile_edit.html", context)


@require_http_methods(BOTH)
def edit_part(request: MemberRequest, slug: str, part: str) -> HttpResponse:
    organisation = _theirs(request, slug)
    if part not in queries.TITLES:
        raise Http404
    desk = queries.desk(organisation)
    if part in LISTS:
        context = {"organisation": organisation, "desk": desk, "part": part}
        return page(request, LISTS[part], _around(context))
    paths = [f"organisation/{name}" for name in PARTS[part]]
    thing = desk.content["organisation"]
    form = PART_FORMS[part](request.POST or None, thing=thing, known=known())
    if request.method == "POST" and form.is_valid():
        values = {f"organisation/{name}": value for name, value in form.said().items()}
        if _saved(request, organisation, form, values):
            return _on(request, organisation, part)
    return _form_page(request, desk, form, part=part, paths=paths)


@require_http_methods(BOTH)
def edit_service(request: MemberRequest, slug: str, key: UUID | None = None) -> HttpResponse:
    organisation = _theirs(request, slug)
    desk = queries.desk(organisation)
    path, thing = _one(desk, "services", key)
    form = OfferForm(
        request.POST or None, thing=thing, places=desk.content["locations"], known=known()
    )
    return _edit_one(request, desk, form, part="services", path=path)


@require_http_methods(BOTH)
def edit_place(request: MemberRequest, slug: str, key: UUID | None = None) -> HttpResponse:
    organisation = _theirs(request, slug)
    desk = queries.desk(organisation)
    path, thing = _one(desk, "locations", key)
    form = PlaceForm(request.POST or None, thing=thing, known=known())
    return _edit_one(request, desk, form, part="places", path=path)


@require_http_methods(BOTH)
def take_out(request: MemberRequest, slug: str, part: str, key: UUID) -> HttpResponse:
    """A service or place goes, once that is approved."""
    organisation = _theirs(request, slug)
    if part not in GROUPS:
        raise Http404
    desk = queries.desk(organisation)
    path, _ = _one(desk, GROUPS[part], key)
    form = PartForm(request.POST or None, thing={}, known=known())
    if request.method == "POST" and form.is_valid():
        if _saved(request, organisation, form, {path: None}):
            return go(request, "members:edit-part", slug=slug, part=part, said=LOST)
    return _form_page(
        request, desk, form, part=part, paths=[path], template="members/profile_take_out.html"
    )


@require_POST
def send(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = _theirs(request, slug)
    return _done(request, organisation, actions.send, said="Sent. It shows once it is approved.")


@require_POST
def withdraw(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = _theirs(request, slug)
    return _done(request, organisation, actions.withdraw, said="Taken back. Nothing has changed.")


@require_POST
def choose(request: MemberRequest, slug: str) -> HttpResponse:
    """Of two sides, which stays."""
    organisation = _theirs(request, slug)
    words = {"path": request.POST.get("path", ""), "is_ours": request.POST.get("side") == "ours"}
    return _done(request, organisation, actions.choose, said="Chosen.", **words)


def _theirs(request: MemberRequest, slug: str) -> Organisation:
    return access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=OrganisationPermission.EDIT_PROFILE,
        slug=slug,
    )


def _done(
    request: MemberRequest, organisation: Organisation, action: Any, *, said: str, **words: Any
) -> HttpResponse:  # Any: an action and its own words
    """Do it to the open version, or say on the review page why not."""
    version = open_version(organisation)
    if version is None:
        return go(request, "members:review", slug=organisation.slug)
    try:
        action(version, by=request.user, now=timezone.now(), **words)
    except Refused as refusal:
        return refused(request, organisation, str(refusal))
    return go(request, "members:review", slug=organisation.slug, said=said)


def refused(request: MemberRequest, organisation: Organisation, sentence: str) -> HttpResponse:
    form = Form({})
    form.add_error(None, sentence)
    return review_page(request, organisation, form)


def review_page(
    request: MemberRequest, organisation: Organisation, form: Form | None = None
) -> HttpResponse:
    found = queries.review(organisation)
    may = {
        name.value: access.may(request.user, name, organisation)
        for name in (OrganisationPermission.EDIT_PROFILE, OrganisationPermission.APPROVE_PROFILE)
    }
    context = {
        "organisation": organisation,
        "review": found,
        "desk": found.desk,
        "version": found.desk.version,
        "standing": queries.standing(found.desk, by=request.user, on=timezone.localdate()),
        "may": may,
        "form": form,
    }
    return page(request, "members/profile_review.html", context)


def _one(desk: queries.Desk, group: str, key: UUID | None) -> tuple[str, dict[str, Any]]:
    """The path of a thing of the draft and what it says; a new one gets its id now."""
    if key is None:
        return f"{group}/{uuid4()}", blank(group)
    path = f"{group}/{key}"
    thing = at(desk.content, path)
    if thing is None:
        raise Http404
    return path, thing


def _edit_one(
    request: MemberRequest, desk: queries.Desk, form: PartForm, *, part: str, path: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        if _saved(request, desk.organisation, form, {path: form.said()}):
            if "again" in request.POST:
                key = path.partition("/")[2]
                name = f"members:edit-{part.removesuffix('s')}"
                return go(request, name, slug=desk.organisation.slug, key=key, said=LOST)
            slug = desk.organisation.slug
            return go(request, "members:edit-part", slug=slug, part=part, said=LOST)
    template = f"members/profile_{part.removesuffix('s')}.html"
    return _form_page(request, desk, form, part=part, paths=[path], template=template)


def _saved(
    request: MemberRequest, organisation: Organisation, form: PartForm, values: dict[str, Any]
) -> bool:
    """Like `attempt`; once told of somebody else's words, the form is up to date with them."""
    words = form.opened_on()
    try:
        actions.save(organisation, values=values, by=request.user, now=timezone.now(), **words)
    except SavedMeanwhile as refusal:
        form.add_error(None, str(refusal))
        fresh = queries.desk(organisation)
        again = request.POST.copy()
        again["lock"], again["shown"] = str(fresh.lock), fresh.fingerprint(*values)
        form.data = again
        return False
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    return True


def _form_page(
    request: MemberRequest,
    desk: queries.Desk,
    form: PartForm,
    *,
    part: str,
    paths: list[str],
    template: str = "members/profile_part.html",
) -> HttpResponse:
    if not form.is_bound:
        opened_on = {"lock": desk.lock, "shown": desk.fingerprint(*paths)}
        form.initial = {**form.initial, **opened_on}
    context = {
        "organisation": desk.organisation,
        "desk": desk,
        "form": form,
        "part": part,
        "theirs": queries.saved_by_others(desk, paths) if form.non_field_errors() else [],
        "path": paths[0],
        "is_new": at(desk.content, paths[0]) is None,
    }
    return page(request, template, _around(context))


def _around(context: dict[str, Any]) -> dict[str, Any]:
    return context | {"title": queries.TITLES[context["part"]]}


def _on(request: MemberRequest, organisation: Organisation, part: str) -> HttpResponse:
    """To the next part, and from the last one to the review."""
    names = list(queries.TITLES)
    after = names[names.index(part) + 1 :]
    slug = organisation.slug
    if not after:
        return go(request, "members:review", slug=slug, said=LOST)
    return go(request, "members:edit-part", slug=slug, part=after[0], said=LOST)
