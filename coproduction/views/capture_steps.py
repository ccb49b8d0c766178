"""Taking words down, once we may keep them: each page is sealed as soon as it is sent."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from alliance import access
from alliance.http import MemberRequest, attempt, go, page
from alliance.kept import keeps_nothing
from coproduction import languages
from coproduction.actions import drafts as actions
from coproduction.actions import files as filing
from coproduction.capture_forms import StepForm
from coproduction.capture_steps import CARD, CHECK, TELL, TITLES, WAYS, YOU, Way
from coproduction.models import CaptureDraft
from coproduction.permissions import CoproductionPermission as May
from coproduction.queries import drafts
from coproduction.scopes import QUESTIONS, Scope
from coproduction.views.capture_asking import all_told, form_for, language_of, scopes_in

BOTH = ["GET", "HEAD", "POST"]
NO_CONTENT, GONE = 204, 410


@keeps_nothing
@sensitive_post_parameters()
@require_http_methods(BOTH)
def step(request: MemberRequest, public_id: uuid.UUID, step: str) -> HttpResponse:
    access.require(request.user, May.TAKE_WORDS)
    draft = mine_or_none(request, public_id)
    if draft is None:
        return gone(request)
    way = WAYS[draft.way]
    if step not in way.after:
        raise Http404
    if draft.is_finished != (step == CARD):
        return go(request, draft)
    if step == CARD:
        return _card(request, draft)
    kept = drafts.answers_of(draft)
    if request.method != "POST":
        return _show(request, draft, step, form_for(draft.way, step, user=request.user, kept=kept))
    return _take(request, draft, step, kept)


def _take(request: MemberRequest, draft: CaptureDraft, step: str, kept: Any) -> HttpResponse:
    """Sealed whether or not it is complete; then on, back, or to the page for stopping."""
    form = form_for(draft.way, step, user=request.user, kept=kept, sent=request.POST)
    is_complete = form.is_valid()
    answer = form.as_sent()
    if not attempt(form, actions.save_step, draft, step, answer, now=timezone.now()):
        return _show(request, draft, step, form)
    if (elsewhere := _elsewhere(request, draft, step, kept)) is not None:
        return elsewhere
    if not (is_complete and _filed(request, draft, step, form) and _is_told(draft, step, form)):
        return _show(request, draft, step, form)
    if WAYS[draft.way].ends_with(step):
        return _finish(request, draft, step, form, kept | {step: answer})
    following = WAYS[draft.way].next_after(step, is_counted=is_counted(kept))
    return _to(request, draft, following)


def is_counted(kept: Any) -> bool:
    return "about_me" in scopes_in(kept)


def _elsewhere(
    request: MemberRequest, draft: CaptureDraft, step: str, kept: Any
) -> HttpResponse | None:
    """Where a press leads that does not go on."""
    if "autosave" in request.POST:
        return HttpResponse(status=NO_CONTENT)
    if "stop" in request.POST:
        return go(request, "coproduction:capture_stop", draft.public_id)
    if "back" in request.POST:
        back = WAYS[draft.way].before_that(step, is_counted=is_counted(kept))
        return _to(request, draft, back or step)
    return None


def _is_told(draft: CaptureDraft, step: str, form: StepForm) -> bool:
    """The page for telling is not left empty; a file that was just added is shown first."""
    if step != TELL or "file" in form.data:
        return "file" not in form.data
    if form.cleaned_data["original"].strip() or drafts.files_of(draft):
        return True
    form.add_error("original", _(actions.NOTHING_TOLD))
    return False


def _filed(request: MemberRequest, draft: CaptureDraft, step: str, form: StepForm) -> bool:
    """Whether every recording and picture that came with the page could be kept."""
    if step != TELL:
        return True
    if getattr(request, "left_out", False):  # too large to be taken at all
        form.add_error("original", _(filing.TOO_LONG))
        return False
    return all(
        attempt(
            form,
            filing.add,
            draft,
            number=request.POST.get("number", ""),
            kind=kind,
            content=sent.read(),
            now=timezone.now(),
        )
        for kind in ("voice", "picture")
        if (sent := request.FILES.get(kind)) is not None
    )


def _finish(
    request: MemberRequest, draft: CaptureDraft, step: str, form: StepForm, kept: Any
) -> HttpResponse:
    told = all_told(draft.way, user=request.user, kept=kept, on=timezone.localdate())
    if not attempt(form, actions.finish, draft, told, by=request.user, now=timezone.now()):
        return _show(request, draft, step, form)
    return _to(request, draft, CARD)


def _show(request: MemberRequest, draft: CaptureDraft, step: str, form: StepForm) -> HttpResponse:
    way = WAYS[draft.way]
    context = {
        "draft": draft,
        "step": step,
        "title": _(TITLES[step]),
        "number": way.number_of(step),
        "count": len(way.steps),
        "back": way.before_that(step),
        "is_last": way.ends_with(step),
        "form": form,
        "lead": "",
    }
    if step == YOU:
        context["lead"] = _("Only to be counted, with many others. Leave out what you like.")
    if step == TELL:
        context |= {"files": drafts.files_of(draft), "upload": str(uuid.uuid4())}
    if step == CHECK:
        context |= _checked(request, draft, way)
    name = step if step in (TELL, CHECK) else "step"
    return page(request, f"coproduction/capture_{name}.html", context)


def _checked(request: MemberRequest, draft: CaptureDraft, way: Way) -> dict[str, Any]:
    kept = drafts.answers_of(draft)
    told = all_told(draft.way, user=request.user, kept=kept, on=timezone.localdate())
    allowed = told.consent.get("scopes", [])
    return {
        "told": told,
        "language": languages.name_of(language_of(draft.way, kept)),
        "allowed": [QUESTIONS[scope] for scope in Scope if scope in allowed],
        "refused": [QUESTIONS[scope] for scope in Scope if scope not in allowed],
        "files": drafts.files_of(draft),
        "has_wish": "want" in way.after,
    }


def _card(request: MemberRequest, draft: CaptureDraft) -> HttpResponse:
    """The name and the words, to be shown, printed or read out; then they stand nowhere."""
    if request.method == "POST":
        actions.put_away(draft)
        return go(request, "coproduction:capture", said=_("Done. Thank you for listening."))
    card = drafts.answers_of(draft)["card"]
    context = {
        "draft": draft,
        "ref": card["ref"][0],
        "words": card["words"][0].split(),
        "number": len(WAYS[draft.way].steps),
        "count": len(WAYS[draft.way].steps),
        "care": drafts.care_of(draft),
    }
    return page(request, "coproduction/capture_card.html", context)


@keeps_nothing
@require_http_methods(BOTH)
def stop(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Keep what we have, or throw it away: no reason is asked for either."""
    access.require(request.user, May.TAKE_WORDS)
    draft = mine_or_none(request, public_id)
    if draft is None:
        return gone(request)
    if draft.is_finished:
        return go(request, draft)
    sent = request.POST if request.method == "POST" else None
    form = form_for(draft.way, CHECK, user=request.user, kept={}, sent=sent)
    if request.method == "POST" and "throw" in request.POST:
        actions.throw_away(draft, by=request.user, now=timezone.now())
        return page(request, "coproduction/capture_nothing.html")
    if request.method == "POST" and form.is_valid():
        kept = drafts.answers_of(draft)
        told = all_told(draft.way, user=request.user, kept=kept, on=timezone.localdate())
        if attempt(form, actions.finish, draft, told, by=request.user, now=timezone.now()):
            return _to(request, draft, CARD)
    return page(request, "coproduction/capture_stop.html", {"draft": draft, "form": form})


@keeps_nothing
@require_http_methods(["POST"])
def remove_file(request: MemberRequest, public_id: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    access.require(request.user, May.TAKE_WORDS)
    draft = mine_or_none(request, public_id)
    if draft is None:
        return gone(request)
    filing.remove(draft, file)
    return _to(request, draft, TELL)


def mine_or_none(request: MemberRequest, public_id: uuid.UUID) -> CaptureDraft | None:
    """What this person takes down. None where it is somebody else's or has run out."""
    draft = CaptureDraft.objects.filter(public_id=public_id).first()
    if draft is None:
        raise Http404
    is_mine = draft.started_by_id == request.user.pk
    return draft if is_mine and not draft.has_run_out(at=timezone.now()) else None


def gone(request: MemberRequest) -> HttpResponse:
    return page(request, "coproduction/capture_gone.html", status=GONE)


def _to(request: MemberRequest, draft: CaptureDraft, step: str) -> HttpResponse:
    return go(request, "coproduction:capture_step", draft.public_id, step)
