"""How long things are kept, and what people ask of us about themselves. No content is shown."""

from django.db.models import F
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, download, go, page, refuse
from coproduction.actions import access_requests, retention
from coproduction.copying import zipped
from coproduction.keeping_forms import CloseForm, ConfirmForm, HoldForm, RequestForm
from coproduction.models import AccessRequest, RetentionHold, RetentionRule
from coproduction.permissions import CoproductionPermission as May
from coproduction.queries import copies
from coproduction.queries import retention as queries

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def kept(request: MemberRequest) -> HttpResponse:
    """The rules, what they would destroy tonight, and what is held back. POST: a hold."""
    access.require(request.user, May.CAPTURE_INSIGHTS)
    on, rules = timezone.localdate(), queries.rules()
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, retention.hold, by=request.user, on=on, **form.cleaned_data):
            return go(request, "coproduction:retention", said="It is kept until then.")
    context = {
        "rules": [(rule, len(queries.due_under(rule, on=on))) for rule in rules.values()],
        "waiting": queries.waiting().order_by("listed_on", "pk"),
        "holds": queries.holds(on=on).select_related("contributor", "by").order_by("until_on"),
        "form": form,
    }
    return page(request, "coproduction/retention_page.html", context)


@require_http_methods(BOTH)
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    rule = access.get_or_404(
        RetentionRule.objects.all(), request=request, permission=May.CAPTURE_INSIGHTS, pk=pk
    )
    on = timezone.localdate()
    form = ConfirmForm(request.POST or None, initial={"months": rule.months})
    if request.method == "POST" and form.is_valid():
        if attempt(form, retention.confirm, rule, by=request.user, on=on, **form.cleaned_data):
            return go(request, "coproduction:retention", said="Confirmed. It begins tonight.")
    context = {"rule": rule, "form": form, "count": len(queries.due_under(rule, on=on))}
    return page(request, "coproduction/retention_confirm.html", context)


@require_POST
def lift(request: MemberRequest, pk: int) -> HttpResponse:
    held = access.get_or_404(
        RetentionHold.objects.all(), request=request, permission=May.CAPTURE_INSIGHTS, pk=pk
    )
    try:
        retention.lift(held, by=request.user, on=timezone.localdate())
    except Refused as refusal:
        return refuse(request, "coproduction:retention", refusal)
    return go(request, "coproduction:retention", said="The rules hold for it again.")


@require_http_methods(BOTH)
def requests(request: MemberRequest) -> HttpResponse:
    """What was asked, by when it is due. POST: another."""
    access.require(request.user, May.CAPTURE_INSIGHTS)
    form = RequestForm(request.POST or None, initial={"received_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        if attempt(form, access_requests.receive, by=request.user, **form.cleaned_data):
            return go(request, "coproduction:requests", said="Written down. The clock runs.")
    rows = AccessRequest.objects.select_related("contributor", "person")
    rows = rows.order_by(F("closed_on").desc(nulls_first=True), "due_on", "pk")
    context = {"requests": rows, "form": form, "today": timezone.localdate()}
    return page(request, "coproduction/request_list.html", context)


@require_http_methods(BOTH)
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """POST closes it, or takes two months more."""
    found, on = _mine(request, pk), timezone.localdate()
    form = CloseForm(request.POST if "state" in request.POST else None)
    if "longer" in request.POST and attempt(
        form, access_requests.extend, found, on=on, by=request.user
    ):
        return go(request, "coproduction:requests", said="Two months more. Tell the person why.")
    if form.is_bound and form.is_valid():
        words = form.cleaned_data | {"on": on, "by": request.user}
        if attempt(form, access_requests.close, found, **words):
            return go(request, "coproduction:requests", said="Closed.")
    return page(request, "coproduction/request_page.html", {"asked": found, "form": form})


@require_POST
def copy(request: MemberRequest, pk: int) -> HttpResponse:
    """Everything, to be looked through and handed over; making it is on the record."""
    found = _mine(request, pk)
    try:
        access_requests.note_copy(found, by=request.user)
    except Refused as refusal:
        return refuse(request, "coproduction:requests", refusal)
    content = zipped(copies.copy_for(found), on=timezone.localdate())
    return download(content, name=f"copy-{found.pk}.zip", media_type="application/zip")


def _mine(request: MemberRequest, pk: int) -> AccessRequest:
    return access.get_or_404(
        AccessRequest.objects.select_related("contributor", "person"),
        request=request,
        permission=May.CAPTURE_INSIGHTS,
        pk=pk,
    )
