"""Reading and writing BLT, the text format in which ballots travel.

First line: candidates and seats. Then, perhaps, who withdrew (`-3 -5`), one line for each ranking
(papers, preferences, `0`), a line `0`, the candidates' names and a title. Many programs write it
in their own way; what is understood is noted, what is not is refused with its line and what to do.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from partnership_board.counting.ballots import (
    MOST,
    Contest,
    Unreadable,
    contest,
)

MOST_BYTES = 20_000_000
NUMBER = re.compile(r"[0-9]{1,12}")
WITHDRAWN = re.compile(r"-[0-9]{1,12}(?:[\s,]+-[0-9]{1,12})*")
CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
QUOTED = re.compile(r'\s*"((?:[^"]|"")*)"\s*(?:,\s*)?')
ALTERNATIVE = re.compile(r"#\s*ALTERNATIVE NAME ([0-9]{1,12})\s*:\s*(.*)", re.IGNORECASE)
PARTS = re.compile(r'"(?:[^"]|"")*"|#.*|[^"#]+|"')


class BadBlt(Unreadable):
    """`line` is where; `str()` begins with it."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(f"Line {line}: {sentence}")
        self.line = line


@dataclass(frozen=True)
class Reading:
    """The contest, and a sentence for each liberty the file took."""

    contest: Contest
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    number: int
    text: str


@dataclass
class Notes:
    """What was understood though it is not plain BLT: where first, and how often."""

    first: dict[str, int] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)

    def add(self, line: int, what: str) -> None:
        self.first.setdefault(what, line)
        self.times[what] += 1

    def sentences(self) -> tuple[str, ...]:
        return tuple(
            f"Line {line}{self.more(what)}: {what}."
            for what, line in sorted(self.first.items(), key=lambda pair: pair[1])
        )

    def more(self, what: str) -> str:
        others = self.times[what] - 1
        return f" and {others:,} more" if others else ""


def read(content: bytes) -> Reading:
    """The contest in a BLT file. BadBlt with the line number if it cannot be counted."""
    if len(content) > MOST_BYTES:
        raise BadBlt(1, "the file is larger than 20 MB; split it or ask for help.")
    return Reader(content).reading()


