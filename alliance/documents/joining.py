"""Tagged documents put together into one that is still tagged, page labels and bookmarks and all.

Each part keeps the bytes of its pages, so a part that was made before need not be made again. The
first gives the title, the language and the metadata. In it, a link to `elsewhere:NAME` leads to the
anchor of that name in another part.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Pdf, String

from alliance.documents.labels import set_labels

ELSEWHERE = "elsewhere:"


def join(first: bytes, others: Sequence[bytes]) -> bytes:
    """One document, the pages in this order. The same parts give the same bytes."""
    if not others:
        return first
    with ExitStack() as until, pikepdf.open(io.BytesIO(first)) as whole:
        labels = [str(page.label) for page in whole.pages]
        anchors, marks = dict(_anchors(whole)), []
        for content in others:
            part = until.enter_context(pikepdf.open(io.BytesIO(content)))
            labels += [str(page.label) for page in part.pages]
            marks += list(_bookmarks(part, at=len(whole.pages)))
            anchors |= _take_in(whole, part)
        _lead_elsewhere(whole)
        ordered = sorted(anchors.items(), key=lambda anchor: anchor[0].encode())
        names = [thing for name, place in ordered for thing in (String(name), place)]
        whole.Root.Names = Dictionary(Dests=Dictionary(Names=Array(names)))
        with whole.open_outline() as outline:
            (outline.root[-1].children if outline.root else outline.root).extend(marks)
        set_labels(whole, labels)
        out = io.BytesIO()
        whole.save(out, deterministic_id=True)
        return out.getvalue()


def _take_in(whole: Pdf, part: Pdf) -> dict[str, Object]:
    """Pages first, so that what points at them from the tag tree points at the copies."""
    at = len(whole.pages)
    for page in part.pages:
        whole.pages.append(page)
    tree = whole.Root.StructTreeRoot
    numbers, key = tree.ParentTree.Nums, _next_key(tree)
    added = whole.copy_foreign(part.Root.StructTreeRoot)
    for page in whole.pages[at:]:
        page.StructParents = int(page.StructParents) + key
        for annotation in page.get("/Annots", []):
            if "/StructParent" in annotation:
                annotation.StructParent = int(annotation.StructParent) + key
    theirs = added.ParentTree.Nums
    for place in range(0, len(theirs), 2):
        numbers.append(int(theirs[place]) + key)
        numbers.append(theirs[place + 1])
    for element in added.K[0].K:
        element.P = tree.K[0]
        tree.K[0].K.append(element)
    own = _pages(part)
    return {
        name: Array([whole.pages[at + own[_key(place[0])]].obj, *list(place)[1:]])
        for name, place in _anchors(part)
    }


def _pages(part: Pdf) -> dict[tuple[int, int], int]:
    """The place of each page, by its number as an object."""
    return {_key(page.obj): place for place, page in enumerate(part.pages)}


def _key(thing: Object) -> tuple[int, int]:
    number, generation = thing.objgen
    return int(number), int(generation)


def _next_key(tree: Object) -> int:
    return max((int(n) for n in list(tree.ParentTree.Nums)[::2]), default=-1) + 1


def _anchors(document: Pdf) -> Iterator[tuple[str, Object]]:
    found = document.Root.get("/Names", Dictionary()).get("/Dests", Dictionary())
    names = list(found.get("/Names", []))
    for name, place in zip(names[::2], names[1::2], strict=True):
        yield str(name), place


def _bookmarks(part: Pdf, *, at: int) -> Iterator[OutlineItem]:
    own = _pages(part)
    with part.open_outline() as outline:
        for item in outline.root:
            yield _bookmark(item, own, at)


def _bookmark(item: OutlineItem, own: dict[tuple[int, int], int], at: int) -> OutlineItem:
    page, _, left, top, *_zoom = list(item.destination)  # type: ignore[arg-type]  # as WeasyPrint writes it
    here = at + own[_key(page)]
    made = OutlineItem(item.title, here, "XYZ", left=float(left), top=float(top), zoom=0)
    made.children.extend(_bookmark(child, own, at) for child in item.children)
    return made


def _lead_elsewhere(whole: Pdf) -> None:
    for page in whole.pages:
        for annotation in page.get("/Annots", []):
            address = str(annotation.get("/A", Dictionary()).get("/URI", ""))
            if address.startswith(ELSEWHERE):
                name = address.removeprefix(ELSEWHERE)
                del annotation[Name.A]
                annotation.Dest, annotation.Contents = String(name), String(name)
