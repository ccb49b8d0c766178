"""The languages of the site: which page is in which, and which translation is still a draft."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info

from alliance import access
from alliance.language_names import DRAWN

ENGLISH = "en-gb"
# Until somebody who speaks the language has read every sentence. Their catalogues say so as well.
DRAFTS = frozenset({"bn", "so", "ar"})

# Pages whose every sentence is in the catalogues. What stands around a page always is; the rest
# of the site is in English and says so to screen readers.
TRANSLATED = frozenset(
    {
        "installation:start",
        "alliance:join",
        "account_login",
        "account_logout",
        "account_inactive",
        "account_signup",
        "account_request_login_code",
        "account_confirm_login_code",
        "account_email_verification_sent",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
        "directory:directory",
        "directory:organisation",
        "directory:service",
        "directory:paper",
        # Opened from a letter, by somebody who may not be at home in English.
        "confirm:confirm",
        "confirm:signed-in",
        "asks:by-link",
        # Somebody who tells us something may look at these with whoever records it.
        "coproduction:capture",
        "coproduction:capture_begin",
        "coproduction:capture_step",
        "coproduction:capture_stop",
        "coproduction:capture_worry",
        "coproduction:capture_hand_over",
        "coproduction:capture_come_back",
        "coproduction:worry_new",
        "coproduction:card",
        # Whoever holds a card opens its page by themselves.
        "coproduction:own_card",
        "coproduction:own_card_change",
        "coproduction:own_card_stop",
        "coproduction:consent",
        # Somebody with a code answers, whoever they are.
        "wellbeing:answer",
        "wellbeing:thanks",
    }
)
FRONT = "alliance:today"  # translated for those who have no office here


@dataclass(frozen=True)
class Choice:
    """A language as its own speakers call it."""

    code: str
    name: str
    direction: str
    is_current: bool
    width: int  # of its name, drawn; 0 where every typeface can write it
    path: str


def choices() -> Iterator[Choice]:
    current = get_language() or ENGLISH
    for code, name in settings.LANGUAGES:
        direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
        yield Choice(code, str(name), direction, code == current, *DRAWN.get(code, (0, "")))


def is_translated(request: HttpRequest) -> bool:
    """Whether the page's own words are in the catalogues."""
    match = request.resolver_match
    if match is None:
        return False
    if match.view_name == FRONT:
        return not access.rights_of(request.user).offices
    return match.view_name in TRANSLATED


def words_language(request: HttpRequest) -> str:
    """The language of what the page itself says."""
    current = get_language() or ENGLISH
    return current if is_translated(request) else ENGLISH


def page(request: HttpRequest) -> dict[str, object]:
    """What the frame around a page needs to know."""
    current, own = get_language() or ENGLISH, words_language(request)
    return {
        "languages": list(choices()),
        "words_language": own,
        "is_draft": current in DRAFTS,
        "is_only_english": own != current,
        "language_next": request.get_full_path(),
    }
