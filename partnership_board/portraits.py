"""The picture of somebody who stands: drawn anew and made small. Pure: bytes in, bytes out."""

import io

from PIL import Image

from alliance.documents.uploads import JPEG, PNG, Checked, examine

LONGEST = 640  # pixels of its longer side: twice what the page shows, for sharp screens
MOST_BYTES = 10_000_000


def portrait(name: str, content: bytes) -> Checked:
    """A JPEG without place, camera, time or previews, at most `LONGEST` pixels wide or high.

    `content` is a JPEG or PNG of at most `MOST_BYTES`. Raises alliance.errors.Refused with a
    sentence for whoever sent it.
    """
    checked = examine(name, content, allowed=frozenset({JPEG, PNG}))
    with Image.open(io.BytesIO(checked.content)) as drawn:
        small = on_white(drawn)
    small.thumbnail((LONGEST, LONGEST))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=85, optimize=True)
    return Checked(JPEG, "portrait.jpg", out.getvalue())


def on_white(drawn: Image.Image) -> Image.Image:
    """A JPEG knows no see-through pixels."""
    clear = drawn.convert("RGBA")
    white = Image.new("RGBA", clear.size, "white")
    white.alpha_composite(clear)
    return white.convert("RGB")
