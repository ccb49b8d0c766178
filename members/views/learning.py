"""Chances to learn: seen and booked by members, kept by the lead."""

from django.forms import Form
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, go, page, refuse
from alliance.models import Priority
from members.actions import learning as actions
from members.forms.activities import BookForm, LearningForm, WhoCameForm
from members.models import LearningBooking, LearningOpportunity
from members.permissions import MembersPermission
from members.queries import learning as queries
from members.queries.tabs import tabs
from members.reference import language_name

BOTH = ["GET", "HEAD", "POST"]
State = LearningOpportunity.State


@require_safe
def learning(request: MemberRequest) -> HttpResponse:
    access.require(request.user, MembersPermission.SEE_MEMBERS)
    keeps = access.may(request.user, MembersPermission.KEEP_ACTIVITIES)
    coming, others = queries.offered(on=timezone.localdate(), sees_drafts=keeps)
    context = {"coming": coming, "others": others, "may_keep": keeps, "tabs": tabs("learning")}
    return page(request, "members/learning_list.html", context)


@require_http_methods(BOTH)
def learning_page(request: MemberRequest, pk: int) -> HttpResponse:
    """Whoever acts for a member books on the same page."""
    found = access.get_or_404(
        queries.with_offerer(LearningOpportunity.objects.all()),
        request=request,
        permission=MembersPermission.SEE_MEMBERS,
        pk=pk,
    )
    keeps = access.may(request.user, MembersPermission.KEEP_ACTIVITIES)
    if found.state == State.DRAFT and not keeps:
        raise Http404
    on, now = timezone.localdate(), timezone.now()
    acting = queries.acting(request.user.pk, on=on)
    form = BookForm(request.POST if request.method == "POST" else None, acting=acting)
    if request.method == "POST" and form.is_valid():
        words = {"representative": form.representative, "by": request.user, "on": on, "now": now}
        if attempt(form, actions.book, found, **words):
            return go(request, found, said="Your request is in. See below where you stand.")
    bookings = queries.bookings_of(found)
    taken = sum(row.state == LearningBooking.State.BOOKED for row in bookings)
    context = {
        "offer": queries.Offered(found, taken),
        "spoken": [language_name(tag) for tag in found.languages],
        "form": form,
        "mine": [b for b in bookings if b.representative.user_id == request.user.pk],
        "bookings": bookings if keeps else [],
        "may_book": bool(acting) and found.takes_bookings,
        "may_keep": keeps,
    }
    return page(request, "members/learning_page.html", context)


@require_http_methods(BOTH)
def new(request: MemberRequest) -> HttpResponse:
    access.require(request.user, MembersPermission.KEEP_ACTIVITIES)
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.write, words=form.said(), by=request.user):
            return go(request, "members:learning", said="Written. Open it when it is ready.")
    return page(request, "members/learning_edit.html", {"form": form, "opportunity": None})


@require_http_methods(BOTH)
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(
        LearningOpportunity.objects.all(),
        request=request,
        permission=MembersPermission.KEEP_ACTIVITIES,
        pk=pk,
    )
    form = _form(request, found)
    if request.method == "POST" and form.is_valid():
        words = {"words": form.said(), "by": request.user, "now": timezone.now()}
        if attempt(form, actions.rewrite, found, **words):
            return go(request, found, said="Saved.")
    return page(request, "members/learning_edit.html", {"form": form, "opportunity": found})


def _form(request: MemberRequest, found: LearningOpportunity | None = None) -> LearningForm:
    organisations, networks = queries.offerers()
    return LearningForm(
        request.POST or None,
        organisations=organisations,
        networks=networks,
        priorities=list(Priority.objects.current()),
        initial=LearningForm.first(found) if found else {},
    )


@require_http_methods(BOTH)
def call_off(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(
        LearningOpportunity.objects.all(),
        request=request,
        permission=MembersPermission.KEEP_ACTIVITIES,
        pk=pk,
    )
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if attempt(form, actions.call_off, found, by=request.user, now=timezone.now()):
            return go(request, found, said="Called off. Everybody who booked has a letter.")
    return page(request, "members/learning_call_off.html", {"opportunity": found, "form": form})


@require_POST
def booking_opens(request: MemberRequest, pk: int) -> HttpResponse:
    """Opens where it was closed, closes where it was open."""
    found = access.get_or_404(
        LearningOpportunity.objects.all(),
        request=request,
        permission=MembersPermission.KEEP_ACTIVITIES,
        pk=pk,
    )
    try:
        if found.takes_bookings:
            actions.close_booking(found, by=request.user)
        else:
            actions.open_booking(found, by=request.user, now=timezone.now())
    except Refused as refusal:
        return refuse(request, found, refusal)
    return go(request, found, said="Done.")


@require_http_methods(BOTH)
def who_came(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(
        LearningOpportunity.objects.all(),
        request=request,
        permission=MembersPermission.KEEP_ACTIVITIES,
        pk=pk,
    )
    had = [b for b in queries.bookings_of(found) if b.state != LearningBooking.State.WAITING]
    form = WhoCameForm(
        request.POST if request.method == "POST" else None,
        bookings=had,
        initial={"came": [str(b.pk) for b in had if b.state == LearningBooking.State.CAME]},
    )
    if request.method == "POST" and form.is_valid():
        words = {"came": form.numbers(), "by": request.user, "now": timezone.now()}
        if attempt(form, actions.record_who_came, found, **words):
            return go(request, found, said="Recorded.")
    return page(request, "members/learning_who_came.html", {"opportunity": found, "form": form})


@require_POST
def give_back(request: MemberRequest, pk: int) -> HttpResponse:
    """One's own place, whichever of them is still held."""
    found = access.get_or_404(
        LearningOpportunity.objects.all(),
        request=request,
        permission=MembersPermission.SEE_MEMBERS,
        pk=pk,
    )
    try:
        actions.give_back(found, by=request.user, now=timezone.now())
    except Refused as refusal:
        return refuse(request, "members:learning", refusal)
    return go(request, "members:learning", said="Given back. Thank you for telling us.")
