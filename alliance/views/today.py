"""Today: what needs me, by when, and how long it will take."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance import access, visits
from alliance.http import page
from alliance.models import User
from alliance.permissions import CorePermission
from alliance.queries import frame, people, settled
from alliance.queries import today as queries


@login_not_required
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The public, and people without an office here, see the alliance's front page."""
    user = request.user
    if not isinstance(user, User) or not access.may(user, CorePermission.SEE_ALLIANCE):
        return front(request)
    now = timezone.now()
    since = visits.note(request, now=now)
    day = queries.day_of(user, on=timezone.localdate(now), since=since)
    return page(request, "alliance/today.html", {"day": day, "since": since})


def front(request: HttpRequest) -> HttpResponse:
    """What the alliance is, to somebody who does not work in it."""
    on = timezone.localdate()
    shown = frame.face()
    context = {
        "members": len(shown.mark) if shown else 0,
        "priorities": settled.priorities(),
        "leads": people.lead_names(on=on),
        "ended_on": people.latest_end(request.user, on=on),
    }
    return page(request, "alliance/front.html", context)
