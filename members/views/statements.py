"""What each body asked of members, month by month; for everybody once it is published."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.http import MemberRequest, attempt, download, go, page
from alliance.spreadsheets import csv_file
from alliance.views.files import hand_out
from members.actions import statements as actions
from members.models import StatementPaper
from members.permissions import MembersPermission
from members.queries import asks, burden, spread
from members.queries import statements as queries

BOTH = ["GET", "HEAD", "POST"]
PHONE = 320


@require_safe
def statements(request: MemberRequest) -> HttpResponse:
    access.require(request.user, MembersPermission.SEE_MEMBERS)
    composes = access.may(request.user, MembersPermission.COMPOSE_ASKS)
    rows = burden.of_a_year(on=timezone.localdate())
    context = {
        "rows": rows,
        "picture": burden.drawn(rows, width=PHONE) if rows else None,
        "overrides": sum(row.overrides for row in rows),
        "months": queries.all_months(),
        "tabs": asks.tabs("statements", composes=composes),
    }
    return page(request, "members/statement_list.html", context)


@require_http_methods(BOTH)
def statement(request: MemberRequest, month: str) -> HttpResponse:
    """Whoever may change members publishes the month here."""
    access.require(request.user, MembersPermission.SEE_MEMBERS)
    found = _month(month)
    may_release = access.may(request.user, MembersPermission.CHANGE_MEMBERS)
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        access.require(request.user, MembersPermission.CHANGE_MEMBERS)
        if attempt(form, actions.release, found, by=request.user, now=timezone.now()):
            return go(request, "asks:statement", month=month, said="Published.")
    context = spread.sheet(found) | {
        "form": form,
        "may_release": may_release,
        "is_released": queries.is_released(found),
    }
    return page(request, "members/statement_page.html", context)


@require_safe
def statement_csv(request: MemberRequest, month: str) -> HttpResponse:
    access.require(request.user, MembersPermission.SEE_MEMBERS)
    return _csv(_month(month))


@login_not_required
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    context = {"months": queries.all_months(released_only=True)}
    return page(request, "members/statement_published_list.html", context)


@login_not_required
@require_safe
def published_month(request: HttpRequest, month: str) -> HttpResponse:
    found = _released(month)
    return page(request, "members/statement_published.html", spread.sheet(found))


@login_not_required
@require_safe
def published_csv(request: HttpRequest, month: str) -> HttpResponse:
    return _csv(_released(month))


@login_not_required
@require_safe
def published_paper(request: HttpRequest, pk: int) -> HttpResponse:
    paper = get_object_or_404(StatementPaper.objects.select_related("document", "statement"), pk=pk)
    if not queries.is_released(paper.statement.month):
        raise Http404
    return hand_out(paper.document)


def _csv(month: date) -> HttpResponse:
    rows = queries.table(queries.latest(month), k=queries.least_organisations())
    name = f"asked-of-members-{queries.key_of(month)}.csv"
    return download(csv_file(queries.HEADS, rows), name=name, media_type="text/csv")


def _month(key: str) -> date:
    found = queries.month_of(key)
    if found is None:
        raise Http404
    return found


def _released(key: str) -> date:
    found = _month(key)
    if not queries.is_released(found):
        raise Http404
    return found
