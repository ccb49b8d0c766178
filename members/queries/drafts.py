"""What the pages show on which a profile is written and looked at."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from alliance.models import User
from alliance.words import listed
from members.models import Organisation, ProfileVersion, Representative
from members.profile_content import FIELDS, PARTS, Change, Content, Known, changes, merge
from members.profile_content.compare import at, differing
from members.profile_content.flat import field_of, group_of, things
from members.profile_content.wording import place_name, said
from members.queries.people import approvers_of
from members.queries.profile_content import known, live_content
from members.queries.versions import Source, beginning, fingerprint, open_version, sources

# Any, below: values of all kinds, as JSON has them.

TITLES = {
    "about": "About us",
    "contact": "How to reach us",
    "places": "Where we are",
    "services": "What we offer",
    "numbers": "Registers’ numbers",
    "groups": "Whom we are for",
}


@dataclass(frozen=True)
class Desk:
    """A profile as somebody finds it who comes to write: the draft, and what is live."""

    organisation: Organisation
    version: ProfileVersion | None
    live: Content
    content: Content
    both_sides: list[str] = field(default_factory=list)

    @property
    def lock(self) -> int:
        return self.version.lock if self.version else 0

    @property
    def is_waiting(self) -> bool:
        return self.version is not None and self.version.is_waiting

    def fingerprint(self, *paths: str) -> str:
        return fingerprint(self.content, paths)

    def services(self) -> list[tuple[str, dict[str, Any]]]:
        rows = self.content["services"].items()
        return sorted(rows, key=lambda one: one[1]["name"].casefold())

    def places(self) -> list[tuple[str, str]]:
        rows = self.content["locations"].items()
        named = [(key, place_name(place)) for key, place in rows]
        return sorted(named, key=lambda one: one[1].casefold())


def desk(organisation: Organisation) -> Desk:
    """The draft brought up to date with what is live, without writing anything."""
    version = open_version(organisation)
    live = live_content(organisation)
    if version is None:
        return Desk(organisation, None, live, beginning(organisation, live))
    merged = merge(version.base, version.content, live)
    both = sorted({*version.both_sides, *merged.both_sides})
    return Desk(organisation, version, live, merged.content, both)


@dataclass(frozen=True)
class Task:
    """One part on the list of tasks."""

    title: str
    url: str
    state: str
    shape: str


def tasks(of: Desk) -> list[Task]:
    changed = set(differing(of.live, of.content))
    return [
        Task(
            title,
            reverse("members:edit-part", kwargs={"slug": of.organisation.slug, "part": part}),
            *_state(of, part, changed),
        )
        for part, title in TITLES.items()
    ]


def _state(of: Desk, part: str, changed: set[str]) -> tuple[str, str]:
    paths = paths_of(part, of.content)
    if any(path in of.both_sides for path in paths) or any(
        group_of(path) == GROUP_OF.get(part) for path in of.both_sides
    ):
        return "Changed on two sides", "over"
    if any(path in changed or group_of(path) == GROUP_OF.get(part) for path in changed & paths):
        return "Changed", "new"
    if any(group_of(path) == GROUP_OF.get(part) for path in changed):
        return "Changed", "new"
    return ("As it is live", "done") if _says_something(of, part) else ("Nothing yet", "draft")


GROUP_OF = {"places": "locations", "services": "services"}


def paths_of(part: str, content: Content) -> set[str]:
    """The fields of a part that is about the organisation itself."""
    return {f"organisation/{name}" for name in PARTS.get(part, ())}


def _says_something(of: Desk, part: str) -> bool:
    if part in GROUP_OF:
        return bool(of.content[GROUP_OF[part]])
    return any(at(of.content, path) not in ("", None, []) for path in paths_of(part, of.content))


@dataclass(frozen=True)
class TwoSides:
    """A field that was changed here and live meanwhile, for a person to choose."""

    path: str
    title: str
    ours: str
    theirs: str


def two_sides(of: Desk, names: Known) -> list[TwoSides]:
    return [_two_sides(path, of, names) for path in of.both_sides]


def _two_sides(path: str, of: Desk, names: Known) -> TwoSides:
    ours, theirs = at(of.content, path), at(of.live, path)
    if path in things(of.content) or path in things(of.live):
        return TwoSides(path, _title(path, of), *(_there(one) for one in (ours, theirs)))
    one = field_of(path)
    return TwoSides(
        path,
        f"{_title(path.rpartition('/')[0], of)}{one.label}",
        said(one, ours, names, of.content) or "Nothing",
        said(one, theirs, names, of.live) or "Nothing",
    )


def _title(path: str, of: Desk) -> str:
    if group_of(path) == "organisation":
        return ""
    thing = at(of.content, path) or at(of.live, path)
    name = thing["name"] if group_of(path) == "services" else place_name(thing)
    return f"{name}: "


def _there(thing: Any) -> str:
    return "It goes" if thing is None else "It stays, with changes"


@dataclass(frozen=True)
class Review:
    """What an approver reads: changed fields only, and what is to be chosen first."""

    desk: Desk
    changes: list[Change]
    two_sides: list[TwoSides]
    entered: list[Source]  # by the alliance, for an organisation that has approved nothing yet

    @property
    def has_register(self) -> bool:
        return any(change.is_register for change in self.changes)


def review(organisation: Organisation) -> Review:
    of, names = desk(organisation), known()
    is_first = organisation.live_version_id is None
    entered = sources(organisation, of.live, names) if is_first else []
    return Review(of, changes(of.live, of.content, names), two_sides(of, names), entered)


def changes_of(version: ProfileVersion) -> list[Change]:
    """What an earlier version changed when it was approved."""
    return changes(version.base, version.content, known())


def saved_by_others(of: Desk, paths: list[str]) -> list[tuple[str, str]]:
    """What somebody else saved meanwhile, field by field, to stand beside one's own words."""
    names = known()
    found = []
    for path in paths:
        if path in things(of.content):
            found += [
                (one.label, said(one, at(of.content, path)[one.name], names, of.content))
                for one in FIELDS[group_of(path)]
            ]
        elif path.count("/") == 1 and group_of(path) == "organisation":
            one = field_of(path)
            found.append((one.label, said(one, at(of.content, path), names, of.content)))
    return [(label, words) for label, words in found if words]


@dataclass(frozen=True)
class Standing:
    """What this person can do with the open version now."""

    can_approve: bool
    waits_for: str  # names, "" where nobody is named
    is_alone: bool


def standing(of: Desk, *, by: User, on: date) -> Standing:
    """An approver who did not send it; or somebody alone, at any time. Two queries."""
    acting = Representative.objects.filter(organisation=of.organisation).current(on=on)
    is_alone = set(acting.values_list("user_id", flat=True)) == {by.pk}
    others = [
        term.user
        for term in approvers_of(of.organisation, on=on)
        if of.version is None or term.user_id != of.version.sent_by_id
    ]
    is_other = of.version is not None and of.version.sent_by_id != by.pk
    can = is_alone or (of.is_waiting and is_other)
    return Standing(can, listed([str(user) for user in others], last="or"), is_alone)
