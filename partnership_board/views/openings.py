"""What officers do once the poll has closed: open, draw, declare, certify, and look closely."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, download, go, page
from alliance.kept import keeps_nothing
from alliance.signing_in import is_recent, to_confirm
from partnership_board.actions import downloads, lot_drawing
from partnership_board.actions import openings as actions
from partnership_board.actions import results as result_actions
from partnership_board.forms.results import (
    CertifyForm,
    CopyForm,
    DeclareForm,
    DigitsForm,
    KeyForm,
)
from partnership_board.models import Election
from partnership_board.permissions import BoardPermission
from partnership_board.queries import openings as queries
from partnership_board.views.asking import form_page

BOTH = ["GET", "HEAD", "POST"]
ROWS = Election.objects.select_related("rule", "board", "parent__rule")


def of_officers(
    request: MemberRequest, pk: int, permission: str = BoardPermission.SCRUTINISE
) -> Election:
    return access.get_or_404(ROWS.all(), request=request, permission=permission, pk=pk)


def of_witnesses(request: MemberRequest, pk: int) -> Election:
    """Officers and candidates, who may have no other office here."""
    election = ROWS.public().filter(pk=pk).first()
    if election is not None and queries.may_watch(request.user, election):
        return election
    if election is None or not access.may(request.user, BoardPermission.SEE):
        raise Http404
    raise PermissionDenied


@keeps_nothing
@sensitive_post_parameters()
@require_http_methods(BOTH)
def open_box(request: MemberRequest, pk: int) -> HttpResponse:
    """Each officer in their own session. What is typed is used at once and kept nowhere."""
    election = of_officers(request, pk)
    if not is_recent(request, now=timezone.now()):
        return to_confirm(back=request.path)
    form = KeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = {"private": form.cleaned_data["sheet"], "by": request.user, "now": timezone.now()}
        if attempt(form, actions.use_key, election, **said):
            return go(request, election, said=_("Your key was used. Put the sheet away."))
    context = queries.opening_page(election, request.user) | {"form": form}
    return page(request, "partnership_board/election_open.html", context)


@require_http_methods(BOTH)
def lot(request: MemberRequest, pk: int) -> HttpResponse:
    """Officers and candidates watch; a scrutineer types the digits."""
    election = of_witnesses(request, pk)
    form = DigitsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        access.require(request.user, BoardPermission.SCRUTINISE, election)
        if form.is_valid():
            words = {"by": request.user, "now": timezone.now()} | form.cleaned_data
            if attempt(form, lot_drawing.draw, election, **words):
                return go(request, "partnership_board:election_lot", pk=pk, said=_("Drawn."))
    context = queries.lot_page(election, request.user, now=timezone.now()) | {"form": form}
    return page(request, "partnership_board/election_lot.html", context)


@require_http_methods(BOTH)
def declare(request: MemberRequest, pk: int) -> HttpResponse:
    election = of_officers(request, pk)
    if not is_recent(request, now=timezone.now()):
        return to_confirm(back=request.path)
    form = DeclareForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now()}
        if attempt(form, result_actions.declare, election, **words):
            return go(request, election, said=_("Your word is given."))
    context = queries.declare_page(election) | {"form": form}
    return page(request, "partnership_board/election_declare.html", context)


@require_http_methods(BOTH)
def certify(request: MemberRequest, pk: int) -> HttpResponse:
    election = of_officers(request, pk, BoardPermission.OFFICIATE)
    if not is_recent(request, now=timezone.now()):
        return to_confirm(back=request.path)
    form = CertifyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now()}
        if attempt(form, result_actions.certify, election, **words):
            return go(request, "partnership_board:result", pk=pk, said=_("Certified."))
    context = queries.certify_page(election) | {"form": form}
    return page(request, "partnership_board/election_certify.html", context)


@keeps_nothing
@require_http_methods(BOTH)
def ballots(request: MemberRequest, pk: int) -> HttpResponse:
    """The bundle with the ballots in it: for officers, with a reason that everybody reads."""
    election = of_officers(request, pk)
    if not is_recent(request, now=timezone.now()):
        return to_confirm(back=request.path)
    form = CopyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            content = downloads.copy_for_scrutineer(election, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            name = f"election-{pk}-with-ballots.zip"
            return download(content, name=name, media_type="application/zip")
    asked = (
        _("The ballots, for checking"),
        _("The bundle with every ranking and its salt, until the result is certified."),
        _("Download the bundle"),
    )
    return form_page(
        request, form, asked, back=election.title, back_url=election.get_absolute_url()
    )
