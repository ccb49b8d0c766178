"""Whether words about an interest name somebody else's family or health. Pure.

A register is read by everybody in a borough where everybody knows somebody. "A close relative works
there" says what a board has to know; who the relative is, or what they live with, it does not.
This finds the plain cases, so that nobody writes one down without thinking; it knows no languages
but English and cannot know them all.
"""

import re

KIN = (
    r"(?:wife|husband|spouse|partner|mother|father|mum|mam|dad|sons?|daughters?|sisters?|brothers?"
    r"|child|children|kids?|aunt|uncle|niece|nephew|cousin|grandson|granddaughter|grandmother"
    r"|grandfather|gran|grandad|girlfriend|boyfriend|fianc[eé]e?|ex|flatmate|relative"
    r"|(?:mother|father|sister|brother|son|daughter)-in-law)"
)
MINE = r"(?:my|our|his|her|their|whose)"
ILL = (
    r"(?:ill|unwell|depress\w*|anxiety|psychos\w*|schizophreni\w*|bipolar|autis\w*|dementia"
    r"|addict\w*|alcoholi\w*|suicid\w*|self-harm\w*|cancer|epilep\w*|hiv|disab\w*|pregnan\w*"
    r"|diagnos\w*|medication|sectioned|detained|in hospital|an? (?:in-?patient|patient|disability))"
)
CALLED = r"(?:called |named )?"
NAME = r"[A-Z][a-zà-ÿ’'-]+"
NAMED_AFTER = re.compile(rf"(?i:\b{MINE} {KIN}),? {CALLED}({NAME})\b")
NAMED_BEFORE = re.compile(
    r"(?<![Ii]n )(?<![Aa]t )(?<![Oo]f )(?<![Ff]or )(?<![Ww]ith )\b"
    rf"{NAME}(?:, | is |, who is )(?i:{MINE} {KIN})\b"
)
HEALTH = re.compile(
    rf"(?i)\b{KIN}\b[^.;!?]{{0,30}}?\b(?:has|had|is|was|with|suffers(?: from)?|lives with|takes"
    rf"|treated for|being) (?:been |an? |very |severe |treated for )*{ILL}\b"
)
SENTENCE = (
    "This interest names someone else’s health or family. Describe the connection without naming "
    "them."
)


def names_somebody_else(said: str) -> bool:
    return any(found.search(said) for found in (NAMED_AFTER, NAMED_BEFORE, HEALTH))
