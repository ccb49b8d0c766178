"""Numbers in registers: their shape, and nothing more."""

import random
import re
import string

import pytest

from alliance.spreadsheets import csv_file
from alliance.typed import Unreadable
from members.identifiers import cleaned, exported
from members.names import folded, slug_of
from members.reference import language_name, languages, wards

GOOD = [
    ("GB-CHC", "123456", "123456"),
    ("GB-CHC", "1234567", "1234567"),
    ("GB-CHC", " 123 4567 ", "1234567"),
    ("GB-CHC", "1234567-1", "1234567-1"),
    ("GB-CHC", "No. 1234567", "1234567"),
    ("GB-CHC", "gb-chc-1234567-123", "1234567-123"),
    ("GB-COH", "01234567", "01234567"),
    ("GB-COH", "1234567", "01234567"),
    ("GB-COH", "1", "00000001"),
    ("GB-COH", "sc123456", "SC123456"),
    ("GB-COH", "OC 301234", "OC301234"),
    ("GB-COH", "IP12345R", "IP12345R"),
    ("GB-COH", "R0123456", "R0123456"),
    ("GB-SC", "sc 012345", "SC012345"),
    ("GB-NIC", "100123", "100123"),
    ("GB-NHS", "rwk", "RWK"),
    ("GB-NHS", "A1B2C3", "A1B2C3"),
    ("GB-LAE", "twh", "TWH"),
    ("GB-MPR", "4567 R", "4567 R"),
    ("GB-EDU", "100975", "100975"),
    ("other", "x" * 20, "x" * 20),
]
BAD = [
    ("GB-CHC", "12345"),
    ("GB-CHC", "12345678"),
    ("GB-CHC", "A12"),
    ("GB-CHC", "1234567-"),
    ("GB-CHC", "1234567-1234"),
    ("GB-CHC", "١٢٣٤٥٦٧"),
    ("GB-COH", "123456789"),
    ("GB-COH", "XX123456"),
    ("GB-COH", "SC12345"),
    ("GB-COH", "IP123456R"),
    ("GB-COH", "LP12345R"),
    ("GB-COH", ""),
    ("GB-SC", "012345"),
    ("GB-SC", "SC12345"),
    ("GB-NIC", "10012"),
    ("GB-NIC", "1001234"),
    ("GB-NHS", "A1"),
    ("GB-NHS", "A1B2C3D"),
    ("GB-LAE", "TW1"),
    ("GB-LAE", "TOWN"),
    ("GB-MPR", ""),
    ("other", "x" * 21),
]
# The same rules written down a second time, for the strings of chance below.
SHAPES = {
    "GB-CHC": r"(GB-CHC-|NO\.)*[0-9]{6,7}(-[0-9]{1,3})?",
    "GB-COH": r"[0-9]{1,8}|[A-Z][A-Z0-9][0-9]{6}|(IP|SP|RS|NO)[0-9]{5}[A-Z]",
    "GB-SC": r"SC[0-9]{6}",
    "GB-NIC": r"[0-9]{6}",
    "GB-NHS": r"[A-Z0-9]{3,6}",
    "GB-LAE": r"[A-Z]{3}",
}


@pytest.mark.parametrize(("scheme", "text", "kept"), GOOD)
def test_a_number_of_the_right_shape_is_kept_in_one_way(scheme, text, kept):
    assert cleaned(scheme, text) == kept


@pytest.mark.parametrize(("scheme", "text"), BAD)
def test_a_number_of_another_shape_is_explained(scheme, text):
    with pytest.raises(Unreadable) as said:
        cleaned(scheme, text)
    assert str(said.value).endswith(".")


@pytest.mark.parametrize("scheme", SHAPES)
def test_no_string_of_chance_gets_past_the_shape(scheme):
    chance = random.Random(7)
    letters = string.ascii_letters + string.digits * 4 + " -./é"
    for _ in range(1000):
        text = "".join(chance.choices(letters, k=chance.randint(1, 12)))
        plain = re.sub(r"\s+", "", text).upper()
        try:
            cleaned(scheme, text)
        except Unreadable:
            continue
        assert re.fullmatch(SHAPES[scheme], plain), text


def test_numbers_leave_with_their_register():
    assert exported("GB-CHC", "1234567") == "GB-CHC-1234567"


def test_names_are_sorted_without_accents_and_without_the():
    assert folded("  The Élan  Café ") == "elan cafe"
    assert slug_of("Lansbury Mothers’ Circle") == "lansbury-mothers-circle"
    assert slug_of("!!!") == "organisation"
    assert len(slug_of("word " * 40)) <= 60


def test_the_lists_that_come_with_the_product_are_whole():
    assert len(wards()) == 20
    assert {ward.former_name for ward in wards()} == {"", "Bethnal Green", "St Peter's"}
    assert len(languages()) == 123
    assert languages()["bfi"].is_signed
    assert languages()["ar"].direction == "rtl"
    assert [language_name("syl"), language_name("xx")] == ["Sylheti", "xx"]


def test_a_cell_that_looks_like_a_formula_reckons_nothing():
    file = csv_file(["A"], [["=1+1"], ["+44"], ["-1"], ["@x"], ["\tx"], ["fine"]])
    lines = file.decode("utf-8-sig").split("\r\n")
    assert lines == ["A", "'=1+1", "'+44", "'-1", "'@x", "'\tx", "fine", ""]
