"""The pages of each way of taking words down, in their order. Pure."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

WHO, ABOUT, AGREE = "who", "about", "agree"
TELL, WANT, YOU, AFTER, CHECK, CARD = "tell", "want", "you", "after", "check", "card"

TITLES = {
    WHO: _("Who is telling, and where"),
    ABOUT: _("What this is"),
    AGREE: _("What they agree to"),
    TELL: _("What they say"),
    WANT: _("What should happen"),
    YOU: _("About them"),
    AFTER: _("Afterwards"),
    CHECK: _("Check it together"),
    CARD: _("The card"),
}


@dataclass(frozen=True)
class Way:
    """`before` is asked while nothing is kept yet, `after` once they said that we may keep it."""

    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def steps(self) -> tuple[str, ...]:
        return self.before + self.after

    def number_of(self, step: str) -> int:
        return self.steps.index(step) + 1

    def next_after(self, step: str, *, is_counted: bool = True) -> str:
        """The step that follows. IndexError after the last.

        Who does not want to be counted (`is_counted` False) is not asked about themselves.
        """
        following = self.steps[self.steps.index(step) + 1]
        return self.next_after(following) if following == YOU and not is_counted else following

    def before_that(self, step: str, *, is_counted: bool = True) -> str | None:
        """The step to go back to; None on the first page, and on the first once words are kept."""
        place = self.steps.index(step)
        if place == 0 or step == self.after[0]:
            return None
        found = self.steps[place - 1]
        return self.steps[place - 2] if found == YOU and not is_counted else found

    def ends_with(self, step: str) -> bool:
        """Whether what was told is kept for good once this step is answered."""
        return self.next_after(step) == CARD


FULL = Way((WHO, ABOUT, AGREE), (TELL, WANT, YOU, AFTER, CHECK, CARD))
WAYS = {
    "short": Way((AGREE,), (TELL, CARD)),
    "talk": FULL,
    "group": Way((WHO, ABOUT, AGREE), (TELL, WANT, CHECK, CARD)),
    "passed-on": FULL,
    "sheet": FULL,
}
