"""Member organisations object to a result; officers answer."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, go, page, refuse
from partnership_board.actions import objections as actions
from partnership_board.forms.results import AnswerForm, ObjectionForm
from partnership_board.models import Election, Objection
from partnership_board.permissions import BoardPermission
from partnership_board.queries import objection_pages
from partnership_board.views.asking import form_page

BOTH = ["GET", "HEAD", "POST"]
ROWS = Election.objects.select_related("rule", "board", "parent")


@require_safe
def objections(request: MemberRequest, pk: int) -> HttpResponse:
    """Officers read all of them, an organisation its own; others see until when one may object."""
    access.require_office(request.user)
    election = get_object_or_404(ROWS.public(), pk=pk)
    context = objection_pages.page_of(election, request.user, now=timezone.now())
    return page(request, "partnership_board/objection_list.html", context)


@require_http_methods(BOTH)
def objection_new(request: MemberRequest, pk: int) -> HttpResponse:
    election = access.get_or_404(
        ROWS.public(), request=request, permission=BoardPermission.VOTE, pk=pk
    )
    form = ObjectionForm(
        request.POST if request.method == "POST" else None,
        organisations=objection_pages.own(request.user, on=timezone.localdate()),
        officers=objection_pages.officers(election),
    )
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now()} | form.cleaned_data
        if attempt(form, actions.object_to, election, **words):
            said = _("Your objection has been received. The officers have been told.")
            return go(request, "partnership_board:objections", pk=pk, said=said)
    asked = (_("Object to the result"), "", _("Send the objection"))
    return form_page(request, form, asked, **_back(election))


@require_http_methods(BOTH)
def objection_answer(request: MemberRequest, pk: int, objection: int) -> HttpResponse:
    found = access.get_or_404(
        Objection.objects.select_related("election__rule", "organisation").filter(election=pk),
        request=request,
        permission=BoardPermission.SCRUTINISE,
        pk=objection,
    )
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now()} | form.cleaned_data
        if attempt(form, actions.answer, found, **words):
            return go(request, "partnership_board:objections", pk=pk, said=_("Answered."))
    title = _("Answer %(organisation)s") % {"organisation": found.organisation}
    return form_page(request, form, (title, found.text, _("Answer")), **_back(found.election))


@require_POST
def objection_withdraw(request: MemberRequest, pk: int, objection: int) -> HttpResponse:
    found = access.get_or_404(
        Objection.objects.select_related("election").filter(election=pk),
        request=request,
        permission=BoardPermission.VOTE,
        pk=objection,
    )
    page_of = objection_pages.address(found.election)
    try:
        actions.withdraw(found, by=request.user, now=timezone.now())
    except Refused as refusal:
        return refuse(request, page_of, refusal)
    return go(request, page_of, said=_("Taken back."))


def _back(election: Election) -> dict[str, str]:
    return {"back": _("Objections"), "back_url": objection_pages.address(election)}
