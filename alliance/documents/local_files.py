"""A document is made from our own static files and nothing else: no network, no other folder."""

import io
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from fontTools.ttLib import woff2  # type: ignore[import-untyped]
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

STATIC = Path(__file__).resolve().parents[2] / "static"


class OnlyStaticFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Fetches `data:` addresses and files below `root`; any other address stops the rendering."""

    def __init__(self, root: Path = STATIC) -> None:
        super().__init__(allowed_protocols={"data", "file"}, allow_redirects=False)
        self._root = root.resolve()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        address = urlsplit(url)
        if address.scheme == "data":
            return super().fetch(url, headers)
        path = Path(unquote(address.path)).resolve()
        if address.scheme != "file" or address.netloc or not path.is_relative_to(self._root):
            raise FatalURLFetchingError(f"A document may not fetch {url[:200]}")
        if path.suffix == ".woff2":
            return URLFetcherResponse(path.as_uri(), io.BytesIO(unpacked(path)))
        return super().fetch(path.as_uri(), headers)


@cache
def unpacked(path: Path) -> bytes:
    """The font in full. Unpacking six of them again for each document took half its time."""
    out = io.BytesIO()
    woff2.decompress(io.BytesIO(path.read_bytes()), out)
    return out.getvalue()
