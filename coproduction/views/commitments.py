"""Promises on racism and inequality: the list, one promise, and what each person may add to it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.http import MemberRequest, attempt, download, go, page
from coproduction import commitment_paper
from coproduction.actions import commitments as actions
from coproduction.commitment_forms import (
    AgainForm,
    AgreeForm,
    CommitmentForm,
    JudgeForm,
    ReplyForm,
    ReportForm,
    SignForm,
    WithdrawForm,
)
from coproduction.models import Commitment, CommitmentJudgement, Insight
from coproduction.permissions import CoproductionPermission, OwnerPermission
from coproduction.queries import commitments as queries
from coproduction.queries import insights as reading
from partnership_board.models import Decision

BOTH = ["GET", "HEAD", "POST"]
KEEP, JUDGE = CoproductionPermission.KEEP_COMMITMENTS, CoproductionPermission.JUDGE_COMMITMENTS
ANSWER = OwnerPermission.ANSWER_COMMITMENTS
CHOICES = [
    ("", gettext_lazy("All of them")),
    ("running", gettext_lazy("Under way")),
    ("judging", gettext_lazy("Being judged")),
    ("kept", gettext_lazy("Kept")),
    ("partly_kept", gettext_lazy("Partly kept")),
    ("not_kept", gettext_lazy("Not kept")),
    ("withdrawn", gettext_lazy("Taken back")),
]


@require_safe
def listing(request: MemberRequest) -> HttpResponse:
    access.require_office(request.user)
    keeps = access.may(request.user, KEEP)
    chosen = request.GET.get("state", "")
    every = queries.narrowed(queries.register(for_keepers=keeps), chosen)
    rows = queries.rows_of(queries.in_order(every), on=timezone.localdate())
    context = {"choices": CHOICES, "chosen": chosen, "may_keep": keeps} | queries.listed(rows)
    if request.GET.get("format") == "csv":
        sheet = commitment_paper.sheet(rows)
        return download(sheet, name="promises-on-racism.csv", media_type="text/csv")
    return page(request, "coproduction/commitment_list.html", context)


@require_safe
def commitment(request: MemberRequest, pk: int) -> HttpResponse:
    access.require_office(request.user)
    found = _found(request, pk)
    return _page_of(request, found)


def _page_of(
    request: MemberRequest,
    found: Commitment,
    **context: Any,  # Any: a template's context
) -> HttpResponse:
    on = timezone.localdate()
    keeps, judges = access.may(request.user, KEEP), access.may(request.user, JUDGE)
    answers = keeps if found.organisation_id is None else access.may(request.user, ANSWER, found)
    is_judging = found.state == Commitment.State.JUDGING
    points = reading.for_person(queries.points_behind(found), user=request.user, at=timezone.now())
    context = {"form": None, "ground": "", "drafts": None, "able": None} | context
    context |= {
        "commitment": found,
        "owner": queries.owner_name(found),
        "owner_key": queries.key_of(found),
        "is_late": found.is_late(on=on),
        "reports": queries.reports(found),
        "judgements": queries.published(found),
        "points": points,
        "may_keep": keeps,
        "may_answer": answers,
        "may_report": answers and found.state in ("live", "judging"),
        "is_judging": is_judging,
        "needed": queries.needed(),
    }
    if judges and is_judging:
        context["ground"] = queries.why_not(request.user, found, on=on)
        context["drafts"] = [] if context["ground"] else queries.drafts_of(found, request.user)
    if keeps and is_judging:
        context["able"] = queries.able(found, on=on)
    return page(request, "coproduction/commitment_page.html", context)


def _found(request: MemberRequest, pk: int, permission: str | None = None) -> Commitment:
    """What is only proposed is for those who keep the list."""
    rows = queries.register(for_keepers=access.may(request.user, KEEP))
    if permission is None:
        return get_object_or_404(rows, pk=pk)
    return access.get_or_404(rows, request=request, permission=permission, pk=pk)


@require_http_methods(BOTH)
def new(request: MemberRequest) -> HttpResponse:
    access.require(request.user, KEEP)
    form = CommitmentForm(request.POST or None, points=_points())
    if request.method == "POST" and form.is_valid():
        said = form.said | {"by": request.user, "on": timezone.localdate()}
        if attempt(form, actions.propose, said.pop("promise"), **said):
            return go(request, "coproduction:commitments", said=_("Written down as proposed."))
    words = (_("Write down a promise"), _("It is public once its owner has agreed."), _("Keep it"))
    return _form_page(request, form, words)


@require_http_methods(BOTH)
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    found = _found(request, pk, KEEP)
    names = ("statement", "part", "competency", "lens", "measure", "baseline", "target")
    initial = {name: getattr(found, name) for name in (*names, "due_on", "developed_with")}
    initial |= {"owner": queries.key_of(found), "points": queries.points_behind(found)}
    form = CommitmentForm(request.POST or None, points=_points(), initial=initial)
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.rewrite, found, by=request.user, **form.said):
            return go(request, found, said=_("Kept."))
    return _form_page(request, form, (_("Change the promise"), "", _("Keep it")), found)


def _points() -> Any:  # Any: a queryset
    return Insight.objects.filter(state=Insight.State.APPROVED).order_by("-number")


@require_http_methods(BOTH)
def agree(request: MemberRequest, pk: int) -> HttpResponse:
    found = _found(request, pk, KEEP)
    decisions = Decision.objects.order_by("-decided_on", "-pk")
    form = AgreeForm(request.POST or None, decisions=decisions)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"by": request.user, "on": timezone.localdate()}
        if attempt(form, actions.agree, found, **said):
            return go(request, found, said=_("Agreed. Everybody can read it now."))
    words = (_("Its owner has agreed"), found.statement, _("Put it in public"))
    return _form_page(request, form, words, found)


@require_http_methods(BOTH)
def report(request: MemberRequest, pk: int) -> HttpResponse:
    """By the organisation that made it; for others, by whoever keeps the list."""
    found = _answered_by(request, pk)
    form = ReportForm(request.POST or None, initial={"said_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"by": request.user, "now": timezone.now()}
        if attempt(form, actions.report, found, **said):
            return go(request, found, said=_("Thank you. Everybody can read it."))
    return _form_page(request, form, (_("How does it go?"), found.statement, _("Say so")), found)


def _answered_by(request: MemberRequest, pk: int) -> Commitment:
    access.require_office(request.user)
    found = _found(request, pk)
    permission = KEEP if found.organisation_id is None else ANSWER
    access.require(request.user, permission, found)
    return found


@require_http_methods(BOTH)
def call(request: MemberRequest, pk: int) -> HttpResponse:
    found = _found(request, pk, KEEP)
    form = SignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if attempt(form, actions.call_for_judgement, found, by=request.user, now=timezone.now()):
            return go(request, found, said=_("The community reviewers are asked."))
    words = (_("Ask the community reviewers"), found.statement, _("Ask them"))
    return _form_page(request, form, words, found)


@require_http_methods(BOTH)
def judge(request: MemberRequest, pk: int) -> HttpResponse:
    found = _found(request, pk, JUDGE)
    form = JudgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"by": request.user, "now": timezone.now()}
        if attempt(form, actions.judge, found, **said):
            return go(request, found, said=_("Written down. Now others can sign it."))
    words = (_("Was it kept?"), found.statement, _("Put it to the other reviewers"))
    return _form_page(request, form, words, found)


@require_http_methods(["POST"])
def sign(request: MemberRequest, pk: int) -> HttpResponse:
    draft = access.get_or_404(
        CommitmentJudgement.objects.select_related("commitment"),
        request=request,
        permission=JUDGE,
        pk=pk,
    )
    form = SignForm(request.POST)
    form.is_valid()
    if attempt(form, actions.sign, draft, by=request.user, now=timezone.now()):
        return go(request, draft.commitment, said=_("You have signed it."))
    return _page_of(request, _found(request, draft.commitment_id), form=form)


@require_http_methods(BOTH)
def reply(request: MemberRequest, pk: int) -> HttpResponse:
    """`pk` is the promise's: the reply goes to its latest judgement."""
    found = _answered_by(request, pk)
    judgement = next(iter(queries.published(found)), None)
    if judgement is None:
        raise Http404
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"by": request.user, "on": timezone.localdate()}
        if attempt(form, actions.reply, judgement, **said):
            return go(request, found, said=_("Your reply stands beside the judgement."))
    words = (_("Reply to the judgement"), judgement.because, _("Put it beside it"))
    return _form_page(request, form, words, found)


