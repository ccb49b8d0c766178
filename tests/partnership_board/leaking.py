"""One world to look for leaks in: a secret of every kind, and everybody who might look.

Each secret has a word of its own, which stands in every place where an item has words. Who reads
which is written down here by hand and never asked of the program.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from alliance import registries
from alliance.actions import documents
from alliance.actions import roles as role_actions
from alliance.audit import Actor
from alliance.documents import pages
from alliance.models import Document, Message, User
from coproduction.actions import consents, links
from members.actions import representatives
from partnership_board import printing
from partnership_board.actions import (
    boards,
    calendars,
    declarations,
    items,
    moves,
    packs,
    papers,
    restrictions,
    seats,
)
from partnership_board.actions.items import ItemFacts
from partnership_board.actions.papers import PaperText
from partnership_board.actions.restrictions import Terms
from partnership_board.covers import CoverSheet
from partnership_board.models import (
    AgendaItem,
    AgendaProposal,
    Board,
    Meeting,
    MinuteEntry,
    PackBuild,
    Paper,
)
from partnership_board.queries.diary import token_of
from tests.database import PrefixClient
from tests.factories import partnership_board as rows
from tests.factories.coproduction import a_reader, a_telling, a_wording, an_approved_point
from tests.factories.members import an_organisation
from tests.people import Place, an_account, with_second_factor

BEHIND = "Zyx: nobody opens the door before nine."  # the board may read it, but not beside what
SAT_DOWN = date(2025, 1, 6)
BOUND = "My organisation would get a grant."
CHALLENGE = "Write to the lead; the chair answers within ten days."
OPEN = PaperText("A plain summary.", asks=["Agree."], body_md="Open to all. " * 20)
# On the next agenda, by whom it is open to; only a paper; an item that was held; one that was
# restricted after the pack went out; and what somebody told us and took back.
ON_AGENDA = ("seats", "voting", "sides", "chair")
SECRETS = (*ON_AGENDA, "paper", "recused", "past", "later", "gone")
MARK = re.compile(f"Qwx({'|'.join(SECRETS)})", re.IGNORECASE)
ALL_OF_THEM = {"seats", "voting", "sides", "chair", "paper", "recused", "past", "later"}
NHS = {"seats", "voting", "sides", "paper", "recused", "past"}
READS: dict[str, set[str]] = {
    "lead": ALL_OF_THEM,
    "chair": ALL_OF_THEM,
    "NHS member": NHS,
    "deputy": NHS,
    "board member": {"seats", "voting", "recused"},
    "expert": {"seats"},  # leaves for the item whose paper is "recused"
    "agenda group": set(),
    "observer": set(),
    "coproduction lead": set(),
    "many offices": set(),
    "stranger": set(),
    "nobody": set(),
}
MANY = ("coproduction_lead", "finance_preparer", "safeguarding_lead", "observer")


@dataclass
class World:
    """Where the secrets are, and a browser for everybody."""

    place: Place
    people: dict[str, User | None]
    numbers: dict[str, int]
    now: datetime
    builds: list[PackBuild] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)  # of the first build
    later_letters: dict[str, str] = field(default_factory=dict)
    feeds: dict[str, str] = field(default_factory=dict)
    browsers: dict[str, PrefixClient] = field(default_factory=dict)

    def browser(self, name: str) -> PrefixClient:
        if name not in self.browsers:
            self.browsers[name] = PrefixClient()
            if person := self.people[name]:
                self.browsers[name].force_login(person)
        return self.browsers[name]

    def ask(self, name: str, path: str, **headers: str) -> str:
        """The whole answer, its headers and everything in a file included."""
        address = path if path.startswith("/") else self.place.url(path.format(**self.numbers))
        answer = self.browser(name).get(address, **headers)
        assert answer.status_code < 500, (name, address, answer.status_code)
        whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
        told = " ".join(str(value) for value in answer.headers.values())
        return f"{told} {whole.decode('utf-8', 'replace')}"

    def files(self) -> list[str]:
        return [f"files/{document.public_id}/" for document in Document.objects.order_by("pk")]


def found_in(said: str) -> set[str]:
    return {mark.lower() for mark in MARK.findall(said)}


@contextmanager
def rolled_back() -> Iterator[None]:
    """What is written meanwhile is forgotten at the end, however many tests read it."""
    outermost = transaction.atomic()
    outermost._from_testcase = True  # as Django's own TestCase says it of its transactions
    with outermost:
        yield
        transaction.set_rollback(True)


@contextmanager
def on_paper() -> Iterator[None]:
    """What would be printed, as the HTML that it is made of: a hundred times faster."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            printing.pages,
            "make",
            lambda template, context, accent: pages.write(template, context).encode(),
        )
        patch.setattr(printing, "render", lambda html, accent: html.encode())
        patch.setattr(printing, "join", lambda front, parts: front + b"".join(parts))
        patch.setattr(printing, "pages_of", lambda pdf: 1)
        patch.setattr(printing.enclosed, "attach", lambda pdf, files: pdf + repr(files).encode())
        yield


