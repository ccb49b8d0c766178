"""The result on paper: the figures of the declaration, and no others."""

from datetime import date
from typing import Any

from alliance import words
from alliance.documents import pages
from alliance.mark import Mark
from alliance.queries.frame import face
from partnership_board import result_sheets
from partnership_board.models import Declaration

KINDS = {
    Declaration.Stage.PROVISIONAL: "Provisional result of an election",
    Declaration.Stage.CERTIFIED: "Certified result of an election",
}
HASHES = (
    ("rule_sha256", "The rule"),
    ("roll_sha256", "The roll"),
    ("box_sha256", "The box"),
    ("ballots_commitment", "The ballots, with their salt"),
    ("lots_sha256", "The lots"),
    ("result_sha256", "The result"),
)
Context = dict[str, Any]  # Any: a template's context


def pdf_of(declaration: Declaration) -> bytes:
    shown = face()
    accent = shown.accent if shown else None
    return pages.make("documents/election_result.html", context_of(declaration), accent=accent)


def context_of(declaration: Declaration) -> Context:
    said, shown = declaration.published, face()
    sheet = said["sheet"]
    return {
        "title": f"{sheet['title']}: result",
        "kind": KINDS[Declaration.Stage(declaration.stage)],
        "alliance": shown.display_name if shown else "",
        "mark": Mark(shown.mark) if shown and shown.mark else None,
        "subtitle": said["board"],
        "date": words.moment(declaration.at),
        "facts": facts(said),
        "told": said,
        "sheet": sheet,
        "tables": result_sheets.tables(sheet),
        "picture": result_sheets.picture(sheet, width=640),
        "seats": seats(said),
        "hashes": hashes(said),
        "ways": WAYS,
    }


def facts(said: Context) -> list[tuple[str, str]]:
    """Turnout always; of the ballots only what the level tells."""
    voted = said["turnout"]
    sheet = said["sheet"]
    made = [
        (str(len(sheet["elected"])), f"of {words.counted(sheet['seats'], 'seat')} filled"),
        (f"{voted['voted']} of {voted['entitled']}", "organisations voted"),
    ]
    if sheet.get("quota"):
        made.append((str(sheet["quota"]), "votes needed (quota)"))
    return made


def seats(said: Context) -> list[dict[str, str]]:
    return [
        {
            "name": each["name"],
            "seat": each["seat"],
            "starts": words.day(date.fromisoformat(each["from_on"])),
            "ends": words.day(date.fromisoformat(each["until_on"])),
        }
        for each in said["seats"]
    ]


def hashes(said: Context) -> list[tuple[str, str]]:
    known = [(label, said["hashes"][name]) for name, label in HASHES if said["hashes"].get(name)]
    return [*known, ("The log so far", said["log_head"])]


WAYS = (
    (
        "Download bundle.zip beside this result. It holds the rule, the candidates, the list of "
        "envelopes, the receipts, the log, the lots and the result."
    ),
    (
        "Each file has a SHA-256 that stands in the log, and each line of the log carries the hash "
        "of the line before. Any SHA-256 tool shows whether one of them was changed."
    ),
    (
        "The command python -m partnership_board.counting verify bundle.zip does all of it at "
        "once. With the scrutineers' copy it counts the ballots again."
    ),
)
