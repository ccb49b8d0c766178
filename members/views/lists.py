"""The list of members, on the screen and as a file."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance import access, words
from alliance.http import MemberRequest, download, page
from alliance.lists import PER_PAGE, ordering
from alliance.spreadsheets import csv_file
from members import months
from members.forms.profiles import FilterForm
from members.models import Organisation
from members.permissions import MembersPermission
from members.queries import hours, lists
from members.queries.tabs import tabs
from members.reference import language_name

COLUMNS = {
    "name": ["sort_name", "pk"],
    "size": ["size_rank", "sort_name", "pk"],
    "hours": ["minutes", "sort_name", "pk"],
}


@require_safe
def members(request: MemberRequest) -> HttpResponse:
    access.require(request.user, MembersPermission.SEE_MEMBERS)
    on, form = timezone.localdate(), FilterForm(request.GET, choices=lists.choices())
    sees_hours = access.may(request.user, MembersPermission.SEE_HOURS)
    rows = _rows(request, form, sees_hours=sees_hours)
    figures = {"total": Sum("minutes"), "most": Max("minutes")} if sees_hours else {}
    totals = {"total": None, "most": None} | rows.aggregate(count=Count("pk"), **figures)
    pages = Paginator(rows, PER_PAGE)
    pages.count = totals["count"]
    context = {
        "form": form,
        "tabs": tabs("members"),
        "page": pages.get_page(request.GET.get("page")),
        "totals": totals,
        "month": months.name(on),
        "sees_hours": sees_hours,
        "is_narrow": _wanted(form).is_narrow,
        "may_add": access.may(request.user, MembersPermission.CHANGE_MEMBERS),
    }
    return page(request, "members/organisation_list.html", context)


@require_safe
def members_file(request: MemberRequest) -> HttpResponse:
    """The same list, all of it, for a spreadsheet; hours only for those who see them here."""
    access.require(request.user, MembersPermission.SEE_MEMBERS)
    form = FilterForm(request.GET, choices=lists.choices())
    sees_hours = access.may(request.user, MembersPermission.SEE_HOURS)
    heads = ["Organisation", "Size", "Wards", "Languages", "Summary", "Website", "Email", "Phone"]
    if sees_hours:
        heads += [f"Hours offered in {months.name(timezone.localdate())}", "How we know"]
    rows = _rows(request, form, sees_hours=sees_hours)
    lines = [_line(row, sees_hours=sees_hours) for row in rows]
    return download(csv_file(heads, lines), name="members.csv", media_type="text/csv")


def _wanted(form: FilterForm) -> lists.Wanted:
    """Words that cannot be read find nothing; the form says which they are."""
    return lists.Wanted(**form.cleaned_data) if form.is_valid() else lists.Wanted(status="unread")


def _rows(
    request: HttpRequest, form: FilterForm, *, sees_hours: bool
) -> QuerySet[Organisation, Any]:  # Any: a row with what the list adds
    on = timezone.localdate()
    found = lists.found(_wanted(form), on=on, now=timezone.now())
    rows = lists.described_with_hours(found, on=on) if sees_hours else lists.described(found, on=on)
    columns = COLUMNS if sees_hours else {k: v for k, v in COLUMNS.items() if k != "hours"}
    return rows.order_by(*ordering(request, columns, default="name"))


def _line(row: Any, *, sees_hours: bool) -> list[str]:  # Any: a row with what the list adds
    line = [
        row.name,
        row.size,
        ", ".join(row.wards),
        ", ".join(language_name(tag) for tag in row.tags),
        row.plain_summary,
        row.website,
        row.email,
        row.phone,
    ]
    if sees_hours:
        line += [words.hours(row.minutes), hours.SOURCES.get(row.hours_source, words.NOT_RECORDED)]
    return line
