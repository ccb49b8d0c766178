"""How open data is answered: read-only, for any origin, in JSON, also when it is refused."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from alliance import limits
from members.one_moment import one_moment
from members.open_data.parameters import Malformed
from members.open_data.serialiser import Json

READING = "GET, HEAD, OPTIONS"
NOT_FOUND = "There is nothing here with this number, or it is not published."
ANY_ORIGIN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Retry-After",
}
EVERYBODYS = "public, no-cache"  # kept, but asked about each time: what is taken back is gone
ENGLISH = "en-gb"


@dataclass(frozen=True)
class Answer:
    """`latest` is when anything in it changed; whether that alone may prove it unchanged, `is_one`.

    A list from which something was removed has no later moment than before, so only its mark
    (ETag) tells.
    """

    body: Json
    latest: datetime | None = None
    is_one: bool = False
    lines: list[Json] = field(default_factory=list)
    is_lines: bool = False


View = Callable[..., Answer]


def open_data(view: View) -> Callable[..., HttpResponse]:
    """For any origin, at most 60 times a minute from one address; every refusal is JSON."""

    @wraps(view)
    def answering(request: HttpRequest, **named: object) -> HttpResponse:
        with translation.override(ENGLISH):
            answer = _answered(request, view, named)
        for name, value in ANY_ORIGIN.items():
            answer.headers[name] = value
        answer.headers["Content-Language"] = ENGLISH
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    return login_not_required(answering)


def _answered(request: HttpRequest, view: View, named: dict[str, object]) -> HttpResponse:
    if request.method == "OPTIONS":
        return _preflight()
    try:
        limits.count(limits.OPEN_DATA, limits.address_of(request), now=timezone.now())
        with one_moment():
            answer = view(request, **named)
        return _written(request, answer)
    except limits.TooMany as wait:
        words = f"That was too often. Come back in {wait.seconds} seconds."
        return _refusal(429, words, headers={"Retry-After": str(wait.seconds)})
    except Malformed as wrong:
        return _refusal(400, str(wrong), parameter=wrong.name)
    except Http404 as missing:
        return _refusal(404, str(missing) or NOT_FOUND)


def _preflight() -> HttpResponse:
    allowed = {
        "Allow": READING,
        "Access-Control-Allow-Methods": READING,
        "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
        "Access-Control-Max-Age": "86400",
    }
    return HttpResponse(status=204, headers=allowed)


def _refusal(
    status: int, words: str, *, headers: dict[str, str] | None = None, **more: str
) -> HttpResponse:
    body = json.dumps({"error": words, **more}, ensure_ascii=False)
    return HttpResponse(body, status=status, content_type="application/json", headers=headers)


def _written(request: HttpRequest, answer: Answer) -> HttpResponse:
    """With the marks by which whoever asks again learns that nothing changed."""
    if answer.is_lines:
        content = "".join(f"{_text(line)}\n" for line in answer.lines).encode()
        media_type = "application/x-ndjson"
    else:
        content, media_type = _text(answer.body).encode(), "application/json"
    written = HttpResponse(content, content_type=media_type)
    mark = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    written.headers["ETag"] = mark
    written.headers["Cache-Control"] = EVERYBODYS
    seconds = int(answer.latest.timestamp()) if answer.latest else None
    if seconds is not None:
        written.headers["Last-Modified"] = http_date(seconds)
    since = seconds if answer.is_one else None
    return get_conditional_response(request, mark, since, written) or written


def _text(body: Json) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
