"""What a machine can say of a page: rules of accessibility, width, and what cannot be read."""

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What can differ between light and dark; the rest is the same page.
COLOURS = ["color-contrast", "link-in-text-block"]
RUN = """async ([kind, values]) => {
  const found = await axe.run(document, {
    runOnly: {type: kind, values}, resultTypes: ["violations"],
  });
  return found.violations.map((rule) => ({
    id: rule.id, help: rule.help, nodes: rule.nodes.map((node) => node.html.slice(0, 160)),
  }));
}"""
# Elements whose words are cut off, or lie outside the page, though nobody hid them on purpose.
CUT_OFF = """() => {
  const wide = document.documentElement.clientWidth;
  return [...document.querySelectorAll("body *")].filter((element) => {
    if (element.closest(".unseen, .skip, [hidden], svg, .table")) return false;
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !element.checkVisibility()) return false;
    const box = element.getBoundingClientRect(), style = getComputedStyle(element);
    const isTooNarrow = element.scrollWidth > element.clientWidth + 1;
    return (style.overflowX !== "visible" && isTooNarrow) || box.right > wide + 1 || box.left < -1;
  }).map((element) => element.outerHTML.slice(0, 160));
}"""


def broken_rules(page: Page, *, only: list[str] | None = None) -> list[str]:
    """Each broken rule with the elements that break it."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    asked = ["rule", only] if only else ["tag", RULES]
    found: list[dict[str, Any]] = page.evaluate(RUN, asked)
    return [f"{rule['id']}: {rule['help']}: {rule['nodes']}" for rule in found]


TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth;
  const found = [...document.querySelectorAll("body *")].filter((element) =>
    element.getBoundingClientRect().right > wide + 1 && !element.closest(".table, svg"));
  return found.filter((one) => !found.some((other) => other !== one && one.contains(other)))
    .map((element) => element.outerHTML.slice(0, 160));
}"""


def width_of(page: Page) -> int:
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return wide


def too_wide(page: Page) -> list[str]:
    """The innermost elements that reach over the edge."""
    found: list[str] = page.evaluate(TOO_WIDE)
    return found


def cut_off(page: Page) -> list[str]:
    found: list[str] = page.evaluate(CUT_OFF)
    return found
