"""Versions of a profile: the open one, the live one, what was said when and by whom."""

import hashlib
import json
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass

from members.models import Identifier, Organisation, ProfileVersion
from members.profile_content import FIELDS, REGISTER, Content, Known, flat, said
from members.profile_content.compare import at, subject_of
from members.profile_content.flat import field_of, group_of, things


def open_version(organisation: Organisation) -> ProfileVersion | None:
    rows = ProfileVersion.objects.filter(organisation=organisation).open()
    return rows.select_related("edited_by", "sent_by", "decided_by").first()


def beginning(organisation: Organisation, live: Content) -> Content:
    """What a new draft starts from: what is live, and what still waits for the lead."""
    content = deepcopy(live)
    waiting = ProfileVersion.objects.filter(organisation=organisation).waiting_for_the_lead()
    pending = waiting.first()
    if pending is not None:
        for name in REGISTER:
            if pending.content["organisation"][name] != pending.base["organisation"][name]:
                content["organisation"][name] = deepcopy(pending.content["organisation"][name])
    return content


def fingerprint(content: Content, paths: Iterable[str]) -> str:
    """Of the values at these paths, to tell whether somebody else changed them."""
    values = {path: at(content, path) for path in paths}
    text = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def history(organisation: Organisation) -> list[ProfileVersion]:
    """The latest first; one query."""
    return list(
        ProfileVersion.objects.filter(organisation=organisation)
        .select_related("edited_by", "sent_by", "decided_by", "register_by")
        .defer("content", "base")
        .order_by("-number")
    )


@dataclass(frozen=True)
class Source:
    """A field as it is live, and who said so. No version: the alliance entered it."""

    subject: str
    label: str
    words: str
    version: ProfileVersion | None
    is_confirmed: bool  # some version has been approved, so the organisation has seen it


def sources(organisation: Organisation, live: Content, known: Known) -> list[Source]:
    """Every field that says something, with the latest approved version that changed it."""
    versions = list(
        ProfileVersion.objects.filter(organisation=organisation)
        .approved()
        .select_related("sent_by", "decided_by", "register_by")
        .order_by("number")
    )
    said_by = _latest_to_say(versions)
    return [
        Source(subject_of(path, thing), field.label, words, said_by.get(full), bool(versions))
        for path, thing in things(live).items()
        for field in FIELDS[group_of(path)]
        if (full := f"{path}/{field.name}")
        and (words := said(field, thing[field.name], known, live))
    ]


def _latest_to_say(versions: list[ProfileVersion]) -> dict[str, ProfileVersion]:
    found: dict[str, ProfileVersion] = {}
    for version in versions:
        before, after = flat(version.base), flat(version.content)
        for path, value in after.items():
            if path not in before or before[path] != value:
                if not _is_unsigned(version, path):
                    found[path] = version
    return found


def _is_unsigned(version: ProfileVersion, path: str) -> bool:
    """A register's fact that the lead has not signed is not live."""
    is_register = field_of(path).name in REGISTER
    is_own = group_of(path) == "organisation" and is_register
    return is_own and version.register_state != ProfileVersion.RegisterState.SIGNED


def waiting_for_the_lead(organisation: Organisation) -> ProfileVersion | None:
    rows = ProfileVersion.objects.filter(organisation=organisation).waiting_for_the_lead()
    return rows.select_related("organisation", "sent_by").first()


def shared_numbers(version: ProfileVersion) -> list[tuple[str, str]]:
    """Numbers of the version that another member holds too: (number, its name)."""
    wanted = {(n["scheme"], n["value"]) for n in version.content["organisation"]["numbers"]}
    rows = (
        Identifier.objects.filter(value__in=[value for _, value in wanted])
        .exclude(organisation=version.organisation_id)
        .select_related("organisation")
        .order_by("organisation__sort_name")
    )
    return [(one.value, one.organisation.name) for one in rows if (one.scheme, one.value) in wanted]
