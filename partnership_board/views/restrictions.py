"""Restricting an item or its paper, and opening it again: the lead's work."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alliance import access, words
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, go, page
from partnership_board.actions import restrictions as actions
from partnership_board.forms.mandates import KeepForm
from partnership_board.forms.restrictions import RestrictForm
from partnership_board.models import AgendaItem, Constituency, Paper, Restriction
from partnership_board.permissions import BoardPermission
from partnership_board.queries import restrictions as queries
from partnership_board.views.asking import form_page

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def item_restrict(request: MemberRequest, pk: int, number: str) -> HttpResponse:
    item = access.get_or_404(
        AgendaItem.objects.numbered().select_related("meeting__board"),
        request=request,
        permission=BoardPermission.CHANGE_MEETINGS,
        meeting=pk,
        number=number,
    )
    paper = Paper.objects.filter(item=item).order_by("order").first()
    sides = Constituency.objects.filter(board=item.meeting.board_id).order_by("order")
    posted = request.POST if request.method == "POST" else None
    form = RestrictForm(posted, sides=sides, has_paper=paper is not None)
    if request.method == "POST" and form.is_valid():
        told = {"by": request.user, "now": timezone.now()}
        if paper is not None and form.is_of_paper:
            done = attempt(form, actions.restrict_paper, paper, terms=form.terms, **told)
        else:
            done = attempt(form, actions.restrict_item, item, terms=form.terms, **told)
        if done:
            return go(request, item, said="It is restricted. Everybody else sees a stub.")
    there = queries.of_item(item)
    sight = queries.sight_of(request.user, on=timezone.localdate())
    context = {
        "item": sight.shown(item),
        "meeting": item.meeting,
        "form": form,
        "open": [(each, queries.for_whom(each)) for each in there if each.is_open],
        "lifted": [each for each in there if not each.is_open],
    }
    return page(request, "partnership_board/item_restrict.html", context)


@require_http_methods(BOTH)
def restriction_keep(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(
        Restriction.objects.select_related("item__meeting", "paper__item__meeting"),
        request=request,
        permission=BoardPermission.CHANGE_MEETINGS,
        pk=pk,
    )
    item = found.item or (found.paper and found.paper.item)
    assert item is not None
    form = KeepForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = {"by": request.user, "now": timezone.now()} | form.cleaned_data
        if attempt(form, actions.keep, found, **told):
            return go(request, item, said=_("It stays restricted until then."))
    asked = (
        _("Keep item %s restricted?") % item.number,
        _("You looked at it again. Say until which day it stays as it is."),
        _("Keep it restricted"),
    )
    return form_page(
        request,
        form,
        asked,
        back=words.day(item.meeting.starts_at),
        back_url=item.get_absolute_url(),
    )


@require_POST
def restriction_lift(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(
        Restriction.objects.select_related("item", "paper__item"),
        request=request,
        permission=BoardPermission.CHANGE_MEETINGS,
        pk=pk,
    )
    item = found.item or (found.paper and found.paper.item)
    assert item is not None
    try:
        actions.lift(found, by=request.user, now=timezone.now())
    except Refused as refusal:
        return go(request, item, said=str(refusal))
    return go(request, item, said="It is open again. The next build of the pack shows it.")
