"""Rules 19 and 20: what gives somebody away without a name, and workers criticised by name."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from coproduction.redaction.names import STAFF
from coproduction.redaction.reading import Passage
from coproduction.redaction.rules import BLANKS, Rule, Suggestion, suggested

ETHNICITY = frozenset(
    """bangladeshi bengali sylheti somali arab arabic sudanese eritrean ethiopian kenyan nigerian
    yoruba igbo ghanaian ugandan congolese jamaican caribbean african pakistani punjabi indian
    gujarati tamil nepali chinese vietnamese filipino turkish kurdish iraqi iranian afghan syrian
    lebanese palestinian yemeni egyptian moroccan algerian polish romanian roma gypsy traveller
    bulgarian albanian lithuanian latvian portuguese brazilian colombian ukrainian russian irish
    rohingya mixed black asian latin""".split()
)
FAITH = frozenset(
    """muslim christian catholic protestant jewish hindu sikh buddhist jain pentecostal methodist
    orthodox pagan convert""".split()
)
DISABILITY = frozenset(
    """deaf blind deafblind autistic wheelchair amputee dwarf epileptic dyslexic paralysed albino
    bsl tourette's tourettes""".split()
)
OCCUPATION = frozenset(
    """teacher nurse doctor midwife imam priest rabbi driver barber butcher baker tailor lawyer
    solicitor councillor magistrate professor lecturer librarian chef dentist pharmacist soldier
    veteran policeman policewoman paramedic firefighter footballer singer actor journalist
    pilot postman plumber electrician caretaker porter lollipop""".split()
)
IDENTITIES = (ETHNICITY, FAITH, DISABILITY, OCCUPATION)
IDENTITY = ETHNICITY | FAITH | DISABILITY | OCCUPATION | frozenset(
    "woman man girl boy lesbian gay trans mother father refugee one person family".split()
)  # fmt: skip
FEW = re.compile(r"\b(?:the only|only|the first|one of (?:the |very )?(?:few|two|three))\s+", re.I)
WITHIN = 4
UNIT = re.compile(r"ward|unit|clinic|hospital|school", re.I)
COMPLAINT = re.compile(
    r"\b(?:ignor\w+|shout\w*|refus\w+|laugh\w*|lied|lies|rude\w*|blam\w+|dismiss\w*|mock\w*"
    r"|threaten\w*|bull(?:ied|ying)|restrain\w*|hit|pushed|racist|forgot\w*|humiliat\w+|insult\w*"
    r"|rolled (?:her|his) eyes|hung up|horrible|cruel|careless|useless|sneer\w*|patronis\w+"
    r"|(?:never|did ?n[o']?t|didn’t|does ?n[o']?t|doesn’t|would ?n[o']?t|wouldn’t|not)"
    r"\s+(?:even\s+)?(?:listen\w*|r[ai]ng|call\w*|come|came|help\w*|believ\w+|care\w*|look\w*"
    r"|answer\w*|writ\w+|know|read\w*)"
    r"|(?:never|nothing) (?:once )?(?:came|came back|rang|called|helped|listened))\b",
    re.I,
)


def find(passage: Passage, marked: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """Rule 19, over the words that together say too much; it may lie across other suggestions."""
    places = [s for s in marked if s.found_by in (Rule.PLACE, Rule.KNOWN_NAME)]
    text, words = passage.text, passage.words
    by_sentence: dict[int, list[tuple[int, int, int]]] = {}
    for word in words:
        for kind, names in enumerate(IDENTITIES):
            if word.lower in names:
                start = passage.sentence_of(word.start)[0]
                by_sentence.setdefault(start, []).append((kind, word.start, word.end))
    for s in places:
        if UNIT.search(text[s.start : s.end]):
            start = passage.sentence_of(s.start)[0]
            by_sentence.setdefault(start, []).append((len(IDENTITIES), s.start, s.end))
    for told in by_sentence.values():
        if len({kind for kind, _, _ in told}) > 1:
            yield suggested(min(t[1] for t in told), max(t[2] for t in told), Rule.RARE)
    yield from _few(passage)


def _few(passage: Passage) -> Iterator[Suggestion]:
    for found in FEW.finditer(passage.text):
        after = [w for w in passage.words if w.start >= found.end()][:WITHIN]
        last = next((w for w in after if w.lower.removesuffix("s") in IDENTITY), None)
        if last is not None and last.end <= passage.sentence_of(found.start())[1]:
            yield suggested(found.start(), last.end, Rule.RARE)


def criticised(passage: Passage, marked: Suggestion) -> Suggestion:
    """The suggestion as one of rule 20, where the sentence complains of a worker by name."""
    start, end = passage.sentence_of(marked.start)
    sentence = passage.text[start:end]
    if not _is_worker(passage, marked) or not COMPLAINT.search(sentence):
        return marked
    return replace(marked, rule=Rule.CRITICISED, replacement=BLANKS[Rule.CRITICISED])


def _is_worker(passage: Passage, marked: Suggestion) -> bool:
    if marked.found_by is Rule.RELATION:
        before = [w.lower for w in passage.words if w.end <= marked.start][-2:]
        return any(word in STAFF for word in before)
    is_person = marked.replacement == BLANKS[Rule.KNOWN_NAME]
    return marked.found_by is Rule.TITLED_NAME or (marked.found_by is Rule.KNOWN_NAME and is_person)
