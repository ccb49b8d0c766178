"""The one documented shape of a profile: read, checked, compared, merged and put into words. Pure.

    {"shape": 1,
     "organisation": {"name": "Harbour Lane", "plain_summary": "...", "numbers": [...], ...},
     "locations": {"<public id>": {"kind": "physical", "postcode": "E1 6AN", ...}, ...},
     "services": {"<public id>": {"name": "Tea and talk", "languages": [...], ...}, ...}}

`shape.py` lists every field. New places and services get their public id while they are drafts, so
ids survive approval. A field is named by its path: `services/<public id>/name`.
"""

from members.profile_content.check import Fault, Misshapen, faults, read
from members.profile_content.compare import Change, Merged, changes, merge, without_register
from members.profile_content.flat import flat, sha256
from members.profile_content.shape import (
    EMPTY,
    FIELDS,
    NUMBER_OF_SHAPE,
    PARTS,
    REGISTER,
    Content,
    Field,
    Known,
    blank,
)
from members.profile_content.wording import said

__all__ = [
    "EMPTY",
    "FIELDS",
    "NUMBER_OF_SHAPE",
    "PARTS",
    "REGISTER",
    "Change",
    "Content",
    "Fault",
    "Field",
    "Known",
    "Merged",
    "Misshapen",
    "blank",
    "changes",
    "faults",
    "flat",
    "merge",
    "read",
    "said",
    "sha256",
    "without_register",
]
