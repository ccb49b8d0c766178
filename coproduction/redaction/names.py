"""Rules 12 to 16 and 18: addresses, places and names, told by the words around them."""

import re
from collections.abc import Iterator

from coproduction.redaction.given_names import ALSO_WORDS, GIVEN_NAMES, IN_ANY_CASE
from coproduction.redaction.reading import Passage, Word, is_run
from coproduction.redaction.rules import Rule, Suggestion, suggested
from coproduction.redaction.vocabulary import MONTHS, PROPER, is_common

STREETS = (
    "street|st|road|rd|avenue|ave|lane|close|court|estate|gardens?|grove|house|walk|way|terrace"
    "|square|place|crescent|mews|row|drive|buildings?|tower|mansions|path|yard|hill|green|wharf"
    "|point|heights|passage|quay|parade|rise|view|vale"
)
ADDRESS = re.compile(
    rf"\b\d{{1,4}}[a-zA-Z]?,? (?P<name>(?:[^\W\d_][\w'’.-]* ){{1,3}}?)(?P<kind>{STREETS})\b", re.I
)
NUMBERED_PLACE = re.compile(
    r"\b(?:ward|unit|room|flat|apartment|bay)\s+(?:no\.? |number )?"
    r"(?:\d{1,4}[a-z]?|[a-z]\d{1,3}|[A-Z])\b(?! (?:people|of us|hours|days|weeks))",
    re.I,
)
PLACES = frozenset(
    """ward unit hospital surgery school mosque masjid church clinic practice temple gurdwara
    synagogue chapel centre hub hostel academy college nursery park gardens library hall lodge
    pharmacy café cafe estate court infirmary hospice refuge madrasa gym cemetery""".split()
)
LOCAL = frozenset(
    """east west north south tower hamlets whitechapel stepney bethnal poplar limehouse wapping
    shadwell mile end bow hackney newham stratford bromley globe aldgate spitalfields isle dogs st
    saint royal road street green""".split()
)
JOINING = frozenset({"of", "the", "and", "&", "end", "de", "bin", "ibn", "al", "el", "van", "der"})
STRONG_TITLES = frozenset("dr mr mrs ms mx cllr prof rev sgt pc".split())
TITLES = STRONG_TITLES | frozenset(
    """miss doctor professor nurse matron sister brother imam sheikh shaykh sheik maulana mufti
    ustad ustadh ustadha hafiz haji hajji hajja father mother pastor reverend rabbi canon bishop
    vicar councillor sir lady dame lord uncle auntie aunty aunt mama baba officer constable
    sergeant inspector judge justice consultant abu umm um hodja hoca chacha khala apa bhai
    """.split()
)
RELATIVES = frozenset(
    """son daughter husband wife brother sister mum mother mam mummy dad father daddy nan nana
    nanny granny gran grandma grandmother grandad grandfather cousin aunt auntie uncle nephew niece
    partner boyfriend girlfriend fiancé fiancée ex friend mate neighbour flatmate housemate child
    boy girl baby grandson granddaughter stepdad stepmum sister-in-law brother-in-law
    mother-in-law father-in-law daughter-in-law son-in-law twin lad""".split()
)
STAFF = frozenset(
    """worker keyworker caseworker coordinator co-ordinator gp doctor nurse psychiatrist therapist
    psychologist counsellor landlord landlady manager boss teacher carer advocate interpreter imam
    midwife visitor pharmacist consultant solicitor officer receptionist supervisor mentor tutor
    assessor physio dentist librarian cleaner porter chaplain volunteer buddy ot cpn sw""".split()
)
NO_SURNAMES = STAFF | PLACES
ROLES = TITLES | RELATIVES | NO_SURNAMES
ALWAYS_NAMES = GIVEN_NAMES - ALSO_WORDS
OWNERS = frozenset("my our his her their your the a an this that".split())
SAYS: dict[str, set[tuple[str, ...]]] = {
    "is": {("my", "name"), ("her", "name"), ("his", "name"), ("real", "name")},
    "name's": {("my",)},
    "called": {("i'm",), ("i’m",), ("am",), ("im",), ("is",), ("was",)},
    "waa": {("magacaygu",)},
    "naam": {("amar",)},
    "nam": {("amar",)},
    "name": {("amar",)},
}
INTRODUCED = {("this", "is"), ("it", "is"), ("call", "me"), ("know", "me")}
VERBS = frozenset(
    """said says told tells is was has had came comes and who does did never rang knew knows read
    learned listened helped helps visits wrote asked asks got left looked spoke speaks thinks
    works worked lives lived died cried left sat made gave went wants brought waa""".split()
)


def find(passage: Passage) -> Iterator[Suggestion]:
    """Every match of rules 12 to 16 and 18, overlapping as they come."""
    yield from _addresses(passage.text)
    for found in NUMBERED_PLACE.finditer(passage.text):
        yield suggested(found.start(), found.end(), Rule.PLACE)
    words = passage.words
    for place, word in enumerate(words):
        lower = word.lower
        if lower in TITLES:
            yield from _titled(words, place)
        if lower in SAYS or lower in ("called", "named", "is", "me"):
            yield from _called(words, place)
        if lower in RELATIVES or lower in STAFF:
            yield from _relation(words, place)
        if lower in PLACES:
            yield from _named_place(words, place)
        yield from _perhaps(words, place)


