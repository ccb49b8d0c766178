"""/a/<slug>/... : the alliance is part of the address, and no URL pattern has to say so.

The prefix is moved from PATH_INFO to SCRIPT_NAME before Django sees the request, so that `reverse`
and `{% url %}` put it back by themselves. One origin also means one login for somebody who sits on
several alliances.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

PREFIX = re.compile(r"/a/(?P<slug>[a-z0-9][a-z0-9-]{1,39})(?=/|$)")
SLUG = "alliance.slug"  # no header can set an environ key without HTTP_ before it

Environ = dict[str, Any]  # Any: WSGI's own shape
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


def move_prefix(environ: Environ) -> None:
    if found := PREFIX.match(environ.get("PATH_INFO", "")):
        environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + found[0]
        environ["PATH_INFO"] = environ["PATH_INFO"][found.end() :] or "/"
        environ[SLUG] = found["slug"]


def alliance_prefix(application: Application) -> Application:
    """The WSGI application, with the prefix moved."""

    def moved(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        move_prefix(environ)
        return application(environ, start_response)

    return moved
