"""Networks outside the alliance, who speaks there, and what they brought back."""

from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, go, page
from members.actions import asks as ask_actions
from members.actions import networks as actions
from members.forms.asks import AskForm
from members.forms.networks import MandateForm, MeetingForm
from members.forms.profiles import EndVoiceForm, NetworkForm, ReportForm, VoiceForm
from members.models import Network, ReportBack, Representation
from members.permissions import MembersPermission
from members.queries import asks as ask_queries
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
        "retired": queries.retired(),
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
    meetings = queries.meetings_of(found, on=on)
    mine = next((voice for voice in voices if voice.user_id == request.user.pk), None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data | {"by": request.user, "on": on}
        if attempt(form, actions.report_back, found, **words):
            return go(request, found, said="Thank you. The members can read it now.")
    context = {
        "network": found,
        "voices": voices,
        "reports": queries.reports_from(found),
        "meetings": meetings,
        "may_ask": access.may(request.user, MembersPermission.COMPOSE_ASKS),
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


@require_http_methods(BOTH)
def change(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(
        Network.objects.all(), request=request, permission=MembersPermission.CHANGE_NETWORKS, pk=pk
    )
    names = ("name", "kind", "level", "url", "meets")
    form = NetworkForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.change_network, found, by=request.user, **form.cleaned_data):
            return go(request, found, said="Changed.")
    return page(request, "members/network_change.html", {"network": found, "form": form})


@require_http_methods(BOTH)
def retire(request: MemberRequest, pk: int) -> HttpResponse:
    """Off the list, or on it again."""
    found = access.get_or_404(
        Network.objects.all(), request=request, permission=MembersPermission.CHANGE_NETWORKS, pk=pk
    )
    form, on = Form(request.POST if request.method == "POST" else None), timezone.localdate()
    if request.method == "POST":
        if found.is_active:
            is_done = attempt(form, actions.retire_network, found, on=on, by=request.user)
        else:
            is_done = attempt(form, actions.list_again, found, by=request.user)
        if is_done:
            return go(request, "members:networks", said="Changed.")
    return page(request, "members/network_retire.html", {"network": found, "form": form})


@require_http_methods(BOTH)
def enter_meeting(request: MemberRequest, pk: int) -> HttpResponse:
    """From then on somebody who speaks for us there is asked what was said."""
    found = access.get_or_404(
        Network.objects.all(), request=request, permission=MembersPermission.CHANGE_NETWORKS, pk=pk
    )
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        held_on = form.cleaned_data["held_on"]
        if attempt(form, actions.enter_meeting, found, held_on=held_on, by=request.user):
            return go(request, found, said="Entered.")
    return page(request, "members/network_meeting.html", {"network": found, "form": form})


@require_http_methods(BOTH)
def change_voice(request: MemberRequest, pk: int) -> HttpResponse:
    voice = access.get_or_404(
        Representation.objects.select_related("network", "user"),
        request=request,
        permission=MembersPermission.CHANGE_NETWORKS,
        pk=pk,
    )
    names = ("role", "minutes_per_month", "mandate")
    first = {name: getattr(voice, name) for name in names}
    form = MandateForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data | {"on": timezone.localdate(), "by": request.user}
        if attempt(form, actions.change_mandate, voice, **words):
            return go(request, voice.network, said="Changed.")
    return page(request, "members/representation_change.html", {"voice": voice, "form": form})


@require_http_methods(BOTH)
def ask_of_us(request: MemberRequest, pk: int) -> HttpResponse:
    """What a network asked of us becomes an Ask, still to be spread over those with room."""
    report = access.get_or_404(
        ReportBack.objects.select_related("representation__network"),
        request=request,
        permission=MembersPermission.COMPOSE_ASKS,
        pk=pk,
    )
    network = report.representation.network
    first = {"body": report.what_was_asked_of_us, "asked_by": str(network.pk)}
    form = AskForm(request.POST or None, networks=ask_queries.networks(), initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            ask = ask_actions.compose(words=form.words(), by=request.user, on=timezone.localdate())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return go(request, "asks:who", pk=ask.pk)
    return page(request, "members/ask_write.html", {"form": form, "ask": None})


@login_not_required
@require_safe
def told_everyone(request: HttpRequest) -> HttpResponse:
    """What was said on the alliance's behalf, as far as it was told to everybody."""
    return page(request, "members/network_told.html", {"reports": queries.public_reports()})