class Reader:
    """One file being read, from the first line to the last."""

    def __init__(self, content: bytes) -> None:
        self.notes = Notes()
        self.alternatives: dict[int, str] = {}
        self.lines = [Line(n, text) for n, text in enumerate(self.texts(content), 1) if text]
        self.at = 0
        self.end = self.lines[-1].number if self.lines else 1

    # ---- lines -----------------------------------------------------------------------------------

    def texts(self, content: bytes) -> list[str]:
        """Every line without comments, padding and trailing commas."""
        text = self.decoded(content)
        if "\r" in text:
            self.notes.add(1, "line ends of another system (CR) read as line ends")
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if text and not text.endswith("\n"):
            self.notes.add(text.count("\n") + 1, "no line end after the last line")
        return [self.cleaned(n, one) for n, one in enumerate(text.split("\n"), 1)]

    def decoded(self, content: bytes) -> str:
        if content.startswith(b"\xef\xbb\xbf"):
            self.notes.add(1, "byte order mark left out")
            content = content[3:]
        if b"\0" in content:
            raise BadBlt(content[: content.index(b"\0")].count(b"\n") + 1, NOT_TEXT)
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError as error:
            raise BadBlt(content[: error.start].count(b"\n") + 1, NOT_TEXT) from error
        self.notes.add(line, "letters read as Windows-1252, because they are not UTF-8")
        return text

    def cleaned(self, number: int, line: str) -> str:
        text = self.without_comment(number, line)
        if text != text.strip() or "\t" in text:
            self.notes.add(number, "padding or tabs left out")
        text = text.strip()
        if text.endswith(","):
            self.notes.add(number, "trailing commas left out")
            text = text.rstrip(", \t")
        if text.startswith("[") and text.endswith("]"):
            self.notes.add(number, "option in brackets ignored")
            return ""
        return text

    def without_comment(self, number: int, line: str) -> str:
        parts = PARTS.findall(line)
        if not parts or not parts[-1].startswith("#"):
            return line
        named = ALTERNATIVE.fullmatch(parts[-1].strip())
        if named:
            self.notes.add(number, "a name read from a comment")
            self.alternatives[int(named[1])] = self.name(number, named[2].strip(" \t,"))
        else:
            self.notes.add(number, "comment left out")
        return "".join(parts[:-1]).rstrip()

    def next(self, missing: str) -> Line:
        if self.at == len(self.lines):
            raise BadBlt(self.end, f"the file ends here, but {missing}")
        self.at += 1
        return self.lines[self.at - 1]

    # ---- the parts of a file ---------------------------------------------------------------------

    def reading(self) -> Reading:
        candidates, seats = self.header()
        withdrawn = self.withdrawn(candidates)
        papers = self.papers(candidates)
        names = self.names(candidates)
        title = self.title()
        made = contest(seats, names, papers, withdrawn, title)
        return Reading(made, self.notes.sentences())

    def header(self) -> tuple[int, int]:
        line = self.next("it must begin with the numbers of candidates and seats.")
        words = line.text.split()
        if len(words) != 2 or not all(NUMBER.fullmatch(word) for word in words):
            raise BadBlt(line.number, "write two numbers: how many candidates, how many seats.")
        candidates, seats = map(int, words)
        if not 1 <= candidates <= MOST or not seats:
            raise BadBlt(line.number, f"write 1 to {MOST:,} candidates and at least 1 seat.")
        if seats > candidates:
            raise BadBlt(
                line.number,
                f"{seats} seats for only {candidates} candidates; correct one of them.",
            )
        return candidates, seats

    def withdrawn(self, candidates: int) -> list[int]:
        gone: list[int] = []
        while self.at < len(self.lines) and WITHDRAWN.fullmatch(self.lines[self.at].text):
            line = self.next("")
            for word in line.text.replace(",", " ").split():
                number = -int(word)
                if not 1 <= number <= candidates:
                    raise BadBlt(line.number, f"there is no candidate {number} to withdraw.")
                if number in gone:
                    raise BadBlt(line.number, f"candidate {number} withdraws twice; once will do.")
                gone.append(number)
        return gone

    def papers(self, candidates: int) -> list[tuple[int, tuple[int, ...]]]:
        found: list[tuple[int, tuple[int, ...]]] = []
        seen: set[tuple[int, ...]] = set()
        while True:
            line = self.next("the ballots must end with a line that holds only 0.")
            if line.text == "0":
                return found
            number, ranking = self.paper(line, candidates)
            if ranking in seen:
                self.notes.add(line.number, "a ranking seen before; its papers were added up")
            if not ranking:
                self.notes.add(line.number, "an empty ranking; not a valid vote")
            seen.add(ranking)
            found.append((number, ranking))

    def paper(self, line: Line, candidates: int) -> tuple[int, tuple[int, ...]]:
        text = line.text
        if text.startswith("(") and ")" in text:
            self.notes.add(line.number, "a ballot's name in brackets left out")
            text = text.partition(")")[2]
        words = text.split() or [""]
        number = self.weight(line, words[0])
        if "0" not in words[1:]:
            for word in words[1:]:
                self.preference(line, word, candidates)
            raise BadBlt(line.number, "the 0 at the end of the ballot is missing; add it.")
        end = words.index("0", 1)
        if words[end + 1 :]:
            raise BadBlt(line.number, "something follows the 0 that ends the ballot; remove it.")
        ranking = tuple(self.preference(line, word, candidates) for word in words[1:end])
        for one in ranking:
            if ranking.count(one) > 1:
                raise BadBlt(line.number, f"candidate {one} is ranked twice; keep one of them.")
        return number, ranking

    def weight(self, line: Line, word: str) -> int:
        if word.startswith('"'):
            raise BadBlt(
                line.number, "a name stands here; end the ballots with a line that holds only 0."
            )
        if not NUMBER.fullmatch(word) or not int(word):
            raise BadBlt(
                line.number,
                f"a line begins with how many papers, a whole number above 0, not {word!r}.",
            )
        return int(word)

    def preference(self, line: Line, word: str, candidates: int) -> int:
        if "=" in word:
            shared = " and ".join(word.split("="))
            raise BadBlt(
                line.number,
                f"candidates {shared} share a rank. This program counts strict rankings; "
                "give them different places.",
            )
        if not NUMBER.fullmatch(word):
            raise BadBlt(line.number, f"{word!r} is no candidate's number.")
        if not 1 <= int(word) <= candidates:
            raise BadBlt(
                line.number, f"there is no candidate {word}; they are numbered 1 to {candidates}."
            )
        return int(word)

    # ---- names and title -------------------------------------------------------------------------

    def names(self, candidates: int) -> list[str]:
        numbers = range(1, candidates + 1)
        left = len(self.lines) - self.at
        if left < candidates and all(number in self.alternatives for number in numbers):
            return [self.alternatives[number] for number in numbers]
        names = []
        for number in numbers:
            line = self.next(f"the names of candidates {number} to {candidates} are missing.")
            names.append(self.name(line.number, line.text))
        return names

    def title(self) -> str:
        if self.at == len(self.lines):
            self.notes.add(self.end, "no title")
            return ""
        line = self.next("")
        title = self.name(line.number, line.text)
        if self.at < len(self.lines):
            raise BadBlt(
                self.lines[self.at].number, "the title was the last line; remove what follows."
            )
        return title

    def name(self, number: int, text: str) -> str:
        """A name without its quotes; `"a" "b"` is a name and what it stands for."""
        text = CONTROL.sub(" ", text)
        parts = QUOTED.findall(text)
        if parts and QUOTED.sub("", text) == "":
            if len(parts) > 1:
                self.notes.add(number, "a name in several parts joined")
            if '""' in text[1:-1]:
                self.notes.add(number, "doubled quotes read as quotes")
            return ", ".join(part.replace('""', '"') for part in parts if part or len(parts) == 1)
        if '"' in text:
            self.notes.add(number, "quotes that do not match left as they are")
            return text.strip('"').replace('""', '"')
        self.notes.add(number, "a name without quotes")
        return text


NOT_TEXT = "this is not a text file; save it as UTF-8."


def write(made: Contest) -> str:
    """Canonical BLT: equal rankings added up, sorted, names in quotes, lines that end in LF.
    Unreadable if a name could not be read back."""
    for name in (*made.names, made.title):
        if CONTROL.search(name):
            raise Unreadable("A name holds a line end or another control character.")
    lines = [f"{len(made.names)} {made.seats}"]
    if made.withdrawn:
        lines.append(" ".join(f"-{number}" for number in sorted(made.withdrawn)))
    lines += [" ".join(map(str, (number, *ranking, 0))) for number, ranking in made.papers]
    lines.append("0")
    lines += ['"' + name.replace('"', '""') + '"' for name in (*made.names, made.title)]
    return "\n".join(lines) + "\n"
