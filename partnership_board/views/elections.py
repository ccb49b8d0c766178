"""Elections: the list, one election's story, and drafting it up to the frozen rule."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, download, go, page, refuse
from partnership_board.actions import ballot_box, rolls
from partnership_board.actions import elections as actions
from partnership_board.forms.elections import (
    AbandonForm,
    DraftForm,
    FreezeForm,
    OfficerForm,
    RuleForm,
    TimesForm,
    initial_rule,
)
from partnership_board.models import Election
from partnership_board.permissions import BoardPermission
from partnership_board.queries import boards, election_diary, election_pages, vacant_seats
from partnership_board.queries import elections as queries
from partnership_board.queries.calendars import closed_days
from partnership_board.timetables import FIELDS, Timetable, usual
from partnership_board.views.asking import form_page

BOTH = ["GET", "HEAD", "POST"]
DRAFT, OFFICIATE = BoardPermission.DRAFT_ELECTIONS, BoardPermission.OFFICIATE
ROWS = Election.objects.select_related("rule", "board", "constituency")


def election_or_404(request: HttpRequest, pk: int) -> Election:
    """For pages that everybody may read: a draft exists for those who draft alone."""
    rows = ROWS.all() if access.may(request.user, DRAFT) else ROWS.public()
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@login_not_required
@require_safe
def elections(request: HttpRequest) -> HttpResponse:
    may_draft = access.may(request.user, DRAFT)
    rows = ROWS.all() if may_draft else ROWS.public()
    on = timezone.localdate()
    context = {
        "elections": list(rows.order_by("-opens_at", "-pk")),
        "cards": election_pages.cards_of(request.user, on),
        "may_draft": may_draft,
    }
    return page(request, "partnership_board/election_list.html", context)


@login_not_required
@require_safe
def election(request: HttpRequest, pk: int) -> HttpResponse:
    found = election_or_404(request, pk)
    now = timezone.now()
    context = election_pages.story_of(found, request.user, now=now)
    return page(request, "partnership_board/election.html", context)


@login_not_required
@require_safe
def election_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Its days, for anybody's calendar."""
    found = election_or_404(request, pk)
    content = election_diary.as_calendar(found, now=timezone.now())
    return download(content, name=f"election-{pk}.ics", media_type="text/calendar")


@require_http_methods(BOTH)
def election_new(request: MemberRequest) -> HttpResponse:
    access.require(request.user, DRAFT)
    on = timezone.localdate()
    seats = vacant_seats.to_fill(on=on)
    wanted = [str(seat.pk) for seat in vacant_seats.of_one_side(seats)]
    first = {"seats": wanted, "notice_on": vacant_seats.next_working_day(on)}
    form = DraftForm(request.POST or None, seats=seats, initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.draft(
                form.side,
                title=said["title"],
                seats=said["seats"],
                timetable=usual(said["notice_on"], closed_days()),
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return go(request, "partnership_board:election_rule", pk=made.pk)
    context = {"form": form, "seats": seats}
    return page(request, "partnership_board/election_new.html", context)


@require_http_methods(BOTH)
def election_rule(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(ROWS.all(), request=request, permission=DRAFT, pk=pk)
    bound = request.POST if request.method == "POST" else None
    form = RuleForm(bound, initial=initial_rule(found.rule))
    if bound is not None and form.is_valid():
        if attempt(form, actions.change_rule, found, by=request.user, **form.changes()):
            return go(request, found, said=_("Kept. It can change until it is frozen."))
    advice = election_pages.advice_on(found, on=timezone.localdate())
    context = {"election": found, "form": form, "advice": advice}
    return page(request, "partnership_board/election_rule.html", context)


@require_http_methods(BOTH)
def election_times(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(ROWS.all(), request=request, permission=DRAFT, pk=pk)
    bound = request.POST if request.method == "POST" else None
    initial = {name: getattr(found, name) for name in FIELDS}
    form = TimesForm(bound, is_draft=found.is_draft, initial=initial)
    if bound is not None and form.is_valid():
        said = dict(form.cleaned_data)
        why = said.pop("why", "")
        table = Timetable(**said)
        if attempt(form, actions.change_times, found, timetable=table, by=request.user, why=why):
            return go(request, found, said=_("The days are kept."))
    asked = (
        _("The days of the election"),
        _("Each step comes after the one before. Once frozen, days only move later."),
        _("Keep these days"),
    )
    return form_page(request, form, asked, back=found.title, back_url=found.get_absolute_url())


@require_http_methods(BOTH)
def election_officers(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(ROWS.all(), request=request, permission=DRAFT, pk=pk)
    on = timezone.localdate()
    bound = request.POST if request.method == "POST" else None
    people, organisations = boards.people_here(on=on), boards.organisations(on=on)
    form = OfficerForm(bound, people=people, organisations=organisations)
    if bound is not None and form.is_valid():
        if attempt(form, actions.appoint, found, by=request.user, on=on, **form.cleaned_data):
            said = _("Appointed. They see the election on their Today page.")
            return go(request, "partnership_board:election_officers", said=said, pk=pk)
    context = {"election": found, "form": form, "officers": queries.officers(found)}
    return page(request, "partnership_board/election_officers.html", context)


@require_http_methods(BOTH)
def election_freeze(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(ROWS.all(), request=request, permission=DRAFT, pk=pk)
    form = FreezeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.freeze, found, by=request.user, now=timezone.now()):
            return go(request, found, said=_("The rule is frozen, and everybody has been told."))
    asked = (
        _("Freeze the rule"),
        _("It is fixed before anybody knows who stands, and everybody is told."),
        _("Freeze the rule"),
    )
    return form_page(request, form, asked, back=found.title, back_url=found.get_absolute_url())


@require_http_methods(BOTH)
def election_abandon(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(
        ROWS.all(), request=request, permission=BoardPermission.SCRUTINISE, pk=pk
    )
    form = AbandonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now()} | form.cleaned_data
        if attempt(form, ballot_box.abandon, found, **words):
            return go(request, found, said=_("Your word is given. Both officers must agree."))
    asked = (
        _("Abandon the election"),
        _("Everything cast is destroyed. Only the reason is published."),
        _("Abandon it"),
    )
    return form_page(request, form, asked, back=found.title, back_url=found.get_absolute_url())


@require_POST
def nominations_reopen(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(ROWS.all(), request=request, permission=OFFICIATE, pk=pk)
    try:
        rolls.reopen_nominations(found, by=request.user, now=timezone.now())
    except Refused as refusal:
        return refuse(request, found, refusal)
    return go(request, found, said=_("Nominations are open again."))


@require_POST
def election_unopposed(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(ROWS.all(), request=request, permission=OFFICIATE, pk=pk)
    try:
        rolls.declare_unopposed(found, by=request.user, now=timezone.now())
    except Refused as refusal:
        return refuse(request, found, refusal)
    return go(request, found, said=_("They are elected unopposed."))
