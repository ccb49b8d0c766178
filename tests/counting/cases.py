"""Small elections worked out by hand: papers, the figures that follow, and why.

Candidates are letters; "6 ABD" is six papers that rank A, B, D. A line of a table is kind and whose
papers moved | votes of each, "-" once out | non-transferable | elected. R stands for re-open
nominations.
"""

from dataclasses import dataclass

from partnership_board.counting.ballots import Constraint, Contest, Rule, contest

PLAIN = Rule()


@dataclass(frozen=True)
class Case:
    name: str
    why: str
    seats: int
    people: str
    papers: str
    table: str
    elected: str
    ties: tuple[tuple[str, str, str, str], ...] = ()
    rule: Rule = PLAIN
    withdrawn: str = ""
    last: str = ""
    saved: str = ""
    is_unmet: bool = False

    @property
    def contest(self) -> Contest:
        return contest(
            self.seats, list(self.people), papers(self.papers), numbers(self.withdrawn), self.name
        )


def numbers(letters: str) -> tuple[int, ...]:
    return tuple(ord(letter) - 64 for letter in letters)


def papers(text: str) -> list[tuple[int, tuple[int, ...]]]:
    """ "6 ABD, 3 C" as [(6, (1, 2, 4)), (3, (3,))]."""
    pairs = [part.strip().partition(" ") for part in text.split(",")]
    return [(int(number), numbers(ranking)) for number, _, ranking in pairs]


def among(group: str, least: int, most: int) -> Rule:
    return Rule(constraints=(Constraint(frozenset(numbers(group)), least, most),))


