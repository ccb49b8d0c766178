"""What we asked of partners and what they asked of us, with the days each has taken."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access, limits
from alliance.http import MemberRequest, attempt, download, go, page
from alliance.kept import keeps_nothing
from alliance.lists import PER_PAGE, page_of
from alliance.queries.links import link_of
from members.models import Network
from partnership_board import request_paper
from partnership_board.actions import requests as actions
from partnership_board.actions.request_letters import PURPOSE
from partnership_board.forms import requests as forms
from partnership_board.models import PartnerRequest
from partnership_board.permissions import BoardPermission
from partnership_board.queries import boards, promise_sheets
from partnership_board.queries import promises as promise_queries
from partnership_board.queries import requests as queries
from partnership_board.queries.calendars import closed_days
from partnership_board.queries.requests import RequestRow
from partnership_board.queries.restrictions import sight_of
from partnership_board.views.asking import form_page
from partnership_board.views.promises import BOTH, GONE, unlisted

SENT, RECEIVED = PartnerRequest.Direction.SENT, PartnerRequest.Direction.RECEIVED
CHOICES = [
    ("", gettext_lazy("Everything")),
    ("waiting", gettext_lazy("Waiting for an answer")),
    ("answered", gettext_lazy("Answered")),
    ("draft", gettext_lazy("Not sent yet")),
    ("closed", gettext_lazy("Closed without an answer")),
]


# ---- the register --------------------------------------------------------------------------------
@require_safe
def request_list(request: MemberRequest) -> HttpResponse:
    access.require(request.user, BoardPermission.SEE)
    on, closed = timezone.localdate(), closed_days()
    found = queries.seen_by(queries.register(), sight_of(request.user, on=on))
    direction = RECEIVED if request.GET.get("direction") == RECEIVED else SENT
    chosen = request.GET.get("state", "")
    every = queries.rows_of(found.order_by("-sent_on", "-pk"), on=on, closed=closed)
    rows = [r for r in every if r.request.direction == direction and queries.is_in(r, chosen)]
    if request.GET.get("format") == "csv":
        sheet = promise_sheets.of_requests(every)
        return download(sheet, name=f"requests-{on.isoformat()}.csv", media_type="text/csv")
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "tabs": _tabs(direction, every),
        "direction": direction,
        "choices": CHOICES,
        "chosen": chosen,
        "usual": queries.usual_of(r for r in every if r.request.is_ours),
        "ours": queries.ours(r for r in every if not r.request.is_ours),
        "late": sum(row.is_late for row in every if row.request.direction == direction),
        "may_draft": access.may(request.user, BoardPermission.READ_PACKS),
        "may_record": access.may(request.user, BoardPermission.RECORD),
        "may_set_times": access.may(request.user, BoardPermission.CHANGE_MEETINGS),
    }
    return page(request, "partnership_board/request_list.html", context)


def _tabs(direction: str, rows: list[RequestRow]) -> list[dict[str, object]]:
    labels = {SENT: _("Asked by us"), RECEIVED: _("Asked of us")}
    return [
        {
            "label": label,
            "url": f"?direction={each}",
            "is_current": each == direction,
            "count": sum(row.request.direction == each for row in rows),
        }
        for each, label in labels.items()
    ]


def _request(request: MemberRequest, pk: int, permission: str) -> PartnerRequest:
    rows = queries.seen_by(queries.register(), sight_of(request.user, on=timezone.localdate()))
    return access.get_or_404(rows, request=request, permission=permission, pk=pk)


@require_safe
def request_page(request: MemberRequest, pk: int) -> HttpResponse:
    found = _request(request, pk, BoardPermission.SEE)
    row = queries.row_of(found, on=timezone.localdate(), closed=closed_days())
    speaks = access.may(request.user, BoardPermission.RECORD)
    context = {
        "row": row,
        "asked": found,
        "facts": queries.facts_of(row),
        "moments": queries.story_of(row),
        "may_change": found.is_draft and (speaks or found.drafted_by == request.user),
        "may_act": speaks,
    }
    return page(request, "partnership_board/request.html", context)


@require_safe
def request_letter(request: MemberRequest, pk: int) -> HttpResponse:
    """To print and to send by post."""
    found = _request(request, pk, BoardPermission.SEE)
    row = queries.row_of(found, on=timezone.localdate(), closed=closed_days())
    name = f"request-{found.year}-{found.sequence:03d}.pdf"
    return download(request_paper.draw(row), name=name, media_type="application/pdf")


# ---- drafting ------------------------------------------------------------------------------------
def _choices() -> dict[str, Any]:  # Any: rows to choose from
    networks = Network.objects.filter(is_active=True).order_by("name")
    return {"networks": networks, "items": promise_queries.recent_items(now=timezone.now())}


@require_http_methods(BOTH)
def request_new(request: MemberRequest) -> HttpResponse:
    access.require(request.user, BoardPermission.READ_PACKS)
    board = boards.the_board()
    proposal = queries.redirected(request.GET.get("proposal", ""))
    form = forms.RequestForm(
        request.POST or None,
        proposal=proposal,
        initial=queries.initial_from(proposal),
        **_choices(),
    )
    if board and request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now()}
        if attempt(form, actions.draft, board, form.said, **words):
            return go(request, "partnership_board:requests", said=_("Kept as a draft."))
    said = (
        _("Ask a partner"),
        _("It is a draft until the chair or the alliance lead sends it."),
        _("Keep it as a draft"),
    )
    return form_page(
        request, form, said, back=_("Requests"), back_url=reverse("partnership_board:requests")
    )


@require_http_methods(BOTH)
def request_received(request: MemberRequest) -> HttpResponse:
    access.require(request.user, BoardPermission.RECORD)
    board = boards.the_board()
    initial = {"received_on": timezone.localdate()}
    form = forms.ReceivedForm(request.POST or None, initial=initial, **_choices())
    if board and request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now()}
        words["received_on"] = form.cleaned_data["received_on"]
        if attempt(form, actions.receive, board, form.said, **words):
            return go(request, "partnership_board:requests", said=_("Written down."))
    said = (
        _("A partner asks us"),
        _("The same clock runs for our own answer."),
        _("Write it down"),
    )
    return form_page(
        request, form, said, back=_("Requests"), back_url=reverse("partnership_board:requests")
    )


@require_http_methods(BOTH)
def request_edit(request: MemberRequest, pk: int) -> HttpResponse:
    found = _request(request, pk, BoardPermission.READ_PACKS)
    names = set(forms.RequestForm.base_fields)
    initial = {name: getattr(found, name) for name in names}
    form = forms.RequestForm(
        request.POST or None, proposal=found.proposal, initial=initial, **_choices()
    )
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now()}
        if attempt(form, actions.rewrite, found, form.said, **words):
            return go(request, found, said=_("Saved."))
    said = (_("Change the draft"), found.ref, _("Save"))
    return form_page(request, form, said, back=found.ref, back_url=found.get_absolute_url())


# ---- what happens to it: one form each -----------------------------------------------------------
# Any: lazy translations, of a type that only Django's stubs know.
Step = tuple[Callable[..., BaseForm], Callable[..., object], tuple[Any, Any, Any]]
STEPS: Mapping[str, Step] = {
    "send": (
        forms.NothingForm,
        actions.send,
        (
            gettext_lazy("Send it"),
            gettext_lazy("Its clock begins today, and its words stay as they are."),
            gettext_lazy("Send it"),
        ),
    ),
    "received": (
        forms.NothingForm,
        actions.acknowledge,
        (
            gettext_lazy("They have it"),
            gettext_lazy("It does not stop the clock: to have a question is not to answer it."),
            gettext_lazy("Write it down"),
        ),
    ),
    "answer": (
        forms.AnswerForm,
        actions.answer,
        (
            gettext_lazy("The answer"),
            gettext_lazy("As it was given, by letter, by telephone or by us."),
            gettext_lazy("Write down the answer"),
        ),
    ),
    "pause": (
        forms.ReasonForm,
        actions.pause,
        (
            gettext_lazy("Stop the clock"),
            gettext_lazy("Only the side that asked can. The days until it goes on do not count."),
            gettext_lazy("Stop the clock"),
        ),
    ),
    "resume": (
        forms.NothingForm,
        actions.resume,
        (
            gettext_lazy("Let the clock go on"),
            gettext_lazy("Today counts again."),
            gettext_lazy("Let it go on"),
        ),
    ),
    "close": (
        forms.CloseForm,
        actions.close,
        (
            gettext_lazy("Close it"),
            gettext_lazy("It stays in the register, with your reason."),
            gettext_lazy("Close it"),
        ),
    ),
    "pass-on": (
        forms.PassOnForm,
        actions.pass_on,
        (
            gettext_lazy("Another body takes it over"),
            gettext_lazy("The clock goes on as it is: whoever succeeds a body inherits it."),
            gettext_lazy("Pass it on"),
        ),
    ),
}


@require_http_methods(BOTH)
def request_step(request: MemberRequest, pk: int, to: str) -> HttpResponse:
    found = _request(request, pk, BoardPermission.RECORD)
    if to not in STEPS:
        raise Http404
    make, action, said = STEPS[to]
    more = {"networks": _choices()["networks"]} if to == "pass-on" else {}
    form = make(request.POST if request.method == "POST" else None, **more)
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now()} | form.cleaned_data
        if attempt(form, action, found, **words):
            return go(request, found, said=_("Done."))
    return form_page(request, form, said, back=found.ref, back_url=found.get_absolute_url())


@require_http_methods(BOTH)
def request_times(request: MemberRequest) -> HttpResponse:
    access.require(request.user, BoardPermission.CHANGE_MEETINGS)
    board = boards.the_board()
    times = queries.times_of(board) if board else None
    names = list(forms.TimesForm.base_fields)
    initial = {name: getattr(times, name) for name in names} if times else {}
    form = forms.TimesForm(request.POST or None, initial=initial)
    if board and request.method == "POST" and form.is_valid():
        if attempt(form, actions.settle_times, board, by=request.user, **form.cleaned_data):
            return go(request, "partnership_board:requests", said=_("Saved, for new requests."))
    said = (
        _("How long an answer may take"),
        _("The same days for partners and for us. A request that runs keeps its own."),
        _("Save"),
    )
    return form_page(
        request, form, said, back=_("Requests"), back_url=reverse("partnership_board:requests")
    )


# ---- for everybody, and by link ------------------------------------------------------------------
@login_not_required
@require_safe
def open_requests(request: HttpRequest) -> HttpResponse:
    """Those that may be read by anybody, on a board that is public."""
    board = boards.the_board()
    if board is None or not board.is_public:
        return page(request, "partnership_board/public_requests.html", {"board": None})
    on, closed = timezone.localdate(), closed_days()
    found = queries.in_public().filter(board=board).order_by("-sent_on", "-pk")
    shown = page_of(request, found)
    rows = queries.rows_of(shown, on=on, closed=closed)
    context = {"board": board, "page": shown, "rows": rows}
    return page(request, "partnership_board/public_requests.html", context)


@login_not_required
@keeps_nothing
@require_http_methods(BOTH)
def request_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The receiving contact. Looking writes nothing; each press says one thing."""
    now = timezone.now()
    link = link_of(token, purpose=PURPOSE)
    if link is None:
        limits.count(limits.LINKS, limits.address_of(request), now=now)
    found = queries.register().filter(pk=link.object_id).first() if link else None
    if link is None or found is None or now >= link.expires_at or not link.uses_left:
        return unlisted(page(request, "partnership_board/link_over.html", status=GONE))
    form = forms.ByLinkForm(request.POST or None, initial={"who": found.contact_name})
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.say_by_link, link, now=now, **form.cleaned_data):
            said = _("Thank you. It stands beside the question now.")
            return unlisted(go(request, request.path, said=said))
    row = queries.row_of(found, on=timezone.localdate(now), closed=closed_days())
    context = {"row": row, "asked": found, "facts": queries.facts_of(row), "form": form}
    return unlisted(page(request, "partnership_board/link_request.html", context))
