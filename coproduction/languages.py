"""Languages people speak to us in, each by its own name."""

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

LANGUAGES = {
    "en": (_("English"), ""),
    "bn": (_("Bengali"), "বাংলা"),
    "syl": (_("Sylheti"), "ꠍꠤꠟꠐꠤ"),
    "so": (_("Somali"), "Soomaali"),
    "ar": (_("Arabic"), "العربية"),
    "ur": (_("Urdu"), "اردو"),
    "pl": (_("Polish"), "Polski"),
    "pt": (_("Portuguese"), "Português"),
    "es": (_("Spanish"), "Español"),
    "it": (_("Italian"), "Italiano"),
    "fr": (_("French"), "Français"),
    "ro": (_("Romanian"), "Română"),
    "tr": (_("Turkish"), "Türkçe"),
    "yue": (_("Cantonese"), "粵語"),
    "vi": (_("Vietnamese"), "Tiếng Việt"),
    "rhg": (_("Rohingya"), "Ruáingga"),
    "bfi": (_("British Sign Language"), ""),
    "und": (_("Another language"), ""),
}
RIGHT_TO_LEFT = frozenset({"ar", "ur"})

choices = [
    (code, f"{english} ({own})" if own else english) for code, (english, own) in LANGUAGES.items()
]


def name_of(code: str) -> str:
    return LANGUAGES[code][0]


def offered() -> Iterator[tuple[str, str]]:
    """The choices in the reader's own language."""
    for code, (english, own) in LANGUAGES.items():
        name = gettext(english)
        yield code, f"{name} ({own})" if own and own != name else name
