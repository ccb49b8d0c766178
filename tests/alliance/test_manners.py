"""Pages in a real browser: focus, double clicks, what was written, leaving quickly, and weight."""

import shutil
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from playwright.sync_api import expect, sync_playwright

from alliance import gallery

pytestmark = pytest.mark.browser

PLACE = "http://alliance.example"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
)
KINDS = {"css": "text/css", "js": "text/javascript", "woff2": "font/woff2"}
FORM = """{% extends "base.html" %}
{% block title %}Write{% endblock %}
{% block opening %}<h1>Write</h1>{% endblock %}
{% block content %}
<form method="post" action="/sent/">
  <label for="a">Story</label><textarea id="a" name="a"></textarea>
  <label for="b">Secret</label><textarea id="b" name="b" data-private></textarea>
  <button id="send">Send</button>
</form>
<div id="part"><button hx-post="/part/" hx-target="#part" id="ask">Ask</button></div>
{% endblock %}"""
DONE = '{% extends "base.html" %}{% block title %}Done{% endblock %}'
UNTIL_HTMX = """() => new Promise((done) => {
  const look = () => { if (window.htmx) done(null); else setTimeout(look, 10); };
  look();
})"""
PART = '<p tabindex="-1" data-focus id="said" data-announce>Please write a day.</p>'


def page_of(source, **values):
    return engines["django"].from_string(source).render(gallery.frame() | values, request())


def request():
    return RequestFactory().get("/")


def in_gallery():
    with override_settings(DEMO=True):
        return gallery.gallery(request()).content.decode()


class House:
    """Answers the browser from the templates, without a server, and remembers what was asked."""

    def __init__(self, pages):
        self.pages = dict(pages)
        self.asked = []

    def answer(self, route):
        asked = route.request
        path = urlsplit(asked.url).path
        self.asked.append((asked.method, path, asked.headers))
        if not asked.url.startswith(PLACE):
            route.fulfill(body="<title>Weather</title>", content_type="text/html")
        elif path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            route.fulfill(path=found, content_type=KINDS[path.rpartition(".")[2]])
        elif path == "/part/":
            route.fulfill(status=422, body=PART, content_type="text/html")
        else:
            headers = {"Content-Security-Policy": POLICY}
            body = self.pages[path]
            route.fulfill(body=body, content_type="text/html; charset=utf-8", headers=headers)

    def count(self, method, path):
        return len([one for one in self.asked if one[:2] == (method, path)])


@pytest.fixture(scope="module")
def pages():
    return {
        "/write/": page_of(FORM),
        "/sent/": page_of(DONE),
        "/sign-in/": page_of(DONE),
        "/gallery/": in_gallery(),
        "/busy/": render_to_string("errors/503.html"),
        "/fault/": render_to_string("errors/500.html", {"number": "7F3K"}),
    }


@pytest.fixture(scope="module")
def chromium(pages):  # the pages first: Django refuses its database while the browser's loop runs
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def context(chromium):
    context = chromium.new_context()
    yield context
    context.close()


@pytest.fixture
def page(context):
    return context.new_page()


@pytest.fixture
def house(context, pages):
    house = House(pages)
    context.route("**/*", house.answer)
    return house


@pytest.fixture
def problems(page):
    found = []
    page.on("console", lambda message: found.append(message.text))
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def test_the_gallery_runs_under_the_strict_policy_without_a_word_of_complaint(
    page, house, problems
):
    page.goto(f"{PLACE}/gallery/")
    page.wait_for_load_state("networkidle")

    assert problems == []


