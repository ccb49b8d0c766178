"""What the alliance settles for itself, and its priorities."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access
from alliance.actions import priorities as priority_actions
from alliance.actions import tenants as actions
from alliance.errors import Refused
from alliance.forms.settings import OrderForm, PriorityForm, SettingsForm, initial_of
from alliance.http import MemberRequest, attempt, go, page, refuse
from alliance.models import AllianceSettings, Priority
from alliance.permissions import CorePermission

CHANGE, SEE = CorePermission.CHANGE_SETTINGS, CorePermission.SEE_SETTINGS
TABS = [
    ("Settings", "alliance:settings"),
    ("Priorities", "alliance:priorities"),
    ("What happened", "alliance:happened"),
    ("Post", "alliance:post"),
]


def tabs(current: str) -> list[dict[str, object]]:
    """The pages with which a lead keeps the alliance in order."""
    return [
        {"label": label, "url": reverse(name), "is_current": name == current}
        for label, name in TABS
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: MemberRequest) -> HttpResponse:
    access.require(request.user, CHANGE)
    settled = get_object_or_404(AllianceSettings)
    form = SettingsForm(request.POST or None, initial=initial_of(settled))
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        if not changes:
            return go(request, "alliance:settings", said="Nothing was changed.")
        if attempt(form, actions.change_settings, settled, changes=changes, by=request.user):
            return go(request, "alliance:settings", said="Saved.")
    context = {"form": form, "tabs": tabs("alliance:settings")}
    return page(request, "alliance/settings_edit.html", context)


@require_safe
def priorities(request: MemberRequest) -> HttpResponse:
    access.require(request.user, SEE)
    everything = list(Priority.objects.order_by("number"))
    may_change = access.may(request.user, CHANGE)
    context = {
        "current": [p for p in everything if p.is_current],
        "retired": [p for p in everything if not p.is_current],
        "may_change": may_change,
        "tabs": tabs("alliance:priorities") if may_change else [],
    }
    return page(request, "alliance/priority_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_priority(request: MemberRequest) -> HttpResponse:
    access.require(request.user, CHANGE)
    form = PriorityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, priority_actions.add, by=request.user, **form.cleaned_data):
            return go(request, "alliance:priorities", said="Added as the last of the priorities.")
    return page(request, "alliance/priority_edit.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def edit_priority(request: MemberRequest, pk: int) -> HttpResponse:
    priority = access.get_or_404(Priority.objects.all(), request=request, permission=CHANGE, pk=pk)
    initial = {"name": priority.name, "words": priority.words}
    form = PriorityForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if attempt(form, priority_actions.reword, priority, by=request.user, **form.cleaned_data):
            return go(request, "alliance:priorities", said="Saved.")
    return page(request, "alliance/priority_edit.html", {"form": form, "priority": priority})


@require_http_methods(["GET", "HEAD", "POST"])
def order_priorities(request: MemberRequest) -> HttpResponse:
    access.require(request.user, CHANGE)
    rows = [(str(p.pk), p.name) for p in Priority.objects.current()]
    form = OrderForm(request.POST or None, rows=rows)
    if request.method == "POST" and form.is_valid():
        ids = [int(pk) for pk in form.cleaned_data["order"]]
        if attempt(form, priority_actions.put_in_order, ids, by=request.user):
            return go(request, "alliance:priorities", said="The priorities are in that order now.")
    return page(request, "alliance/priority_order.html", {"form": form})


@require_POST
def retire_priority(request: MemberRequest, pk: int) -> HttpResponse:
    priority = access.get_or_404(Priority.objects.all(), request=request, permission=CHANGE, pk=pk)
    try:
        priority_actions.retire(priority, by=request.user)
    except Refused as refusal:
        return refuse(request, "alliance:priorities", refusal)
    return go(request, "alliance:priorities", said="Retired. What was tagged with it stays so.")


@require_POST
def bring_back_priority(request: MemberRequest, pk: int) -> HttpResponse:
    priority = access.get_or_404(Priority.objects.all(), request=request, permission=CHANGE, pk=pk)
    try:
        priority_actions.bring_back(priority, by=request.user)
    except Refused as refusal:
        return refuse(request, "alliance:priorities", refusal)
    return go(request, "alliance:priorities", said="It is one of the priorities again.")
