"""Files: documents behind their access rule, and the small ones that carry the alliance's face."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from alliance import mark, registries
from alliance.http import download
from alliance.models import Document
from alliance.queries import documents
from alliance.queries.frame import face

INSIDE = "/inside/"  # nginx: `location /inside/ { internal; alias DATA_DIR/files/; }`


@require_safe
def document(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """By the rule of whatever the file belongs to; a purpose without a rule is read by nobody."""
    found = get_object_or_404(Document, public_id=public_id, state=Document.State.READY)
    owners = registries.document_owners
    if found.purpose not in owners or not owners[found.purpose].may_read(request, found):
        raise Http404
    return hand_out(found)


def hand_out(found: Document) -> HttpResponse:
    """The file itself, once somebody has settled that this person may read it."""
    path = documents.path_of(found)
    if settings.SENDFILE == "nginx":
        answer = download(b"", name=found.name, media_type=found.media_type)
        answer.headers["X-Accel-Redirect"] = f"{INSIDE}{path}"
        return answer
    with default_storage.open(path) as stored:
        return download(stored.read(), name=found.name, media_type=found.media_type)


@login_not_required
@require_safe
def theme(request: HttpRequest) -> HttpResponse:
    """The alliance's one colour, as two custom properties."""
    shown = face()
    assert shown is not None
    answer = HttpResponse(
        f":root {{ --accent: {shown.accent}; }}\n", content_type="text/css; charset=utf-8"
    )
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    shown = face()
    assert shown is not None
    answer = HttpResponse(mark.svg(shown.mark, colour=shown.accent), content_type="image/svg+xml")
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer
