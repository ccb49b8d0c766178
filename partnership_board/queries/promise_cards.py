"""What somebody promised, or has to look after, on their Today page; and where a word is found."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import CharField, F, Value
from django.urls import reverse

from alliance import access, words
from alliance.models import User
from alliance.queries.search import matching
from alliance.registries import Card
from partnership_board.models import Action, Meeting, MinuteSet, PartnerRequest
from partnership_board.models.minutes import APPROVED
from partnership_board.permissions import BoardPermission
from partnership_board.queries import minutes, promises, requests
from partnership_board.queries.calendars import closed_days

SAY_MINUTES, SETTLE_MINUTES, RING_MINUTES = 3, 2, 5
WRITE_MINUTES, CHECK_MINUTES = 30, 10
SOON = timedelta(days=14)
MOST_FOUND = 10


def cards(user: User, on: date) -> Iterable[Card]:
    if not access.may(user, BoardPermission.SEE):
        return
    yield from _mine(user, on=on)
    yield from _minutes(user, on=on)
    if access.may(user, BoardPermission.RECORD):
        yield from _to_settle()
        yield from _late(on=on)


def _mine(user: User, *, on: date) -> Iterator[Card]:
    """One card for all that is due soon: its title would say too much of a confidential one."""
    due = promises.owned_by(user, on=on).still_open().filter(due_on__lte=on + SOON)  # type: ignore[attr-defined]  # our own queryset
    days = list(
        due.exclude(state=Action.State.CLAIMED_DONE)
        .order_by("due_on")
        .values_list("due_on", flat=True)
    )
    if days:
        what = words.counted(len(days), "action")
        yield Card(
            title=f"Say how {what} of yours goes"
            if len(days) == 1
            else f"Say how {what} of yours go",
            url=f"{reverse('partnership_board:actions')}?state={promises.MINE}",
            minutes=SAY_MINUTES * len(days),
            by_on=days[0],
            words="You promised the board. If it takes longer, say by when, and why.",
        )


def _minutes(user: User, *, on: date) -> Iterator[Card]:
    """For the lead what is to be written, for the chair what is to be read, for others to check."""
    writes = access.may(user, BoardPermission.CHANGE_MEETINGS)
    reads = access.may(user, BoardPermission.READ_PACKS)
    if not (writes or reads):
        return
    held = [Meeting.State.ENDED, Meeting.State.MINUTES_OPEN]
    sets = MinuteSet.objects.filter(part=MinuteSet.Part.PUBLIC, meeting__state__in=held)
    open_ones = sets.exclude(state__in=APPROVED).select_related("meeting__board", "meeting__rules")
    closed = closed_days()
    for each in open_ones.order_by("meeting__starts_at"):
        meeting, is_chair = each.meeting, each.meeting.chair_id == user.pk
        if writes and each.state == MinuteSet.State.DRAFTING:
            due = minutes.due_on(meeting, closed)
            yield _minute_card(each, "Finish the minutes of", WRITE_MINUTES, due)
        elif is_chair and each.state == MinuteSet.State.CHAIR_CHECK:
            yield _minute_card(each, "Read the minutes of", CHECK_MINUTES, None)
        elif reads and each.takes_corrections and (each.circulated_on or on) > on - SOON:
            until = (each.circulated_on or on) + SOON
            yield _minute_card(each, "Check the minutes of", CHECK_MINUTES, until)


def _minute_card(each: MinuteSet, what: str, takes: int, by_on: date | None) -> Card:
    return Card(
        title=f"{what} {words.day(each.meeting.starts_at)}",
        url=each.get_absolute_url(),
        minutes=takes,
        by_on=by_on,
        words=f"{each.meeting.board}: {each.get_state_display().lower()}.",
    )


def _to_settle() -> Iterator[Card]:
    claimed = Action.objects.filter(state=Action.State.CLAIMED_DONE).count()
    if claimed:
        what = words.counted(claimed, "action")
        yield Card(
            title=f"Confirm {what} as done, or say why not",
            url=f"{reverse('partnership_board:actions')}?state=claimed_done",
            minutes=SETTLE_MINUTES * claimed,
            words="The board says when an action is done, not its owner.",
        )


def _late(*, on: date) -> Iterator[Card]:
    waiting = requests.register().filter(pk__in=PartnerRequest.objects.waiting())
    rows = requests.rows_of(waiting.order_by("pk"), on=on, closed=closed_days())
    late = [row for row in rows if row.is_late]
    if late:
        what = words.counted(len(late), "request has", "requests have")
        ours = sum(not row.request.is_ours for row in late)
        yield Card(
            title=f"{what} waited longer than agreed",
            url=f"{reverse('partnership_board:requests')}?state=waiting",
            minutes=RING_MINUTES * len(late),
            words=f"{words.counted(ours, 'answer')} of them we owe ourselves."
            if ours
            else "Ring them, or stop the clock if we owe them something.",
        )


Found = tuple[str, str, str]


def find(user: User, wanted: str, most: int = MOST_FOUND) -> Iterable[Found]:
    """Actions and requests by what everybody may read of them; one query."""
    if not access.may(user, BoardPermission.SEE):
        return []
    actions = matching(promises.said(Action.objects.order_by()), wanted, "said").annotate(
        kind=Value("A", output_field=CharField()), found=F("said")
    )
    asked = matching(requests.in_the_open().order_by(), wanted, "title").annotate(
        kind=Value("R", output_field=CharField()), found=F("title")
    )
    columns = ("kind", "found", "year", "sequence", "pk")
    rows = actions.values_list(*columns).union(asked.values_list(*columns), all=True)
    return [_found(*row) for row in rows.order_by("-year", "-sequence")[:most]]


def _found(kind: str, text: str, year: int, sequence: int, pk: int) -> Found:
    name = "action" if kind == "A" else "request"
    page = reverse(f"partnership_board:{name}", kwargs={"pk": pk})
    return text, f"{kind}/{year}/{sequence:03d}", page
