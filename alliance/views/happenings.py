"""What happened: the whole record for the lead, and to each person their own part."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance import access, limits
from alliance.forms.happenings import SieveForm
from alliance.http import MemberRequest, download, page
from alliance.lists import page_of
from alliance.models import Event
from alliance.permissions import CorePermission
from alliance.queries import chain
from alliance.queries import happenings as queries
from alliance.views.settings import tabs
from alliance.words import counted

SEE = CorePermission.SEE_EVENTS


@require_safe
def happened(request: MemberRequest) -> HttpResponse:
    access.require(request.user, SEE)
    form = SieveForm(request.GET or None)
    found = page_of(request, queries.events(form.sieve()))
    context = {
        "page": found,
        "rows": _rows(list(found)),
        "form": form,
        "tabs": tabs("alliance:happened"),
        "how_many": counted(found.paginator.count, "thing"),
        "query": request.GET.urlencode(),
    }
    return page(request, "alliance/happening_list.html", context)


@require_safe
def happened_csv(request: MemberRequest) -> HttpResponse:
    access.require(request.user, SEE)
    now = timezone.now()
    limits.count(limits.EXPORTS, request.user.pk, now=now)
    content = queries.as_csv(queries.events(SieveForm(request.GET or None).sieve()))
    name = f"what-happened-{timezone.localdate(now).isoformat()}.csv"
    return download(content, name=name, media_type="text/csv; charset=utf-8")


@require_safe
def check(request: MemberRequest) -> HttpResponse:
    """The whole chain, worked out again while one waits."""
    access.require(request.user, SEE)
    return page(request, "alliance/happening_check.html", {"found": chain.verify()})


@require_safe
def mine(request: MemberRequest) -> HttpResponse:
    """Everybody may see what is recorded under their own name."""
    access.require(request.user, CorePermission.SEE_ALLIANCE)
    found = page_of(request, queries.events(queries.Sieve(by=request.user.pk)))
    context = {
        "page": found,
        "rows": _rows(list(found)),
        "how_many": counted(found.paginator.count, "thing"),
    }
    return page(request, "alliance/happening_mine.html", context)


def _rows(events: list[Event]) -> list[dict[str, object]]:
    return [
        {
            "at": event.at,
            "what": queries.in_words(event.kind),
            "kind": event.kind,
            "who": queries.actor_in_words(event),
            "about": queries.about(event),
            "number": event.seal_number,  # type: ignore[attr-defined]  # annotated by events()
        }
        for event in events
    ]
