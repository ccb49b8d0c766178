"""What a person keeps about themselves, outside any alliance."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import kept
from alliance.actions import accounts as actions
from alliance.errors import Refused
from alliance.forms.people import DetailsForm
from alliance.http import MemberRequest, attempt, go, page, refuse
from alliance.queries import accounts as queries


@require_safe
def account(request: MemberRequest) -> HttpResponse:
    context = {"own": request.user, "ways": queries.ways_in(request.user)}
    return page(request, "account/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def details(request: MemberRequest) -> HttpResponse:
    own = request.user
    initial = {"name": own.name, "known_as": own.known_as, "language": own.language}
    form = DetailsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.change_details, own, **form.cleaned_data):
            return go(request, "account_landing", said="Saved.")
    return page(request, "account/details.html", {"form": form})


@require_POST
def end_session(request: MemberRequest, pk: int) -> HttpResponse:
    try:
        actions.end_session(request.user, pk=pk)
    except Refused as refusal:
        return refuse(request, "usersessions_list", refusal)
    return go(request, "usersessions_list", said="That device is signed out.")


@login_not_required
@require_safe
def sign_up(request: HttpRequest) -> HttpResponse:
    """Accounts begin with an invitation only."""
    return page(request, "account/signup_closed.html", status=404)


@require_POST
def forget_typed(request: MemberRequest) -> HttpResponse:
    """Throw away what was kept when the session ended, and begin the page afresh."""
    asked = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    answer = redirect(asked if is_ours and asked.startswith("/") else reverse("installation:start"))
    kept.forget(request, answer)
    return answer
