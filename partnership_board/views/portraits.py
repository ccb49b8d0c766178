"""The photo of somebody who stands: seen by whoever may read the nomination, sent in by its own."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, go, page, refuse
from alliance.views.files import hand_out
from partnership_board.actions import portraits as actions
from partnership_board.forms.portraits import PortraitForm
from partnership_board.queries import nominations as nominees
from partnership_board.views.elections import election_or_404
from partnership_board.views.nominations import NOMINATIONS, own_or_refused

BOTH = ["GET", "HEAD", "POST"]


@login_not_required
@require_safe
def nomination_photo(request: HttpRequest, pk: int, nomination: int) -> HttpResponse:
    election = election_or_404(request, pk)
    found = NOMINATIONS.select_related("photo").filter(election=election, pk=nomination).first()
    on = timezone.localdate()
    if found is None or found.photo is None or not nominees.may_see(request.user, found, on=on):
        raise Http404
    return hand_out(found.photo)


@require_http_methods(BOTH)
def nomination_picture(request: MemberRequest, pk: int, nomination: int) -> HttpResponse:
    """Send one in, or take it away."""
    found = own_or_refused(request, pk, nomination)
    if isinstance(found, HttpResponse):
        return found
    now = timezone.now()
    if "away" in request.POST:
        try:
            actions.take_away(found, by=request.user, now=now)
        except Refused as refusal:
            return refuse(request, found, refusal)
        return go(request, found, said=_("The photo is gone."))
    form = PortraitForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.show, found, by=request.user, now=now, **form.picture):
            return go(request, found, said=_("This is the photo that voters see."))
    context = {"nomination": found, "election": found.election, "form": form}
    return page(request, "partnership_board/nomination_picture.html", context)
