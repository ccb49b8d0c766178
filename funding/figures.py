"""Pictures of sums, drawn so that nobody takes a hedged figure for a firm one."""

from alliance.figures.quantities import Kind, Quantity
from alliance.figures.shapes import Figure
from alliance.figures.share import share_bar
from funding.amounts import Amount, Qualifier, share, words
from funding.models import FundingStream

KINDS = {
    Qualifier.EXACT: Kind.EXACT,
    Qualifier.STATED: Kind.EXACT,
    Qualifier.NEARLY: Kind.NEARLY,
    Qualifier.UP_TO: Kind.NEARLY,
    Qualifier.AT_LEAST: Kind.AT_LEAST,
    Qualifier.ABOUT: Kind.ABOUT,
    Qualifier.UNKNOWN: Kind.UNKNOWN,
}


ON_SCREEN, ON_PAPER, IN_LARGE_PRINT = 320, 400, 280


def first_part(
    whole: FundingStream, parts: list[FundingStream], *, width: int = ON_SCREEN
) -> Figure | None:
    """The first part inside its whole; None where either figure cannot be drawn."""
    if not parts:
        return None
    part = parts[0]
    some, every = quantity(part.amount), quantity(whole.amount)
    if some.value is None or not every.value or some.value > every.value:
        return None
    said = f"{some} of {every}: {share(part.amount, whole.amount)}."
    return share_bar(
        f"{part.name} in {whole.name}",
        said[0].upper() + said[1:],
        (part.name, some),
        (whole.name, every),
        heads=("", "Sum"),
        width=width,
    )


def quantity(amount: Amount) -> Quantity:
    """In pence; how firm it is shows in the drawing and in the words."""
    return Quantity(amount.pence, KINDS[amount.qualifier], words(amount))