@require_http_methods(BOTH)
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    found = _answered_by(request, pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.withdraw, found, by=request.user, **form.cleaned_data):
            return go(request, found, said=_("Taken back. The reason stands beside it."))
    words = (_("Take the promise back"), found.statement, _("Take it back"))
    return _form_page(request, form, words, found)


@require_http_methods(BOTH)
def again(request: MemberRequest, pk: int) -> HttpResponse:
    found = _found(request, pk, KEEP)
    form = AgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"by": request.user, "on": timezone.localdate()}
        if attempt(form, actions.look_again, found, **said):
            return go(request, found, said=_("The reviewers will be asked on that day."))
    words = (_("Judge it again"), found.statement, _("Settle the day"))
    return _form_page(request, form, words, found)


def _form_page(
    request: MemberRequest,
    form: BaseForm,
    words: tuple[str, str, str],
    found: Commitment | None = None,
) -> HttpResponse:
    title, lead, button = words
    url = found.get_absolute_url() if found else reverse("coproduction:commitments")
    context = {"form": form, "title": title, "lead": lead, "button": button, "back_url": url}
    return page(request, "coproduction/commitment_form.html", context)


# ---- for everybody -------------------------------------------------------------------------------
@login_not_required
@require_safe
def open_list(request: HttpRequest) -> HttpResponse:
    rows = queries.rows_of(queries.in_order(queries.register()), on=timezone.localdate())
    if request.GET.get("format") == "csv":
        sheet = commitment_paper.sheet(rows)
        return download(sheet, name="promises-on-racism.csv", media_type="text/csv")
    return page(request, "coproduction/commitment_open_list.html", queries.listed(rows))


@login_not_required
@require_safe
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """What was promised, said of it, judged and replied. No person is named here."""
    found = get_object_or_404(queries.register(), pk=pk)
    context = {
        "commitment": found,
        "owner": queries.owner_name(found),
        "owner_key": queries.key_of(found),
        "is_late": found.is_late(on=timezone.localdate()),
        "reports": queries.reports(found),
        "judgements": queries.published(found),
    }
    return page(request, "coproduction/commitment_open.html", context)


@login_not_required
@require_safe
def open_paper(request: HttpRequest, owner: str) -> HttpResponse:
    """One owner's promises and what became of them, to lay before those who ask for evidence."""
    found = queries.of_owner(owner)
    if found is None:
        raise Http404
    name, every = found
    paper = commitment_paper.draw(name, every, on=timezone.localdate())
    return download(paper, name=f"promises-{owner}.pdf", media_type="application/pdf")
