"""What every view answers with: a page or its part, a refusal on the form, a redirect, a file."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from alliance.errors import Refused
from alliance.models import User


class WebRequest(HttpRequest):
    """A request as our middleware leaves it."""

    htmx: HtmxDetails


class MemberRequest(WebRequest):
    """A request by somebody who has signed in."""

    user: User


UNPROCESSABLE = 422


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,  # Any: a template's context
    *,
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    """The whole page, or for htmx the `part` of it that was asked for.

    A page that shows a form with errors answers 422, so that nothing takes it for success.
    """
    context = context or {}
    if status == 200 and _has_errors(context):
        status = UNPROCESSABLE
    wanted = part if part and getattr(request, "htmx", False) else template
    answer = render(request, wanted, context, status=status)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _has_errors(context: dict[str, Any]) -> bool:
    forms = (value for value in context.values() if isinstance(value, BaseForm))
    return any(form.is_bound and form.errors for form in forms)


def attempt(
    form: BaseForm,
    action: Callable[..., object],
    *things: object,
    **words: Any,  # Any: the action's own arguments
) -> bool:
    """Do it, or put our refusal on the form, which keeps everything that was typed."""
    try:
        action(*things, **words)
    except Refused as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal))
        return False
    return True


def go(
    request: HttpRequest, to: Any, *args: object, said: str = "", **kwargs: object
) -> HttpResponse:  # Any: whatever resolve_url takes
    """On to another page, with one sentence about what was done."""
    if said:
        messages.success(request, said)
    address = resolve_url(to, *args, **kwargs)
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)


def refuse(
    request: HttpRequest, to: Any, refusal: Refused, *args: object
) -> HttpResponse:  # Any: whatever resolve_url takes
    """Back to the page with the sentence, where there is no form to put it on."""
    messages.error(request, str(refusal))
    return go(request, to, *args)


def download(
    content: bytes, *, name: str, media_type: str, is_inline: bool = False
) -> HttpResponse:
    """A file that a browser saves, or shows in a page that can do nothing."""
    answer = HttpResponse(content, content_type=media_type)
    disposition = content_disposition_header(not is_inline, name)
    answer.headers["Content-Disposition"] = disposition or "inline"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def absolute_url(path: str) -> str:
    """The address to put in a letter. `path` comes from `reverse`, with the alliance in it."""
    return urljoin(str(settings.BASE_URL), path)
