"""The journal, its entries, and where every pound is."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.http import MemberRequest, attempt, download, go, page
from alliance.lists import page_of
from alliance.permissions import CorePermission
from alliance.spreadsheets import csv_file
from funding import journal_paper
from funding.actions import amounts, ledger, rules
from funding.forms_ledger import CloseBooksForm, RulesForm, UndoForm
from funding.models import Approval, FundingStream, LedgerHead, MoneyRules, Seal
from funding.permissions import FundingPermission as May
from funding.queries import changes, journal
from funding.queries import ledger as books
from funding.queries.approval_pages import may_see_references
from funding.rules import Kind


@require_safe
def home(request: MemberRequest) -> HttpResponse:
    access.require(request.user, May.SEE_LEDGER)
    chosen = {"stream": request.GET.get("stream", ""), "kind": request.GET.get("kind", "")}
    shown = page_of(request, _filtered(chosen))
    legs = books.legs_of(seal.entry_id for seal in shown)
    head = books.head()
    context = {
        "positions": books.positions(),
        "page": shown,
        "entries": [(seal, changes.of_entry(legs.get(seal.entry_id, []))) for seal in shown],
        "head": head,
        "fingerprint": books.fingerprint(head),
        "check": books.latest_check(),
        "waiting": Approval.objects.waiting().count(),
        "streams": FundingStream.objects.filter(qualifier="exact").order_by("name"),
        "kinds": Kind.choices,
        "chosen": chosen,
        "may_close": access.may(request.user, May.PREPARE_PAYMENTS),
    }
    return page(request, "funding/ledger_page.html", context)


def _filtered(chosen: dict[str, str]) -> Any:  # Any: a queryset of seals
    rows = books.entries()
    if chosen["stream"].isdigit():
        rows = rows.filter(entry__stream=int(chosen["stream"]))
    if chosen["kind"] in Kind.values:
        rows = rows.filter(entry__kind=chosen["kind"])
    return rows


@require_safe
def entry(request: MemberRequest, seq: int) -> HttpResponse:
    seal = _seal(request, seq, May.SEE_LEDGER)
    legs = books.legs_of([seal.entry_id]).get(seal.entry_id, [])
    undone_by = Seal.objects.filter(entry__reverses=seal.entry).first()
    context = {
        "seal": seal,
        "changes": changes.of_entry(legs),
        "undoes": Seal.objects.filter(entry=seal.entry.reverses_id).first()
        if seal.entry.reverses_id
        else None,
        "undone_by": undone_by,
        "approval": Approval.objects.filter(entry=seal.entry).first(),
        "may_see_references": may_see_references(request.user),
        "may_undo": access.may(request.user, May.PREPARE_PAYMENTS)
        and undone_by is None
        and seal.entry.kind != Kind.REVERSAL,
    }
    return page(request, "funding/entry_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: MemberRequest, seq: int) -> HttpResponse:
    seal = _seal(request, seq, May.PREPARE_PAYMENTS)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed, now = form.cleaned_data, timezone.now()
        if attempt(form, amounts.undo, seal.entry, by=request.user, now=now, **typed):
            return go(request, "funding:approvals", said=_("The reversal waits for approval."))
    return page(request, "funding/entry_undo.html", {"form": form, "seal": seal})


@require_safe
def spreadsheet(request: MemberRequest) -> HttpResponse:
    """Every leg, with the text that was sealed, for anybody to add up."""
    access.require(request.user, May.SEE_LEDGER)
    rows = journal.rows(with_references=may_see_references(request.user))
    return download(csv_file(journal.HEADS, rows), name="journal.csv", media_type="text/csv")


@require_safe
def paper(request: MemberRequest) -> HttpResponse:
    access.require(request.user, May.SEE_LEDGER)
    content = journal_paper.make_journal(on=timezone.localdate())
    return download(content, name="journal.pdf", media_type="application/pdf")


@require_safe
def how(request: MemberRequest) -> HttpResponse:
    access.require(request.user, May.SEE_LEDGER)
    return page(request, "funding/ledger_how.html", {})


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: MemberRequest) -> HttpResponse:
    access.require(request.user, May.PREPARE_PAYMENTS)
    form, on = CloseBooksForm(request.POST or None), timezone.localdate()
    if request.method == "POST" and form.is_valid():
        if attempt(form, ledger.close_to, by=request.user, on=on, **form.cleaned_data):
            return go(request, "funding:ledger", said=_("The books are closed to that day."))
    head: LedgerHead | None = books.head()
    return page(request, "funding/ledger_close.html", {"form": form, "head": head})


@require_http_methods(["GET", "HEAD", "POST"])
def money_rules(request: MemberRequest) -> HttpResponse:
    access.require(request.user, CorePermission.CHANGE_SETTINGS)
    found = MoneyRules.objects.first() or MoneyRules()
    initial = {
        "three_people_from_pence": found.three_people_from_pence,
        "year_begins_in": found.year_begins_in,
    }
    form = RulesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if attempt(form, rules.settle, by=request.user, **form.cleaned_data):
            return go(request, "funding:ledger", said=_("Saved."))
    return page(request, "funding/rules_form.html", {"form": form})


def _seal(request: MemberRequest, seq: int, permission: May) -> Seal:
    rows = Seal.objects.select_related(
        "entry__stream", "entry__prepared_by", "entry__approved_by", "entry__second_approver"
    )
    return access.get_or_404(rows, request=request, permission=permission, seq=seq)
