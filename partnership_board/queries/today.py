"""What the board puts on somebody's Today page, and what a word is found in."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, LPad, TruncDate
from django.urls import reverse

from alliance import access, words
from alliance.models import User
from alliance.queries.search import matching
from alliance.registries import Card, News
from alliance.words import LONDON
from partnership_board.audiences import from_json
from partnership_board.models import (
    AgendaItem,
    AgendaProposal,
    Decision,
    Meeting,
    PackBuild,
    PackCopy,
    PaperVersion,
    Purpose,
)
from partnership_board.permissions import BoardPermission
from partnership_board.queries import manifests, reading, restrictions

ANSWER_MINUTES = 5
BUILD_MINUTES = 5
PAPER_MINUTES = 5
MOST_FOUND = 10
NEED_PAPERS = {Purpose.DECIDE, Purpose.DISCUSS, Purpose.ASSURE}


def cards(user: User, on: date) -> Iterable[Card]:
    midnight = datetime.combine(on, time(0), LONDON)
    if access.may(user, BoardPermission.READ_PACKS):
        yield from _pack_to_read(user, now=midnight)
    if access.may(user, BoardPermission.DECIDE_AGENDA):
        yield from _proposals_to_answer(user)
    if access.may(user, BoardPermission.SEND_PACKS):
        yield from _pack_to_send(now=midnight)


def _pack_to_read(user: User, *, now: datetime) -> Iterator[Card]:
    copy = (
        PackCopy.objects.filter(
            person=user,
            message__isnull=False,
            build__pack__meeting__starts_at__gt=now,
            build__pack__meeting__state=Meeting.State.PUBLISHED,
        )
        .select_related("build__pack__meeting__board")
        .order_by("build__pack__meeting__starts_at", "-build__n")
        .first()
    )
    if copy is None:
        return
    meeting = copy.build.pack.meeting
    entries = manifests.entries_for(copy.build.manifest, from_json(copy.withheld))
    wanted = [entry["version"] for entry in entries if entry["version"]]
    left = reading.unread_minutes(entries, reading.read_versions(user, wanted))
    if left:
        yield Card(
            title=f"Read the papers for {words.day(meeting.starts_at)}",
            url=reverse("partnership_board:read", kwargs={"pk": meeting.pk}),
            minutes=left,
            by_on=meeting.starts_at.astimezone(LONDON).date(),
            words=f"The {meeting.board} meets at {words.clock(meeting.starts_at)}.",
        )


def _proposals_to_answer(user: User) -> Iterator[Card]:
    """Others' proposals: nobody decides about their own."""
    days = list(
        AgendaProposal.objects.waiting()
        .exclude(proposed_by=user)
        .order_by("answer_by_on")
        .values_list("answer_by_on", flat=True)
    )
    if days:
        what = words.counted(len(days), "proposal")
        yield Card(
            title=f"Answer {what} for the agenda",
            url=reverse("partnership_board:agenda_group"),
            minutes=ANSWER_MINUTES * len(days),
            by_on=days[0],
            words="The agenda group promised an answer by then, with a reason.",
        )


def _pack_to_send(*, now: datetime) -> Iterator[Card]:
    """One card for the next meeting: papers that are missing, or a pack that can go out."""
    waiting = [Meeting.State.AGENDA_OPEN, Meeting.State.AGENDA_CLOSED, Meeting.State.PAPERS_CLOSED]
    meeting = (
        Meeting.objects.coming(now=now)
        .filter(state__in=waiting)
        .select_related("board")
        .order_by("starts_at")
        .first()
    )
    if meeting is None:
        return
    items = dict(
        AgendaItem.objects.on_agenda().filter(meeting=meeting).values_list("pk", "purpose")
    )
    there = PaperVersion.objects.filter(paper__item__in=items).values_list("paper__item", flat=True)
    missing = {pk for pk, purpose in items.items() if purpose in NEED_PAPERS} - set(there)
    if missing:
        what = words.counted(len(missing), "item has", "items have")
        yield Card(
            title=f"{what} no paper yet",
            url=meeting.get_absolute_url(),
            minutes=PAPER_MINUTES * len(missing),
            by_on=meeting.papers_by_on,
            words=f"For the {meeting.board} on {words.day(meeting.starts_at)}.",
        )
    elif items:
        yield Card(
            title="The board pack can go out",
            url=reverse("partnership_board:pack", kwargs={"pk": meeting.pk}),
            minutes=BUILD_MINUTES,
            by_on=meeting.publish_by_on,
            words=f"Every paper for {words.day(meeting.starts_at)} is here.",
        )


def news(user: User, since: datetime) -> Iterable[News]:
    if not access.may(user, BoardPermission.SEE):
        return
    builds = PackBuild.objects.filter(state=PackBuild.State.SENT, built_at__gt=since)
    for build in builds.select_related("pack__meeting__board").order_by("-built_at")[:5]:
        meeting = build.pack.meeting
        said = f"The papers for {words.day(meeting.starts_at)} went out."
        assert build.built_at is not None
        yield News(said, meeting.get_absolute_url(), build.built_at)
    made = restrictions.in_public(Decision.objects.filter(recorded_at__gt=since))
    for decision in made.order_by("-recorded_at")[:5]:
        said = f"The board decided: {decision.said}"
        yield News(said[:200], decision.get_absolute_url(), decision.recorded_at)


Found = tuple[str, str, str]


def find(user: User, wanted: str, most: int = MOST_FOUND) -> Iterable[Found]:
    """Items, then decisions, the latest first. What is only in a paper is found by reading it."""
    if not access.may(user, BoardPermission.SEE):
        return []
    items = matching(AgendaItem.objects.on_agenda().order_by(), wanted, "title").annotate(
        group=Value(0),
        found=F("title"),
        day=TruncDate("meeting__starts_at", tzinfo=LONDON),
        a=F("meeting_id"),
        b=F("number"),
        of=F("meeting__board__name"),
    )
    made = matching(restrictions.in_public(Decision.objects.all()), wanted, "said").annotate(
        group=Value(1),
        found=F("said"),
        day=F("decided_on"),
        a=F("pk"),
        b=LPad(Cast("sequence", CharField()), 3, Value("0")),
        of=Cast("year", CharField()),
    )
    columns = ("group", "found", "day", "a", "b", "of")
    rows = items.values_list(*columns).union(made.values_list(*columns), all=True)
    return [_found(row) for row in rows.order_by("group", "-day")[:most]]


def _found(row: tuple[int, str, date, int, str, str]) -> Found:
    group, text, day, a, b, of = row
    if group == 0:
        page = reverse("partnership_board:item", kwargs={"pk": a, "number": b})
        return text, f"{of}, {words.day(day)}", page
    page = reverse("partnership_board:decision", kwargs={"pk": a})
    return f"Decision PB/{of}/{b}", text, page
