"""Where the published schemas of open standards are kept, and how a document is held against them.

They are other people's files under their own licence, so they are no part of this tree. Tests that
need them are skipped where they are absent; every rule that we rely on is also tested without them.
"""

import json
import os
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

HERE = Path(__file__).resolve().parent.parent
STANDARDS = Path(os.environ.get("ALLIANCE_STANDARDS", HERE.parent / "shared" / "standards"))
WHY_NOT = f"The schemas are not in {STANDARDS}. Set ALLIANCE_STANDARDS to where they are."
OPEN_REFERRAL = STANDARDS / "openreferral"
FORMATS = FormatChecker()  # knows uuid and email by itself


@FORMATS.checks("date-time", raises=ValueError)
def is_moment(value: object) -> bool:
    """RFC 3339: a day, a time and an offset."""
    if not isinstance(value, str):
        return True
    return "T" in value and datetime.fromisoformat(value).tzinfo is not None


@FORMATS.checks("uri", raises=ValueError)
def is_address(value: object) -> bool:
    """RFC 3986: a scheme and something after it, and no blank."""
    if not isinstance(value, str):
        return True
    parts = urlsplit(value)
    return bool(parts.scheme and (parts.netloc or parts.path)) and " " not in value


@cache
def schema(profile: str, name: str) -> dict[str, Any]:  # Any: JSON
    folder = OPEN_REFERRAL / profile if profile else OPEN_REFERRAL
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


@cache
def validator(profile: str, name: str) -> Draft7Validator:
    def load(uri: str) -> Resource[Any]:
        found = schema(profile, uri.rsplit("/", 1)[-1].removesuffix(".json"))
        return Resource.from_contents(found, default_specification=DRAFT7)

    return Draft7Validator(
        schema(profile, name),
        format_checker=FORMATS,
        registry=Registry(retrieve=load),  # type: ignore[call-arg]  # attrs' own name
    )


def faults(document: object, profile: str, name: str) -> list[str]:
    errors = validator(profile, name).iter_errors(document)  # type: ignore[arg-type]  # JSON
    return [f"{error.json_path}: {error.message[:120]}" for error in errors]
