"""Search across what the person may see. What was typed is never logged."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance import access, limits
from alliance.http import MemberRequest, page
from alliance.models import User
from alliance.permissions import CorePermission
from alliance.queries import search as queries
from alliance.words import counted


@require_safe
def search(request: MemberRequest) -> HttpResponse:
    access.require_office(request.user)
    words = request.GET.get("q", "").replace("\x00", "").strip()[: queries.MOST_LETTERS]
    is_asked = len(words) >= queries.FEWEST_LETTERS
    if is_asked:
        limits.count(limits.SEARCHES, request.user.pk, now=timezone.now())
    kinds = queries.everything(request.user, words) if is_asked else []
    there = sum(len(kind.found) for kind in kinds)
    is_more = any(kind.is_more for kind in kinds)
    context = {
        "words": words,
        "kinds": kinds,
        "is_asked": is_asked,
        "how_many": f"More than {there} things" if is_more else counted(there, "thing"),
    }
    return page(request, "alliance/search.html", context)


def find_people(user: User, words: str, most: int) -> list[tuple[str, str, str]]:
    """People with an office here, for those who may see who holds which. One query."""
    if not access.may(user, CorePermission.SEE_PEOPLE):
        return []
    return queries.people(words, most, on=timezone.localdate())
