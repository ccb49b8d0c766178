"""What organisations say of who leads them: their own pages, the totals, a recorded reading."""

from django.forms import Form
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.http import MemberRequest, attempt, go, page
from members.actions import declarations as actions
from members.actions import settings as settings_actions
from members.forms.declarations import (
    SHARES,
    ConsentForm,
    DeclareForm,
    DefinitionForm,
    ReadingForm,
)
from members.models import DeclarationReading, LedByDeclaration, Organisation
from members.permissions import MembersPermission, OrganisationPermission
from members.queries import declarations as queries
from members.queries.tabs import tabs

BOTH = ["GET", "HEAD", "POST"]
BACK = "members:declarations"


@require_safe
def declarations(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=OrganisationPermission.APPROVE_PROFILE,
        slug=slug,
    )
    said = queries.said_by(organisation, on=timezone.localdate())
    context = {
        "organisation": organisation,
        "standing": [one for one in said if one.state == "standing"],
        "over": [one for one in said if one.state != "standing"],
        "readings": queries.latest_readings(),
    }
    return page(request, "members/declaration_list.html", context)


@require_http_methods(BOTH)
def declare(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = access.get_or_404(
        Organisation.objects.all(),
        request=request,
        permission=OrganisationPermission.APPROVE_PROFILE,
        slug=slug,
    )
    return _declare(request, organisation, said=None)


@require_http_methods(BOTH)
def declare_anew(request: MemberRequest, pk: int) -> HttpResponse:
    """The same group, answered again: for another year, or differently."""
    said = access.get_or_404(
        LedByDeclaration.objects.select_related("organisation"),
        request=request,
        permission=OrganisationPermission.APPROVE_PROFILE,
        pk=pk,
    )
    return _declare(request, said.organisation, said=said)


def _declare(
    request: MemberRequest, organisation: Organisation, *, said: LedByDeclaration | None
) -> HttpResponse:
    on, now = timezone.localdate(), timezone.now()
    names = ("leads", "evidence_note", *SHARES, *queries.CONSENTS)
    form = DeclareForm(
        request.POST or None,
        definitions=queries.wordings(on=on),
        group=said.group if said else "",
        initial={name: getattr(said, name) for name in names} if said else {},
    )
    if request.method == "POST" and form.is_valid():
        words = form.said() | {"by": request.user, "on": on, "now": now}
        if attempt(form, actions.declare, organisation, **words):
            return go(request, BACK, slug=organisation.slug, said="Saved, for twelve months.")
    context = {
        "organisation": organisation,
        "form": form,
        "said": said,
        "definitions": form.definitions.values(),
    }
    return page(request, "members/declaration_declare.html", context)


@require_http_methods(BOTH)
def consent(request: MemberRequest, pk: int) -> HttpResponse:
    said = access.get_or_404(
        LedByDeclaration.objects.select_related("organisation"),
        request=request,
        permission=OrganisationPermission.APPROVE_PROFILE,
        pk=pk,
    )
    first = {name: getattr(said, name) for name in queries.CONSENTS}
    form = ConsentForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        words = {"consents": form.consents, "by": request.user, "on": timezone.localdate()}
        if attempt(form, actions.change_consents, said, **words):
            return go(request, BACK, slug=said.organisation.slug, said="Changed everywhere.")
    context = {"organisation": said.organisation, "said": said, "form": form}
    return page(request, "members/declaration_consent.html", context)


@require_http_methods(BOTH)
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    said = access.get_or_404(
        LedByDeclaration.objects.select_related("organisation"),
        request=request,
        permission=OrganisationPermission.APPROVE_PROFILE,
        pk=pk,
    )
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        words = {"by": request.user, "on": timezone.localdate(), "now": timezone.now()}
        if attempt(form, actions.withdraw, said, **words):
            return go(request, BACK, slug=said.organisation.slug, said="Taken back.")
    context = {"organisation": said.organisation, "said": said, "form": form}
    return page(request, "members/declaration_withdraw.html", context)


@require_safe
def led_by(request: MemberRequest) -> HttpResponse:
    """What members let be counted, and what "led by" means here."""
    access.require(request.user, MembersPermission.SEE_MEMBERS)
    on = timezone.localdate()
    context = {
        "totals": queries.totals(on=on),
        "definitions": queries.wordings(on=on),
        "tabs": tabs("led-by"),
        "may_read": access.may(request.user, MembersPermission.READ_DECLARATIONS),
        "may_change": access.may(request.user, MembersPermission.CHANGE_MEMBERS),
    }
    return page(request, "members/led_by_page.html", context)


@require_http_methods(BOTH)
def define(request: MemberRequest) -> HttpResponse:
    access.require(request.user, MembersPermission.CHANGE_MEMBERS)
    form = DefinitionForm(request.POST or None, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        if attempt(form, settings_actions.define_led_by, by=request.user, **form.cleaned_data):
            return go(request, "members:led-by", said="Added. Older answers keep their wording.")
    return page(request, "members/led_by_define.html", {"form": form})


@require_http_methods(BOTH)
def answers(request: MemberRequest) -> HttpResponse:
    """Whoever reads what organisations said first says what for."""
    access.require(request.user, MembersPermission.READ_DECLARATIONS)
    form = ReadingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reading = actions.read_answers(
            purpose=form.cleaned_data["purpose"], by=request.user, now=timezone.now()
        )
        return go(request, "members:answers-open", pk=reading.pk)
    context = {"form": form, "readings": queries.latest_readings()}
    return page(request, "members/declaration_answers.html", context)


@require_safe
def answers_open(request: MemberRequest, pk: int) -> HttpResponse:
    """For an hour, and for the one who asked; after that it is a new reading."""
    reading = access.get_or_404(
        DeclarationReading.objects.all(),
        request=request,
        permission=MembersPermission.READ_DECLARATIONS,
        pk=pk,
    )
    is_theirs = reading.read_by_id == request.user.pk
    if not is_theirs or not queries.is_still_open(reading, now=timezone.now()):
        return go(request, "members:answers")
    rows = queries.answers_of_members(on=timezone.localdate())
    context = {
        "reading": reading,
        "rows": rows,
        "declared": sum(bool(row.said) for row in rows),
    }
    return page(request, "members/declaration_answers_open.html", context)
