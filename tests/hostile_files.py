"""Files as they come in: sixty that mean harm or are not what they say, and sixty honest ones.

All are made here, in code. A hostile file must be refused, or come back without what made it so.
"""

import io
import struct
import zipfile
import zlib

import openpyxl
import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, PngImagePlugin

from alliance.documents.office import DOCX, XLSX

SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
COME_BACK_INERT = (
    *("opens a script", "runs on closing", "script by name", "attachment", "launches"),
    *("script after a harmless link", "script in a link", "file link", "another file", "film"),
    *("embedded target", "sends a form", "fetches a form", "an action of no known kind", "plays"),
    *("form of another language", "field that runs", "bookmark that runs", "pinned file", "sound"),
    *("rich media", "content from elsewhere"),
)
SIGNS = (b"cmd.exe", b"app.alert", b"HOSTILE", b"javascript:", b"//host", b"51.5203", b"a.exe")


def pdf(change=None, pages=1, **options):
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page()
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out, **options)
    return out.getvalue()


def noted(action):
    """A page with a link that does this."""

    def change(made):
        note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
        made.pages[0].Annots = Array([made.make_indirect(note)])

    return change


def pinned(subtype):
    def change(made):
        note = Dictionary(Type=Name.Annot, Subtype=Name(subtype), Contents=String("HOSTILE"))
        made.pages[0].Annots = Array([made.make_indirect(note)])

    return change


def rooted(**entries):
    def change(made):
        for key, value in entries.items():
            made.Root[f"/{key}"] = value

    return change


def attached(made):
    made.attachments["a.exe"] = pikepdf.AttachedFileSpec(made, b"HOSTILE", filename="a.exe")


def bookmarked(made):
    item = made.make_indirect(Dictionary(Title=String("Open"), A=SCRIPT))
    made.Root.Outlines = made.make_indirect(Dictionary(First=item, Last=item, Count=1))


def content_from_elsewhere(made):
    stream = Stream(made, b"")
    stream.stream_dict.F = String("//host/share/a")
    made.pages[0].Contents = stream


def swelling(made):
    made.pages[0].Contents = packed(made, b"0 " * (101 * 2**20))


def packed(made, content, times=1):
    for _ in range(times):
        content = zlib.compress(content, 9)
    stream = Stream(made, content)
    stream.stream_dict.Filter = Array([Name.FlateDecode] * times)
    return made.make_indirect(stream)


def packed_twice(made):
    made.pages[0].Contents = packed(made, b"0 " * 5000, times=2)


def huge_picture(made):
    stream = packed(made, b"\0" * 100)
    stream.stream_dict.update(
        Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=90000, Height=90000)
    )
    made.pages[0].Resources = Dictionary(XObject=Dictionary(Im0=stream))


def deep(made):
    nest = Dictionary()
    for _ in range(80):
        nest = Dictionary(Down=nest)
    made.Root.Nest = nest


def link(target):
    return Dictionary(S=Name.URI, URI=String(target))


