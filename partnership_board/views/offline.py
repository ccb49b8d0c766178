"""Reading without a network: what a device may keep of a pack, for whom, and for how long.

The pages say `no-store`, and a browser keeps none of them. A small worker, which is registered on
these pages only, keeps those that were opened: until its reader signs out, or the session would
have ended.
"""

from collections.abc import Iterable

from django.http import HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_safe

from alliance import access, session_ages
from alliance.documents.local_files import STATIC
from alliance.http import MemberRequest, page
from partnership_board.models import Meeting
from partnership_board.permissions import BoardPermission

WORKER = STATIC / "js" / "reading-worker.js"


def reader_of(request: MemberRequest) -> str:
    """Who reads, in a word that says nothing: what is kept on a device is theirs alone."""
    return salted_hmac("partnership_board.reading", str(request.user.pk)).hexdigest()[:20]


def keep(
    request: MemberRequest, answer: HttpResponse, *, closed: Iterable[str] = ()
) -> HttpResponse:
    """Let the worker keep this page for its reader, as long as the session would last.

    `closed` are the numbers of items of which it must keep nothing that it had before.
    """
    answer.headers["Reading-For"] = reader_of(request)
    answer.headers["Reading-Seconds"] = str(session_ages.seconds_left(request, now=timezone.now()))
    answer.headers["Reading-Closed"] = " ".join(closed)
    return answer


@require_safe
def worker(request: MemberRequest, pk: int) -> HttpResponse:
    """From inside the pack's own address, so that it reaches no other page."""
    _meeting(request, pk)
    return HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")


@require_safe
def not_saved(request: MemberRequest, pk: int) -> HttpResponse:
    """What the worker shows in place of a page that was not opened before. It names nobody."""
    context = {"meeting": _meeting(request, pk)}
    return page(request, "partnership_board/pack_not_saved.html", context)


def _meeting(request: MemberRequest, pk: int) -> Meeting:
    return access.get_or_404(
        Meeting.objects.select_related("board", "chair"),
        request=request,
        permission=BoardPermission.READ_PACKS,
        pk=pk,
    )
