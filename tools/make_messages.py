"""Keep the catalogues in locale/ in step with the public pages, and compile them.

    python tools/make_messages.py            # write .po and .mo anew; translations are kept
    python tools/make_messages.py --check    # say what is missing or out of step, change nothing

English needs entries only where somebody else's wording (Django's, allauth's) is put into ours. The
other languages have an entry for every string of the public pages and of signing in. It needs
nothing but Django: gettext's own programs are not used.
"""

import ast
import re
import struct
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import django
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
OURS, TRANSLATED = "en_GB", ("bn", "so", "ar")
PLURALS = {
    "en_GB": "nplurals=2; plural=(n != 1);",
    "bn": "nplurals=2; plural=(n != 1);",
    "so": "nplurals=2; plural=(n != 1);",
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 && n%100<=99 ? 4 : 5;",
}
NAMES = {"en_GB": "British English", "bn": "Bengali", "so": "Somali", "ar": "Arabic"}

# The pages that people meet before they sign in, and what stands around every page.
PAGES = [
    "base.html",
    "403.html",
    "404.html",
    "500.html",
    "errors/*.html",
    "components/*.html",
    "django/forms/*.html",
    "alliance/front.html",
    "alliance/join*.html",
    "alliance/_invited.html",
    "installation/start.html",
    "installation/_demo_people.html",
    "account/account_inactive.html",
    "account/confirm_*.html",
    "account/login.html",
    "account/logout.html",
    "account/password_reset*.html",
    "account/request_login_code.html",
    "account/signup_closed.html",
    "account/verification_sent.html",
    "account/verified_email_required.html",
    "members/application_ma*.html",
    "members/directory_*.html",
    "members/_directory_*.html",
    "members/_languages.html",
    # What somebody opens from a letter, without signing in.
    "members/confirm_*.html",
    "members/_confirm_form.html",
    "members/link_closed.html",
    "members/ask_by_link.html",
    "members/_ask_facts.html",
    "members/_ask_buttons.html",
    "partnership_board/public_*.html",
    "partnership_board/interest_register.html",
    "partnership_board/result.html",
    "partnership_board/_result_*.html",
    "partnership_board/election_log.html",
    "partnership_board/bundle_check.html",
    "partnership_board/consent*.html",
    "partnership_board/_interest_entries.html",
    "mfa/authenticate.html",
    "mfa/webauthn/_problem.html",
    "members/statement_published*.html",
    "members/_statement_leaves.html",
    "members/network_told.html",
    "members/_wellbeing_protected.html",
    "members/wellbeing_answer.html",
    "members/wellbeing_thanks.html",
    # Where somebody sits beside the person who records what they say.
    "coproduction/base.html",
    # What somebody opens with the words on their card, without signing in.
    "coproduction/card_*.html",
    "coproduction/_card_*.html",
    "coproduction/capture_*.html",
    "coproduction/_capture_*.html",
    "coproduction/_in_danger.html",
    "coproduction/worry_raise.html",
    # Whether promises on racism were kept, for everybody.
    "coproduction/commitment_open*.html",
    "coproduction/_commitment_owners.html",
    "coproduction/_commitment_told.html",
    "documents/told_sheets.html",
    "coproduction/contribution_card.html",
    "coproduction/contribution_consent.html",
]
MODULES = [
    "members/forms/plain.py",
    "members/forms/joining.py",
    "members/forms/confirming.py",
    "members/forms/capacity.py",
    "members/queries/confirming.py",
    "members/queries/hours.py",
    "members/views/confirming.py",
    "members/views/answers.py",
    "members/templatetags/by_link.py",
    "members/waiting.py",
    "alliance/queries/frame.py",
    "alliance/adapters.py",
    "members/middles.py",
    "members/queries/spread.py",
    "members/queries/statements.py",
    "members/hours.py",
    "partnership_board/queries/public.py",
    "partnership_board/queries/public_minutes.py",
    "partnership_board/queries/result_pages.py",
    "partnership_board/models/interests.py",
    "partnership_board/queries/request_words.py",
    "members/forms/directory.py",
    "members/queries/directory.py",
    "members/templatetags/directory.py",
    "members/views/directory.py",
    "members/forms/wellbeing.py",
    "members/actions/wellbeing.py",
    "coproduction/languages.py",
    "coproduction/scopes.py",
    "coproduction/models/contributions.py",
    "coproduction/models/people.py",
    "coproduction/models/commitments.py",
    "coproduction/registrations_commitments.py",
    "coproduction/forms.py",
    "coproduction/capture_forms.py",
    "coproduction/capture_steps.py",
    "coproduction/sheet_paper.py",
    "coproduction/actions/drafts.py",
    "coproduction/actions/files.py",
    "coproduction/models/captures.py",
    "coproduction/models/safety.py",
    "coproduction/views/capture.py",
    "coproduction/views/capture_steps.py",
    "coproduction/views/handing.py",
    "coproduction/views/safety.py",
    "coproduction/card_forms.py",
    "coproduction/queries/cards.py",
    "coproduction/views/cards.py",
    "coproduction/models/withdrawals.py",
]

