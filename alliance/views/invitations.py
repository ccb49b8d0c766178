"""Taking up an invitation: the one page by which an account begins."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from alliance import limits, vault
from alliance.actions import invitations as actions
from alliance.errors import Refused
from alliance.forms.people import JoinForm
from alliance.http import go, page
from alliance.kept import keeps_nothing
from alliance.models import Invitation, User
from alliance.queries import people as queries
from alliance.roles import ROLES
from alliance.signing_in import sign_in

GONE = 410  # for each link that does not work, so that none says whether it ever did


@login_not_required
@keeps_nothing
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Unknown, used, old, withdrawn and another alliance's links are answered with one sentence."""
    now = timezone.now()
    limits.count(limits.LINKS, limits.address_of(request), now=now)
    invitation = queries.invitation_by_token(vault.token_hmac(token), now=now)
    if invitation is None:
        return closed(request)
    user = request.user
    if isinstance(user, User) and user.email == invitation.email:
        return _join_as(request, user, invitation)
    if user.is_authenticated or queries.has_account(invitation.email):
        return page(request, "alliance/join_sign_in.html", _context(request, invitation))
    return _join_as_somebody_new(request, invitation)


def closed(request: HttpRequest, sentence: str = actions.USED_OR_OLD) -> HttpResponse:
    return page(request, "alliance/join_closed.html", {"sentence": sentence}, status=GONE)


def _context(request: HttpRequest, invitation: Invitation) -> dict[str, object]:
    return {
        "invitation": invitation,
        "role": ROLES[invitation.role],
        "here": request.path,
    }


def _join_as(request: HttpRequest, user: User, invitation: Invitation) -> HttpResponse:
    context = _context(request, invitation)
    if request.method == "POST":
        now = timezone.now()
        try:
            actions.accept(invitation, by=user, now=now, on=timezone.localdate(now))
        except Refused as refusal:
            context["sentence"] = str(refusal)
        else:
            return go(request, "alliance:today", said=_welcome(invitation))
    return page(request, "alliance/join_accept.html", context)


def _join_as_somebody_new(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = JoinForm(request.POST or None, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        words = form.cleaned_data | {"now": now, "on": timezone.localdate(now)}
        try:
            user = actions.accept_as_somebody_new(invitation, **words)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            sign_in(request, user, by="invitation")
            return go(request, reverse("alliance:today"), said=_welcome(invitation))
    return page(request, "alliance/join.html", _context(request, invitation) | {"form": form})


def _welcome(invitation: Invitation) -> str:
    return f"Welcome. You are {ROLES[invitation.role].title.lower()} from today."
