"""Word and Excel files: refused if they run, carry or fetch anything; never changed."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from alliance.documents.limits import MOST_PARTS, MOST_TIMES, MOST_UNPACKED, SMALL_ENOUGH
from alliance.errors import Refused

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAIN_PARTS = {
    DOCX: ("word/document.xml", "wordprocessingml.document.main+xml"),
    XLSX: ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
}
MACROS = (
    "vbaproject",
    "vbadata",
    "macrosheets/",
    "dialogsheets/",
    "customui",
    "activex/",
    "ctrlprops/",
)
CARRIED = ("embeddings/", "oleobject", "attachedtemplate", "webextensions/", "taskpanes")
FETCHED = ("externallinks/", "connections.xml", "querytables/", "customdata/")
XML_ENDINGS = (".xml", ".rels", ".vml")
FIELDS_THAT_FETCH = ("DDE", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "LINK")
SAFE_TARGETS = ("https://", "http://", "mailto:", "#")
BLOCK = 2**20


def check(content: bytes, media_type: str) -> None:
    """Reads every part of the file. Raises Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            refuse_bomb(packed.infolist(), len(content))
            refuse_parts([part.filename for part in packed.infolist()])
            main, kind = MAIN_PARTS[media_type]
            parts = dict(read_xml(packed))
            if main not in parts or not names_itself(parts.get("[Content_Types].xml"), kind):
                raise Refused("This is not the kind of file that its name says.")
            for name, root in parts.items():
                refuse_content(name, root)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise Refused("This file is damaged or locked. Please save it again, unlocked.") from None


def refuse_bomb(parts: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    most = max(min(size * MOST_TIMES, MOST_UNPACKED), SMALL_ENOUGH)
    if unpacked > most or len(parts) > MOST_PARTS:
        raise Refused("This file unpacks to far more than its size, so we do not open it.")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("This file is locked with a password. Please send it unlocked.")


def refuse_parts(names: list[str]) -> None:
    if len(set(names)) != len(names) or any(".." in n or n.startswith("/") for n in names):
        raise Refused("This file is put together in an unusual way. Please save it again.")
    small = [name.lower().replace("\\", "/") for name in names]
    if any(sign in name for name in small for sign in MACROS):
        raise Refused("This file contains macros. Please save it without them, as .docx or .xlsx.")
    if any(sign in name for name in small for sign in CARRIED):
        raise Refused("This file has another file inside it. Please send that one by itself.")
    if any(sign in name for name in small for sign in FETCHED):
        raise Refused("This file fetches content from elsewhere. Please break those links first.")


def read_xml(packed: zipfile.ZipFile) -> Iterator[tuple[str, Element]]:
    """Every part that is XML, by name; the others are unpacked too, so that damage shows."""
    for part in packed.infolist():
        with packed.open(part) as opened:
            text = opened.read(part.file_size + 1)
        if len(text) > part.file_size:
            raise Refused("This file unpacks to more than it says, so we do not open it.")
        if part.filename.lower().endswith(XML_ENDINGS):
            try:
                yield part.filename, fromstring(text, forbid_dtd=True)
            except (ParseError, DefusedXmlException, ValueError):
                raise Refused("This file is damaged. Please save it again.") from None


def names_itself(types: Element | None, kind: str) -> bool:
    found = [part.get("ContentType", "") for part in types] if types is not None else []
    if any("macroEnabled" in said or "vbaProject" in said for said in found):
        raise Refused("This file contains macros. Please save it without them, as .docx or .xlsx.")
    return any(said.endswith(kind) for said in found)


def refuse_content(name: str, root: Element) -> None:
    if name.lower().endswith(".rels"):
        for link in root:
            refuse_link(link)
        return
    words = " ".join(field_codes(root)).upper().replace('"', " ").split()
    if any(word.startswith(FIELDS_THAT_FETCH) for word in words) or has_dde(root):
        raise Refused("This file fetches content from elsewhere. Please break those links first.")


def field_codes(root: Element) -> Iterator[str]:
    """What Word would work out when the file is opened, wherever it is written."""
    code = []
    for element in root.iter():
        kind = element.tag.rpartition("}")[2]
        if kind == "instrText":
            code.append(element.text or "")  # one code may be split over many elements
        yield from (value for name, value in element.items() if name.endswith("}instr"))
        if kind == "ddeLink":
            yield "DDE"
    yield "".join(code)


def has_dde(root: Element) -> bool:
    """A formula or name that calls another program: `cmd|' /c calc'!A0`."""
    formulas = (
        e.text or "" for e in root.iter() if e.tag.rpartition("}")[2] in ("f", "definedName")
    )
    return any("|" in formula and "!" in formula for formula in formulas)


def refuse_link(link: Element) -> None:
    """Links for people to follow are fine; anything that the program would load itself is not."""
    kind, target = link.get("Type", "").lower(), link.get("Target", "").strip().lower()
    is_outside = link.get("TargetMode", "").lower() == "external"
    if is_outside and not (kind.endswith("/hyperlink") and target.startswith(SAFE_TARGETS)):
        raise Refused("This file fetches content from elsewhere. Please break those links first.")
    if kind.endswith(("/oleobject", "/package", "/control", "/attachedtemplate", "/vbaproject")):
        raise Refused("This file has another file inside it. Please send that one by itself.")
