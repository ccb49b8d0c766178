"""Pictures from outside, drawn anew: the same pixels, and nothing that rode along with them."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from alliance.documents.limits import MOST_PIXELS
from alliance.errors import Refused

FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG"}
MODES = {"PNG": {"1", "L", "LA", "P", "RGB", "RGBA"}, "JPEG": {"L", "RGB"}}


def redraw(content: bytes, media_type: str) -> bytes:
    """The picture without place, camera, comments or hidden previews, the right way up.

    Raises Refused.
    """
    kind = FORMATS[media_type]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[kind]) as picture:
                return redrawn(picture, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("This picture is too large to be opened safely. Make it smaller.") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, KeyError):
        raise Refused("This picture is damaged. Please save it again and try once more.") from None


def redrawn(picture: Image.Image, kind: str) -> bytes:
    if picture.width * picture.height > MOST_PIXELS:
        raise Refused("This picture is too large to be opened safely. Make it smaller.")
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    if upright.mode not in MODES[kind]:
        upright = upright.convert("RGBA" if kind == "PNG" else "RGB")
    bare = Image.new(upright.mode, upright.size)
    if upright.mode == "P":
        bare.putpalette(upright.getpalette() or [])
    bare.paste(upright)
    out = io.BytesIO()
    clear = upright.info.get("transparency") if kind == "PNG" else None
    options = {} if clear is None else {"transparency": clear}
    bare.save(out, kind, **({"quality": 90} if kind == "JPEG" else {"optimize": True, **options}))
    return out.getvalue()
