"""Counting for practice: any ballots by any rule, and nothing of them is kept."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from alliance import access, limits
from alliance.http import MemberRequest, download, page
from alliance.kept import keeps_nothing
from partnership_board import result_sheets
from partnership_board.forms.practice import PracticeForm
from partnership_board.practice import Practice

BOTH = ["GET", "HEAD", "POST"]


@keeps_nothing
@sensitive_post_parameters()
@require_http_methods(BOTH)
def practice(request: MemberRequest) -> HttpResponse:
    """Counted while the person waits: the page is small and nothing may be left for a job."""
    access.require_office(request.user)
    if request.method != "POST":
        return page(request, "partnership_board/practice.html", {"form": PracticeForm()})
    limits.count(limits.UPLOADS, request.user.pk, now=timezone.now())
    form = PracticeForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, "partnership_board/practice.html", {"form": form})
    found: Practice = form.cleaned_data["practice"]
    wanted = request.POST.get("as")
    if wanted in FILES:
        return FILES[wanted](found)
    said = {name: form.cleaned_data[name] for name in ("method", "has_mentions")}
    context = {
        "form": PracticeForm(initial=said | {"ballots": found.ballots}),
        "practice": found,
        "picture": result_sheets.picture(found.sheet, width=320),
    }
    return page(request, "partnership_board/practice.html", context)


def as_csv(found: Practice) -> HttpResponse:
    return download(result_sheets.csv_file(found.sheet), name="practice.csv", media_type="text/csv")


def as_json(found: Practice) -> HttpResponse:
    content = result_sheets.json_file(found.sheet)
    return download(content, name="practice.json", media_type="application/json")


FILES = {"csv": as_csv, "json": as_json}
