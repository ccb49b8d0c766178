"""The page of a card: for whoever holds its name and four words. Nobody signs in here.

Nothing is kept between the pages but a sealed pass in the page itself, good for half an hour.
"""

import json
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from alliance import limits, vault
from alliance.http import WebRequest, attempt, go, page
from alliance.limits import HOUR, Limit
from alliance.tenancy.context import current
from alliance.traces import leaves_no_trace
from coproduction.actions import cards as actions
from coproduction.card_forms import EVERYTHING, AllowedForm, CardForm, StopForm
from coproduction.models import Contribution, Contributor
from coproduction.queries import cards
from coproduction.queries.cards import Story

BOTH = ["GET", "HEAD", "POST"]
TRIES = Limit("card-tries", 5, HOUR)  # wrong words for one name, whether or not it is on a card
PLACES = Limit("card-places", 20, HOUR)  # wrong words from one address
PASS_SECONDS = 30 * 60
NO_MATCH = _("That did not match. Ring us and we will help.")


@login_not_required
@leaves_no_trace
@cache_control(private=True, no_store=True)
@require_http_methods(BOTH)
def card(request: WebRequest) -> HttpResponse:
    """Until name and words are right, always the same page."""
    now = timezone.now()
    whose = _holder(request, now=now)
    if whose is not None:
        return _open(request, whose, now=now)
    form = CardForm(request.POST if "ref" in request.POST else None)
    if form.is_bound and form.is_valid():
        whose = _tried(request, form.cleaned_data, now=now)
        if whose is not None:
            return _open(request, whose, now=now)
        form.add_error(None, str(NO_MATCH))
    return page(request, "coproduction/card_enter.html", {"form": form})


def _tried(request: WebRequest, typed: dict[str, str], *, now: datetime) -> Contributor | None:
    """After too many tries even the right words do not match, until the hour is over."""
    name = f"{current()}/{cards.as_ref(typed['ref'])}"
    whose = cards.by_card(typed["ref"], typed["words"])
    tries = ((TRIES, name), (PLACES, limits.address_of(request)))
    try:
        for limit, who in tries:
            limits.look(limit, who, now=now)
        if whose is None:
            for limit, who in tries:
                limits.count(limit, who, now=now)
    except limits.TooMany:
        return None
    return whose


def _open(
    request: WebRequest,
    whose: Contributor,
    *,
    now: datetime,
    said: str = "",
) -> HttpResponse:
    context = {
        "story": cards.story_of(whose, at=now),
        "card_pass": _pass_for(whose, now=now),
        "said": said,
    }
    return page(request, "coproduction/card_page.html", context)


@login_not_required
@leaves_no_trace
@cache_control(private=True, no_store=True)
@require_http_methods(BOTH)
def change(request: WebRequest) -> HttpResponse:
    """What may be done with everything they told us, from now on."""
    now = timezone.now()
    whose = _holder(request, now=now)
    if whose is None:
        return go(request, "coproduction:own_card")
    story = cards.story_of(whose, at=now)
    is_answer = "answered" in request.POST
    initial = {"scopes": [scope.value for scope in story.allowed]}
    form = AllowedForm(request.POST if is_answer else None, initial=initial)
    if is_answer and form.is_valid():
        if attempt(form, actions.change, whose, now=now, **form.cleaned_data):
            said = gettext("This holds from now on. You can change it again at any time.")
            return _open(request, whose, now=now, said=said)
    return _form(request, "coproduction/card_change.html", form, story, now=now)


@login_not_required
@leaves_no_trace
@cache_control(private=True, no_store=True)
@require_http_methods(BOTH)
def stop(request: WebRequest) -> HttpResponse:
    """Taking it back. No reason is asked."""
    now = timezone.now()
    whose = _holder(request, now=now)
    if whose is None:
        return go(request, "coproduction:own_card")
    story = cards.story_of(whose, at=now)
    is_answer = "answered" in request.POST
    form = StopForm(request.POST if is_answer else None, tellings=_tellings(story))
    if is_answer and form.is_valid():
        which = form.cleaned_data["which"]
        chosen = None if which == EVERYTHING else _telling(story, which)
        actions.stop(whose, contribution=chosen, now=now)
        whose.refresh_from_db()
        return _open(request, whose, now=now, said=gettext("It is taken back."))
    return _form(request, "coproduction/card_stop.html", form, story, now=now)


def _form(
    request: WebRequest,
    template: str,
    form: Any,  # Any: one of the two forms
    story: Story,
    *,
    now: datetime,
) -> HttpResponse:
    card_pass = _pass_for(story.contributor, now=now)
    return page(request, template, {"form": form, "story": story, "card_pass": card_pass})


def _tellings(story: Story) -> list[tuple[str, str]]:
    """To choose from, where there is more than one."""
    if len(story.kept) < 2:
        return []
    return [(str(each.telling.public_id), _named(each.telling)) for each in story.kept]


def _named(telling: Contribution) -> str:
    day = date_format(telling.told_on, "j F Y")
    return gettext("What I told you on %(day)s: %(channel)s") % {
        "day": day,
        "channel": telling.get_channel_display(),
    }


def _telling(story: Story, public_id: str) -> Contribution:
    return next(each.telling for each in story.kept if str(each.telling.public_id) == public_id)


def _pass_for(whose: Contributor, *, now: datetime) -> str:
    said = json.dumps([str(whose.public_id), int(now.timestamp())])
    return vault.seal(said, place=_place())


def _holder(request: WebRequest, *, now: datetime) -> Contributor | None:
    """Whose pass came with the form; nobody's, if it is spoilt or too old."""
    try:
        public_id, at = json.loads(vault.unseal(request.POST.get("pass", ""), place=_place()))
    except (vault.CannotOpen, ValueError, IndexError):
        return None
    if not 0 <= now.timestamp() - at <= PASS_SECONDS:
        return None
    return Contributor.objects.filter(public_id=public_id).first()


def _place() -> str:
    return f"{current()}/card/pass"
