"""Answering what is asked: signed in, or by the link in a letter."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods

from alliance import access, limits
from alliance.http import MemberRequest, attempt, go, page
from alliance.kept import keeps_nothing
from alliance.models import SignedLink, User
from alliance.queries.links import link_of
from members.actions import answers as actions
from members.actions.asking_letters import ANSWER_BY_LINK
from members.actions.by_link import answer_by_link
from members.forms.asks import SAYS, AnswerForm
from members.models import AskResponse, Representative
from members.permissions import OrganisationPermission
from members.queries import asks as queries
from members.queries.recipients import still_acts

BOTH = ["GET", "HEAD", "POST"]
GONE = 410
THANKS = {
    "accepted": gettext_noop("Thank you. It is on your list."),
    "declined": gettext_noop("Thank you for saying so. That is all right."),
    "passed_on": gettext_noop("Thank you. They are asked nothing until somebody asks them."),
    "rest": gettext_noop("Paused. Rest well."),
    "time": gettext_noop("Thank you. It is counted as you say."),
}


@require_http_methods(BOTH)
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    response = access.get_or_404(
        AskResponse.objects.select_related("ask__asked_by_network", "organisation", "passed_to"),
        request=request,
        permission=OrganisationPermission.ANSWER_ASKS,
        pk=pk,
    )
    others = queries.members_besides(response.organisation, on=timezone.localdate())
    form = AnswerForm(request.POST or None, others=others)
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.say, response, **said(form, request.user)):
            return go(request, "asks:asks", said=THANKS[form.cleaned_data["says"]])
    context = {"response": response, "form": form, "says": SAYS}
    return page(request, "members/ask_answer.html", context)


def said(form: AnswerForm, by: User) -> dict[str, Any]:
    """As the action takes it."""
    now = timezone.now()
    return {
        "says": form.cleaned_data["says"],
        "reason": form.cleaned_data["decline_reason"],
        "to": form.passed_to_whom,
        "minutes": form.cleaned_data["actual_minutes"],
        "by": by,
        "now": now,
        "on": timezone.localdate(now),
    }


@login_not_required
@keeps_nothing
@require_http_methods(BOTH)
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Everything asked of one organisation. Looking writes nothing; each answer is one press."""
    now = timezone.now()
    link = link_of(token, purpose=ANSWER_BY_LINK)
    if link is None:
        limits.count(limits.LINKS, limits.address_of(request), now=now)
    if link is None or now >= link.expires_at or not link.uses_left:
        return unlisted(page(request, "members/link_closed.html", closed(link), status=GONE))
    person = _acting(link)
    form = AnswerForm(
        request.POST or None,
        others=queries.members_besides(person.organisation, on=timezone.localdate(now)),
    )
    chosen = request.POST.get("response", "")
    if request.method == "POST" and form.is_valid():
        words = said(form, person.user)
        if attempt(form, answer_by_link, link, person, response=chosen, **words):
            return unlisted(go(request, request.path, said=gettext(THANKS[words["says"]])))
    context = queries.for_link(person) | {"form": form, "says": SAYS, "chosen": chosen}
    return unlisted(page(request, "members/ask_by_link.html", context))


def _acting(link: SignedLink) -> Representative:
    """Whose link it is, for as long as they answer for the organisation."""
    rows = Representative.objects.select_related("user", "organisation")
    person = rows.filter(pk=link.object_id).first()
    if person is None or not still_acts(person, on=timezone.localdate()):
        raise Http404
    return person


def closed(link: SignedLink | None) -> dict[str, object]:
    """Why a link no longer works, as far as that may be said."""
    is_over = link is not None and timezone.now() >= link.expires_at
    return {"ran_out_on": link.expires_at if link is not None and is_over else None}


def unlisted(answer: HttpResponse) -> HttpResponse:
    """No address of such a page goes anywhere: not to other sites, not into a search engine."""
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
