"""The roll, and the officers' keys."""

import base64

import qrcode  # type: ignore[import-untyped]  # untyped
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from qrcode.image.svg import SvgPathFillImage  # type: ignore[import-untyped]  # likewise

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, go, page, refuse
from alliance.kept import keeps_nothing
from partnership_board.actions import election_keys, rolls
from partnership_board.forms.nominations import EntryForm, SheetForm
from partnership_board.models import Election, RollEntry
from partnership_board.permissions import BoardPermission
from partnership_board.queries import roll_pages
from partnership_board.views.asking import form_page
from partnership_board.views.elections import ROWS, election_or_404

BOTH = ["GET", "HEAD", "POST"]
SCRUTINISE, OFFICIATE = BoardPermission.SCRUTINISE, BoardPermission.OFFICIATE


@login_not_required
@require_safe
def roll(request: HttpRequest, pk: int) -> HttpResponse:
    """Organisations are public; who is named to vote is for officers."""
    election = election_or_404(request, pk)
    context = roll_pages.roll_page(election, request.user)
    return page(request, "partnership_board/roll.html", context)


@require_POST
def roll_take(request: MemberRequest, pk: int) -> HttpResponse:
    election = _officers(request, pk, OFFICIATE)
    try:
        rolls.prepare(election, by=request.user, now=timezone.now())
    except Refused as refusal:
        return refuse(request, _roll_of(election), refusal)
    return go(request, _roll_of(election), said=_("This is the roll of the day."))


@require_POST
def roll_fix(request: MemberRequest, pk: int) -> HttpResponse:
    election = _officers(request, pk, SCRUTINISE)
    try:
        done = rolls.fix(election, by=request.user, now=timezone.now())
    except Refused as refusal:
        return refuse(request, _roll_of(election), refusal)
    fixed, waits = _("The roll is fixed."), _("Your word is given. Another officer must agree.")
    return go(request, _roll_of(election), said=fixed if done else waits)


@require_http_methods(BOTH)
def roll_correct(request: MemberRequest, pk: int, entry: int) -> HttpResponse:
    rows = RollEntry.objects.select_related("election__rule", "organisation").filter(election=pk)
    found = access.get_or_404(rows, request=request, permission=OFFICIATE, pk=entry)
    initial = {"is_entitled": "yes" if found.is_entitled else "no", "reason": found.reason}
    form = EntryForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now()} | form.cleaned_data
        if attempt(form, rolls.correct, found, **words):
            return go(request, _roll_of(found.election), said=_("Corrected."))
    asked = (
        str(found.organisation),
        _("The roll can be corrected until the poll opens."),
        _("Keep it"),
    )
    return form_page(request, form, asked, back=_("The roll"), back_url=_roll_of(found.election))


@keeps_nothing
@require_http_methods(BOTH)
def keys(request: MemberRequest, pk: int) -> HttpResponse:
    """Looking shows fingerprints; making shows the sheet, this once."""
    election = _officers(request, pk, SCRUTINISE)
    context = roll_pages.keys_page(election, request.user) | {"form": SheetForm()}
    if request.method == "POST":
        try:
            sheet = election_keys.make(election, by=request.user, now=timezone.now())
        except Refused as refusal:
            return refuse(request, _keys_of(election), refusal)
        pictures = {"poll": picture_of(sheet.poll), "keep": picture_of(sheet.keep)}
        context = roll_pages.keys_page(election, request.user)
        context |= {"sheet": sheet, "pictures": pictures}
    return page(request, "partnership_board/election_keys.html", context)


@keeps_nothing
@sensitive_post_parameters()
@require_http_methods(BOTH)
def keys_confirm(request: MemberRequest, pk: int) -> HttpResponse:
    election = _officers(request, pk, SCRUTINISE)
    form = SheetForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now()} | form.cleaned_data
        if attempt(form, election_keys.confirm, election, **words):
            return go(request, _keys_of(election), said=_("It reads well. Keep the sheet safe."))
    context = roll_pages.keys_page(election, request.user) | {"form": form, "is_typing": True}
    return page(request, "partnership_board/election_keys.html", context)


def picture_of(letters: str) -> str:
    """The letters as a square that a phone can read, drawn into the page itself."""
    drawn = qrcode.make(letters, image_factory=SvgPathFillImage).to_string()
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn).decode()}"


def _officers(request: MemberRequest, pk: int, permission: str) -> Election:
    return access.get_or_404(ROWS.all(), request=request, permission=permission, pk=pk)


def _roll_of(election: Election) -> str:
    return roll_pages.address(election, "roll")


def _keys_of(election: Election) -> str:
    return roll_pages.address(election, "keys")
