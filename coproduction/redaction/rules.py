"""The twenty rules by number, each with its reason and the blank that is put instead."""

from dataclasses import dataclass
from enum import IntEnum


class Rule(IntEnum):
    EMAIL = 1
    WEB = 2
    HANDLE = 3
    NHS_NUMBER = 4
    NATIONAL_INSURANCE = 5
    PHONE = 6
    POSTCODE = 7
    BANK = 8
    REFERENCE = 9
    DATE = 10
    AGE = 11
    ADDRESS = 12
    TITLED_NAME = 13
    OWN_NAME = 14
    RELATION = 15
    PLACE = 16
    KNOWN_NAME = 17
    PERHAPS_A_NAME = 18
    RARE = 19
    CRITICISED = 20


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Characters `start` up to `end` of the text may give somebody away.

    `found_by` is the rule that marked the characters: the same as `rule`, but for somebody who is
    also criticised.
    """

    start: int
    end: int
    rule: Rule
    found_by: Rule
    replacement: str

    @property
    def reason(self) -> str:
        return REASONS[self.rule]

    @property
    def is_faint(self) -> bool:
        return self.rule is Rule.PERHAPS_A_NAME

    @property
    def is_rare(self) -> bool:
        return self.rule is Rule.RARE


REASONS = {
    Rule.EMAIL: "An e-mail address",
    Rule.WEB: "A web address",
    Rule.HANDLE: "A name on social media",
    Rule.NHS_NUMBER: "An NHS number: its check digit is right",
    Rule.NATIONAL_INSURANCE: "A National Insurance number",
    Rule.PHONE: "A phone number",
    Rule.POSTCODE: "A full postcode leads to a few houses",
    Rule.BANK: "A sort code or an account number",
    Rule.REFERENCE: "A reference that somebody could look up",
    Rule.DATE: "An exact day",
    Rule.AGE: "An exact age",
    Rule.ADDRESS: "An address",
    Rule.TITLED_NAME: "A title and a name",
    Rule.OWN_NAME: "They say their own name, or somebody's",
    Rule.RELATION: "The name of somebody near to them, or of a worker",
    Rule.PLACE: "A ward, a room, or a place with a name",
    Rule.KNOWN_NAME: "A name on the alliance's own list",
    Rule.PERHAPS_A_NAME: "Perhaps a name",
    Rule.RARE: "So few people are this that it may be enough to know who",
    Rule.CRITICISED: "A worker is criticised by name: say what they are instead",
}
BLANKS = {
    Rule.EMAIL: "[an e-mail address]",
    Rule.WEB: "[a web page]",
    Rule.HANDLE: "[a name online]",
    Rule.NHS_NUMBER: "[a number]",
    Rule.NATIONAL_INSURANCE: "[a number]",
    Rule.PHONE: "[a phone number]",
    Rule.POSTCODE: "[an area]",
    Rule.BANK: "[bank details]",
    Rule.REFERENCE: "[a reference]",
    Rule.DATE: "[a day]",
    Rule.AGE: "[an age]",
    Rule.ADDRESS: "[an address]",
    Rule.TITLED_NAME: "[a person]",
    Rule.OWN_NAME: "[a person]",
    Rule.RELATION: "[a person]",
    Rule.PLACE: "[a place]",
    Rule.KNOWN_NAME: "[a person]",
    Rule.PERHAPS_A_NAME: "[a person]",
    Rule.RARE: "",
    Rule.CRITICISED: "[a worker]",
}


def suggested(start: int, end: int, rule: Rule, *, blank: str = "") -> Suggestion:
    return Suggestion(start, end, rule, rule, blank or BLANKS[rule])
