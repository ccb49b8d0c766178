"""A vacancy is filled from the ballots that were kept: the lead begins, the officers open."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, go, page
from partnership_board.actions import countbacks as actions
from partnership_board.forms.results import CountbackForm
from partnership_board.models import Election
from partnership_board.permissions import BoardPermission
from partnership_board.queries import countbacks as queries

BOTH = ["GET", "HEAD", "POST"]
ROWS = Election.objects.select_related("rule", "board")


@require_http_methods(BOTH)
def countback(request: MemberRequest, pk: int) -> HttpResponse:
    """Who left, who sits, and who would take the seat."""
    election = access.get_or_404(
        ROWS.public(), request=request, permission=BoardPermission.DRAFT_ELECTIONS, pk=pk
    )
    on = timezone.localdate()
    left = [one.nomination for one in queries.vacancies(election, on=on)]
    form = CountbackForm(
        request.POST if request.method == "POST" else None,
        sitting=left,
        others=queries.others(election, on=on),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.start(election, by=request.user, now=timezone.now(), **form.numbers)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return go(request, made, said=_("Begun. The officers have been asked to open the box."))
    context = {"election": election, "form": form, "has_vacancy": bool(left)}
    return page(request, "partnership_board/countback.html", context)
