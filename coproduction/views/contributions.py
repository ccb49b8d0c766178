"""The card, the wording and what somebody agrees to."""

import uuid

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.http import MemberRequest, attempt, go, page
from coproduction.actions import consents
from coproduction.forms import ConsentForm, WordingForm
from coproduction.permissions import CoproductionPermission as May
from coproduction.queries import contributions as told
from coproduction.queries.consents import scopes_now
from coproduction.views.heard import mine
from coproduction.wording import BODY


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
    return page(request, "coproduction/contribution_card.html", {"told": mine(request, public_id)})


@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    found = mine(request, public_id)
    allowed = scopes_now(found, at=timezone.now())
    form = ConsentForm(request.POST or None, initial={"scopes": [s.value for s in allowed]})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data | {"by": request.user, "now": timezone.now()}
        if attempt(form, consents.change_consent, found, **words):
            return go(request, found, said="That is recorded, and holds from now on.")
    return page(request, "coproduction/contribution_consent.html", {"form": form, "told": found})
