"""Reading what somebody said, and making it safe beside the new text."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, go, page
from alliance.lists import page_of
from coproduction.actions import glass, hearing, reading
from coproduction.forms import OpenForm
from coproduction.heard_forms import AboutForm, AgreeForm, GlassForm, RedactForm
from coproduction.models import BreakGlass, Contribution
from coproduction.permissions import CoproductionPermission as May
from coproduction.queries import contributions as told
from coproduction.queries import heard
from coproduction.queries.consents import scopes_now


@require_safe
def queue(request: MemberRequest) -> HttpResponse:
    """What waits for a reader, and where each telling stands."""
    access.require(request.user, May.CAPTURE_INSIGHTS)
    rows = told.queue(request.user, on=timezone.localdate())
    context = {"page_of_told": page_of(request, rows), "counts": heard.counts(rows)}
    return page(request, "coproduction/contribution_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def contribution(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """POST opens the words: for a reader, with a reason, and it is written down."""
    found = mine(request, public_id)
    form, opened = OpenForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        today, now = timezone.localdate(), timezone.now()

        def read(**words: Any) -> None:  # Any: the form's cleaned words
            opened.append(reading.open_words(found, by=request.user, on=today, now=now, **words))

        attempt(form, read, **form.cleaned_data)
    return _telling(request, found, form, opened[0] if opened else None)


@require_POST
def redact(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """What is left out, and the new text beside it."""
    found = mine(request, public_id)
    today, now = timezone.localdate(), timezone.now()
    try:
        opened = reading.words_again(found, by=request.user, on=today, now=now)
    except Refused as refused:
        form = OpenForm({})
        form.add_error(None, str(refused))
        return _telling(request, found, form, None)
    known = heard.known_names(on=today)
    marked = heard.marked(opened.original, opened.translation, known=known)
    redacting = RedactForm(request.POST, marked=marked)
    if redacting.is_valid():
        kept: list[Any] = []  # Any: the point, or nothing

        def keep(**words: Any) -> None:  # Any: the action's own
            kept.append(hearing.redact_and_write(found, **words))

        words = {"decisions": redacting.decisions, "writing": redacting.writing}
        words |= {"field": marked.name, "by": request.user, "on": today, "now": now}
        if attempt(redacting, keep, **words):
            return go(request, kept[0] or found, said="Kept. What you left out is gone from it.")
    return _telling(request, found, OpenForm(), opened, redacting)


def _telling(
    request: MemberRequest,
    found: Contribution,
    form: OpenForm,
    opened: reading.Opened | None,
    redacting: RedactForm | None = None,
) -> HttpResponse:
    today, now = timezone.localdate(), timezone.now()
    if opened is not None and redacting is None:
        known = heard.known_names(on=today)
        marked = heard.marked(opened.original, opened.translation, known=known)
        redacting = RedactForm(marked=marked)
    context = {
        "told": found,
        "form": form,
        "opened": opened,
        "redacting": redacting,
        "allowed": told.in_words(scopes_now(found, at=now)),
        "openings": told.openings(found),
        "points": heard.points_of(found),
        "is_reader": told.is_reader(request.user, on=today),
    }
    return page(request, "coproduction/contribution_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def about(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    found = mine(request, public_id)
    form = AboutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data | {"by": request.user, "now": timezone.now()}
        if attempt(form, reading.mark_about, found, **words):
            return go(request, found, said="Whoever works there cannot open it from now on.")
    context = {"form": form, "told": found}
    return page(request, "coproduction/contribution_about.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_glass(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    found = mine(request, public_id)
    form = GlassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        clock = {"on": timezone.localdate(), "now": timezone.now()}
        words = form.cleaned_data | clock | {"by": request.user}
        if attempt(form, glass.ask_to_break, found, **words):
            return go(request, "coproduction:openings", said="Asked. Somebody else agrees now.")
    return page(request, "coproduction/contribution_glass.html", {"form": form, "told": found})


@require_safe
def openings(request: MemberRequest) -> HttpResponse:
    """Who opened what in the last week, and where two people broke the glass."""
    access.require(request.user, May.CAPTURE_INSIGHTS)
    return _openings(request)


def _openings(request: MemberRequest, form: AgreeForm | None = None) -> HttpResponse:
    now = timezone.now()
    context = {
        "openings": heard.opened_by_others(request.user, at=now),
        "glasses": heard.glasses(at=now),
        "form": form,
    }
    return page(request, "coproduction/openings.html", context)


@require_POST
def agree_glass(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(
        BreakGlass.objects.all(), request=request, permission=May.CAPTURE_INSIGHTS, pk=pk
    )
    form = AgreeForm(request.POST)
    form.is_valid()
    clock = {"on": timezone.localdate(), "now": timezone.now()}
    if attempt(form, glass.agree_to_break, found, by=request.user, **clock):
        return go(request, "coproduction:openings", said="It opens to them for one hour.")
    return _openings(request, form)


def mine(request: MemberRequest, public_id: uuid.UUID) -> Contribution:
    return access.get_or_404(
        told.queue(request.user, on=timezone.localdate()),
        request=request,
        permission=May.CAPTURE_INSIGHTS,
        public_id=public_id,
    )
