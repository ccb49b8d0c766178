"""Who stands: putting somebody forward, supporting them, their consent, checking, withdrawing."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access, limits
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, go, page, refuse
from alliance.kept import keeps_nothing
from alliance.queries.links import link_of
from partnership_board.actions import nominations as actions
from partnership_board.forms.nominations import (
    ACCEPT,
    REJECT,
    RETURN,
    CheckForm,
    NominateForm,
    SupportForm,
)
from partnership_board.models import Nomination
from partnership_board.permissions import BoardPermission
from partnership_board.queries import elections as queries
from partnership_board.queries import nominations as nominees
from partnership_board.views.asking import form_page
from partnership_board.views.elections import ROWS, election_or_404

BOTH = ["GET", "HEAD", "POST"]
VOTE, OFFICIATE = BoardPermission.VOTE, BoardPermission.OFFICIATE
GONE = 410
FOUND: dict[str, Callable[..., None]] = {
    ACCEPT: actions.accept,
    RETURN: actions.send_back,
    REJECT: actions.reject,
}
NOMINATIONS = Nomination.objects.select_related(
    "election__rule", "election__board", "organisation", "user", "nominated_by"
)


@login_not_required
@require_safe
def nominations(request: HttpRequest, pk: int) -> HttpResponse:
    election = election_or_404(request, pk)
    on = timezone.localdate()
    context = {
        "election": election,
        "stand": list(queries.standing(election)),
        "waiting": nominees.seen_waiting(request.user, election, on=on),
        "may_nominate": access.may(request.user, VOTE) and election.state == "nominating",
        "may_check": access.may(request.user, OFFICIATE, election),
    }
    return page(request, "partnership_board/nomination_list.html", context)


@require_http_methods(BOTH)
def nomination_new(request: MemberRequest, pk: int) -> HttpResponse:
    election = access.get_or_404(ROWS.public(), request=request, permission=VOTE, pk=pk)
    now = timezone.now()
    people = nominees.could_stand(request.user, on=timezone.localdate())
    most = election.rule.statement_words
    form = NominateForm(request.POST or None, people=people, words_most=most)
    if request.method == "POST" and form.is_valid() and people:
        person = form.cleaned_data["person"]
        try:
            made = actions.nominate(
                election,
                user=person.user,
                organisation=person.organisation,
                by=request.user,
                now=now,
                **form.texts,
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            mine = _("Sent. The returning officer looks at it.")
            theirs = _("Kept. They have been asked to say yes.")
            return go(request, made, said=mine if person.user == request.user else theirs)
    context = {"election": election, "form": form, "people": people, "title": _("Nominate")}
    return page(request, "partnership_board/nomination_form.html", context)


@login_not_required
@require_safe
def nomination(request: HttpRequest, pk: int, nomination: int) -> HttpResponse:
    election = election_or_404(request, pk)
    found = NOMINATIONS.filter(election=election, pk=nomination).first()
    on = timezone.localdate()
    if found is None or not nominees.may_see(request.user, found, on=on):
        raise Http404
    context = nominees.page_of(found, request.user, now=timezone.now())
    return page(request, "partnership_board/nomination.html", context)


@require_http_methods(BOTH)
def nomination_edit(request: MemberRequest, pk: int, nomination: int) -> HttpResponse:
    found = own_or_refused(request, pk, nomination)
    if isinstance(found, HttpResponse):
        return found
    initial = {
        name: getattr(found, name) for name in ("statement", "statement_formats", "interests")
    }
    bound = request.POST if request.method == "POST" else None
    most = found.election.rule.statement_words
    form = NominateForm(bound, people=[], words_most=most, initial=initial)
    if bound is not None and form.is_valid():
        words = {"by": request.user, "now": timezone.now()} | form.texts
        if attempt(form, actions.edit, found, **words):
            return go(request, found, said=_("Kept."))
    context = {"election": found.election, "form": form, "title": found.person_name, "people": [1]}
    return page(request, "partnership_board/nomination_form.html", context)


def own_or_refused(request: MemberRequest, pk: int, nomination: int) -> Nomination | HttpResponse:
    """Of the person nominated, or of their organisation; for others a sentence."""
    found = _seen(request, pk, nomination, VOTE)
    if nominees.is_theirs(request.user, found, on=timezone.localdate()):
        return found
    return refuse(request, found, Refused(_("Only their organisation can change this.")))


@require_http_methods(BOTH)
def nomination_support(request: MemberRequest, pk: int, nomination: int) -> HttpResponse:
    found = _seen(request, pk, nomination, VOTE)
    mine = queries.own_organisations(request.user, on=timezone.localdate())
    form = SupportForm(request.POST or None, mine=mine)
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now()} | form.cleaned_data
        if attempt(form, actions.support, found, **words):
            return go(request, found, said=_("Your organisation supports this nomination."))
    asked = (
        _("Support %(name)s") % {"name": found.person_name},
        _("Your organisation's name stands beside theirs. It is not a vote."),
        _("Support"),
    )
    return form_page(
        request, form, asked, back=found.person_name, back_url=found.get_absolute_url()
    )


@require_POST
def nomination_consent(request: MemberRequest, pk: int, nomination: int) -> HttpResponse:
    found = _seen(request, pk, nomination, VOTE)
    try:
        actions.consent(found, by=request.user, now=timezone.now())
    except Refused as refusal:
        return refuse(request, found, refusal)
    return go(request, found, said=_("Thank you. You stand once the returning officer agrees."))


@require_POST
def nomination_withdraw(request: MemberRequest, pk: int, nomination: int) -> HttpResponse:
    found = _seen(request, pk, nomination, VOTE)
    try:
        actions.withdraw(found, by=request.user, now=timezone.now())
    except Refused as refusal:
        return refuse(request, found, refusal)
    return go(request, found.election, said=_("Withdrawn."))


@require_http_methods(BOTH)
def nomination_check(request: MemberRequest, pk: int, nomination: int) -> HttpResponse:
    found = _seen(request, pk, nomination, OFFICIATE)
    form = CheckForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        says, reason = form.cleaned_data["says"], form.cleaned_data["reason"]
        words = {"by": request.user, "now": timezone.now()}
        if says != ACCEPT:
            words["reason"] = reason
        if attempt(form, FOUND[says], found, **words):
            said = _("Checked. They have been told.")
            return go(request, "partnership_board:nominations", said=said, pk=pk)
    asked = (
        _("Check %(name)s") % {"name": found.person_name},
        _("Nominated by %(who)s.") % {"who": found.organisation},
        _("Say so"),
    )
    return form_page(
        request, form, asked, back=found.person_name, back_url=found.get_absolute_url()
    )


@login_not_required
@keeps_nothing
@require_http_methods(BOTH)
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """By the link in the letter. Looking says yes to nothing; the button does."""
    now = timezone.now()
    link = link_of(token, purpose=actions.CONSENT)
    if link is None:
        limits.count(limits.LINKS, limits.address_of(request), now=now)
    found = NOMINATIONS.filter(pk=link.object_id).first() if link else None
    if link is None or found is None or now >= link.expires_at or not link.uses_left:
        return page(request, "partnership_board/consent_over.html", status=GONE)
    problem = ""
    if request.method == "POST":
        try:
            actions.consent_by_link(link, found, now=now)
        except Refused as refusal:
            problem = str(refusal)
        else:
            return page(request, "partnership_board/consent_given.html", {"nomination": found})
    context = {"nomination": found, "election": found.election, "problem": problem}
    answer = page(request, "partnership_board/consent.html", context)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _seen(request: MemberRequest, pk: int, nomination: int, permission: str) -> Nomination:
    """Somebody else's nomination, of an election that everybody can see."""
    rows = NOMINATIONS.filter(election=pk).exclude(election__state="draft")
    return access.get_or_404(rows, request=request, permission=permission, pk=nomination)
