"""What became of each letter, and putting right what could not be delivered."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alliance import access
from alliance.actions import letters as actions
from alliance.errors import Refused
from alliance.http import MemberRequest, go, page, refuse
from alliance.lists import page_of
from alliance.permissions import CorePermission
from alliance.queries import letters as queries
from alliance.views.settings import tabs

SEE = CorePermission.SEE_POST


@require_safe
def post(request: MemberRequest) -> HttpResponse:
    access.require(request.user, SEE)
    asked = request.GET.get("state", "")
    state = asked if asked in dict(queries.STATES) else ""
    found = page_of(request, queries.letters(state=state))
    context = {
        "page": found,
        "rows": [(letter, queries.at(letter), queries.advice(letter)) for letter in found],
        "counts": queries.counts(),
        "state": state,
        "states": queries.STATES,
        "tabs": tabs("alliance:post"),
    }
    return page(request, "alliance/letter_list.html", context)


@require_POST
def send_again(request: MemberRequest, pk: int) -> HttpResponse:
    letter = access.get_or_404(queries.listed(), request=request, permission=SEE, pk=pk)
    try:
        actions.send_again(letter, by=request.user, now=timezone.now())
    except Refused as refusal:
        return refuse(request, "alliance:post", refusal)
    return go(request, "alliance:post", said="It is on its way again.")