# Read from elsewhere: areas from the registries, labels and messages of the public forms.
ELSEWHERE = [
    "Today",
    "Members",
    "Asks",
    "A body outside the alliance",
    "The alliance itself",
    "This site: checking what it holds",
    "Directory",
    # what one answers to an ask, from a letter
    "A reason, if you like",
    "Who might have time?",
    "Nobody in particular",
    "No answer yet",
    "Suggests somebody else",
    "Nobody answered",
    "Let off",
    "No time",
    "Not for us",
    "It is not paid",
    "Too little notice",
    "Write the time like this: 2 hours, 2.5, 1 h 30 or 90 min.",
    # what a service says of its room, and of its rooms
    "Open",
    "A few places",
    "Waiting list",
    "Closed",
    "After a talk with us",
    "Step-free entrance",
    "Accessible toilet",
    "Lift",
    "Hearing loop",
    "Quiet room",
    "British Sign Language by arrangement",
    "Prayer space",
    "Crèche",
    "Gender-neutral toilet",
    "Parking",
    "Near a step-free station",
    "Yes",
    "Partly",
    "No",
    "Board",
    "Lived experience",
    "Funding",
    "Evidence",
    "People",
    "Settings",
    "Email address",
    "Password",
    "Which code did we send you?",
    "Six figures.",
    "Your new password",
    "Your new password again",
    "At least 12 letters. Three or four words are easy to remember and hard to guess.",
    "Which code does your app show?",
    "Six figures. Or type one of your recovery codes.",
    "Please answer this.",
    "What is your full name?",
    "What should we call you?",
    "The name that others here will see. Leave it empty to use your full name.",
    "Which language do you like best?",
    "Would you like a password?",
    (
        "Leave it empty and we will send you a code each time you sign in. A password needs at"
        " least 12 letters; three or four words are easy to remember and hard to guess."
    ),
    "This looks like an NHS number. Take it out: we keep no patients' numbers.",
    "This invitation has been used or has run out. Ask for a new one.",
    "Choose one of these.",
    # Kinds of organisation, on the form on which one asks to join.
    "Charitable incorporated organisation (CIO)",
    "Charitable company",
    "Unincorporated association",
    "Trust",
    "Community interest company (CIC)",
    "Registered society",
    "Company",
    "Faith body",
    "Group without a constitution",
    "Project hosted by another organisation",
    "Something else",
    "For example, 6 May 2025.",
    "Write the day like this: 6 May 2025.",
    "Write the year in full, like this: 6 May 2025.",
    "How heavy has your part in the alliance felt in the last month?",
    "When it gets hard, how well are you looked after?",
    "How safe is it for you to say here what you really think?",
    "Could you keep this up for three more months?",
    "Then we keep nothing. Thank you for talking to us.",
]
# Somebody else's wording, in all of our languages.
STOCK = [
    "This field is required.",
    "Enter a valid email address.",
    "Enter a valid value.",
    "Select a valid choice. That choice is not one of the available choices.",
    "This password is too common.",
    "You must type the same password each time.",
]
STOCK_COUNTED: list[tuple[str, str]] = [
    (
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    (
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ),
]
# Somebody else's wording that only people who have signed in meet.
STOCK_INSIDE = [
    "Enter a whole number.",
    "Enter a number.",
    "Enter a valid URL.",
    "Enter a valid date.",
    "Enter a list of values.",
    "Select a valid choice. %(value)s is not one of the available choices.",
    "Ensure this value is greater than or equal to %(limit_value)s.",
    "Ensure this value is less than or equal to %(limit_value)s.",
    "The submitted file is empty.",
    "No file was submitted. Check the encoding type on the form.",
    "Null characters are not allowed.",
]

Key = tuple[str, str]  # msgid, msgid_plural ("" where there is none)
QUOTED = r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
CALL = re.compile(rf"\b(?:gettext|_|ngettext)\({QUOTED}(?:,\s*{QUOTED})?")
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext"}


@dataclass
class Entry:
    """One string: where it stands and how it is said."""

    said: list[str]
    places: set[str] = field(default_factory=set)


# ---- what the pages say --------------------------------------------------------------------------
def of_template(file: Path) -> Iterator[Key]:
    for found in CALL.finditer(templatize(file.read_text())):
        one, many = found.groups()
        yield ast.literal_eval(one), ast.literal_eval(many) if many else ""


def of_module(file: Path) -> Iterator[Key]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in CALLS and isinstance(node.args[0], ast.Constant):
                plural = node.args[1].value if node.func.id == "ngettext" else ""
                yield node.args[0].value, plural


def public_strings() -> dict[Key, set[str]]:
    """Every string of the public pages, and where it stands."""
    found: dict[Key, set[str]] = {}
    templates = ROOT / "templates"
    for pattern in PAGES:
        for file in sorted(templates.glob(pattern)):
            _note(found, of_template(file), file)
    for name in MODULES:
        _note(found, of_module(ROOT / name), ROOT / name)
    for text in [*ELSEWHERE, *STOCK]:
        found.setdefault((text, ""), set())
    for counted in STOCK_COUNTED:
        found.setdefault(counted, set())
    return found


def _note(found: dict[Key, set[str]], keys: Iterable[Key], file: Path) -> None:
    for key in keys:
        found.setdefault(key, set()).add(str(file.relative_to(ROOT)))


def wanted_in(locale: str) -> dict[Key, set[str]]:
    if locale != OURS:
        return public_strings()
    return {(text, ""): set() for text in [*STOCK, *STOCK_INSIDE]} | {
        key: set() for key in STOCK_COUNTED
    }


# ---- catalogues ----------------------------------------------------------------------------------
def file_of(locale: str, suffix: str = "po") -> Path:
    return LOCALE / locale / "LC_MESSAGES" / f"django.{suffix}"


def read(locale: str) -> dict[Key, Entry]:
    """The entries of a catalogue, without its header."""
    file = file_of(locale)
    found: dict[Key, Entry] = {}
    for block in re.split(r"\n\s*\n", file.read_text()) if file.exists() else []:
        parts = _parts(block)
        if parts.get("msgid"):
            said = [parts[name] for name in sorted(parts) if name.startswith("msgstr")]
            found[parts["msgid"], parts.get("msgid_plural", "")] = Entry(said)
    return found


def _parts(block: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        begins = not line.startswith('"')
        name, text = line.split(" ", 1) if begins else (name, line)
        parts[name] = parts.get(name, "") + ast.literal_eval(text)
    return parts


def quoted(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + plain.replace("\n", "\\n") + '"'


def header(locale: str) -> str:
    status = "ours" if locale == OURS else "draft, awaiting a human translator"
    return (
        f"Language: {locale}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
        f"Content-Transfer-Encoding: 8bit\nPlural-Forms: {PLURALS[locale]}\nX-Status: {status}\n"
    )


def how_many_forms(locale: str) -> int:
    return int(PLURALS[locale].split(";")[0].removeprefix("nplurals="))


def written(locale: str, entries: dict[Key, Entry]) -> str:
    blocks = [f'# {NAMES[locale]}.\nmsgid ""\nmsgstr {quoted(header(locale))}']
    for (one, many), entry in sorted(entries.items()):
        lines = [f"#: {place}" for place in sorted(entry.places)]
        lines.append(f"msgid {quoted(one)}")
        if many:
            lines.append(f"msgid_plural {quoted(many)}")
            lines += [f"msgstr[{n}] {quoted(text)}" for n, text in enumerate(entry.said)]
        else:
            lines.append(f"msgstr {quoted(entry.said[0])}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def in_step(locale: str) -> dict[Key, Entry]:
    """What the catalogue should hold: every string that is wanted, said as it was."""
    before = read(locale)
    entries = {}
    for key, places in wanted_in(locale).items():
        forms = how_many_forms(locale) if key[1] else 1
        said = before[key].said if key in before else [""] * forms
        entries[key] = Entry(said, places)
    return entries


def compiled(locale: str, entries: dict[Key, Entry]) -> bytes:
    """As GNU gettext reads it: a table of keys, a table of values, then the strings."""
    rows = {"": header(locale)}
    for (one, many), entry in entries.items():
        if all(entry.said):
            rows[f"{one}\0{many}" if many else one] = "\0".join(entry.said)
    pairs = sorted((key.encode(), value.encode()) for key, value in rows.items())
    start = 7 * 4 + 16 * len(pairs)
    keys, values, strings = [], [], b""
    for column, table in ((0, keys), (1, values)):
        for pair in pairs:
            table += [len(pair[column]), start + len(strings)]
            strings += pair[column] + b"\0"
    numbers = [0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0, *keys, *values]
    return struct.pack(f"<{len(numbers)}I", *numbers) + strings


# ---- what is wrong -------------------------------------------------------------------------------
def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"%(?:\(\w+\))?[sd]", text))


def faults(locale: str) -> Iterator[str]:
    entries = in_step(locale)
    for (one, many), entry in entries.items():
        if not all(entry.said):
            yield f"{locale}: not translated: {one}"
        elif any(
            not set(placeholders(text)) <= set(placeholders(one + many)) for text in entry.said
        ) or placeholders(entry.said[-1]) != placeholders(many or one):
            yield f"{locale}: other placeholders: {one}"
    there = {suffix: file_of(locale, suffix) for suffix in ("po", "mo")}
    if not there["po"].exists() or there["po"].read_text() != written(locale, entries):
        yield f"{locale}: django.po is out of step"
    if not there["mo"].exists() or there["mo"].read_bytes() != compiled(locale, entries):
        yield f"{locale}: django.mo is out of step"


def make(locale: str) -> None:
    entries = in_step(locale)
    file_of(locale).parent.mkdir(parents=True, exist_ok=True)
    file_of(locale).write_text(written(locale, entries))
    file_of(locale, "mo").write_bytes(compiled(locale, entries))


def main() -> int:
    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    if "--check" not in sys.argv:
        for locale in (OURS, *TRANSLATED):
            make(locale)
    found = [fault for locale in (OURS, *TRANSLATED) for fault in faults(locale)]
    print("\n".join(found) or "Every catalogue is complete.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
