"""Giving the phone to the person who tells, and getting it back."""

import uuid

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access, confined
from alliance.http import MemberRequest, go, page
from alliance.kept import keeps_nothing
from alliance.signing_in import to_confirm
from coproduction.actions import drafts as actions
from coproduction.models import CaptureDraft
from coproduction.permissions import CoproductionPermission as May
from coproduction.views.capture_steps import gone, mine_or_none

# A site language by the code of the language that somebody speaks.
SITE = {"en": "en-gb", "bn": "bn", "syl": "bn", "so": "so", "ar": "ar"}


@keeps_nothing
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    access.require(request.user, May.TAKE_WORDS)
    draft = mine_or_none(request, public_id)
    if draft is None:
        return gone(request)
    if request.method == "POST":
        actions.hand_over(draft, by=request.user)
        _confine(request, draft)
        return go(request, draft)
    spoken = SITE.get(draft.language, "en-gb")
    context = {"draft": draft, "choices": settings.LANGUAGES, "spoken": spoken}
    return page(request, "coproduction/capture_hand_over.html", context)


@require_safe
def come_back(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """What every other address leads to. The session goes free once its owner has shown it."""
    access.require(request.user, May.TAKE_WORDS)
    if not confined.is_confined(request):
        return go(request, "coproduction:capture")
    if confined.has_come_back(request):
        confined.free(request)
        return go(request, "coproduction:capture", said=_("Here you are again."))
    if "show" in request.GET:
        return to_confirm(back=request.path)
    draft = CaptureDraft.objects.filter(public_id=public_id, started_by=request.user).first()
    return page(request, "coproduction/capture_come_back.html", {"draft": draft})


def _confine(request: MemberRequest, draft: CaptureDraft) -> None:
    asked = request.POST.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else "en-gb"
    way_back = reverse("coproduction:capture_come_back", args=[draft.public_id])
    confined.confine(
        request,
        to=way_back.removesuffix("come-back/"),
        way_back=way_back,
        language=language,
        now=timezone.now(),
    )
