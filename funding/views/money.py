"""Preparing what changes a stream's money: what is there, what is asked, who has to approve."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from alliance import access
from alliance.actions import documents
from alliance.http import MemberRequest, attempt, go, page
from alliance.words import pence
from funding.actions import amounts
from funding.forms_ledger import ConfirmForm, MoneyForm, MoveBetweenForm, ShareOutForm
from funding.models import Approval, BudgetLine, FundingStream
from funding.permissions import FundingPermission as May
from funding.queries import approvers, ledger
from funding.rules import Kind

PURPOSE = "funding.agreement"
SENT = _("It waits for somebody else to approve it.")


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    """The sum to the penny, with the signed document. Nothing else opens a stream's ledger."""
    stream = _stream(request, pk)
    form = ConfirmForm(request.POST or None, request.FILES or None)
    words = {
        "title": _("Confirm the amount"),
        "lead": _("Somebody else reads the same document and agrees. Then the sum is exact."),
        "there": [{"label": _("As we know it now"), "value": stream.amount_and_status}],
    }
    return _ask(request, stream, form, _confirm, words)


def _confirm(stream: FundingStream, *, file: Any, **words: Any) -> Approval:  # Any: an upload
    """Both or neither: a document without its request would be nobody's."""
    with transaction.atomic():
        document = documents.upload(file, purpose=PURPOSE, by=words["by"], now=words["now"])
        return amounts.confirm(stream, document=document, **words)


@require_http_methods(["GET", "HEAD", "POST"])
def share_out(request: MemberRequest, pk: int) -> HttpResponse:
    stream = _stream(request, pk)
    form = ShareOutForm(request.POST or None, stream=stream)
    words = {
        "title": _("Give money to the lines"),
        "lead": _("Only what stands in a line can be set aside for an award."),
        "there": _there(stream),
    }
    return _ask(request, stream, form, amounts.share_out, words)


@require_http_methods(["GET", "HEAD", "POST"])
def move_between(request: MemberRequest, pk: int) -> HttpResponse:
    line = access.get_or_404(
        BudgetLine.objects.select_related("stream"),
        request=request,
        permission=May.PREPARE_PAYMENTS,
        pk=pk,
    )
    form = MoveBetweenForm(request.POST or None, line=line)
    words = {
        "title": _("Move money out of this line"),
        "lead": _("It stays in the same stream: the funder's money is for one purpose."),
        "there": _there(line.stream),
        "line": line,
    }
    return _ask(request, line.stream, form, amounts.move_between, words, thing=line)


TITLES = {
    Kind.DISBURSEMENT_IN: (_("Money arrived"), _("As the bank statement has it.")),
    Kind.PREFINANCE: (
        _("Lent until the money arrives"),
        _("The body that holds the money lends its own, as agreed in a document."),
    ),
    Kind.PREFINANCE_REPAID: (_("Pay the loan back"), _("To the body that holds the money.")),
    Kind.CASH_BACK: (_("Send money back to the funder"), _("It leaves the bank.")),
    Kind.COMMITMENT_CUT: (
        _("The funder cut the sum"),
        _("Only what no line has yet can be cut. Take money out of lines first."),
    ),
    Kind.GIVE_UP: (
        _("Give money up"),
        _("What will not be spent, by the funder's rule. It cannot be used any more."),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def in_stream(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    stream = _stream(request, pk)
    if kind not in TITLES:
        raise Http404
    chosen = Kind(kind)
    form = MoneyForm(
        request.POST or None,
        stream=stream,
        kind=chosen,
        initial={"occurred_on": timezone.localdate()},
    )
    title, lead = TITLES[chosen]
    words = {"title": title, "lead": lead, "there": _there(stream)}

    def act(stream: FundingStream, **typed: Any) -> Approval:  # Any: cleaned values
        return amounts.move_in_stream(stream, kind=chosen, **typed)

    return _ask(request, stream, form, act, words)


def _ask(
    request: MemberRequest,
    stream: FundingStream,
    form: forms.Form,
    action: Any,  # Any: takes the thing and what the form cleaned
    words: dict[str, Any],  # Any: a template's
    *,
    thing: object = None,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        about = stream if thing is None else thing
        kept: list[Approval] = []

        def act(*things: Any, **typed: Any) -> None:  # Any: as the action takes them
            kept.append(action(*things, **typed))

        if attempt(form, act, about, by=request.user, now=timezone.now(), **form.cleaned_data):
            return go(request, kept[0], said=str(SENT))
    others = [p for p in approvers.office_holders(on=timezone.localdate()) if p != request.user]
    context = {"form": form, "stream": stream, "approvers": others} | words
    return page(request, "funding/money_form.html", context)


def _stream(request: MemberRequest, pk: int) -> FundingStream:
    return access.get_or_404(
        FundingStream.objects.all(), request=request, permission=May.PREPARE_PAYMENTS, pk=pk
    )


def _there(stream: FundingStream) -> list[dict[str, str]]:
    """What is there before anything moves, as words."""
    found = ledger.position_of(stream)
    if found is None:
        return [{"label": str(_("In the ledger")), "value": str(_("nothing yet"))}]
    said = [
        (_("Agreed with the funder"), found.agreed),
        (_("Not yet given to a line"), found.unassigned),
        *((line.name, line.free) for line in found.lines),
        (_("In the bank"), found.in_bank),
    ]
    return [{"label": str(label), "value": pence(value)} for label, value in said]