def hostile_pdfs():
    field = Dictionary(FT=Name.Btn, T=String("a"), AA=Dictionary(U=SCRIPT))
    changes = {
        "opens a script": rooted(OpenAction=SCRIPT),
        "runs on closing": rooted(AA=Dictionary(WC=SCRIPT)),
        "script by name": rooted(
            Names=Dictionary(JavaScript=Dictionary(Names=Array([String("a"), SCRIPT])))
        ),
        "attachment": attached,
        "launches": noted(Dictionary(S=Name.Launch, F=String("cmd.exe"))),
        "script after a harmless link": noted(
            Dictionary(S=Name.URI, URI=String("https://a.org"), Next=SCRIPT)
        ),
        "script in a link": noted(link("javascript:alert(1)")),
        "file link": noted(link("file://host/share")),
        "another file": noted(Dictionary(S=Name.GoToR, F=String("//host/share"))),
        "embedded target": noted(Dictionary(S=Name.GoToE, F=String("//host/share"))),
        "sends a form": noted(Dictionary(S=Name.SubmitForm, F=String("//host/share"))),
        "fetches a form": noted(Dictionary(S=Name.ImportData, F=String("//host/share"))),
        "an action of no known kind": noted(Dictionary(S=Name("/Hostile"), X=String("HOSTILE"))),
        "plays": noted(Dictionary(S=Name.Rendition, JS=String("app.alert(1)"))),
        "form of another language": rooted(AcroForm=Dictionary(XFA=String("HOSTILE"))),
        "field that runs": rooted(AcroForm=Dictionary(Fields=Array([field]))),
        "bookmark that runs": bookmarked,
        "pinned file": pinned("/FileAttachment"),
        "sound": pinned("/Sound"),
        "film": pinned("/Movie"),
        "rich media": pinned("/RichMedia"),
        "content from elsewhere": content_from_elsewhere,
        "swells": swelling,
        "huge picture": huge_picture,
        "nested without end": deep,
    }
    files = {f"pdf: {name}": ("a.pdf", pdf(change)) for name, change in changes.items()}
    locked = pdf(encryption=pikepdf.Encryption(owner="a", user="b"))
    as_is = pikepdf.StreamDecodeLevel.none
    twice = pdf(packed_twice, compress_streams=False, stream_decode_level=as_is)
    return files | {
        "pdf: packed twice": ("a.pdf", twice),
        "pdf: locked": ("a.pdf", locked),
        "pdf: too many pages": ("a.pdf", pdf(pages=1501)),
        "pdf: no pages": ("a.pdf", pdf(pages=0)),
        "pdf: only a head": ("a.pdf", b"%PDF-1.7\n%%EOF"),
        "pdf: really a program": ("a.pdf", b"MZ\x90\0HOSTILE"),
    }


def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return out.getvalue()


KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def rels(kind, target, mode="External"):
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{KINDS}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        "</Relationships>"
    )


def docx(body="<w:p><w:r><w:t>Hello</w:t></w:r></w:p>", kind=f"{DOCX}.main+xml", parts=None):
    whole = f"<w:body>{body}</w:body>"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )
    return zipped(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": rels("officeDocument", "word/document.xml", "Internal"),
            "word/document.xml": f'<w:document xmlns:w="{WORD}">{whole}</w:document>',
            **(parts or {}),
        }
    )


def xlsx(cells=(("Name", "Hours"), ("Amber House", 4))):
    book = openpyxl.Workbook()
    for row in cells:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_parts(content, parts):
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        return zipped({name: old.read(name) for name in old.namelist()} | parts)


def field_code(code):
    return docx(f'<w:p><w:fldSimple w:instr="{code}"/></w:p>')


def lying_zip():
    """Says that a part is small, and it is not."""
    made = docx(parts={"word/big.bin": b"\0" * 3_000_000})
    return made.replace(struct.pack("<I", 3_000_000), struct.pack("<I", 30))


def hostile_office():
    macro_kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    bomb = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
    entity = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    book = xlsx()
    return {
        "docx: macros": ("a.docx", docx(parts={"word/vbaProject.bin": b"HOSTILE"})),
        "docx: macros by type": ("a.docx", docx(kind=macro_kind)),
        "docx: embedded object": ("a.docx", docx(parts={"word/embeddings/a.bin": b"HOSTILE"})),
        "docx: ActiveX": ("a.docx", docx(parts={"word/activeX/activeX1.xml": "<a/>"})),
        "docx: template from elsewhere": (
            "a.docx",
            docx(parts={"word/_rels/settings.xml.rels": rels("attachedTemplate", "http://a/b")}),
        ),
        "docx: picture from elsewhere": (
            "a.docx",
            docx(parts={"word/_rels/document.xml.rels": rels("image", "//host/a.png")}),
        ),
        "docx: script in a link": (
            "a.docx",
            docx(parts={"word/_rels/document.xml.rels": rels("hyperlink", "javascript:a()")}),
        ),
        "docx: calls a program": ("a.docx", field_code("DDEAUTO cmd.exe")),
        "docx: includes a file": ("a.docx", field_code("INCLUDETEXT //host/a")),
        "docx: split field code": (
            "a.docx",
            docx("<w:p><w:instrText>DDE</w:instrText><w:instrText>AUTO c</w:instrText></w:p>"),
        ),
        "docx: XML bomb": ("a.docx", docx(parts={"word/a.xml": bomb})),
        "docx: XML reads a file": ("a.docx", docx(parts={"word/a.xml": entity})),
        "docx: zip bomb": ("a.docx", docx(parts={"word/a.bin": b"\0" * 30_000_000})),
        "docx: lies about its size": ("a.docx", lying_zip()),
        "docx: part outside": ("a.docx", docx(parts={"../../a.txt": "HOSTILE"})),
        "docx: broken XML": ("a.docx", docx(parts={"word/a.xml": "<a>"})),
        "docx: a bare zip": ("a.docx", zipped({"a.txt": "HOSTILE"})),
        "docx: cut off": ("a.docx", docx()[:300]),
        "docx: really a workbook": ("a.docx", book),
        "xlsx: really a letter": ("a.xlsx", docx()),
        "xlsx: external link": (
            "a.xlsx",
            with_parts(book, {"xl/externalLinks/externalLink1.xml": "<a/>"}),
        ),
        "xlsx: connection": ("a.xlsx", with_parts(book, {"xl/connections.xml": "<a/>"})),
        "xlsx: old macro sheet": ("a.xlsx", with_parts(book, {"xl/macrosheets/a.xml": "<a/>"})),
        "xlsx: calls a program": ("a.xlsx", xlsx([("=cmd|'/c calc'!A0",)])),
    }


