"""A pack on a screen: what there is to read, and each item on a page of its own, with notes."""

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.http import MemberRequest, attempt, download, go, page
from alliance.queries import preferences
from partnership_board import print_set, printing
from partnership_board.actions import notes as note_actions
from partnership_board.actions import packs as actions
from partnership_board.forms.packs import MarkForm
from partnership_board.forms.reading import ReadingForm
from partnership_board.models import Meeting
from partnership_board.permissions import BoardPermission
from partnership_board.queries import (
    changes,
    manifests,
    notes,
    papers,
    print_sets,
    reading,
    reading_counts,
    restrictions,
)
from partnership_board.queries import packs as queries
from partnership_board.views import offline

BOTH = ["GET", "HEAD", "POST"]


def _meeting(request: MemberRequest, pk: int) -> Meeting:
    return access.get_or_404(
        Meeting.objects.select_related("board", "chair"),
        request=request,
        permission=BoardPermission.READ_PACKS,
        pk=pk,
    )


@require_http_methods(BOTH)
def read(request: MemberRequest, pk: int) -> HttpResponse:
    """The latest build: items in order, what each asks, how long it takes. Each has its page."""
    meeting, on = _meeting(request, pk), timezone.localdate()
    build = queries.latest_sent(meeting)
    sight = restrictions.sight_of(request.user, on=on)
    items: list[reading.ToRead] = []
    before = changes.build_before(build) if build else None
    changed: list[changes.Change] = []
    if build is not None:
        entries = manifests.entries_for(build.manifest, sight.withheld, sight.restrictions)
        items = reading.to_read(entries, request.user)
        if before is not None:
            changed = changes.since(before, entries, sight.withheld, sight.restrictions)
    form: forms.Form = MarkForm(
        request.POST if request.method == "POST" else None,
        versions=[item.version for item in items if item.version],
    )
    if request.method == "POST" and form.is_valid():
        told = {"by": request.user, "now": timezone.now()}
        if attempt(form, actions.mark_read, form.cleaned_data["version"], **told):
            return go(request, f"{request.path}#item-{form.cleaned_data['next']}")
    is_chair = build is not None and papers.is_chair(request.user, meeting, on=on)
    context = {
        "meeting": meeting,
        "build": build,
        "changes": changed,
        "before": before,
        "items": items,
        "form": form,
        "reader": offline.reader_of(request),
        "copy": queries.own_copy(build, request.user, sight.withheld) if build else None,
        "has_files": any(item.enclosures for item in items),
        "left": reading.minutes_left(items),
        "unread": [item for item in items if item.version and not item.is_read],
        "is_chair": is_chair,
        "least": reading_counts.LEAST,
        "counts": reading_counts.of(build) if build and is_chair else None,
    }
    answer = page(request, "partnership_board/pack_read.html", context)
    return offline.keep(request, answer, closed=[i.number for i in items if i.is_withheld])


@require_http_methods(BOTH)
def read_item(request: MemberRequest, pk: int, number: str) -> HttpResponse:
    """One item as it went out, with this person's own notes beside its paragraphs."""
    meeting = _meeting(request, pk)
    sight = restrictions.sight_of(request.user, on=timezone.localdate())
    opened = reading.opened(queries.latest_sent(meeting), number, request.user, sight)
    if opened is None:
        raise Http404
    version, now = opened.item.version, timezone.now()
    form = ReadingForm(
        request.POST if request.method == "POST" else None,
        shown=version,
        reader=offline.reader_of(request),
        noted=notes.noted(version, request.user) if version else notes.Noted([], []),
    )
    if request.method == "POST" and form.is_valid() and _take_in(request, form):
        return _on(request, meeting, opened, form)
    if version is not None and request.method == "GET":
        actions.mark_opened(version, by=request.user, now=now)
    context = {
        "meeting": meeting,
        "opened": opened,
        "form": form,
        "version": version,
        "easy_first": preferences.Need.EASY_READ in preferences.of(request.user).needs,
    }
    answer = page(request, "partnership_board/pack_item.html", context)
    return offline.keep(request, answer, closed=opened.closed)


