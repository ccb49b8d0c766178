"""How we write to you: what somebody needs, and which letters they want when."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from alliance import access
from alliance.actions import preferences as actions
from alliance.forms.preferences import PreferencesForm, initial_of
from alliance.http import MemberRequest, attempt, go, page
from alliance.queries import preferences as queries


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: MemberRequest) -> HttpResponse:
    access.require_office(request.user)
    form = PreferencesForm(request.POST or None, initial=initial_of(queries.of(request.user)))
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.prefer, request.user, by=request.user, **form.cleaned_data):
            return go(request, "alliance:preferences", said="Saved. We write to you that way now.")
    return page(request, "alliance/preferences.html", {"form": form})
