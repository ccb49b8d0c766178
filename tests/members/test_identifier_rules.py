"""Each scheme of number: at least six that are right, six that are not, and strings of chance."""

import random
import re
import string

import pytest
from django.http import QueryDict

from alliance.typed import Unreadable
from members.forms.parts import NumbersForm
from members.identifiers import cleaned
from members.models import Identifier
from members.profile_content import Known, blank

GOOD = {
    "GB-CHC": ["123456", "1234567", " 123 4567 ", "1234567-1", "No. 1234567", "gb-chc-1234567-123"],
    "GB-COH": ["01234567", "1234567", "1", "sc123456", "OC 301234", "IP12345R", "NI012345"],
    "GB-SC": ["SC012345", "sc012345", "SC 012345", "SC000001", "sC999999", " SC045678 "],
    "GB-NIC": ["100123", "000001", " 100 123", "999999", "123456", "101010"],
    "GB-NHS": ["RWK", "rwk", "A1B2C3", "8HX14", "NLO", "Y 01 23"],
    "GB-LAE": ["TWH", "twh", " SHF ", "COV", "wAr", "T W H"],
    "GB-MPR": ["4567 R", "IP31234R", "1", "x" * 20, "RS-007", "7777/9"],
    "GB-EDU": ["100975", "1", "x" * 20, "211/2003", "LA 211", "E-100"],
    "other": ["1", "abc", "x" * 20, "A 1-2/3", "№ 7", "é"],
}
BAD = {
    "GB-CHC": ["12345", "12345678", "A12", "1234567-", "1234567-1234", "١٢٣٤٥٦٧", "SC012345"],
    "GB-COH": ["123456789", "XX123456", "SC12345", "IP123456R", "LP12345R", "", "0123456A"],
    "GB-SC": ["012345", "SC12345", "SC1234567", "CS012345", "SCO12345", ""],
    "GB-NIC": ["10012", "1001234", "NIC100123", "10012A", "１００１２３", ""],
    "GB-NHS": ["A1", "A1B2C3D", "R-K", "RW É", "", "Å1B"],
    "GB-LAE": ["TW", "TW1", "TOWN", "T-H", "", "ÄBC"],
    "GB-MPR": ["", " ", "\n", "x" * 21, "x" * 200, "\t  "],
    "GB-EDU": ["", " ", "\n", "x" * 21, "x" * 200, "\t  "],
    "other": ["", " ", "\n", "x" * 21, "x" * 200, "\t  "],
}
# The table of the rules, written down a second time: what may be kept, and nothing else.
KEPT = {
    "GB-CHC": r"[0-9]{6,7}(-[0-9]{1,3})?",
    "GB-COH": r"[0-9]{8}|[A-Z][A-Z0-9][0-9]{6}|(IP|SP|RS|NO)[0-9]{5}[A-Z]",
    "GB-SC": r"SC[0-9]{6}",
    "GB-NIC": r"[0-9]{6}",
    "GB-NHS": r"[A-Z0-9]{3,6}",
    "GB-LAE": r"[A-Z]{3}",
    "GB-MPR": r".{1,20}",
    "GB-EDU": r".{1,20}",
    "other": r".{1,20}",
}
AT_ONCE = 100  # lines of one form


def test_every_scheme_has_its_six_of_each():
    assert set(GOOD) == set(BAD) == set(KEPT) == set(Identifier.Scheme.values)
    assert min(len(values) for values in [*GOOD.values(), *BAD.values()]) >= 6


@pytest.mark.parametrize("scheme", GOOD)
def test_the_right_shape_is_kept(scheme):
    assert [re.fullmatch(KEPT[scheme], cleaned(scheme, text)) is None for text in GOOD[scheme]] == [
        False
    ] * len(GOOD[scheme])


@pytest.mark.parametrize(
    ("scheme", "text"), [(scheme, text) for scheme, texts in BAD.items() for text in texts]
)
def test_any_other_shape_is_refused(scheme, text):
    with pytest.raises(Unreadable):
        cleaned(scheme, text)


def of_chance(scheme, count):
    """Good ones with a sign or two changed, and whatever the keyboard gives."""
    chance = random.Random(f"seven {scheme}")
    signs = string.ascii_letters + string.digits * 4 + " -./é٣"
    for number in range(count):
        text = list(chance.choice(GOOD[scheme]))
        for _ in range(number % 4):
            text.insert(chance.randrange(len(text) + 1), chance.choice(signs))
            if number % 2:
                text.pop(chance.randrange(len(text)))
        anything = chance.choices(signs, k=chance.randint(1, 12))
        yield "".join(text if number % 3 else anything)


def test_a_thousand_strings_of_chance_never_get_past_the_form():
    texts = [(scheme, text) for scheme in KEPT for text in of_chance(scheme, 112)]
    assert len(texts) > 1000
    accepted = 0
    for start in range(0, len(texts), AT_ONCE):
        form = a_form(texts[start : start + AT_ONCE])
        form.is_valid()
        for number, (scheme, text) in enumerate(texts[start : start + AT_ONCE]):
            kept = form.cleaned_data.get(f"numbers-{number}-value")
            if kept:
                accepted += 1
                value = cleaned(scheme, kept)
                assert re.fullmatch(KEPT[scheme], value), (scheme, text, value)
            elif f"numbers-{number}-value" not in form.errors:
                assert not text.strip()
    assert 100 < accepted < len(texts)


def a_form(rows):
    sent = QueryDict(mutable=True)
    for number, (scheme, text) in enumerate(rows):
        sent[f"numbers-{number}-scheme"] = scheme
        sent[f"numbers-{number}-value"] = text
    return NumbersForm(sent, thing=blank("organisation"), known=Known({}))