# ---- who looks -----------------------------------------------------------------------------------
def sit(name: str, board: Board, code: str = "VCSE", **words: Any) -> User:
    person = words.pop("user", None) or an_account(name)
    facts = {"title": f"{code} seat of {name}", "code": code, "label": code}
    seat = rows.a_seat(board, is_voting=words.pop("is_voting", True), **facts)
    words = {"started_on": SAT_DOWN, "ends_on": date(2028, 1, 6), "by": Actor.SYSTEM} | words
    seats.begin_term(seat, holder=person, **words)
    return person


def hold(name: str, *roles: str, on: date) -> User:
    person = with_second_factor(an_account(name))
    for role in roles:
        role_actions.grant(person, role, started_on=SAT_DOWN, by=Actor.SYSTEM, on=on)
    return person


def everybody(board: Board, group: Board, stranger: User, on: date) -> dict[str, User | None]:
    nhs_member = sit("Helen Castellane", board, "NHS", on=on)
    deputy, many = an_account("Tom Ellery"), hold("Maya Castle", *MANY, on=on)
    seat = rows.Seat.objects.get(title="NHS seat of Helen Castellane")
    seats.name_deputy(seat, person=deputy, from_on=SAT_DOWN, by=Actor.SYSTEM, on=on)
    sit("Maya Castle", group, user=many, on=on)
    representatives.add_representative(
        an_organisation("Heron House"), user=many, role="approver", started_on=SAT_DOWN,
        by=Actor.SYSTEM, on=on,
    )  # fmt: skip
    return {
        "lead": hold("Amina Rahman", "alliance_lead", on=on),
        "chair": sit("Dorothy Achebe", board, position="chair", on=on),
        "NHS member": nhs_member,
        "deputy": deputy,
        "board member": sit("Yusuf Karim", board, on=on),
        "expert": sit("Rosa Lindqvist", board, "EBE", is_voting=False, on=on),
        "agenda group": sit("Joy Mbeki", group, on=on),
        "observer": hold("Olu Bello", "observer", on=on),
        "coproduction lead": hold("Cora Lane", "coproduction_lead", on=on),
        "many offices": many,
        "stranger": stranger,
        "nobody": None,
    }


# ---- the secrets ---------------------------------------------------------------------------------
def text_of(secret: str) -> PaperText:
    word = f"Qwx{secret}"
    cover = CoverSheet(
        **{
            name: f"{word} {name}."
            for name in (
                "key_points", "considered_before", "equality", "lived_experience", "risks",
                "workforce", "legal", "next_steps",
            )
        }
    )  # fmt: skip
    body = f"## {word} heading\n\n{word} body " + "and more " * 30
    return PaperText(f"{word} summary of it.", [f"{word}: agree."], body, cover)


def first_place(before: Meeting, secret: str, by: User, now: datetime) -> AgendaItem:
    """Proposed, answered twice and placed on an agenda: each with its word."""
    word = f"Qwx{secret}"
    proposal = rows.a_proposal(
        before.board, by, now - timedelta(days=9), title=f"{word} proposed", why_now=f"{word} why"
    )
    rows.an_answer(
        proposal, by, now - timedelta(days=8), outcome="redirected", reason_code="other_forum",
        reason=f"{word}: it belongs to somebody else.", redirected_to=f"{word} body",
    )  # fmt: skip
    rows.an_answer(proposal, by, now - timedelta(days=7), reason=f"{word}: it belongs here.")
    AgendaProposal.objects.filter(pk=proposal.pk).update(state="accepted")
    proposal.refresh_from_db()
    facts = ItemFacts(f"{word} title", "decide", 10, lead=an_account(f"{word} Person"))
    return items.add(before, facts, proposal=proposal, text=text_of(secret), by=by, now=now)


def next_place(first: AgendaItem, meeting: Meeting, by: User, now: datetime) -> AgendaItem:
    """Moved on with a reason, and given a file."""
    word = first.title.split()[0]
    why = f"{word}: it is heard later."
    moves.move_on(first, kind="moved_by_secretary", reason=why, to_meeting=meeting, by=by, now=now)
    item = AgendaItem.objects.on_agenda().get(meeting=meeting, proposal=first.proposal)
    enclose(item, word, by, now)
    return item


