"""Networks outside the alliance, who speaks there, and what they brought back."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.http import MemberRequest, attempt, go, page
from members.actions import networks as actions
from members.forms.profiles import EndVoiceForm, NetworkForm, ReportForm, VoiceForm
from members.models import Network, Representation
from members.permissions import MembersPermission
from members.queries import networks as queries
from members.queries.people import could_speak
from members.queries.tabs import tabs

BOTH = ["GET", "HEAD", "POST"]


@require_safe
def networks(request: MemberRequest) -> HttpResponse:
    access.require(request.user, MembersPermission.SEE_MEMBERS)
    rooms = queries.rooms(on=timezone.localdate())
    context = {
        "rooms": rooms,
        "tabs": tabs("networks"),
        "silent": sum(not room.voices for room in rooms),
        "may_change": access.may(request.user, MembersPermission.CHANGE_NETWORKS),
    }
    return page(request, "members/network_list.html", context)


@require_http_methods(BOTH)
def network(request: MemberRequest, pk: int) -> HttpResponse:
    """Whoever speaks for us there reports back on the same page."""
    found = access.get_or_404(
        Network.objects.all(), request=request, permission=MembersPermission.SEE_MEMBERS, pk=pk
    )
    on, form = timezone.localdate(), ReportForm(request.POST or None)
    voices = queries.voices_in(found, on=on)
    mine = next((voice for voice in voices if voice.user_id == request.user.pk), None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data | {"by": request.user, "on": on}
        if attempt(form, actions.report_back, found, **words):
            return go(request, found, said="Thank you. The members can read it now.")
    context = {
        "network": found,
        "voices": voices,
        "reports": queries.reports_from(found),
        "form": form if mine or form.is_bound else None,
        "may_change": access.may(request.user, MembersPermission.CHANGE_NETWORKS),
    }
    return page(request, "members/network_page.html", context)


@require_http_methods(BOTH)
def new(request: MemberRequest) -> HttpResponse:
    access.require(request.user, MembersPermission.CHANGE_NETWORKS)
    form = NetworkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.add_network, by=request.user, **form.cleaned_data):
            return go(request, "members:networks", said="Added.")
    return page(request, "members/network_add.html", {"form": form})


@require_http_methods(BOTH)
def speak(request: MemberRequest, pk: int) -> HttpResponse:
    """The lead names who speaks for the alliance there."""
    found = access.get_or_404(
        Network.objects.all(), request=request, permission=MembersPermission.CHANGE_NETWORKS, pk=pk
    )
    on = timezone.localdate()
    people = could_speak(on=on)
    form = VoiceForm(request.POST or None, people=people, initial={"started_on": on})
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.begin_representation, found, by=request.user, **form.said()):
            return go(request, found, said="Named.")
    return page(request, "members/representation_begin.html", {"network": found, "form": form})


@require_http_methods(BOTH)
def fall_silent(request: MemberRequest, pk: int) -> HttpResponse:
    voice = access.get_or_404(
        Representation.objects.select_related("network", "user"),
        request=request,
        permission=MembersPermission.CHANGE_NETWORKS,
        pk=pk,
    )
    form = EndVoiceForm(request.POST or None, initial={"ended_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        if attempt(form, actions.end_representation, voice, by=request.user, **words):
            return go(request, voice.network, said=f"{voice.user} stops speaking for us there.")
    return page(request, "members/representation_end.html", {"voice": voice, "form": form})
