"""The register of actions: what was promised, by whom, by when, and how often it was carried."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access, limits
from alliance.http import MemberRequest, attempt, download, go, page
from alliance.kept import keeps_nothing
from alliance.lists import ordering, page_of
from alliance.models import SignedLink
from alliance.queries.links import link_of
from partnership_board.actions import promises as actions
from partnership_board.actions.promise_letters import PURPOSE
from partnership_board.forms.promises import ActionForm, PassOnForm, ReportForm, SettleForm
from partnership_board.models import Action, LiveEntry, Meeting
from partnership_board.permissions import BoardPermission
from partnership_board.queries import boards, presence, promise_sheets
from partnership_board.queries import promises as queries
from partnership_board.queries.restrictions import sight_of
from partnership_board.views.asking import form_page

BOTH = ["GET", "HEAD", "POST"]
GONE = 410
COLUMNS = {
    "number": ["year", "sequence"],
    "due": ["due_on", "pk"],
    "carried": ["carried", "due_on"],
    "state": ["state", "due_on"],
}
CHOICES = [
    (queries.WAITING, gettext_lazy("Open")),
    (queries.MINE, gettext_lazy("Mine")),
    (queries.LATE, gettext_lazy("Late")),
    ("claimed_done", gettext_lazy("Said to be done")),
    ("done", gettext_lazy("Done")),
    (queries.EVERYTHING, gettext_lazy("Everything")),
]


@require_safe
def action_list(request: MemberRequest) -> HttpResponse:
    access.require(request.user, BoardPermission.SEE)
    on = timezone.localdate()
    chosen = request.GET.get("state", queries.WAITING)
    wanted = request.GET.get("q", "").strip()
    every = queries.register_for(request.user, on=on)
    rows = queries.narrowed(every, state=chosen, wanted=wanted, on=on).order_by(
        *ordering(request, COLUMNS, default="due")
    )
    reader = queries.reader(request.user, on=on)
    if request.GET.get("format") == "csv":
        sheet = promise_sheets.of_actions(rows, reader, on=on)
        return download(sheet, name=f"actions-{on.isoformat()}.csv", media_type="text/csv")
    shown = page_of(request, rows)
    context = {
        "page": shown,
        "rows": [queries.shown(each, reader, on=on) for each in shown],
        "choices": CHOICES,
        "chosen": chosen,
        "wanted": wanted,
        "counts": queries.counts(on=on),
        "may_give": access.may(request.user, BoardPermission.RECORD),
    }
    return page(request, "partnership_board/action_list.html", context)


def _action(request: MemberRequest, pk: int, permission: str) -> Action:
    rows = queries.register_for(request.user, on=timezone.localdate())
    return access.get_or_404(rows, request=request, permission=permission, pk=pk)


@require_safe
def action(request: MemberRequest, pk: int) -> HttpResponse:
    found = _action(request, pk, BoardPermission.SEE)
    row = _row(request, found)
    speaks = access.may(request.user, BoardPermission.RECORD)
    context = {
        "row": row,
        "action": found,
        "moments": queries.story_of(found) if row.is_read else [],
        "noted": queries.noted_at(found) if row.is_read else None,
        "may_report": found.is_open and (speaks or found.is_mine),
        "may_settle": found.is_open and speaks,
    }
    return page(request, "partnership_board/action.html", context)


@require_http_methods(BOTH)
def action_new(request: MemberRequest) -> HttpResponse:
    access.require(request.user, BoardPermission.RECORD)
    now, board = timezone.now(), boards.the_board()
    on = timezone.localdate(now)
    note = _note(request)
    form = ActionForm(
        request.POST or None,
        people=boards.people_here(on=on),
        organisations=boards.organisations(on=on),
        items=queries.recent_items(now=now),
        initial=_first_words(request, note),
    )
    if board and request.method == "POST" and form.is_valid():
        give, of = (actions.give_from, note) if note else (actions.give, board)
        if attempt(form, give, of, by=request.user, now=now, **form.said):
            return go(request, "partnership_board:actions", said=_("Written down, and told."))
    words = (
        _("Give an action"),
        _("One row for its whole life: by whom, and by when."),
        _("Give it"),
    )
    return form_page(
        request, form, words, back=_("Actions"), back_url=reverse("partnership_board:actions")
    )


def _note(request: MemberRequest) -> LiveEntry | None:
    """What was noted in a meeting whose record this person keeps, and may read."""
    note = queries.note_of(request.GET.get("note", ""))
    if note is None or not presence.keeps_record(
        request.user, note.meeting, on=timezone.localdate()
    ):
        return None
    item = queries.item_of(str(note.words.get("item", "")))
    sight = sight_of(request.user, on=timezone.localdate())
    return None if item is not None and item.pk in sight.closed_items else note


def _first_words(request: MemberRequest, note: LiveEntry | None) -> dict[str, Any]:  # Any: a form's
    number = str(note.words.get("item", "")) if note else request.GET.get("item", "")
    title = str(note.words["text"])[:200] if note else ""
    return {"item": queries.item_of(number), "title": " ".join(title.split())}


@require_http_methods(BOTH)
def action_report(request: MemberRequest, pk: int) -> HttpResponse:
    found = _action(request, pk, BoardPermission.PROPOSE)
    row = _row(request, found)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"said": form.report, "by": request.user, "now": timezone.now()}
        if attempt(form, actions.report, found, **said):
            return go(request, found, said=_("Thank you. It is on the record."))
    words = (_("How does it go?"), row.title, _("Say so"))
    return form_page(request, form, words, back=found.ref, back_url=found.get_absolute_url())


@require_http_methods(BOTH)
def action_settle(request: MemberRequest, pk: int) -> HttpResponse:
    found = _action(request, pk, BoardPermission.RECORD)
    now = timezone.now()
    row = _row(request, found)
    meetings = Meeting.objects.past(now=now).filter(board=found.board_id).order_by("-starts_at")
    form = SettleForm(request.POST or None, meetings=meetings)
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.settle, found, by=request.user, now=now, **form.cleaned_data):
            return go(request, found, said=_("The board's word is on the record."))
    words = (_("What does the board say?"), row.title, _("Put it on the record"))
    return form_page(request, form, words, back=found.ref, back_url=found.get_absolute_url())


@require_http_methods(BOTH)
def action_pass_on(request: MemberRequest, pk: int) -> HttpResponse:
    found = _action(request, pk, BoardPermission.RECORD)
    now = timezone.now()
    on = timezone.localdate(now)
    form = PassOnForm(
        request.POST or None,
        people=boards.people_here(on=on),
        organisations=boards.organisations(on=on),
    )
    if request.method == "POST" and form.is_valid():
        said = {"owner": form.whose, "reason": form.cleaned_data["reason"]}
        if attempt(form, actions.pass_on, found, by=request.user, now=now, **said):
            return go(request, found, said=_("Passed on. The new owner is told."))
    words = (_("Pass it on"), _row(request, found).title, _("Pass it on"))
    return form_page(request, form, words, back=found.ref, back_url=found.get_absolute_url())


def _row(request: MemberRequest, found: Action) -> queries.ActionRow:
    on = timezone.localdate()
    return queries.shown(found, queries.reader(request.user, on=on), on=on)


# ---- without an account --------------------------------------------------------------------------
@login_not_required
@keeps_nothing
@require_http_methods(BOTH)
def action_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """One action, once. Looking writes nothing: programs that check mail open links too."""
    now = timezone.now()
    link = link_of(token, purpose=PURPOSE)
    if link is None:
        limits.count(limits.LINKS, limits.address_of(request), now=now)
    found = queries.register().filter(pk=link.object_id).first() if link else None
    if link is None or found is None or now >= link.expires_at or not _is_theirs(link, found):
        return unlisted(page(request, "partnership_board/link_over.html", status=GONE))
    if not link.uses_left or not found.is_open:
        return unlisted(page(request, "partnership_board/link_thanks.html", {"about": found.ref}))
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.report_by_link, link, said=form.report, now=now):
            return unlisted(go(request, request.path))
    context = {"action": found, "title": queries.title_in_letter(found), "form": form}
    return unlisted(page(request, "partnership_board/link_action.html", context))


def _is_theirs(link: SignedLink, found: Action) -> bool:
    return queries.answers_by(link, found, on=timezone.localdate())


def unlisted(answer: HttpResponse) -> HttpResponse:
    """No address of such a page goes anywhere: not to other sites, not into a search engine."""
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