def _take_in(request: MemberRequest, form: ReadingForm) -> bool:
    told = {"by": request.user, "now": timezone.now()}
    version = form.cleaned_data["version"]
    written = {"new": form.new, "changed": form.changed, "gone": form.gone}
    if not attempt(form, note_actions.save_notes, version, **written, **told):
        return False
    return not form.is_read or attempt(form, actions.mark_read, version, **told)


def _on(
    request: MemberRequest, meeting: Meeting, opened: reading.Opened, form: ReadingForm
) -> HttpResponse:
    """After reading to the next item; after writing back to the same page."""
    if form.is_read and opened.after is not None:
        return go(request, "partnership_board:read_item", pk=meeting.pk, number=opened.after.number)
    if form.is_read:
        return go(request, "partnership_board:read", pk=meeting.pk)
    written = [number for number, words in form.new.items() if words.strip()]
    place = f"#paragraph-{written[0]}" if written else ""
    return go(request, f"{request.path}{place}", said=_("Saved. Only you can read your notes."))


@require_safe
def read_text(request: MemberRequest, pk: int) -> HttpResponse:
    """The pack as plain text: the copy that went out to this person, while all of it may be read.

    For everybody else it is made when it is asked for, from what may be read today.
    """
    meeting, on = _meeting(request, pk), timezone.localdate()
    build = queries.latest_sent(meeting)
    if build is None:
        raise Http404
    withheld = restrictions.sight_of(request.user, on=on).withheld
    copy = queries.own_text(build, request.user, withheld)
    if copy is not None:
        said = queries.content_of(copy)
    else:
        said = printing.pack_script(build, on=on, withheld=withheld).encode()
    name = f"papers-{meeting.starts_at:%Y-%m-%d}-build-{build.n}.txt"
    return download(said, name=name, media_type="text/plain; charset=utf-8")


@require_safe
def read_printed(request: MemberRequest, pk: int) -> HttpResponse:
    """What the print set consists of; and, asked for as a PDF, the set itself."""
    meeting = _meeting(request, pk)
    build = queries.latest_sent(meeting)
    if build is None:
        raise Http404
    sight = restrictions.sight_of(request.user, on=timezone.localdate())
    copy = queries.own_copy(build, request.user, sight.withheld)
    entries = manifests.entries_for(build.manifest, sight.withheld, sight.restrictions)
    files = print_sets.files_of(entries)
    if request.GET.get("format") == "pdf":
        if copy is None:
            raise Http404
        made = print_set.with_files(queries.content_of(copy), print_sets.sheets_of(files))
        name = f"papers-{meeting.starts_at:%Y-%m-%d}-build-{build.n}-for-printing.pdf"
        return download(made, name=name, media_type="application/pdf")
    context = {
        "meeting": meeting,
        "build": build,
        "copy": copy,
        "files": files,
        "file": f"{request.path}?format=pdf",
    }
    return page(request, "partnership_board/pack_print.html", context)


@require_safe
def my_notes(request: MemberRequest, pk: int) -> HttpResponse:
    """All that this person wrote beside a meeting's papers, to read or to take away as a file."""
    meeting = _meeting(request, pk)
    sight = restrictions.sight_of(request.user, on=timezone.localdate())
    written = notes.of_meeting(meeting, request.user, sight.withheld)
    shown = [(sight.shown(note.paper.item), note) for note in written]
    if request.GET.get("format") == "txt":
        said = "\n\n".join(
            f"{item.number}. {item.title}\n“{note.quote}”\n{note.body}" for item, note in shown
        )
        return download(
            f"{said}\n".encode(), name="my-notes.txt", media_type="text/plain; charset=utf-8"
        )
    address = reverse("partnership_board:my_notes", kwargs={"pk": meeting.pk})
    context = {"meeting": meeting, "notes": shown, "file": f"{address}?format=txt"}
    return page(request, "partnership_board/pack_notes.html", context)
