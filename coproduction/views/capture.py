"""Taking words down, until somebody has said that we may keep them: nothing is written here."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, go, page
from alliance.kept import keeps_nothing
from coproduction import so_far
from coproduction.actions import drafts as actions
from coproduction.capture_forms import StepForm
from coproduction.capture_steps import AGREE, TITLES, WAYS, Way
from coproduction.models import CaptureDraft
from coproduction.permissions import CoproductionPermission as May
from coproduction.queries import drafts, wordings
from coproduction.so_far import SoFar
from coproduction.views.capture_asking import form_for, language_of

BOTH = ["GET", "HEAD", "POST"]
TOO_OLD = gettext_noop("This page was open for too long, so nothing was kept. Please begin again.")


@require_safe
def capture(request: MemberRequest) -> HttpResponse:
    """The ways to begin, and what can be gone on with."""
    access.require(request.user, May.TAKE_WORDS)
    context = {
        "ways": [(way, way.label, way != CaptureDraft.Way.SHEET) for way in CaptureDraft.Way],
        "unfinished": drafts.mine(request.user, at=timezone.now()),
        "wording": wordings.current("en"),
        "may_change": access.may(request.user, May.CAPTURE_INSIGHTS),
    }
    return page(request, "coproduction/capture_ways.html", context)


@keeps_nothing
@sensitive_post_parameters()
@require_http_methods(BOTH)
def begin(request: MemberRequest, way: str) -> HttpResponse:
    """One page after another at one address: what was answered travels in the page, signed."""
    access.require(request.user, May.TAKE_WORDS)
    pages = _way(way)
    if request.method != "POST":
        return _show(request, way, so_far.afresh(), pages.before[0])
    known, step = (
        so_far.read(request.POST.get("so_far", ""), request.user, way),
        _step(request, pages),
    )
    if known is None:
        return _show(request, way, so_far.afresh(), pages.before[0], said=_(TOO_OLD))
    if "nothing" in request.POST:
        return page(request, "coproduction/capture_nothing.html")
    if "back" in request.POST:
        return _show(request, way, known, pages.before_that(step) or step)
    form = form_for(way, step, user=request.user, kept=known.answers, sent=request.POST)
    if not form.is_valid():
        return _show(request, way, known, step, form=form)
    return _onward(request, way, known.with_step(step, form.as_sent()), step, form)


def _onward(
    request: MemberRequest, way: str, known: SoFar, step: str, form: StepForm
) -> HttpResponse:
    """The next page, or the first row there is."""
    following = WAYS[way].next_after(step)
    if following in WAYS[way].before:
        return _show(request, way, known, following)
    scopes: list[str] = form.cleaned_data["scopes"]
    if "keep" not in scopes:
        return page(request, "coproduction/capture_nothing.html")
    try:
        draft = actions.begin(
            known.number,
            way=way,
            scopes=scopes,
            language=language_of(way, known.answers),
            answers=known.answers,
            by=request.user,
            now=timezone.now(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, way, known, step, form=form)
    return go(request, draft)


def _show(
    request: MemberRequest,
    way: str,
    known: SoFar,
    step: str,
    *,
    form: StepForm | None = None,
    said: str = "",
) -> HttpResponse:
    pages = WAYS[way]
    language = language_of(way, known.answers)
    context = {
        "way": way,
        "step": step,
        "title": _(TITLES[step]),
        "number": pages.number_of(step),
        "count": len(pages.steps),
        "back": pages.before_that(step),
        "form": form or form_for(way, step, user=request.user, kept=known.answers),
        "so_far": known.signed(request.user, way),
        "said": said,
        "is_agree": step == AGREE,
        "wording": wordings.for_person(language) if step in ("about", "agree") else None,
        "spoken": language,
    }
    return page(request, f"coproduction/capture_{_template(way, step)}.html", context)


def _template(way: str, step: str) -> str:
    return "agree" if step == AGREE else "about" if step == "about" else "who"


def _way(way: str) -> Way:
    if way not in WAYS:
        raise Http404
    return WAYS[way]


def _step(request: MemberRequest, pages: Way) -> str:
    step = request.POST.get("step", "")
    return step if step in pages.before else pages.before[0]
