"""Interests in an item: declared by the person, ruled on by the chair, weighed before the vote."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.http import MemberRequest, attempt, go, page
from alliance.models import User
from partnership_board.actions import declarations as actions
from partnership_board.deadlines import day_of
from partnership_board.forms.interests import DeclareForm, ItemChairForm, RuleForm
from partnership_board.models import AgendaItem, ItemDeclaration, Meeting
from partnership_board.permissions import BoardPermission
from partnership_board.queries import connections, presence, recusal, restrictions
from partnership_board.queries import declarations as queries
from partnership_board.queries import interests as interest_queries
from partnership_board.views.keeping import refuse_others

BOTH = ["GET", "HEAD", "POST"]
LIVE = {Meeting.State.IN_SESSION, Meeting.State.ADJOURNED}


def _item(request: MemberRequest, pk: int, number: str, permission: str) -> AgendaItem:
    return access.get_or_404(
        AgendaItem.objects.numbered().select_related("meeting__board", "meeting__rules"),
        request=request,
        permission=permission,
        meeting=pk,
        number=number,
    )


def _back(meeting: Meeting) -> tuple[str, int]:
    """To the meeting as it goes, while it does; else to what it does to the vote."""
    page_of = "live" if meeting.state in LIVE else "recusal"
    return f"partnership_board:{page_of}", meeting.pk


@require_http_methods(BOTH)
def declare(request: MemberRequest, pk: int, number: str) -> HttpResponse:
    """What somebody is asked about stands there already: choosing it and sending it is enough."""
    found = _item(request, pk, number, BoardPermission.PROPOSE)
    now = timezone.now()
    on = day_of(now)
    sight = restrictions.sight_of(request.user, on=on)
    asked = []
    if found.pk not in sight.closed_items:
        asked = connections.connections([found.pk], [request.user.pk], on=on, is_own=True)[found.pk]
    form = DeclareForm(
        request.POST if request.method == "POST" else None,
        interests=interest_queries.to_point_at(request.user, on=on),
        initial=_suggested(asked),
    )
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.declare, found, by=request.user, now=now, **form.cleaned_data):
            where = _back(found.meeting) if found.meeting.state in LIVE else (found,)
            return go(request, *where, said="Declared. The chair says what follows from it.")
    context = {
        "item": sight.shown(found),
        "meeting": found.meeting,
        "form": form,
        "asked": asked,
        "before": queries.mine(request.user, found),
        "may_declare": queries.may_declare(request.user, found.meeting, on=on),
    }
    return page(request, "partnership_board/item_declare.html", context)


def _suggested(asked: list[connections.Connection]) -> dict[str, str]:
    """A suggestion of words, sent only when the person sends it."""
    if not asked:
        return {}
    bound = {
        connections.ACTS: "I act for {}.",
        connections.SITS: "I hold my seat for {}.",
        connections.REGISTER: "{} stands in my entry in the register.",
    }
    said = " ".join(bound[each.how].format(each.name) for each in asked)
    return {"materiality": ItemDeclaration.Materiality.PREJUDICIAL, "said": said[:300]}


@require_safe
def preview(request: MemberRequest, pk: int) -> HttpResponse:
    """Seats, quorum and power per item: now, if all who are named leave, as ruled."""
    meeting = access.get_or_404(
        Meeting.objects.select_related("board", "rules", "chair"),
        request=request,
        permission=BoardPermission.READ_PACKS,
        pk=pk,
    )
    now = timezone.now()
    items = list(AgendaItem.objects.on_agenda().filter(meeting=meeting))
    for each in items:
        each.meeting = meeting
    on = day_of(meeting.starts_at)
    found = recusal.previews(meeting, items, on=on, now=now if meeting.state in LIVE else None)
    sight = restrictions.sight_of(request.user, on=timezone.localdate(now))
    open_ones = [each for each in found if each.people and each.item.pk not in sight.closed_items]
    rulers = queries.rulers_of([each.item for each in open_ones], on=on)
    outcomes = recusal.outcomes([each.item.pk for each in open_ones])
    keeps = access.may(request.user, BoardPermission.CHANGE_MEETINGS)
    context = {
        "meeting": meeting,
        "rows": [
            _row(each, sight, rulers, outcomes, request.user, keeps=keeps) for each in open_ones
        ],
        "quiet": [sight.shown(each.item) for each in found if each.item.pk not in rulers],
        "emptied": sum(bool(each.preview.emptied) for each in open_ones),
        "keeps": presence.keeps_record(request.user, meeting, on=timezone.localdate(now)),
        "is_live": meeting.state in LIVE,
    }
    return page(request, "partnership_board/recusal.html", context)


def _row(
    each: recusal.ItemPreview,
    sight: restrictions.Sight,
    rulers: dict[int, queries.Ruler],
    outcomes: dict[int, recusal.Outcome],
    user: User,
    *,
    keeps: bool,
) -> dict[str, Any]:  # Any: a template's context
    """Names of those who are only suggested are for the lead and for whoever rules."""
    ruler = rulers[each.item.pk]
    rules_here = ruler.person == user
    sees_all = keeps or rules_here
    shown = [
        person
        for person in each.people
        if sees_all
        or person.person == user.pk
        or (person.declared is not None and person.declared.ruling is not None)
    ]
    return {
        "item": sight.shown(each.item),
        "preview": each.preview,
        "people": shown,
        "others": len(each.people) - len(shown),
        "ways": each.ways,
        "ruler": ruler,
        "rules_here": rules_here,
        "outcome": outcomes.get(each.item.pk),
    }


@require_http_methods(BOTH)
def rule(request: MemberRequest, pk: int) -> HttpResponse:
    declaration = access.get_or_404(
        ItemDeclaration.objects.select_related("item__meeting__rules", "person", "interest"),
        request=request,
        permission=BoardPermission.READ_PACKS,
        pk=pk,
    )
    now, item = timezone.now(), declaration.item
    ruler = queries.ruler_of(item, on=day_of(now))
    posted = request.POST if request.method == "POST" else None
    form = RuleForm(posted, rules=item.meeting.rules)
    if request.method == "POST" and form.is_valid():
        told = {"by": request.user, "now": now}
        if attempt(form, actions.rule, declaration, **told, **form.cleaned_data):
            said = "Ruled. The person hears of it by mail."
            return go(request, *_back(item.meeting), said=said)
    sight = restrictions.sight_of(request.user, on=timezone.localdate(now))
    rules_here = ruler.person == request.user and declaration.person_id != request.user.pk
    context = {
        "declaration": declaration,
        "item": sight.shown(item),
        "meeting": item.meeting,
        "ruler": ruler,
        "rules_here": rules_here,
        "form": form,
    }
    return page(request, "partnership_board/declaration_rule.html", context)


@require_http_methods(BOTH)
def item_chair(request: MemberRequest, pk: int, number: str) -> HttpResponse:
    """Written down by whoever keeps the record, also the chair who hands the item over."""
    found = _item(request, pk, number, BoardPermission.READ_PACKS)
    refuse_others(request, found.meeting)
    now = timezone.now()
    people = queries.could_chair(found, on=day_of(now))
    form = ItemChairForm(request.POST if request.method == "POST" else None, people=people)
    if request.method == "POST" and form.is_valid():
        told = {"by": request.user, "now": now}
        if attempt(form, actions.choose_chair, found, **told, **form.cleaned_data):
            return go(request, *_back(found.meeting), said="Written down.")
    context = {"item": found, "meeting": found.meeting, "form": form}
    return page(request, "partnership_board/item_chair.html", context)
