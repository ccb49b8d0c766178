"""Sheets of paper: printing them, and where each of them is."""

import uuid

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, download, go, page, refuse
from alliance.lists import page_of
from coproduction import sheet_paper
from coproduction.actions import sheets as actions
from coproduction.models import Sheet, SheetBatch
from coproduction.permissions import CoproductionPermission as May
from coproduction.queries import sheets as queries
from coproduction.work_forms import SheetsForm


@require_safe
def sheets(request: MemberRequest) -> HttpResponse:
    access.require(request.user, May.CAPTURE_INSIGHTS)
    context = {
        "batches": list(queries.to_print()),
        "sheets": page_of(request, queries.everywhere()),
        "to_shred": list(queries.to_shred()),
    }
    return page(request, "coproduction/sheet_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    access.require(request.user, May.CAPTURE_INSIGHTS)
    form = SheetsForm(request.POST or None, languages=queries.languages_laid_out())
    if request.method == "POST" and form.is_valid():
        said = {"by": request.user, "now": timezone.now()}
        if attempt(form, actions.print_batch, **said, **form.cleaned_data):
            return go(request, "coproduction:sheets", said=_("Made. Download them and print."))
    return page(request, "coproduction/sheet_new.html", {"form": form})


@require_safe
def paper(request: MemberRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    if not Sheet.objects.filter(batch=batch).exclude(words_sealed="").exists():
        raise Http404
    content = sheet_paper.sheets_of(batch)
    return download(content, name=f"sheets-{batch.pk}.pdf", media_type="application/pdf")


@require_POST
def printed(request: MemberRequest, pk: int) -> HttpResponse:
    actions.forget_words(_batch(request, pk), by=request.user)
    return go(request, "coproduction:sheets", said=_("The words stand on the cards alone now."))


@require_POST
def mark(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    sheet = access.get_or_404(
        Sheet.objects.all(),
        request=request,
        permission=May.CAPTURE_INSIGHTS,
        public_id=public_id,
    )
    state, now = request.POST.get("state", ""), timezone.now()
    try:
        if state == "shredded":
            actions.shred_paper(sheet, by=request.user, now=now)
        else:
            actions.mark(sheet, state=state, by=request.user, now=now)
    except Refused as refusal:
        return refuse(request, "coproduction:sheets", refusal)
    return go(request, "coproduction:sheets", said=_("Noted."))


def _batch(request: MemberRequest, pk: int) -> SheetBatch:
    rows = SheetBatch.objects.select_related("wording")
    return access.get_or_404(rows.all(), request=request, permission=May.CAPTURE_INSIGHTS, pk=pk)
