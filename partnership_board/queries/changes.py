"""What one build changed in the one before, as one reader may see it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from partnership_board import differences
from partnership_board.audiences import NOTHING, Withheld
from partnership_board.models import PackBuild, PaperVersion, Restriction
from partnership_board.queries.manifests import Entry, entries_for
from partnership_board.queries.restrictions import Sight

ADDED, REMOVED, REPLACED = "added", "removed", "replaced"
MOVED, RESTRICTED, OPENED, SAID = "moved", "restricted", "opened", "said"
LABELS = {
    ADDED: "New",
    REMOVED: "No longer here",
    REPLACED: "Paper replaced",
    MOVED: "In another place",
    RESTRICTED: "Restricted",
    OPENED: "No longer restricted",
    SAID: "Said differently",
}
PRINTED = {ADDED, REPLACED, RESTRICTED, OPENED}  # what a supplement carries


@dataclass(frozen=True)
class Change:
    """One thing that differs, at an item's number."""

    kind: str
    number: str
    title: str
    sentence: str = ""
    pieces: list[differences.Piece] = field(default_factory=list)

    @property
    def label(self) -> str:
        return LABELS[self.kind]


def build_before(build: PackBuild) -> PackBuild | None:
    """The latest that was sent before this one."""
    sent = PackBuild.objects.filter(pack=build.pack_id, n__lt=build.n, state=PackBuild.State.SENT)
    return sent.order_by("n").last()


def since(
    before: PackBuild,
    entries: Collection[Entry],
    withheld: Withheld = NOTHING,
    there: Iterable[Restriction] = (),
    *,
    in_words: bool = True,
) -> list[Change]:
    """What the reader of these entries finds changed since the build before."""
    old = entries_for(before.manifest, withheld, there)
    versions = _versions([*old, *entries]) if in_words else {}
    return changes_between(old, entries, versions)


def of_item(before: PackBuild, entry: Entry, sight: Sight) -> list[Change]:
    """The same of one item, as this reader may see it."""
    old = entries_for(before.manifest, sight.withheld, sight.restrictions)
    same = [each for each in old if each["item"] == entry["item"]]
    return changes_between(same, [entry], _versions([*same, entry]))


def changes_between(
    before: Collection[Entry], after: Collection[Entry], versions: dict[int, PaperVersion]
) -> list[Change]:
    """Both as `entries_for` gives them to one reader, so that a stub stays a stub."""
    old = {entry["item"]: entry for entry in before}
    new = {entry["item"]: entry for entry in after}
    found = [
        change
        for entry in after
        for change in (
            _of(old[entry["item"]], entry, versions)
            if entry["item"] in old
            else [Change(ADDED, entry["number"], entry["title"])]
        )
    ]
    gone = [entry for entry in before if entry["item"] not in new]
    found += [Change(REMOVED, entry["number"], entry["title"]) for entry in gone]
    found += _moved(
        [entry for entry in before if entry["item"] in new],
        [entry for entry in after if entry["item"] in old],
    )
    return found


def _versions(entries: Iterable[Entry]) -> dict[int, PaperVersion]:
    return PaperVersion.objects.in_bulk([e["version"] for e in entries if e["version"]])


def _of(old: Entry, new: Entry, versions: dict[int, PaperVersion]) -> Iterator[Change]:
    number, title = new["number"], new["title"]
    if old["was_restricted"] != new["was_restricted"]:
        yield Change(RESTRICTED if new["was_restricted"] else OPENED, number, title)
        return
    if new["is_withheld"] or old["is_withheld"]:
        return
    told = ", ".join(_facts(old, new))
    if told:
        yield Change(SAID, number, title, f"{told[0].upper()}{told[1:]}.")
    if old["version"] is None and new["version"] is not None:
        yield Change(ADDED, number, title, "Its paper has come.")
    elif old["version"] != new["version"] or _files(old) != _files(new):
        yield Change(REPLACED, number, title, _sentence(old, new), _pieces(old, new, versions))


def _facts(old: Entry, new: Entry) -> Iterator[str]:
    if old["title"] != new["title"]:
        yield f"it was called “{old['title']}”"
    if old["number"] != new["number"]:
        yield f"it was item {old['number']}"
    if old["purpose"] != new["purpose"]:
        yield f"it was {old['purpose'].lower()}"
    if old["minutes"] != new["minutes"]:
        yield f"it was {old['minutes']} minutes long"
    if old["lead"] != new["lead"]:
        yield "somebody else introduces it"


def _sentence(old: Entry, new: Entry) -> str:
    if _files(old) != _files(new):
        return "The files beside it are others."
    return ""


def _files(entry: Entry) -> list[str]:
    return [file["sha256"] for file in entry["enclosures"]]


def _pieces(old: Entry, new: Entry, versions: dict[int, PaperVersion]) -> list[differences.Piece]:
    before, after = versions.get(old["version"] or 0), versions.get(new["version"] or 0)
    return differences.in_words(text_of(before), text_of(after)) if before and after else []


def text_of(version: PaperVersion) -> str:
    return "\n\n".join([*_summaries(version), *version.asks, version.body_md])


def _summaries(version: PaperVersion) -> list[str]:
    return [version.summary, version.easy_read] if version.easy_read else [version.summary]


def _moved(before: list[Entry], after: list[Entry]) -> list[Change]:
    """Those that stand in another order among the items that stayed."""
    was = {entry["item"]: place for place, entry in enumerate(before)}
    now = [was[entry["item"]] for entry in after]
    stayed = set(_longest_rising(now))
    return [
        Change(MOVED, entry["number"], entry["title"])
        for entry, place in zip(after, now, strict=True)
        if place not in stayed
    ]


def _longest_rising(places: list[int]) -> list[int]:
    """The most items that kept their order, so that the fewest count as moved."""
    best: list[list[int]] = []
    for place in places:
        ends = [run for run in best if run[-1] < place]
        best.append([*max(ends, key=len, default=[]), place])
    return max(best, key=len, default=[])
