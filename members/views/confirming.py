"""Still correct? By the link in a letter, or signed in."""

from contextlib import suppress

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods

from alliance import access, limits
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, go, page
from alliance.kept import keeps_nothing
from alliance.models import SignedLink
from alliance.queries.links import link_of
from members.actions import confirming as actions
from members.forms.confirming import ConfirmForm
from members.models import ConfirmationRequest, Organisation
from members.permissions import OrganisationPermission
from members.queries import confirming as queries
from members.queries.recipients import still_acts
from members.views.answers import GONE, unlisted

BOTH = ["GET", "HEAD", "POST"]
SENT_AGAIN = gettext_noop("If this link was yours, a new one is on its way to the same address.")


@login_not_required
@keeps_nothing
@require_http_methods(BOTH)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Looking writes nothing; the button counts once."""
    now = timezone.now()
    link = link_of(token, purpose=actions.PURPOSE)
    if link is None:
        limits.count(limits.LINKS, limits.address_of(request), now=now)
        return unlisted(page(request, "members/link_closed.html", status=GONE))
    asked = _asked(link)
    if asked.answered_at is not None:
        return unlisted(page(request, "members/confirm_done.html", {"asked": asked}))
    if now >= link.expires_at or not link.uses_left:
        return unlisted(_ran_out(request, link, asked))
    return unlisted(_look_or_press(request, link, asked))


def _look_or_press(
    request: HttpRequest, link: SignedLink, asked: ConfirmationRequest
) -> HttpResponse:
    now = timezone.now()
    held = queries.held(asked.organisation, now=now)
    form = ConfirmForm(request.POST or None, held=held)
    if request.POST.get("answer") == "wrong_person":
        with suppress(Refused):  # answered in the same moment: the page says so
            actions.not_the_right_person(link, asked, now=now)
        return go(request, request.path)
    if request.method == "POST" and form.is_valid():
        try:
            further = actions.confirm_by_link(link, asked, said=form.said(), now=now)
        except Refused:
            return go(request, request.path)
        return go(request, further or request.path, said=gettext("All confirmed. Thank you."))
    context = _sheet(asked.organisation, held, form) | {
        "asked": asked,
        "has_changed": queries.digest(held.facts) != asked.profile_sha256,
    }
    return page(request, "members/confirm_link.html", context)


def _ran_out(request: HttpRequest, link: SignedLink, asked: ConfirmationRequest) -> HttpResponse:
    """The same answer whether or not a new link is sent."""
    if request.method == "POST":
        actions.send_new_link(asked, now=timezone.now())
        return go(request, request.path, said=gettext(SENT_AGAIN))
    context = {"ran_out_on": link.expires_at, "may_ask_again": True}
    return page(request, "members/link_closed.html", context, status=GONE)


def _asked(link: SignedLink) -> ConfirmationRequest:
    """What the link is for, for as long as its person acts for the organisation."""
    rows = ConfirmationRequest.objects.select_related(
        "organisation", "representative__user", "link"
    )
    asked = rows.filter(pk=link.object_id).first()
    if asked is None or not still_acts(asked.representative, on=timezone.localdate()):
        raise Http404
    return asked


def _sheet(organisation: Organisation, held: queries.Held, form: ConfirmForm) -> dict[str, object]:
    return {
        "organisation": organisation,
        "held": held,
        "form": form,
        "services": form.service_parts(),
    }


@require_http_methods(BOTH)
def confirm_signed_in(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=OrganisationPermission.SET_CAPACITY,
        slug=slug,
    )
    now = timezone.now()
    held = queries.held(organisation, now=now)
    form = ConfirmForm(request.POST or None, held=held)
    if request.method == "POST" and form.is_valid():
        words = {"said": form.said(), "by": request.user, "now": now}
        if attempt(form, actions.confirm, organisation, **words):
            return go(request, "asks:asks", said=gettext("All confirmed. Thank you."))
    return page(request, "members/confirm_page.html", _sheet(organisation, held, form))
