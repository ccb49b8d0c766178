"""What a machine can say of a page without axe: its width, and what cannot be read."""

from playwright.sync_api import Page

# Elements whose words are cut off, or lie outside the page, though nobody hid them on purpose.
CUT_OFF = """() => {
  const wide = document.documentElement.clientWidth;
  return [...document.querySelectorAll("body *")].filter((element) => {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || element.closest(".unseen, .skip, [hidden], svg, .table")) return false;
    if (!element.checkVisibility()) return false;
    const box = element.getBoundingClientRect(), style = getComputedStyle(element);
    const isTooNarrow = element.scrollWidth > element.clientWidth + 1;
    return (style.overflowX !== "visible" && isTooNarrow) || box.right > wide + 1 || box.left < -1;
  }).map((element) => element.outerHTML.slice(0, 160));
}"""
TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth;
  const found = [...document.querySelectorAll("body *")].filter((element) => {
    const box = element.getBoundingClientRect();
    return (box.right > wide + 1 || box.left < -1) && !element.closest(".table, svg, .skip");
  });
  return found.filter((one) => !found.some((other) => other !== one && one.contains(other)))
    .map((element) => element.outerHTML.slice(0, 160));
}"""
KEEPING = """() => [...document.querySelectorAll("body *:not(svg, svg *, input[type=color])")]
  .filter((one) => getComputedStyle(one).forcedColorAdjust === "none")
  .map((one) => one.tagName)"""
BORDERLESS = """() => [...document.querySelectorAll("button.button, a.button")]
  .filter((button) => button.checkVisibility())
  .filter((button) => parseFloat(getComputedStyle(button).borderTopWidth) < 1)
  .map((button) => button.textContent.trim())"""


def width_of(page: Page) -> int:
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return wide


def too_wide(page: Page) -> list[str]:
    """The innermost elements that reach over an edge."""
    found: list[str] = page.evaluate(TOO_WIDE)
    return found


def cut_off(page: Page) -> list[str]:
    found: list[str] = page.evaluate(CUT_OFF)
    return found


def keeping_their_colours(page: Page) -> set[str]:
    """Elements that do not take the colours their reader has chosen; drawings may, words not."""
    return set(page.evaluate(KEEPING))


def borderless_buttons(page: Page) -> list[str]:
    """Without backgrounds, only an edge says that something can be pressed."""
    found: list[str] = page.evaluate(BORDERLESS)
    return found
