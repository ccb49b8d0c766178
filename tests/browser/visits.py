"""Tabs of a browser: who is in them, what they ask for, and what they complain of."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request

from tests.browser.site import HOME, Site, email_of

PHONE, DESK = 320, 1280
# Nothing but this machine can be reached, whatever a page asks for.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
# A browser notes every answer above 399; whether it is right is for the test that asked.
NOTED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


@contextmanager
def open_browser(playwright: Playwright, program: str) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
    try:
        yield browser
    finally:
        browser.close()


class Visits:
    """Each visit has its own cookies and an empty cache."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser, self.site = browser, site
        self.problems: list[str] = []
        self.contexts: list[BrowserContext] = []
        self.tabs: dict[str | None, Page] = {}

    def begin(
        self,
        person: str | None = None,
        *,
        width: int = PHONE,
        scripts: bool = True,
        alliance: str = HOME,
        **options: Any,
    ) -> Page:
        context = self.browser.new_context(
            base_url=self.site.url(alliance=alliance),
            viewport={"width": width, "height": 720},
            java_script_enabled=scripts,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        context.on("request", self.note_request)
        context.on("console", self.note_words)
        context.on("weberror", lambda error: self.problems.append(str(error.error)))
        if person is not None:
            email = person if "@" in person else email_of(person, alliance)
            self.sign_in(context, email)
        return context.new_page()

    def tab_of(self, person: str | None) -> Page:
        """One tab for each person: quick, for looking at many pages."""
        if person not in self.tabs:
            self.tabs[person] = self.begin(person)
        return self.tabs[person]

    def sign_in(self, context: BrowserContext, email: str) -> None:
        cookie = {"name": "session", "value": self.site.cookie_of(email), "url": self.site.home}
        context.add_cookies([cookie])  # type: ignore[list-item]  # a dict is what it takes

    def note_request(self, request: Request) -> None:
        own = (self.site.home, self.site.home.replace("127.0.0.1", "localhost"), "data:", "blob:")
        if not request.url.startswith(own):
            self.problems.append(f"another host: {request.url}")

    def note_words(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not NOTED.match(message.text):
            self.problems.append(f"{message.text} ({message.location.get('url')})")

    def forget_problems(self) -> None:
        self.problems.clear()
        self.site.faults.clear()

    def complain(self) -> None:
        """Fail for what went wrong out of sight."""
        problems, faults = self.problems[:], self.site.faults[:]
        self.forget_problems()
        assert not faults, faults[0]
        assert not problems, "\n".join(problems)

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        self.contexts.clear()
