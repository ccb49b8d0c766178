"""Today: what needs me, by when, and how long it will take."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from alliance import access
from alliance.http import page
from alliance.queries import today as queries


@login_not_required
def today(request: HttpRequest) -> HttpResponse:
    """The public, and people without an office here, see the alliance's front page."""
    if not access.may(request.user, "see_alliance"):
        return page(request, "alliance/front.html")
    found = queries.today(request.user, on=timezone.localdate())  # type: ignore[arg-type]  # has an office, so signed in
    return page(request, "alliance/today.html", found)
