"""Anybody can have a bundle checked here; it is the command's own check, and nothing is kept."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from alliance import limits
from alliance.http import page
from alliance.kept import keeps_nothing
from partnership_board.counting.verify import verify
from partnership_board.forms.checking import BundleForm


@login_not_required
@keeps_nothing
@require_http_methods(["GET", "HEAD", "POST"])
def bundle_check(request: HttpRequest) -> HttpResponse:
    is_sent = request.method == "POST"
    if is_sent:
        limits.count(limits.UPLOADS, limits.address_of(request), now=timezone.now())
    form = BundleForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    is_checked = is_sent and form.is_valid()
    difference = verify(form.cleaned_data["bundle"].read()) if is_checked else None
    context = {"form": form, "is_checked": is_checked, "difference": difference}
    return page(request, "partnership_board/bundle_check.html", context)
