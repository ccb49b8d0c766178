"""Languages people speak to us in, each by its own name."""

LANGUAGES = {
    "en": ("English", ""),
    "bn": ("Bengali", "বাংলা"),
    "syl": ("Sylheti", "ꠍꠤꠟꠐꠤ"),
    "so": ("Somali", "Soomaali"),
    "ar": ("Arabic", "العربية"),
    "ur": ("Urdu", "اردو"),
    "pl": ("Polish", "Polski"),
    "pt": ("Portuguese", "Português"),
    "es": ("Spanish", "Español"),
    "it": ("Italian", "Italiano"),
    "fr": ("French", "Français"),
    "ro": ("Romanian", "Română"),
    "tr": ("Turkish", "Türkçe"),
    "yue": ("Cantonese", "粵語"),
    "vi": ("Vietnamese", "Tiếng Việt"),
    "rhg": ("Rohingya", "Ruáingga"),
    "bfi": ("British Sign Language", ""),
    "und": ("Another language", ""),
}
RIGHT_TO_LEFT = frozenset({"ar", "ur"})

choices = [
    (code, f"{english} ({own})" if own else english) for code, (english, own) in LANGUAGES.items()
]


def name_of(code: str) -> str:
    return LANGUAGES[code][0]