@pytest.mark.parametrize("path", ["/gallery/", "/fault/", "/write/"])
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_breaks_a_rule_of_accessibility_or_scrolls_sideways(
    page, house, path, colours, width
):
    page.emulate_media(color_scheme=colours, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(PLACE + path)
    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_text_of_twice_the_size_still_fits(page, house):
    page.set_viewport_size({"width": 640, "height": 900})
    page.goto(f"{PLACE}/gallery/")
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")

    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_a_page_asks_for_at_most_six_files(page, house):
    page.goto(f"{PLACE}/write/")
    page.wait_for_load_state("networkidle")
    asked = [path for _method, path, _headers in house.asked]

    assert asked[0] == "/write/"
    assert sorted(asked[1:]) == [
        "/static/css/alliance.css",
        "/static/django_htmx/htmx-2.min.js",  # this page has a part that renews itself
        "/static/fonts/atkinson-latin.woff2",
        "/static/js/alliance.js",
    ]


def test_the_summary_of_errors_takes_the_focus(page, house):
    page.goto(f"{PLACE}/gallery/")

    assert page.evaluate("document.activeElement.className") == "error-summary"


def test_the_keyboard_reaches_the_page_past_the_areas(page, house):
    page.goto(f"{PLACE}/write/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_two_clicks_send_once(page, house):
    page.goto(f"{PLACE}/write/")
    page.evaluate(
        "() => { const send = document.getElementById('send'); send.click(); send.click(); }"
    )
    page.wait_for_url(f"{PLACE}/sent/")

    assert house.count("POST", "/sent/") == 1


def write(page, text="A long story"):
    page.goto(f"{PLACE}/write/")
    page.fill("#a", text)
    page.fill("#b", "A secret")


def written(page):
    page.goto(f"{PLACE}/write/")
    return page.input_value("#a"), page.input_value("#b")


def test_long_text_is_there_again_but_nothing_private(page, house):
    write(page)

    assert written(page) == ("A long story", "")


def test_what_was_sent_is_not_offered_again(page, house):
    write(page)
    page.click("#send")
    page.wait_for_url(f"{PLACE}/sent/")

    assert written(page) == ("", "")


@pytest.mark.parametrize("instead", ["/sign-in/?next=/write/", "/busy/"])
def test_what_did_not_arrive_is_kept(page, house, instead):
    write(page)
    page.evaluate("there => { document.getElementById('send').form.action = there; }", instead)
    page.click("#send")
    page.wait_for_url(PLACE + instead)

    assert written(page) == ("A long story", "")


def test_signing_out_leaves_nothing_in_the_tab(page, house):
    write(page)
    page.evaluate("document.querySelector('[data-forget]').action = '/sent/'")
    page.click("details.menu summary")
    page.click("[data-forget] button")
    page.wait_for_url(f"{PLACE}/sent/")

    assert not [key for key in page.evaluate("Object.keys(sessionStorage)") if "htmx" not in key]


@pytest.mark.parametrize("way", ["link", "keys"])
def test_one_can_leave_quickly_and_nothing_stays(page, house, way):
    write(page)
    page.goto(f"{PLACE}/gallery/")
    if way == "link":
        page.click("[data-leave]")
    else:
        for _press in range(3):
            page.keyboard.press("Escape")
    page.wait_for_url("https://www.bbc.co.uk/weather")
    page.goto(f"{PLACE}/sent/")

    assert not [key for key in page.evaluate("Object.keys(sessionStorage)") if "htmx" not in key]


def test_leaving_quickly_works_without_scripts(chromium, pages):
    context = chromium.new_context(java_script_enabled=False)
    context.route("**/*", House(pages).answer)
    page = context.new_page()
    page.goto(f"{PLACE}/gallery/")
    page.click("[data-leave]")
    page.wait_for_url("https://www.bbc.co.uk/weather")
    context.close()


def places(page):
    rows = page.locator("#empty_order_field li")
    return [
        (row.locator("label").inner_text(), row.locator("select").input_value())
        for row in rows.all()
    ]


def test_ranking_by_buttons_moves_rows_and_their_selects(page, house):
    page.goto(f"{PLACE}/gallery/")
    order = page.locator("#empty_order_field")
    for name in ("Move Chandra Dey up", "Move Amina Yusuf up", "Move Amina Yusuf up"):
        order.get_by_role("button", name=name).click()

    assert places(page) == [("Amina Yusuf", "1"), ("Chandra Dey", "2"), ("Bob Field", "")]
    assert page.evaluate("document.activeElement.textContent") == "Move Amina Yusuf up"
    expect(page.locator("#announcer")).to_have_text("Amina Yusuf: Place 1")

    for name in ("Move Amina Yusuf down", "Move Amina Yusuf down"):
        order.get_by_role("button", name=name).click()

    assert places(page) == [("Chandra Dey", "1"), ("Amina Yusuf", ""), ("Bob Field", "")]


def test_a_dialog_opens_on_the_safe_answer(page, house):
    page.goto(f"{PLACE}/gallery/")
    page.click("[data-dialog=end-term]")

    assert page.evaluate("document.activeElement.textContent") == "Go back"
    page.keyboard.press("Enter")
    assert page.evaluate("document.getElementById('end-term').open") is False


def test_the_menu_closes_by_escape_and_gives_the_focus_back(page, house):
    page.goto(f"{PLACE}/write/")
    page.click("details.menu summary")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    assert page.evaluate("document.querySelector('details.menu').open") is False
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_an_htmx_refusal_is_shown_focused_announced_and_carries_the_token(page, house):
    page.goto(f"{PLACE}/write/")
    page.evaluate(UNTIL_HTMX)
    page.click("#ask")

    expect(page.locator("#said")).to_be_focused()
    expect(page.locator("#announcer")).to_have_text("Please write a day.")
    [headers] = [headers for method, path, headers in house.asked if path == "/part/"]
    assert len(headers["x-csrftoken"]) == 64