def picture(kind, *, size=(40, 30), mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, 1 if mode in "1LP" else None).save(out, kind, **options)
    return out.getvalue()


def with_place():
    exif = Image.Exif()
    exif[0x010E] = "HOSTILE at 51.5203"
    return exif


def png_that_lies(width, height):
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    pixels = zlib.compress(b"\0" * 1000)
    drawn = struct.pack(">I", len(pixels)) + b"IDAT" + pixels
    return b"\x89PNG\r\n\x1a\n" + chunk + drawn + struct.pack(">I", zlib.crc32(drawn[4:]))


def hostile_pictures_and_text():
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", "HOSTILE")
    return {
        "jpeg: place and camera": ("a.jpg", picture("JPEG", exif=with_place())),
        "jpeg: program at the end": ("a.jpg", picture("JPEG") + b"HOSTILE"),
        "jpeg: cut off": ("a.jpg", picture("JPEG", size=(400, 300))[:400]),
        "jpeg: really PNG": ("a.jpeg", picture("PNG")),
        "png: comment": ("a.png", picture("PNG", pnginfo=said)),
        "png: zip at the end": ("a.png", picture("PNG") + zipped({"HOSTILE": "a"})),
        "png: enormous": ("a.png", png_that_lies(60000, 60000)),
        "png: really SVG": ("a.png", b"<svg onload='HOSTILE'/>"),
        "svg": ("a.svg", b"<svg onload='HOSTILE'/>"),
        "program": ("a.exe", b"MZHOSTILE"),
        "two endings": ("a.pdf.exe", pdf()),
        "no ending": ("a", pdf()),
        "ending turned round": ("a\u202etxt.exe", b"HOSTILE"),
        "empty": ("a.txt", b""),
        "text: really a web page": ("a.txt", b"<!DOCTYPE html><script>HOSTILE</script>"),
        "text: bytes": ("a.txt", b"\0\1\2HOSTILE"),
        "csv: calls a program": ("a.csv", b"name\n\"=cmd|' /c calc'!A0\"\n"),
        "csv: an open quote": ("a.csv", b'name,hours\n"Amber,4\n'),
        "csv: no rows": ("a.csv", b"\n\n"),
    }


def hostile():
    return hostile_pdfs() | hostile_office() | hostile_pictures_and_text()


def honest():
    """Sixty and more, by name: (name, content, media type)."""
    return honest_pdfs() | honest_office() | honest_pictures() | honest_text()


