"""Two ways of doing the same thing: by keyboard alone, and by pointing."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from playwright.sync_api import Locator, Page

MOST_STEPS = 200
# What has the focus, what it is called, and whether anybody can see that it has it.
FOCUS = """() => {
  const here = document.activeElement, group = here.closest("fieldset");
  const words = (one) => (one?.textContent || "").replace(/\\s+/g, " ").trim();
  const kind = here.tagName === "INPUT" ? here.type : here.tagName.toLowerCase();
  const isNamed = ["a", "button", "summary"].includes(kind);
  const name = isNamed ? words(here) : words(here.labels?.[0]);
  const outer = group?.parentElement.closest("fieldset");
  const box = here.getBoundingClientRect(), style = getComputedStyle(here);
  return {
    kind, name,
    groups: [group, outer].map((one) => words(one?.querySelector("legend"))),
    isRinged: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    isInView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


@dataclass(frozen=True)
class Focus:
    """Where the keyboard is."""

    kind: str
    name: str
    groups: tuple[str, ...]
    is_ringed: bool
    is_in_view: bool


class Hand(Protocol):
    """What a journey asks of whoever makes it."""

    page: Page

    def follow(self, link: str) -> None: ...
    def press(self, button: str) -> None: ...
    def choose(self, answer: str, *, among: str) -> None: ...
    def write(self, text: str, *, into: str) -> None: ...
    def select(self, answer: str, *, into: str) -> None: ...


class Pointer:
    """A finger or a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def follow(self, link: str) -> None:
        self.page.locator("main").get_by_role("link", name=link).first.click()

    def press(self, button: str) -> None:
        self.page.locator("main").get_by_role("button", name=button).first.click()

    def choose(self, answer: str, *, among: str) -> None:
        group = self.page.locator("fieldset", has=self.legend(among))
        group.get_by_label(answer, exact=True).first.check()

    def legend(self, words: str) -> Locator:
        return self.page.locator("legend").filter(has_text=words)

    def write(self, text: str, *, into: str) -> None:
        self.page.get_by_label(into).first.fill(text)

    def select(self, answer: str, *, into: str) -> None:
        self.page.get_by_label(into).first.select_option(label=answer)


class Keys:
    """Nothing but a keyboard. Whoever uses it must see where they are at each step."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.steps = 0

    def here(self) -> Focus:
        found = self.page.evaluate(FOCUS)
        return Focus(
            found["kind"],
            found["name"],
            tuple(found["groups"]),
            found["isRinged"],
            found["isInView"],
        )

    def reach(self, is_it: Callable[[Focus], bool]) -> Focus:
        """Tab on until there."""
        passed = []
        for _step in range(MOST_STEPS):
            self.page.keyboard.press("Tab")
            self.steps += 1
            here = self.here()
            assert here.kind == "body" or (here.is_ringed and here.is_in_view), here
            if is_it(here):
                return here
            passed.append(f"{here.kind} {here.name}")
        raise AssertionError(f"not reached by Tab: {passed}")

    def follow(self, link: str) -> None:
        self.reach(lambda here: here.kind == "a" and link in here.name)
        self._leave_by("Enter")

    def press(self, button: str) -> None:
        self.reach(lambda here: here.kind == "button" and button in here.name)
        self._leave_by("Enter")

    def _leave_by(self, key: str) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def choose(self, answer: str, *, among: str) -> None:
        """Tab to the group, then the arrows, as everywhere else."""
        self.reach(lambda here: here.kind == "radio" and among in here.groups)
        self.page.keyboard.press("Space")
        for _choice in range(20):
            here = self.here()
            if here.name == answer:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"not among the answers: {answer}")

    def write(self, text: str, *, into: str) -> None:
        named = re.compile(re.escape(into))
        self.reach(lambda here: bool(named.search(here.name)) and here.kind not in {"a", "button"})
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def select(self, answer: str, *, into: str) -> None:
        """Tab to the list, then type how the answer begins."""
        self.reach(lambda here: here.kind.startswith("select") and into in here.name)
        self.page.keyboard.type(answer)
        chosen = self.page.evaluate("document.activeElement.selectedOptions[0].textContent")
        assert chosen == answer, f"{chosen} was chosen, not {answer}"