CASES = (
    Case(
        name="the worked example of the documentation",
        why=(
            "Quota 17 // 4 + 1 = 5. A has 10: surplus 5, each paper at 5/10. B, C, D and E stand "
            "at 3; at stage 1 B had 0, C and D 3, E 1, so B goes. B's six papers carry 0.5 each "
            "and name A (elected), B, D: D has 6. Surplus 1 of 6: three papers of value 1 pass at "
            "0.16666 (two of them to E), six of 0.5 at 0.08333 and name nobody else. 1 - 3 x "
            "0.16666 - 6 x 0.08333 = 0.00004 is lost."
        ),
        seats=3,
        people="ABCDE",
        papers="6 ABD, 4 AE, 3 C, 2 DEB, 1 D, 1 EDC",
        table="""
            first | A 10 B 0 C 3 D 3 E 1 | 0 | A
            surplus A | A 5 B 3 C 3 D 3 E 3 | 0 |
            exclude B | A 5 B - C 3 D 6 E 3 | 0 | D
            surplus D | A 5 B - C 3 D 5 E 3.33332 | 0.66664 |
            exclude C | A 5 B - C - D 5 E 3.33332 | 3.66664 |
        """,
        elected="A D E",
        ties=(("exclude", "B C D E", "B", "history"),),
        last="E",
    ),
    Case(
        name="exactly the quota: no stage",
        why=(
            "Quota 12 // 3 + 1 = 5. B has exactly 5: elected, nothing passes on, no stage. C "
            "goes; CB names B, who is elected, so 3 stop. A takes the last place with 4."
        ),
        seats=2,
        people="ABC",
        papers="4 AC, 5 BC, 3 CB",
        table="""
            first | A 4 B 5 C 3 | 0 | B
            exclude C | A 4 B 5 C - | 3 |
        """,
        elected="B A",
        last="A",
    ),
    Case(
        name="a value of two thirds is cut",
        why=(
            "Quota 13 // 4 + 1 = 4. Surplus 8 of 12: 0.66666, not 0.66667. B 7 x 0.66666 = "
            "4.66662, C 5 x 0.66666 = 3.33330. B passes 0.66662 of 4.66662: 0.66666 x that = "
            "0.09523 a paper, and 7 x 0.09523 = 0.66661 names nobody else."
        ),
        seats=3,
        people="ABCD",
        papers="7 AB, 5 AC, 1 D",
        table="""
            first | A 12 B 0 C 0 D 1 | 0 | A
            surplus A | A 4 B 4.66662 C 3.3333 D 1 | 0 | B
            surplus B | A 4 B 4 C 3.3333 D 1 | 0.66661 |
            exclude D | A 4 B 4 C 3.3333 D - | 1.66661 |
        """,
        elected="A B C",
        last="C",
    ),
    Case(
        name="cut paper by paper",
        why=(
            "Quota 10 // 3 + 1 = 4. Surplus 3 of 7 is 0.42857 a paper; seven of them are 2.99999, "
            "not 3: each paper is cut before the papers are added. So B is below C and there is "
            "no tie."
        ),
        seats=2,
        people="ABC",
        papers="7 AB, 3 C",
        table="""
            first | A 7 B 0 C 3 | 0 | A
            surplus A | A 4 B 2.99999 C 3 | 0 |
            exclude B | A 4 B - C 3 | 2.99999 |
        """,
        elected="A C",
        last="C",
    ),
    Case(
        name="a surplus is shared over all papers",
        why=(
            "Quota 9 // 3 + 1 = 4. Surplus 2 of 6 over all six papers: 0.33333 each. The three "
            "that name nobody else stop with 0.99999. Shared over the other three only, B would "
            "have 2.99998 and beat C."
        ),
        seats=2,
        people="ABC",
        papers="3 AB, 3 A, 1 B, 2 C",
        table="""
            first | A 6 B 1 C 2 | 0 | A
            surplus A | A 4 B 1.99999 C 2 | 0.99999 |
            exclude B | A 4 B - C 2 | 2.99998 |
        """,
        elected="A C",
        last="C",
    ),
    Case(
        name="the largest surplus first",
        why=(
            "Quota 20 // 4 + 1 = 6. A has 1 to pass, B 2: B first, although A comes first on the "
            "paper."
        ),
        seats=3,
        people="ABCD",
        papers="7 AC, 8 BD, 2 C, 3 D",
        table="""
            first | A 7 B 8 C 2 D 3 | 0 | B A
            surplus B | A 7 B 6 C 2 D 5 | 0 |
            surplus A | A 6 B 6 C 2.99995 D 5 | 0 |
            exclude C | A 6 B 6 C - D 5 | 2.99995 |
        """,
        elected="B A D",
        last="D",
    ),
    Case(
        name="someone waiting receives nothing",
        why=(
            "Quota 6. A and B are elected together. B's papers name A next, who waits and "
            "receives nothing: all eight go to C at 2/8. A's surplus 1 of 7 then stops: 7 x "
            "0.14285."
        ),
        seats=3,
        people="ABCD",
        papers="8 BAC, 7 A, 2 C, 3 D",
        table="""
            first | A 7 B 8 C 2 D 3 | 0 | B A
            surplus B | A 7 B 6 C 4 D 3 | 0 |
            surplus A | A 6 B 6 C 4 D 3 | 0.99995 |
            exclude D | A 6 B 6 C 4 D - | 3.99995 |
        """,
        elected="B A C",
        last="C",
    ),
    Case(
        name="a hair below the quota is below it",
        why=(
            "Quota 16 // 3 + 1 = 6. Surplus 3 of 9 is 0.33333: A has 3 + 2.99997 = 5.99997, which "
            "is not 6. A takes the last place without the quota. C and D were level from the "
            "beginning: a lot."
        ),
        seats=2,
        people="ABCD",
        papers="9 BA, 3 AC, 2 C, 2 D",
        table="""
            first | A 3 B 9 C 2 D 2 | 0 | B
            surplus B | A 5.99997 B 6 C 2 D 2 | 0 |
            exclude C | A 5.99997 B 6 C - D 2 | 2 |
            exclude D | A 5.99997 B 6 C - D - | 4 |
        """,
        elected="B A",
        ties=(("exclude", "C D", "C", "lot"),),
        last="A",
    ),
    Case(
        name="all papers of a surplus move",
        why=(
            "Quota 17 // 4 + 1 = 5. B passes 5 of 10; A has 8, a surplus of 3 of 8. All of A's "
            "papers pass: three of value 1 at 0.375 to C, ten of 0.5 at 0.1875 to nobody."
        ),
        seats=3,
        people="ABCD",
        papers="10 BA, 3 AC, 2 C, 2 DC",
        table="""
            first | A 3 B 10 C 2 D 2 | 0 | B
            surplus B | A 8 B 5 C 2 D 2 | 0 | A
            surplus A | A 5 B 5 C 3.125 D 2 | 1.875 |
            exclude D | A 5 B 5 C 5.125 D - | 1.875 | C
        """,
        elected="B A C",
    ),
    Case(
        name="the stop test comes before a surplus",
        why=(
            "Quota 4. When A is elected two people are left for two places: elected at once, and "
            "A's surplus of 5 never moves."
        ),
        seats=3,
        people="ABC",
        papers="9 AB, 2 B, 1 C",
        table="""
            first | A 9 B 2 C 1 | 0 | A
        """,
        elected="A B C",
        last="B C",
    ),
    Case(
        name="an earlier stage decides",
        why=(
            "Quota 8. D goes first; A and B stand at 4. At stage 1 B had 3, A 4: B goes, without "
            "a lot."
        ),
        seats=1,
        people="ABCD",
        papers="4 A, 3 BA, 6 C, 1 DB",
        table="""
            first | A 4 B 3 C 6 D 1 | 0 |
            exclude D | A 4 B 4 C 6 D - | 0 |
            exclude B | A 7 B - C 6 D - | 1 |
            exclude C | A 7 B - C - D - | 7 |
        """,
        elected="A",
        ties=(("exclude", "A B", "B", "history"),),
        last="A",
    ),
    Case(
        name="the latest earlier stage decides",
        why=(
            "Quota 9. After C and A are out, B and D stand at 7. The latest earlier stage at "
            "which they differ is stage 2 (6 against 7): B goes. At stage 1 it was the other way "
            "round (6 against 5)."
        ),
        seats=1,
        people="ABCD",
        papers="1 AB, 2 A, 2 CD, 5 DC, 6 BD",
        table="""
            first | A 3 B 6 C 2 D 5 | 0 |
            exclude C | A 3 B 6 C - D 7 | 0 |
            exclude A | A - B 7 C - D 7 | 2 |
            exclude B | A - B - C - D 13 | 3 | D
        """,
        elected="D",
        ties=(("exclude", "B D", "B", "history"),),
    ),
    Case(
        name="three level, one set aside",
        why=(
            "Quota 20. A, B and C stand at 12. At stage 2 A and B had 11, C 12: C is safe, A and "
            "B stay tied. At stage 1 B had 10, A 11: B goes. Without setting C aside no stage "
            "singles one out."
        ),
        seats=1,
        people="ABCDE",
        papers="11 A, 10 BA, 10 C, 1 DB, 2 DC, 1 EA, 1 EB, 2 E",
        table="""
            first | A 11 B 10 C 10 D 3 E 4 | 0 |
            exclude D | A 11 B 11 C 12 D - E 4 | 0 |
            exclude E | A 12 B 12 C 12 D - E - | 2 |
            exclude B | A 22 B - C 12 D - E - | 4 | A
        """,
        elected="A",
        ties=(("exclude", "A B C", "B", "history"),),
    ),
    Case(
        name="equal surpluses",
        why=(
            "Quota 26 // 5 + 1 = 6. D's surplus 6 of 12 lifts B and C to 7 each. Surpluses are "
            "equal; at stage 1 B had 5, C 4: B first."
        ),
        seats=4,
        people="ABCDE",
        papers="3 A, 5 BA, 4 CE, 4 DB, 6 DC, 2 D, 2 E",
        table="""
            first | A 3 B 5 C 4 D 12 E 2 | 0 | D
            surplus D | A 3 B 7 C 7 D 6 E 2 | 1 | B C
            surplus B | A 3.71425 B 6 C 7 D 6 E 2 | 1.28568 |
            surplus C | A 3.71425 B 6 C 6 D 6 E 2.5714 | 1.7142 |
            exclude E | A 3.71425 B 6 C 6 D 6 E - | 4.2856 |
        """,
        elected="D B C A",
        ties=(("surplus", "B C", "B", "history"),),
        last="A",
    ),
    Case(
        name="as many left as places",
        why=(
            "Quota 12 // 4 + 1 = 4. After D two people are left for two places: both are elected "
            "at once with 3 each, in number order. Going on would exclude one of them."
        ),
        seats=3,
        people="ABCD",
        papers="6 A, 3 B, 2 C, 1 DC",
        table="""
            first | A 6 B 3 C 2 D 1 | 0 | A
            surplus A | A 4 B 3 C 2 D 1 | 1.99998 |
            exclude D | A 4 B 3 C 3 D - | 1.99998 |
        """,
        elected="A B C",
        last="B C",
    ),
    Case(
        name="the alternative vote",
        why=(
            "One seat is the alternative vote. Quota 12 // 2 + 1 = 7; C's papers give B exactly 7."
        ),
        seats=1,
        people="ABC",
        papers="5 A, 4 BC, 3 CB",
        table="""
            first | A 5 B 4 C 3 | 0 |
            exclude C | A 5 B 7 C - | 0 | B
        """,
        elected="B",
    ),
    Case(
        name="somebody withdrew",
        why="A withdrew: AB counts as B. Quota 7 // 2 + 1 = 4.",
        seats=1,
        people="ABC",
        papers="3 AB, 1 B, 3 C",
        table="""
            first | B 4 C 3 | 0 | B
        """,
        elected="B",
        withdrawn="A",
    ),
    Case(
        name="blank papers",
        why="Four papers name nobody and are not valid. Quota 5 // 2 + 1 = 3.",
        seats=1,
        people="AB",
        papers="4 , 3 A, 2 B",
        table="""
            first | A 3 B 2 | 0 | A
        """,
        elected="A",
    ),
    Case(
        name="equal at one stage",
        why=(
            "Quota 9 // 3 + 1 = 4. A and B reach it together with equal votes: in number order, "
            "and no tie."
        ),
        seats=2,
        people="ABC",
        papers="4 BC, 4 A, 1 C",
        table="""
            first | A 4 B 4 C 1 | 0 | A B
        """,
        elected="A B",
    ),
    Case(
        name="fewer people than places",
        why="Two people for three places. A has the quota, B takes a place without.",
        seats=3,
        people="AB",
        papers="1 B, 4 A",
        table="""
            first | A 4 B 1 | 0 | A
        """,
        elected="A B",
        last="B",
    ),
    Case(
        name="nobody is ranked",
        why="Nobody ranked anyone: two people for two places are elected all the same.",
        seats=2,
        people="AB",
        papers="3 ",
        table="""
            first | A 0 B 0 | 0 |
        """,
        elected="A B",
        last="A B",
    ),
    Case(
        name="a lot",
        why="B and C stand at 2 from the beginning: a lot. It falls on B here, and A has 5.",
        seats=1,
        people="ABC",
        papers="3 A, 2 BA, 2 CB",
        table="""
            first | A 3 B 2 C 2 | 0 |
            exclude B | A 5 B - C 2 | 0 | A
        """,
        elected="A",
        ties=(("exclude", "B C", "B", "lot"),),
    ),
    Case(
        name="mentions decide",
        why=(
            "B and C are level. C is mentioned on one of A's papers as well: B 2, C 3. B goes, no "
            "lot."
        ),
        seats=1,
        people="ABC",
        papers="2 A, 1 AC, 2 B, 2 C",
        table="""
            first | A 3 B 2 C 2 | 0 |
            exclude B | A 3 B - C 2 | 2 |
            exclude C | A 3 B - C - | 4 |
        """,
        elected="A",
        ties=(("exclude", "B C", "B", "mentions"),),
        rule=Rule(mentions=True),
        last="A",
    ),
    Case(
        name="mentions count what a paper is worth",
        why=(
            "C and D are level at every stage. Of B's papers, eight of value 0.25 mention C (2 "
            "votes) and three of value 1 mention D (3). With their own two, C has 4 and D 5: C "
            "goes. By papers C would have 10."
        ),
        seats=2,
        people="ABCD",
        papers="8 ABC, 3 BD, 2 C, 2 D",
        table="""
            first | A 8 B 3 C 2 D 2 | 0 | A
            surplus A | A 6 B 5 C 2 D 2 | 0 |
            exclude C | A 6 B 5 C - D 2 | 2 |
            exclude D | A 6 B 5 C - D - | 4 |
        """,
        elected="A B",
        ties=(("exclude", "C D", "C", "mentions"),),
        rule=Rule(mentions=True),
        last="B",
    ),
    Case(
        name="mentions on papers of the elected do not count",
        why=(
            "A has exactly the quota and keeps six papers that mention C; they do not count, "
            "because A is no longer continuing. B's five mention D: C 2, D 7."
        ),
        seats=2,
        people="ABCD",
        papers="6 AC, 5 BD, 2 C, 2 D",
        table="""
            first | A 6 B 5 C 2 D 2 | 0 | A
            exclude C | A 6 B 5 C - D 2 | 2 |
            exclude D | A 6 B 5 C - D - | 4 |
        """,
        elected="A B",
        ties=(("exclude", "C D", "C", "mentions"),),
        rule=Rule(mentions=True),
        last="B",
    ),
    Case(
        name="mentions again among the rest",
        why=(
            "Credits are B 2 + 3, C 2 + 2, D 2 + 1. B is set aside; among the rest C has 4, D 3: "
            "D goes."
        ),
        seats=1,
        people="ABCD",
        papers="3 AB, 2 AC, 1 AD, 2 B, 2 C, 2 D",
        table="""
            first | A 6 B 2 C 2 D 2 | 0 |
            exclude D | A 6 B 2 C 2 D - | 2 |
            exclude C | A 6 B 2 C - D - | 4 |
            exclude B | A 6 B - C - D - | 6 |
        """,
        elected="A",
        ties=(
            ("exclude", "B C D", "D", "mentions"),
            ("exclude", "B C", "C", "mentions"),
        ),
        rule=Rule(mentions=True),
        last="A",
    ),
    Case(
        name="an empty tie that matters",
        why=(
            "A elected, one place, two people without a vote: one of them gets it, so number "
            "order is not enough."
        ),
        seats=2,
        people="ABC",
        papers="4 A",
        table="""
            first | A 4 B 0 C 0 | 0 | A
            surplus A | A 2 B 0 C 0 | 2 |
            exclude B | A 2 B - C 0 | 2 |
        """,
        elected="A C",
        ties=(("exclude", "B C", "B", "lot"),),
        rule=Rule(empty_aside=True),
        last="C",
    ),
    Case(
        name="re-open nominations once",
        why=(
            "R re-opens nominations. RON1 has 6, the quota is 4: elected. Only then RON2 joins: 6 "
            "x 0.33333. C, RON2 and B go; A gets the other place and one place stays unfilled."
        ),
        seats=2,
        people="ABCR",
        papers="6 D, 3 AB, 2 BA",
        table="""
            first | A 3 B 2 C 0 RON1 6 RON2 0 | 0 | RON1
            surplus RON1 | A 3 B 2 C 0 RON1 4 RON2 1.99998 | 0 |
            exclude C | A 3 B 2 C - RON1 4 RON2 1.99998 | 0 |
            exclude RON2 | A 3 B 2 C - RON1 4 RON2 - | 1.99998 |
            exclude B | A 5 B - C - RON1 4 RON2 - | 1.99998 | A
        """,
        elected="RON1 A",
        rule=Rule(ron=4),
    ),
    Case(
        name="re-open nominations loses a tie",
        why="B and RON1 both have nothing. RON loses every tie for exclusion; no RON2 follows.",
        seats=2,
        people="ABR",
        papers="4 A",
        table="""
            first | A 4 B 0 RON1 0 RON2 0 | 0 | A
            surplus A | A 2 B 0 RON1 0 RON2 0 | 2 |
            exclude RON1 | A 2 B 0 RON1 - RON2 0 | 2 |
        """,
        elected="A B",
        ties=(("exclude", "B RON1", "RON1", "ron"),),
        rule=Rule(ron=3),
        last="B",
    ),
    Case(
        name="re-open nominations all over",
        why=(
            "5 of 6 re-open nominations: RON1 at once, RON2 takes the other place. Nobody is "
            "elected."
        ),
        seats=2,
        people="ABR",
        papers="5 CA, 1 A",
        table="""
            first | A 1 B 0 RON1 5 RON2 0 | 0 | RON1
            surplus RON1 | A 1 B 0 RON1 3 RON2 2 | 0 |
            exclude B | A 1 B - RON1 3 RON2 2 | 0 |
            exclude A | A - B - RON1 3 RON2 2 | 1 |
        """,
        elected="RON1 RON2",
        rule=Rule(ron=3),
        last="RON2",
    ),
    Case(
        name="re-open nominations within a ranking",
        why="RON within a ranking keeps its place. RON1 goes first; B has 5.",
        seats=1,
        people="ABR",
        papers="4 ACB, 3 B, 2 CB",
        table="""
            first | A 4 B 3 RON1 2 | 0 |
            exclude RON1 | A 4 B 5 RON1 - | 0 | B
        """,
        elected="B",
        rule=Rule(ron=3),
    ),
    Case(
        name="a minimum",
        why=(
            "At least one of {C}. Once A is elected, every way "
            "to end has C in it, so B is doomed and goes before A's surplus."
        ),
        seats=2,
        people="ABC",
        papers="5 A, 3 B, 1 C",
        table="""
            first | A 5 B 3 C 1 | 0 | A
            constraint B | A 5 B - C 1 | 3 |
        """,
        elected="A C",
        rule=among("C", 1, 2),
        last="C",
    ),
    Case(
        name="a minimum with one place",
        why="A must be elected. The lowest of the others go one after the other.",
        seats=1,
        people="ABC",
        papers="1 A, 3 B, 4 C",
        table="""
            first | A 1 B 3 C 4 | 0 |
            constraint B | A 1 B - C 4 | 3 |
            constraint C | A 1 B - C - | 7 |
        """,
        elected="A",
        rule=among("A", 1, 1),
        last="A",
    ),
    Case(
        name="a cap within one stage",
        why=(
            "At most one of {A, B}. A has more and is elected; that dooms B, who has the quota "
            "too and is not elected."
        ),
        seats=3,
        people="ABCD",
        papers="6 A, 5 B, 2 C, 3 DC",
        table="""
            first | A 6 B 5 C 2 D 3 | 0 | A
            constraint B | A 6 B - C 2 D 3 | 5 |
        """,
        elected="A D C",
        rule=among("AB", 0, 1),
        last="D C",
    ),
    Case(
        name="a cap before a surplus",
        why="At most one of {A, B}: B goes before A's surplus of 4, which then never moves.",
        seats=3,
        people="ABCD",
        papers="9 AB, 3 B, 2 CD, 2 D",
        table="""
            first | A 9 B 3 C 2 D 2 | 0 | A
            constraint B | A 9 B - C 2 D 2 | 3 |
        """,
        elected="A C D",
        rule=among("AB", 0, 1),
        last="C D",
    ),
    Case(
        name="a cap between equals",
        why=(
            "At most one of {A, B}, level at 4: who is elected is a tie itself. The lot falls on "
            "A here."
        ),
        seats=2,
        people="ABCD",
        papers="4 A, 4 BC, 2 C, 1 D",
        table="""
            first | A 4 B 4 C 2 D 1 | 0 | A
            constraint B | A 4 B - C 6 D 1 | 0 | C
        """,
        elected="A C",
        ties=(("elect", "A B", "A", "lot"),),
        rule=among("AB", 0, 1),
    ),
    Case(
        name="a minimum that cannot be met",
        why="Two of {C} cannot be had: counted without, and said so.",
        seats=2,
        people="ABC",
        papers="4 A, 3 B, 1 C",
        table="""
            first | A 4 B 3 C 1 | 0 | A B
        """,
        elected="A B",
        rule=among("C", 2, 2),
        is_unmet=True,
    ),
    Case(
        name="a minimum that stops being possible",
        why="Two of {A, B} can be had until RON1 is elected. From then on the count goes without.",
        seats=2,
        people="ABCR",
        papers="6 D, 3 A, 2 B, 1 C",
        table="""
            first | A 3 B 2 C 1 RON1 6 RON2 0 | 0 | RON1
            surplus RON1 | A 3 B 2 C 1 RON1 5 RON2 0.99996 | 0 |
            exclude RON2 | A 3 B 2 C 1 RON1 5 RON2 - | 0.99996 |
            exclude C | A 3 B 2 C - RON1 5 RON2 - | 1.99996 |
            exclude B | A 3 B - C - RON1 5 RON2 - | 3.99996 |
        """,
        elected="RON1 A",
        rule=Rule(ron=4, constraints=(Constraint(frozenset(numbers("AB")), 2, 2),)),
        last="A",
        is_unmet=True,
    ),
    Case(
        name="a minimum keeps the lowest in",
        why=(
            "At least one of {A}, three places. A has fewest but is guarded: E goes, then D; A "
            "takes a place."
        ),
        seats=3,
        people="ABCDE",
        papers="1 A, 6 B, 4 C, 3 D, 2 E",
        table="""
            first | A 1 B 6 C 4 D 3 E 2 | 0 | B
            surplus B | A 1 B 5 C 4 D 3 E 2 | 0.99996 |
            exclude E | A 1 B 5 C 4 D 3 E - | 2.99996 |
            exclude D | A 1 B 5 C 4 D - E - | 5.99996 |
        """,
        elected="B C A",
        rule=among("A", 1, 3),
        last="C A",
        saved="A",
    ),
    Case(
        name="a value that floating point cannot hold",
        why="Quota 60 // 3 + 1 = 21. Surplus 29 of 50 is 0.58; as a float it cuts to 0.57999.",
        seats=2,
        people="ABC",
        papers="50 AB, 4 B, 6 C",
        table="""
            first | A 50 B 4 C 6 | 0 | A
            surplus A | A 21 B 33 C 6 | 0 | B
        """,
        elected="A B",
    ),
    Case(
        name="the quota stays",
        why=(
            "Quota 12 // 4 + 1 = 4. D's surplus of 2 stops, 6 x 0.33333. The quota does not fall "
            "with what stops, so B's surplus is 1, not 2: 5 x 0.20000 stop as well."
        ),
        seats=3,
        people="ABCD",
        papers="1 C, 5 BD, 6 D",
        table="""
            first | A 0 B 5 C 1 D 6 | 0 | D B
            surplus D | A 0 B 5 C 1 D 4 | 1.99998 |
            surplus B | A 0 B 4 C 1 D 4 | 2.99998 |
            exclude A | A - B 4 C 1 D 4 | 2.99998 |
        """,
        elected="D B C",
        last="C",
    ),
)
