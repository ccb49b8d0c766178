"""Who will not see what of a pack, before it goes out: by item, how many people of each side."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from partnership_board.audiences import EVERYTHING, Withheld
from partnership_board.models import Meeting, Restriction
from partnership_board.queries import manifests, restrictions
from partnership_board.queries.manifests import Entry, Manifest
from partnership_board.queries.packs import Recipient, recipients


@dataclass(frozen=True)
class Side:
    """Of one constituency, how many of those who get the pack are left out."""

    label: str
    left_out: int
    all: int


@dataclass(frozen=True)
class Kept:
    """An item, or only its paper, that some will find as a stub."""

    number: str
    title: str
    is_paper: bool
    restriction: Restriction | None
    sides: list[Side]

    @property
    def left_out(self) -> int:
        return sum(side.left_out for side in self.sides)


@dataclass(frozen=True)
class Withholding:
    """`audiences`: how many renderings there will be, the whole pack included."""

    kept: list[Kept]
    audiences: int


def of(meeting: Meeting, manifest: Manifest, *, on: date) -> Withholding:
    """As it would go out today."""
    there = recipients(meeting.board_id, on=on)
    told = manifests.things_in(manifest)
    found = restrictions.withheld_from([each.person for each in there], on=on)
    withheld = {pk: each.among(*told) for pk, each in found.items()}
    opened = {(each.item_id, each.paper_id): each for each in restrictions.open_restrictions()}
    entries = manifests.entries_for(manifest)
    kept = [kept_of(entry, there, withheld, opened) for entry in entries]
    keys = {each.key for each in withheld.values()}
    return Withholding([each for each in kept if each.left_out], len(keys | {EVERYTHING}))


def kept_of(
    entry: Entry,
    there: Sequence[Recipient],
    withheld: Mapping[int, Withheld],
    opened: Mapping[tuple[int | None, int | None], Restriction],
) -> Kept:
    item, paper = entry["item"], entry["paper"]
    of_item = {pk for pk, each in withheld.items() if item in each.items}
    left_out = of_item or {pk for pk, each in withheld.items() if paper in each.papers}
    return Kept(
        entry["number"],
        entry["title"],
        not of_item,
        opened.get((item, None)) or opened.get((None, paper)),
        sides_of(there, left_out),
    )


def sides_of(there: Iterable[Recipient], left_out: set[int]) -> list[Side]:
    """In the order in which they sit; only sides of which somebody is left out."""
    everybody: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for each in there:
        everybody[each.constituency] += 1
        missing[each.constituency] += each.person.pk in left_out
    return [Side(label, missing[label], everybody[label]) for label in everybody if missing[label]]
