"""A paper as plain text in the order in which it is read aloud. Pure.

Headings stand alone, lists say where each entry begins, and each row of a table says what its
columns are, because nobody who listens can look up to its head.
"""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from partnership_board.prose import READER, parts

LISTS = {"bullet_list", "ordered_list"}


def spoken(text: str) -> str:
    """Paragraphs with an empty line between them."""
    return "\n\n".join(_paragraphs(READER.parse(text)))


def _paragraphs(tokens: Sequence[Token]) -> Iterator[str]:
    for part in parts(tokens):
        kind = part[0].type.removesuffix("_open")
        if kind in LISTS:
            yield "\n".join(_entries(part))
        elif kind == "table":
            yield "\n".join(_rows(part))
        elif kind == "blockquote":
            yield from _paragraphs(part[1:-1])
        elif kind in {"code_block", "fence"}:
            yield part[0].content.rstrip()
        elif kind != "hr":
            yield " ".join(said(token) for token in part if token.type == "inline")


def _entries(tokens: Sequence[Token]) -> Iterator[str]:
    """Each entry on a line with its mark; what stands inside it, further in."""
    is_numbered = tokens[0].type == "ordered_list_open"
    number = int(tokens[0].attrs.get("start", 1))
    for entry in parts(tokens[1:-1]):
        mark = f"{number}." if is_numbered else "-"
        inside = "\n".join(_paragraphs(entry[1:-1])).replace("\n", "\n  ")
        yield f"{mark} {inside}"
        number += 1


def _rows(tokens: Sequence[Token]) -> Iterator[str]:
    """Who: Ada. How many: 3."""
    lines = _of_kind(tokens, "tr")
    heads, *rows = [[said(token) for token in line if token.type == "inline"] for line in lines]
    for row in rows:
        told = [(head, cell) for head, cell in zip(heads, row, strict=False) if cell]
        yield f"{'. '.join(f'{head}: {cell}' if head else cell for head, cell in told)}."


def _of_kind(tokens: Sequence[Token], kind: str) -> Iterator[list[Token]]:
    begins = 0
    for place, token in enumerate(tokens):
        if token.type == f"{kind}_open":
            begins = place
        elif token.type == f"{kind}_close":
            yield list(tokens[begins : place + 1])


def said(token: Token) -> str:
    """The words of a line; an address is said where it differs from the words that lead to it."""
    words, address = "", ""
    for each in token.children or []:
        if each.type == "link_open":
            address = str(each.attrs.get("href", ""))
        elif each.type == "link_close":
            words += f" ({address})" if address and address not in words else ""
        elif each.type.endswith("break"):
            words += " "
        else:
            words += each.content
    return " ".join(words.split())
