"""Whether a colour can carry white letters, as WCAG 2.2 reckons contrast (success criterion 1.4.3).

Pure. Colours are "#rrggbb"; ratios run from 1 (the same) to 21 (black on white).
"""

import colorsys

WHITE = "#ffffff"
LEAST = 4.5


def channels(colour: str) -> tuple[float, float, float]:
    """Red, green and blue, each 0 to 1."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def is_readable(accent: str) -> bool:
    return ratio(accent, WHITE) >= LEAST


def nearest_readable(accent: str) -> str:
    """The same hue, darkened a step at a time until white letters can be read on it."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*channels(accent))
    while not is_readable(accent):
        lightness -= 0.01
        parts = colorsys.hls_to_rgb(hue, lightness, saturation)
        accent = "#" + "".join(f"{round(part * 255):02x}" for part in parts)
    return accent
