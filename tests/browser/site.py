"""The whole site on a port of this machine, over a demonstration of its own.

It answers as in production: through the prefix, with collected and compressed static files. What is
done in a browser is committed, so each user of the site has a copy of the demonstration to itself.
"""

import shutil
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.signals import got_request_exception
from django.db import connections
from django.test import override_settings

from alliance import mailbox
from alliance.demo_people import people_of
from alliance.models import Alliance, User
from alliance.tenancy.context import work_for
from alliance.tenancy.prefix import alliance_prefix
from tests.database import PrefixClient, point_at, throw_away
from tests.demo_database import copy_template
from tests.people import Place

HOME = "tower-hamlets"
Answer = TypeVar("Answer")


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


class Backstage:
    """One thread for work on the database: a browser's loop runs in the main one."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(1, "backstage")

    def __call__(self, work: Callable[[], Answer]) -> Answer:
        def done() -> Answer:
            try:
                return work()
            finally:
                connections.close_all()

        return self.pool.submit(done).result()


class Site:
    """Where the site is, what went wrong in it, and ways to look behind its pages."""

    def __init__(self, database: str, kept: Path) -> None:
        self.database, self.kept = database, kept
        self.backstage = Backstage()
        self.faults: list[str] = []
        self.cookies: dict[str, str] = {}
        self.home = ""

    def url(self, path: str = "", *, alliance: str = HOME) -> str:
        return f"{self.home}/a/{alliance}/{path}"

    def begin_again(self) -> None:
        """The demonstration as on its first day, with an empty cache and an empty mailbox."""
        self.backstage(self._copy)
        shutil.rmtree(self.kept / "mailbox", ignore_errors=True)
        self.cookies.clear()
        self.faults.clear()
        cache.clear()

    def _copy(self) -> None:
        copy_template(self.database)
        point_at(self.database)

    def inside(self, work: Callable[[], Answer], *, alliance: str = HOME) -> Answer:
        """Done on behalf of an alliance, in the database that the browser sees."""

        def done() -> Answer:
            place = place_of(alliance)
            with work_for(place.id, place.slug):
                return work()

        return self.backstage(done)

    def cookie_of(self, email: str) -> str:
        """The cookie of somebody who has signed in."""
        if email not in self.cookies:
            self.cookies[email] = self.backstage(lambda: signed_in(email))
        return self.cookies[email]

    def letters(self) -> list[mailbox.Kept]:
        return mailbox.letters()


def place_of(slug: str) -> Place:
    return Place(Alliance.objects.get(slug=slug).pk, slug)


def email_of(key: str, alliance: str = HOME) -> str:
    return next(person.email for person in people_of(alliance) if person.key == key)


def signed_in(email: str) -> str:
    client = PrefixClient()
    client.force_login(User.objects.get(email=email))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def collect_static(into: Path) -> None:
    """As an installation does before it opens."""
    with override_settings(STATIC_ROOT=into, STORAGES=storages()):
        call_command("collectstatic", interactive=False, verbosity=0)


def storages() -> dict[str, Any]:
    compressed = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    return {**settings.STORAGES, "staticfiles": {"BACKEND": compressed}}


@contextmanager
def the_site(database: str, static: Path) -> Iterator[Site]:
    """The site answers while this is open. The template must be there already."""
    kept = Path(tempfile.mkdtemp(prefix="alliance-site-"))
    site = Site(database, kept)
    own = connections["default"].settings_dict["NAME"]
    with ExitStack() as until:
        until.callback(shutil.rmtree, kept, ignore_errors=True)
        until.callback(site.backstage.pool.shutdown)
        until.callback(site.backstage, lambda: leave(database, own))
        until.enter_context(
            override_settings(
                DEMO=True,
                DEBUG=False,
                STATIC_ROOT=static,
                STORAGES=storages(),
                WHITENOISE_USE_FINDERS=False,
                EMAIL_BACKEND="alliance.mailbox.DemoMailbox",
                MAILBOX=kept / "mailbox",
                CACHES={"default": {**settings.CACHES["default"], **a_cache_of(database)}},
            )
        )
        site.begin_again()
        until.enter_context(noted(site))
        site.home = until.enter_context(answering())
        until.enter_context(override_settings(BASE_URL=site.home))
        yield site


def a_cache_of(database: str) -> dict[str, Any]:
    """Its own, so that others who empty theirs take nothing away."""
    number = 8 + int("".join(filter(str.isdigit, database)) or 0) % 8
    address, _, _number = settings.CACHES["default"]["LOCATION"].partition("?")
    return {"LOCATION": f"{address}?db={number}"}


def leave(database: str, own: str) -> None:
    point_at(own)
    throw_away(database)


@contextmanager
def noted(site: Site) -> Iterator[None]:
    """What a view raised, so that a test can say it."""

    def note(**_: Any) -> None:
        site.faults.append(traceback.format_exc())

    got_request_exception.connect(note)
    try:
        yield
    finally:
        got_request_exception.disconnect(note)


@contextmanager
def answering() -> Iterator[str]:
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(alliance_prefix(WSGIHandler()))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="site", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
