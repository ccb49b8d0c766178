"""Recording what somebody says, and opening it again with a reason."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.http import MemberRequest, attempt, go, page
from alliance.lists import page_of
from coproduction.actions import capture as capturing
from coproduction.actions import consents, reading
from coproduction.forms import CaptureForm, ConsentForm, OpenForm, WordingForm
from coproduction.models import Contribution
from coproduction.permissions import CoproductionPermission as May
from coproduction.queries import contributions as told
from coproduction.queries.consents import scopes_now
from coproduction.wording import BODY


@require_http_methods(["GET", "HEAD", "POST"])
def capture(request: MemberRequest) -> HttpResponse:
    access.require(request.user, May.CAPTURE_INSIGHTS)
    initial = {"told_on": timezone.localdate(), "language": "en"}
    form = CaptureForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        kept: list[Contribution] = []

        def take(**words: Any) -> None:  # Any: the form's cleaned words
            kept.append(capturing.take_contribution(**words))

        if attempt(form, take, by=request.user, now=timezone.now(), **form.cleaned_data):
            return go(request, "coproduction:card", kept[0].public_id)
    context = {"form": form, "wording": told.wording()}
    return page(request, "coproduction/contribution_capture.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: MemberRequest) -> HttpResponse:
    """The words in which consent is asked for, to be checked and adopted."""
    access.require(request.user, May.CAPTURE_INSIGHTS)
    current = told.wording()
    initial = {"body": current.body if current else BODY, "reviewed_on": timezone.localdate()}
    form = WordingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if attempt(form, consents.adopt_wording, by=request.user, **form.cleaned_data):
            return go(request, "coproduction:capture", said="This is the wording from now on.")
    return page(request, "coproduction/wording.html", {"form": form})


@require_safe
def card(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """To copy onto the card, or to show on the screen."""
    return page(request, "coproduction/contribution_card.html", {"told": _mine(request, public_id)})


@require_safe
def queue(request: MemberRequest) -> HttpResponse:
    access.require(request.user, May.CAPTURE_INSIGHTS)
    rows = told.queue(request.user, on=timezone.localdate())
    context = {"page_of_told": page_of(request, rows)}
    return page(request, "coproduction/contribution_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def contribution(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """POST opens the words: for a reader, with a reason, and it is written down."""
    found = _mine(request, public_id)
    form, opened = OpenForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        today, now = timezone.localdate(), timezone.now()

        def read(**words: Any) -> None:  # Any: the form's cleaned words
            opened.append(reading.open_words(found, by=request.user, on=today, now=now, **words))

        attempt(form, read, **form.cleaned_data)
    context = {
        "told": found,
        "form": form,
        "opened": opened[0] if opened else None,
        "allowed": told.in_words(scopes_now(found, at=timezone.now())),
        "openings": told.openings(found),
        "is_reader": told.is_reader(request.user, on=timezone.localdate()),
    }
    return page(request, "coproduction/contribution_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    found = _mine(request, public_id)
    allowed = scopes_now(found, at=timezone.now())
    form = ConsentForm(request.POST or None, initial={"scopes": [s.value for s in allowed]})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data | {"by": request.user, "now": timezone.now()}
        if attempt(form, consents.change_consent, found, **words):
            return go(request, found, said="That is recorded, and holds from now on.")
    return page(request, "coproduction/contribution_consent.html", {"form": form, "told": found})


def _mine(request: MemberRequest, public_id: uuid.UUID) -> Contribution:
    return access.get_or_404(
        told.queue(request.user, on=timezone.localdate()),
        request=request,
        permission=May.CAPTURE_INSIGHTS,
        public_id=public_id,
    )