def _addresses(text: str) -> Iterator[Suggestion]:
    for found in ADDRESS.finditer(text):
        named = found["name"].split()
        if all(word[0].isupper() for word in named) or not any(is_common(word) for word in named):
            yield suggested(found.start(), found.end(), Rule.ADDRESS)


def _is_name(word: Word) -> bool:
    """With a capital letter, and no ordinary word; or known as a name however it is written."""
    if word.lower in IN_ANY_CASE:
        return True
    return word.is_capital and (word.lower in GIVEN_NAMES or not word.is_common)


def _end_of_run(words: list[Word], place: int) -> int:
    """The end of the name that begins at `place`, as a place after its last word."""
    after = place + 1
    while is_run(words, after):
        word = words[after]
        if _is_name(word) or (len(word.text) == 1 and word.is_capital):
            after += 1
        elif word.lower in JOINING and is_run(words, after + 1) and _is_name(words[after + 1]):
            if word.lower in ("and", "the", "of", "end"):
                break
            after += 2
        else:
            break
    return after


def _marked(words: list[Word], first: int, named: int, rule: Rule) -> Iterator[Suggestion]:
    after = _end_of_run(words, named)
    yield suggested(words[first].start, words[after - 1].end, rule)


def _titled(words: list[Word], place: int) -> Iterator[Suggestion]:
    title, named = words[place], place + 1
    if not is_run(words, named):
        return
    name = words[named]
    is_strong = title.lower in STRONG_TITLES
    if name.is_small or name.lower in MONTHS or len(name.text) == 1:
        return
    if name.is_capital:
        fits = is_strong or _is_name(name) or (title.is_capital and name.lower not in PROPER)
        fits = fits and not (not is_strong and name.lower in NO_SURNAMES)
    else:
        fits = name.lower in IN_ANY_CASE or (is_strong and not name.is_common)
    if fits:
        yield from _marked(words, place, named, Rule.TITLED_NAME)


def _called(words: list[Word], place: int) -> Iterator[Suggestion]:
    """My name is, I'm called, this is, a man called: the name only."""
    word, named = words[place], place + 1
    if not is_run(words, named):
        return
    name, before = words[named], tuple(w.lower for w in words[max(place - 2, 0) : place])
    says_own = any(before[-len(said) :] == said for said in SAYS.get(word.lower, ()))
    if says_own and not name.is_common:
        yield from _marked(words, named, named, Rule.OWN_NAME)
    elif word.lower in ("called", "named") and _is_name(name):
        yield from _marked(words, named, named, Rule.RELATION)
    elif (*before[-1:], word.lower) in INTRODUCED and _is_name(name):
        yield from _marked(words, named, named, Rule.OWN_NAME)


def _relation(words: list[Word], place: int) -> Iterator[Suggestion]:
    """My son Yusuf; her key worker, Dan; my friend is called Ada: the name only."""
    before = words[max(place - 4, 0) : place]
    if not any(word.lower in OWNERS for word in before):
        return
    named = place + 1
    while named < len(words) and named < place + 4:
        word = words[named]
        if word.lower not in ("called", "named", "is", "was", "name"):
            break
        named += 1
    if named >= len(words) or words[named].begins:
        return
    name = words[named]
    if name.lower in TITLES and name.lower not in GIVEN_NAMES:
        return
    if named > place + 1 and words[named - 1].lower in ("is", "was") and not name.is_capital:
        return
    if _is_name(name) and name.lower not in PROPER:
        yield from _marked(words, named, named, Rule.RELATION)


def _named_place(words: list[Word], place: int) -> Iterator[Suggestion]:
    """Lavender Ward, St Barnabas Church, Mile End hospital; not "the ward"."""
    noun, first, telling = words[place], place, 0
    while first > 0 and words[first].joins and not words[first].begins:
        before = words[first - 1]
        if before.lower in ("of", "and", "the") and first > 1 and words[first - 2].is_capital:
            if words[first - 1].joins and not words[first - 2].is_small:
                first -= 1
                continue
        if not before.is_capital or before.is_small:
            break
        is_ours = before.lower in LOCAL and before.lower not in ("road", "street", "green")
        telling += is_ours or not before.is_common
        first -= 1
    if first == place or words[first].lower in ("of", "and", "the"):
        after = place + 1
        is_named = noun.lower in ("masjid", "ward", "unit") and noun.is_capital
        if is_named and is_run(words, after) and _is_name(words[after]):
            yield from _marked(words, place, after, Rule.PLACE)
        return
    if telling:
        yield suggested(words[first].start, noun.end, Rule.PLACE)


def _perhaps(words: list[Word], place: int) -> Iterator[Suggestion]:
    word = words[place]
    if not _may_be_name(words, place):
        return
    first = place
    if place and word.joins and not word.begins and words[place - 1].is_capital:
        before = words[place - 1]
        titles = before.lower in ROLES
        if not (before.is_small or before.lower in PROPER or titles or before.begins):
            first = place - 1
    yield from _marked(words, first, place, Rule.PERHAPS_A_NAME)


def _may_be_name(words: list[Word], place: int) -> bool:
    word = words[place]
    if word.lower in IN_ANY_CASE:
        return True
    if not word.is_capital or len(word.text) == 1:
        return False
    if not word.begins:
        return not word.is_common
    if word.lower in ALWAYS_NAMES:
        return True
    follows = is_run(words, place + 1)
    if word.is_common or not follows:
        return False
    after = words[place + 1]
    return (
        after.lower in VERBS
        or after.lower.endswith("ed")
        or (after.is_capital and not after.is_common)
    )
