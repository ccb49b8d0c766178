"""The portrait of a candidate who does not exist: a few shapes, so that nobody's face is used."""

import io

from PIL import Image, ImageDraw

WORDS = "A drawing, not a photo: somebody made up, with dark hair and a green scarf."
SIDE = 480
SHAPES = (
    ((60, 330, 420, 700), "#2f5d50"),  # the coat
    ((120, 290, 360, 430), "#7fb69a"),  # the scarf
    ((130, 70, 350, 330), "#2b211d"),  # the hair
    ((155, 110, 325, 325), "#b9835a"),  # the face
)


def drawn() -> bytes:
    """A JPEG, the same bytes each time."""
    picture = Image.new("RGB", (SIDE, SIDE), "#e9e2d3")
    pen = ImageDraw.Draw(picture)
    for box, colour in SHAPES:
        pen.ellipse(box, fill=colour)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()
