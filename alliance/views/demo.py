"""The demonstration: sign in as anybody in it with one click, and read what was sent to whom.

It exists on this machine alone: from anywhere else, or through a proxy, there is no such page.
"""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alliance import demonstration, mailbox
from alliance.http import page
from alliance.queries import installation
from alliance.signing_in import sign_in


def require_demonstration(request: HttpRequest) -> None:
    if not demonstration.is_shown(request):
        raise Http404


@login_not_required
@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    require_demonstration(request)
    user = installation.demo_person(request.POST.get("email", ""))
    if user is None:
        raise Http404
    sign_in(request, user, by="demonstration")
    slug = request.POST.get("slug", "")
    places = {
        place.slug: place for place in installation.alliances_for(user, on=timezone.localdate())
    }
    return redirect(places[slug].get_absolute_url() if slug in places else "/")


@login_not_required
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """What was sent to whom, the latest first. Nothing left this machine."""
    require_demonstration(request)
    everything = mailbox.letters()
    to = request.GET.get("to", "")
    shown = [letter for letter in everything if not to or letter.to == to]
    context = {
        "page": Paginator(shown, 50).get_page(request.GET.get("page")),
        "addresses": sorted({letter.to for letter in everything}),
        "to": to,
    }
    return page(request, "installation/letter_list.html", context)


@login_not_required
@require_safe
def letter(request: HttpRequest, name: UUID) -> HttpResponse:
    require_demonstration(request)
    found = mailbox.letter(str(name))
    if found is None:
        raise Http404
    return page(request, "installation/letter.html", {"letter": found})
