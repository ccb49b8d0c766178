"""A board of three sides and its papers, some of which are not for everybody."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from alliance.actions import preferences, roles
from alliance.audit import Actor
from alliance.models import Alliance, Message, User
from alliance.tenancy.context import work_for
from partnership_board.actions import boards, items, packs, papers, restrictions, seats
from partnership_board.actions.items import ItemFacts
from partnership_board.actions.papers import PaperText
from partnership_board.actions.restrictions import Terms
from partnership_board.models import AgendaItem, Meeting, PackBuild, PackCopy
from tests.factories import partnership_board as rows
from tests.people import an_account

BEGAN = date(2026, 1, 1)
SIDES = ("VCSE",) * 7 + ("NHS",) * 5 + ("EBE",) * 5
NEEDS = {0: "large_print", 1: "plain_text", 8: "audio"}  # of a member, by number
PLAIN = sum(need != "large_print" for need in NEEDS.values())
CHALLENGE = "Write to the lead; the chair answers within ten days."


@dataclass
class Boardroom:
    alliance: Alliance
    meeting: Meeting
    lead: User
    people: int

    @classmethod
    def furnish(cls) -> "Boardroom":
        alliance = Alliance.objects.using("owner").get(slug="north")
        with work_for(alliance.pk, alliance.slug):
            on = timezone.localdate()
            lead = an_account("Amina Rahman")
            roles.grant(lead, "alliance_lead", started_on=BEGAN, by=Actor.SYSTEM, on=on)
            board = boards.open_board(
                name="Partnership Board", kind="partnership_board", on=BEGAN, by=Actor.SYSTEM
            )
            for number, side in enumerate(SIDES):
                sit(board, number, side, on=on)
            meeting = rows.a_meeting(board, rows.at(on + timedelta(days=40)))
            room = cls(alliance, meeting, lead, len(SIDES))
            room.write()
        return room

    def write(self) -> None:
        """Four papers; one for two sides, another for one: three audiences."""
        now, day = timezone.now(), timezone.localdate() + timedelta(days=30)
        for number in range(4):
            text = PaperText(f"About {number}.", ["Agree."], "Some words. " * 400)
            facts = ItemFacts(f"Matter {number}", "decide", 10)
            item = items.add(self.meeting, facts, text=text, by=self.lead, now=now)
            for place, sides in ((1, ["VCSE", "NHS"]), (2, ["NHS"])):
                if number == place:
                    terms = Terms("legal", "sides", day, CHALLENGE, sides)
                    restrictions.restrict_item(item, terms, by=self.lead, now=now)

    def publish(self) -> None:
        """The pack, or after a change the next build of it."""
        with work_for(self.alliance.pk, self.alliance.slug):
            now = timezone.now()
            if PackBuild.objects.exists():
                item = AgendaItem.objects.get(meeting=self.meeting, number="4")
                text = PaperText("About 3, again.", ["Agree."], "Other words. " * 400)
                papers.receive(item, text, by=self.lead, now=now)
            packs.publish(self.meeting, by=self.lead, now=now)

    def is_at_work(self) -> bool:
        """Whether a worker holds the job."""
        with work_for(self.alliance.pk, self.alliance.slug):
            jobs = Message.objects.filter(kind=Message.Kind.JOB, sent_at=None)
            return jobs.filter(due_at__gt=timezone.now() + timedelta(minutes=5)).exists()

    def let_the_lease_run_out(self) -> None:
        """As after ten minutes: whoever held the job may be dead, or still at it."""
        with work_for(self.alliance.pk, self.alliance.slug):
            waiting = Message.objects.filter(kind=Message.Kind.JOB, sent_at=None)
            waiting.update(due_at=timezone.now())

    def is_delivered(self, arrived: Sequence[tuple[str, str]]) -> bool:
        with work_for(self.alliance.pk, self.alliance.slug):
            wanted = PackBuild.objects.count() * self.people
            is_sent = not PackBuild.objects.exclude(state="sent").exists()
        return is_sent and len(letters(arrived)) >= wanted

    def verdict(self, arrived: Sequence[tuple[str, str]], kills: Counter[str]) -> int:
        """0 if everybody has everything once."""
        with work_for(self.alliance.pk, self.alliance.slug):
            copies = Counter(PackCopy.objects.values_list("build__n", "person", "format"))
            keys = Counter(PackCopy.objects.values_list("build__n", "audience_key"))
            written = Message.objects.filter(kind="mail", key__startswith="pack ").count()
            states = sorted(PackBuild.objects.values_list("n", "state"))
        came, audiences = letters(arrived), {n: sum(1 for b, _ in keys if b == n) for n in (1, 2)}
        forms = Counter(form for _, _, form in copies)
        print(
            f"builds {states}  copies {copies.total()} of {len(copies)}  forms {dict(forms)}"
            f"  audiences {audiences}  letters written {written}  arrived {len(came)}"
            f"  repeated {came.total() - len(came)}  kills {dict(kills)}"
        )
        each = 2 * self.people
        is_whole = states == [(1, "sent"), (2, "sent")] and audiences == {1: 3, 2: 3}
        printed = forms["pdf"] + forms["large_print"]
        is_once = set(copies.values()) == {1} and printed == each + 2  # and the lead's own
        is_once = is_once and (forms["large_print"], forms["audio_script"]) == (2, 2 * PLAIN)
        return int(not (is_whole and is_once and written == len(came) == each))


def letters(arrived: Sequence[tuple[str, str]]) -> Counter[str]:
    """How often each letter with papers came, by its Message-ID."""
    return Counter(name for subject, name in arrived if subject.startswith("Papers for"))


def sit(board: object, number: int, side: str, *, on: date) -> None:
    person = an_account(f"Member {number}")
    if number in NEEDS:
        preferences.prefer(
            person, needs=[NEEDS[number]], note="", pace="as_it_happens", stopped=[], by=person
        )
    seat = rows.a_seat(board, title=f"{side} {number}", code=side, label=side)  # type: ignore[no-untyped-call]
    seats.begin_term(
        seat, holder=person, started_on=BEGAN, ends_on=date(2029, 1, 1), by=Actor.SYSTEM, on=on
    )