def honest_pdfs():
    jump = Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]))
    actions = {
        "web link": link("https://example.org/"),
        "plain web link": link("http://example.org/"),
        "mail link": link("mailto:a@example.org"),
        "jump": jump,
    }
    made = {name: pdf(noted(action)) for name, action in actions.items()}
    made |= {f"{pages} pages": pdf(pages=pages) for pages in (1, 2, 9, 40, 1500)}
    versions = ("1.4", "1.5", "1.6", "1.7", "2.0")
    made |= {f"version {v}": pdf(force_version=v) for v in versions}
    made["spread out"] = pdf(qdf=True)
    made["in one line"] = pdf(linearize=True)
    made["locked against changes only"] = pdf(encryption=pikepdf.Encryption(owner="a", user=""))
    made["packed page"] = pdf(lambda m: setattr(m.pages[0], "Contents", packed(m, b"0 " * 999)))
    return {f"pdf: {name}": ("a.pdf", c, "application/pdf") for name, c in made.items()}


def honest_office():
    web = {"word/_rels/document.xml.rels": rels("hyperlink", "https://example.org/")}
    mail = {"word/_rels/document.xml.rels": rels("hyperlink", "mailto:a@example.org")}
    words = {
        "one line": docx(),
        "many lines": docx("<w:p><w:r><w:t>Hello</w:t></w:r></w:p>" * 500),
        "empty": docx(""),
        "Bengali": docx("<w:p><w:r><w:t>স্বাগতম</w:t></w:r></w:p>"),
        "web link": docx(parts=web),
        "mail link": docx(parts=mail),
        "page number": field_code("PAGE"),
        "contents": field_code("TOC \\h"),
        "picture": docx(parts={"word/media/a.png": picture("PNG")}),
    }
    books = {
        "two rows": xlsx(),
        "empty": xlsx(()),
        "sums": xlsx(((1, 2, "=A1+B1"),)),
        "other sheet": xlsx((("='Sheet'!A1",),)),
        "many rows": xlsx([(n, n * 2) for n in range(2000)]),
        "Arabic": xlsx((("مرحبا",),)),
        "text with a stroke": xlsx((("either | or!",),)),
    }
    found = {f"docx: {name}": ("a.docx", content, DOCX) for name, content in words.items()}
    return found | {f"xlsx: {name}": ("a.xlsx", c, XLSX) for name, c in books.items()}


def honest_pictures():
    modes = {"PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"), "JPEG": ("L", "RGB", "CMYK")}
    found = {
        f"{kind}: {mode}": (f"a.{kind.lower()}", picture(kind, mode=mode), f"image/{kind.lower()}")
        for kind, several in modes.items()
        for mode in several
    }
    return found | {
        "JPEG: .jpg in capitals": ("HOLIDAY.JPG", picture("JPEG"), "image/jpeg"),
        "JPEG: in passes": ("a.jpg", picture("JPEG", progressive=True), "image/jpeg"),
        "PNG: wide": ("a.png", picture("PNG", size=(3000, 10)), "image/png"),
    }


def honest_text():
    csvs = {
        "commas": b"name,hours\nAmber,4\n",
        "semicolons": b"name;hours\r\nAmber;4\r\n",
        "tabs": b"name\thours\nAmber\t4\n",
        "quotes": b'name,said\nAmber,"yes, ""and"" no"\n',
        "a line in a cell": b'name,said\nAmber,"one\ntwo"\n',
        "a sum below nought": b"name,hours\nAmber,-4\n",
        "one column": b"name\nAmber\n",
        "mark at the start": b"\xef\xbb\xbfname,hours\nAmber,4\n",
        "UTF-16": "name\thours\nAmber\t4\n".encode("utf-16"),
        "Windows letters": "name,town\nJos\u00e9,C\u00f3rdoba\n".encode("cp1252"),
    }
    texts = {
        "one line": b"Hello",
        "Windows lines": b"Hello\r\nyou\r\n",
        "tabs": b"a\tb\n",
        "Bengali": "স্বাগতম\n".encode(),
        "Arabic": "مرحبا\n".encode(),
        "Somali": b"Soo dhawoow\n",
        "curly quotes from Windows": b"\x93Hello\x94",
        "less than": b"2 < 3 and 3 > 2",
    }
    found = {f"csv: {name}": ("a.csv", content, "text/csv") for name, content in csvs.items()}
    return found | {f"txt: {name}": ("a.txt", c, "text/plain") for name, c in texts.items()}
