"""The pack: built and sent by the lead."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from alliance import access
from alliance.http import MemberRequest, attempt, go, page
from partnership_board.actions import packs
from partnership_board.forms.packs import PublishForm
from partnership_board.models import Meeting
from partnership_board.permissions import BoardPermission
from partnership_board.queries import boards as board_queries
from partnership_board.queries import changes, manifests, restrictions, withholding
from partnership_board.queries import packs as queries

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def pack(request: MemberRequest, pk: int) -> HttpResponse:
    """Asked by htmx every two seconds while a build is being made; without JavaScript, reload."""
    meeting = access.get_or_404(
        Meeting.objects.select_related("board", "chair"),
        request=request,
        permission=BoardPermission.SEND_PACKS,
        pk=pk,
    )
    now = timezone.now()
    before = queries.latest_sent(meeting)
    posted = request.POST if request.method == "POST" else None
    form = PublishForm(posted, is_out=before is not None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, packs.publish, meeting, by=request.user, now=now, **form.cleaned_data):
            said = "The pack is being made. The letters leave when it is ready."
            return go(request, "partnership_board:pack", pk=meeting.pk, said=said)
    manifest = manifests.manifest_of(meeting)
    builds = queries.builds_of(meeting)
    sides = queries.sides(meeting.board, on=timezone.localdate(now))
    sight = restrictions.sight_of(request.user, on=timezone.localdate(now))
    changed = changes.since(before, manifests.entries_for(manifest)) if before else []
    context = {
        "before": before,
        "changes": changed,
        "is_same": before and before.manifest_sha256 == manifests.fingerprint(manifest),
        "meeting": meeting,
        "form": form,
        "builds": queries.builds_shown(builds, request.user),
        "latest": builds[0] if builds else None,
        "sides": sides,
        "forms": queries.forms_of_letters(each for side in sides for each in side.recipients),
        "agenda": board_queries.agenda_of(meeting, queries.papers_of(meeting), sight),
        "reading": manifests.minutes_to_read(manifest["items"]),
        "here": request.path,
        "by_post": queries.by_post(each for side in sides for each in side.recipients),
        "withholding": withholding.of(meeting, manifest, on=timezone.localdate(now)),
    }
    part = "partnership_board/_pack_builds.html"
    return page(request, "partnership_board/pack.html", context, part=part)