def enclose(item: AgendaItem, word: str, by: User, now: datetime) -> None:
    file = documents.keep(
        f"{word} inside".encode(), name=f"{word}.pdf", media_type="application/pdf",
        purpose=papers.PURPOSE, now=now,
    )  # fmt: skip
    papers.enclose_own(
        item, file, title=f"{word} file", summary=f"{word} in the file.", by=by, now=now
    )


def terms(to_whom: str, now: datetime) -> Terms:
    sides = ["NHS"] if to_whom == "sides" else []
    return Terms("commercial", to_whom, now.date() + timedelta(days=90), CHALLENGE, sides)


def secret_held(board: Board, lead: User, chair: User, now: datetime) -> AgendaItem:
    """An item of a meeting that is over, with the decision and the minutes of it."""
    past = rows.a_meeting(board, now - timedelta(days=30), state="ended", chair=chair)
    item = rows.an_item(past, title="Qwxpast title", state="heard")
    rows.a_decision(item, lead, now - timedelta(days=1), text="Qwxpast decision")
    minutes = rows.minutes_of(past, "Everybody was welcome.", "Qwxpast minute")
    MinuteEntry.objects.filter(minute_set=minutes, seq=2).update(item=item)
    return item


def points(
    item: AgendaItem, secret: AgendaItem, people: dict[str, User | None], now: datetime
) -> None:
    """One behind an open item, which was taken back; and one behind an item for some alone."""
    by = people["coproduction lead"]
    a_wording(by)
    a_reader(by)
    telling = a_telling(by, "Qwxgone words")
    point = an_approved_point(by, telling, text="Qwxgone point")
    behind = an_approved_point(by, text=BEHIND)
    links.link_insight(point, to=item, relation="led_to", by=by, now=now)
    links.link_insight(behind, to=secret, relation="led_to", by=by, now=now)
    consents.change_consent(telling, scopes=(), method="spoken_witnessed", by=by, now=now)


# ---- all of it -----------------------------------------------------------------------------------
def a_world(place: Place, stranger: User, now: datetime) -> World:
    on = now.date()
    opened: dict[str, Any] = {"on": rows.OPENED, "by": Actor.SYSTEM}
    board = boards.open_board(
        name="Partnership Board", kind="partnership_board", is_public=True, **opened
    )
    group = boards.open_board(name="Agenda group", kind="agenda_group", parent=board, **opened)
    people = everybody(board, group, stranger, on)
    lead, chair = people["lead"], people["chair"]
    assert lead
    assert chair
    meeting = rows.a_meeting(board, rows.at(on + timedelta(days=40)), chair=chair)
    items.add(meeting, ItemFacts("Small grants", "decide", 20), text=OPEN, by=lead, now=now)
    before = rows.a_meeting(board, rows.at(on + timedelta(days=38)), chair=chair)
    secrets = on_agenda(meeting, before, lead, now)
    past = secret_held(board, lead, chair, now)
    points(AgendaItem.objects.get(meeting=meeting, number="1"), secrets["sides"], people, now)
    for to_whom in ON_AGENDA:
        restrictions.restrict_item(secrets[to_whom], terms(to_whom, now), by=lead, now=now)
    restrictions.restrict_item(past, terms("sides", now), by=lead, now=now)
    for secret, to_whom in (("paper", "sides"), ("recused", "seats")):
        paper = Paper.objects.get(item=secrets[secret])
        restrictions.restrict_paper(paper, terms(to_whom, now), by=lead, now=now)
    assert people["expert"]
    leaves_for(secrets["recused"], people["expert"], chair, now)
    numbers = {"next": meeting.pk, "before": before.pk, "past": past.meeting_id}
    world = World(place, people, numbers | addresses(meeting), now)
    send_twice(world, meeting, secrets["later"], lead)
    for name, person in people.items():
        if name not in {"stranger", "nobody"}:
            assert person
            world.feeds[name] = token_of(calendars.make_address(by=person, now=now))
    return world


def on_agenda(
    meeting: Meeting, before: Meeting, lead: User, now: datetime
) -> dict[str, AgendaItem]:
    """Items 2 to 6, and 7 and 8, of which only the paper is secret."""
    first = [first_place(before, each, lead, now) for each in (*ON_AGENDA, "later")]
    Meeting.objects.filter(pk=before.pk).update(state="agenda_closed")
    moved = [next_place(AgendaItem.objects.get(pk=each.pk), meeting, lead, now) for each in first]
    found = dict(zip((*ON_AGENDA, "later"), moved, strict=True))
    plain = ItemFacts("Plain", "decide", 9)
    for secret in ("paper", "recused"):
        found[secret] = items.add(meeting, plain, text=text_of(secret), by=lead, now=now)
        enclose(found[secret], f"Qwx{secret}", lead, now)
    return found


