"""Pages of the installation itself: where to begin, and whether it is well."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.http import page
from alliance.queries import health, installation


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """My alliances, or what this place is and how to get in."""
    today = timezone.localdate()
    mine = installation.alliances_for(request.user, on=today)
    context = {"found": mine, "my_alliances": mine}
    return page(request, "installation/start.html", context)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """One word for each thing that is wrong; never data."""
    wrong = health.what_is_wrong(now=timezone.now())
    return JsonResponse({"well": not wrong, "wrong": wrong}, status=503 if wrong else 200)


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /account/\n", content_type="text/plain")
