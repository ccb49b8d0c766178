"""What waits for a second person: what is there, what would change, and who may say yes."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.http import MemberRequest, attempt, go, page
from alliance.lists import page_of
from alliance.models import User
from funding.actions import approvals
from funding.forms_ledger import ReasonForm
from funding.models import Approval
from funding.permissions import FundingPermission as May
from funding.queries import approval_pages, ledger


@require_safe
def listing(request: MemberRequest) -> HttpResponse:
    access.require(request.user, May.SEE_LEDGER)
    rows = approval_pages.rows()
    waiting = list(rows.filter(state=Approval.State.WAITING).order_by("prepared_at", "pk"))
    settled = rows.exclude(state=Approval.State.WAITING).order_by("-prepared_at", "-pk")
    context = {
        "waiting": waiting,
        "settled": page_of(request, settled),
        "is_blocked": ledger.is_blocked(),
    }
    return page(request, "funding/approval_list.html", context)


@require_safe
def approval(request: MemberRequest, pk: int) -> HttpResponse:
    found = _found(request, pk, May.SEE_LEDGER)
    return page(request, "funding/approval_page.html", _context(request.user, found))


@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: MemberRequest, pk: int) -> HttpResponse:
    """The page again with the one button; it says what pressing it does."""
    found = _found(request, pk, May.APPROVE_PAYMENTS)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        on, now = timezone.localdate(), timezone.now()
        if attempt(form, approvals.approve, found, by=request.user, on=on, now=now):
            return go(request, found, said=_("You approved it."))
    context = _context(request.user, found) | {"form": form}
    return page(request, "funding/approval_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: MemberRequest, pk: int) -> HttpResponse:
    found = _found(request, pk, May.APPROVE_PAYMENTS)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, approvals.decline, found, by=request.user, **form.cleaned_data):
            return go(request, found, said=_("It goes back to who prepared it."))
    return page(request, "funding/approval_decline.html", {"form": form, "approval": found})


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    found = _found(request, pk, May.PREPARE_PAYMENTS)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, approvals.withdraw, found, by=request.user):
            return go(request, found, said=_("You took it back. Nothing changed."))
    return page(request, "funding/approval_withdraw.html", {"form": form, "approval": found})


def _found(request: MemberRequest, pk: int, permission: May) -> Approval:
    return access.get_or_404(approval_pages.rows(), request=request, permission=permission, pk=pk)


def _context(user: User, found: Approval) -> dict[str, Any]:  # Any: a template's
    context = approval_pages.of(found, user=user, on=timezone.localdate())
    may_approve = access.may(user, May.APPROVE_PAYMENTS) and found.is_waiting
    return context | {
        "may_approve": may_approve and not context["why_not"],
        "may_decline": may_approve and found.prepared_by_id != user.pk,
        "may_withdraw": access.may(user, May.PREPARE_PAYMENTS) and found.is_waiting,
        "why_not": context["why_not"] if may_approve else "",
        "is_blocked": ledger.is_blocked(),
    }