def leaves_for(item: AgendaItem, person: User, chair: User, now: datetime) -> None:
    """Says what binds them to it; the chair rules that they leave, so they read no paper of it."""
    declaration = declarations.declare(
        item, by=person, now=now, materiality="prejudicial", said=BOUND
    )
    declarations.rule(declaration, ruling="no_papers", by=chair, now=now)


def addresses(meeting: Meeting) -> dict[str, int]:
    """The number of each proposal, by its item's."""
    there = AgendaItem.objects.on_agenda().filter(meeting=meeting, proposal__isnull=False)
    return {f"proposal_{item.number}": item.proposal_id or 0 for item in there}


def send_twice(world: World, meeting: Meeting, later: AgendaItem, lead: User) -> None:
    """Before and after one of them is restricted. What was written before is gone for good."""
    world.builds.append(send(meeting, lead, world.now))
    world.letters = letters_to(world.people)
    Message.objects.update(subject="", body="", body_html="")
    restrictions.restrict_item(later, terms("chair", world.now), by=lead, now=world.now)
    world.builds.append(send(meeting, lead, world.now))
    world.later_letters = letters_to(world.people)


def send(meeting: Meeting, lead: User, now: datetime) -> PackBuild:
    build = packs.publish(meeting, by=lead, now=now)
    with on_paper():
        packs.send(build, now=now)
    build.refresh_from_db()
    assert build.is_sent, build.problem
    return build


def letters_to(people: dict[str, User | None]) -> dict[str, str]:
    return {
        name: " ".join(
            f"{letter.subject} {letter.body} {letter.body_html}"
            for letter in Message.objects.filter(kind="mail", to=person.email)
        )
        for name, person in people.items()
        if person
    }


# ---- where they look -----------------------------------------------------------------------------
LISTS = (
    *("board/", "board/seats/", "board/meetings/", "board/meetings/?format=csv"),
    *("board/meetings/{next}/", "board/meetings/{before}/", "board/meetings/{past}/"),
    *("board/meetings/{next}/items/2/", "board/meetings/{next}/items/7/"),
    *("board/meetings/{next}/items/8/", "board/meetings/{next}/pack/read/8/"),
    *("board/meetings/{past}/items/1/",),
    *("board/meetings/{next}/pack/read/", "board/meetings/{past}/minutes/"),
    *("board/meetings/{next}/pack/read/text/", "board/meetings/{next}/pack/read/notes/"),
    *("board/decisions/", "board/decisions/?format=csv", "board/decisions/?q=wxpast"),
    *("board/proposals/", "board/proposals/?format=csv", "board/proposals/{proposal_2}/"),
    *("board/proposals/?q=wx", "board/agenda-group/", "board/power/", "board/meetings/year/"),
    *("board/meetings/{next}/calendar/", "board/open/", "", "search/?q=wx", "happened/"),
    *("lived-experience/", "funding/"),
)
FRAGMENTS = (
    *("board/meetings/{next}/items/2/", "board/meetings/{next}/pack/read/", "search/?q=wx"),
    *("board/decisions/", "board/proposals/", "board/meetings/{next}/"),
)
PLACES = {"seats": 2, "voting": 3, "sides": 4, "chair": 5, "later": 6, "paper": 7, "recused": 8}


def pages_of(secret: str) -> Iterator[str]:
    """Its own: where it stands, where it stood before, and what was proposed."""
    number = PLACES[secret]
    yield f"board/meetings/{{next}}/items/{number}/"
    yield f"board/meetings/{{next}}/items/{number}/paper/versions/"
    yield f"board/meetings/{{next}}/pack/read/{number}/"
    if secret not in {"paper", "recused"}:
        yield f"board/proposals/{{proposal_{number}}}/"
        yield f"board/meetings/{{before}}/items/{number - 1}/"


FORMS = tuple(
    f"board/meetings/{{next}}/items/{n}/{what}/"
    for n in (2, 7)
    for what in ("edit", "restrict", "paper/edit", "paper/files", "paper/late", "on", "decision")
) + tuple(f"board/proposals/{{proposal_4}}/{what}/" for what in ("edit", "put-off", "decide"))
# The apps below the board cannot know of it; what it tells them is asked for above and here.
KNOW_THE_BOARD = ("alliance", "partnership_board", "coproduction", "funding")


def everywhere() -> Iterator[str]:
    """Every address of those that know the board, with a real row of ours."""
    for name in registries.routes.names():
        route = registries.routes[name]
        if name.split(":")[0] in KNOW_THE_BOARD and "GET" in route.methods.split():
            arguments = route.arguments()
            if arguments is not None:
                yield reverse(name, kwargs=arguments)
