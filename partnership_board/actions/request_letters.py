"""Letters about requests: to the contact, with a link, and to those who speak for the board."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from alliance import outbox, words
from alliance.actions.links import make_link
from alliance.calendars import is_working_day
from alliance.http import absolute_url
from alliance.models import Message
from partnership_board.actions import agendas
from partnership_board.clocks import Stands
from partnership_board.deadlines import day_of
from partnership_board.models import AgendaProposal, PartnerRequest
from partnership_board.queries import requests, seats
from partnership_board.queries.calendars import closed_days
from partnership_board.queries.requests import RequestRow

PURPOSE = "board.request"
LINK_LASTS = timedelta(days=200)
USES = 20  # to say that they have it, to ask for time, to answer, to add their own words
LATE = {Stands.OVERDUE, Stands.VERY_OVERDUE}


def ask(request: PartnerRequest, *, now: datetime, again: bool = False) -> None:
    """Without an address it is printed and sent by post."""
    if request.contact_email:
        kind = f"asked again {now.isoformat()}" if again else "asked"
        _write_to_them(request, kind, "request_asked", now=now)


def tell_answered(request: PartnerRequest, *, now: datetime) -> None:
    """To the other side of whoever answered; and to those who speak for the board."""
    if not request.is_ours and request.contact_email:
        _post(
            request,
            "answer",
            request.contact_email,
            "request_our_answer",
            now=now,
            who=_them(request),
        )
    if request.is_ours:
        _tell_us(request, "answered", "request_answered", now=now)


@transaction.atomic
def tick(*, now: datetime) -> int:
    """Once a day: what is late is said, to them and to us, once; very late makes one proposal."""
    on, closed = day_of(now), closed_days()
    if not is_working_day(on, closed):
        return 0
    waiting = requests.register().filter(pk__in=PartnerRequest.objects.waiting())
    rows = requests.rows_of(waiting.order_by("pk"), on=on, closed=closed)
    return sum(_tell(row, now=now) for row in rows)


def _tell(row: RequestRow, *, now: datetime) -> int:
    request, stands = row.request, row.stands
    if stands == Stands.UNHEARD_LATE and request.is_ours:
        return _remind_them(request, "heard", "request_heard", now=now)
    if stands not in LATE:
        return 0
    late = f"late since {row.due_on}"
    told = _tell_us(request, late, "request_late", now=now)
    if request.is_ours:
        told += _remind_them(request, late, "request_reminder", now=now)
    if stands == Stands.VERY_OVERDUE and request.is_ours:
        told += _propose(row, now=now)
    return told


def _propose(row: RequestRow, *, now: datetime) -> int:
    """Facts only: what was asked, when, and how long it has counted."""
    request = row.request
    assert request.sent_on is not None
    heard = (
        f"They said on {words.day(request.acknowledged_on)} that they have it. "
        if request.acknowledged_on
        else ""
    )
    made = agendas.propose_itself(
        request.board,
        source=f"request {request.pk}",
        title=f"Still waiting: {request.title}"[:120],
        why_now=f"{request.body} was asked on {words.day(request.sent_on)} ({request.ref}). {heard}"
        f"{words.counted(row.days, 'working day')} have counted; the answer was asked for "
        f"within {request.answer_days}. Their own words stand beside the request.",
        origin=AgendaProposal.Origin.REQUEST_OVERDUE,
        now=now,
    )
    return int(made is not None)


def _remind_them(request: PartnerRequest, key: str, template: str, *, now: datetime) -> int:
    if not request.contact_email or _is_written(f"{_key(request, key)} to them"):
        return 0
    _write_to_them(request, key, template, now=now)
    return 1


def _tell_us(request: PartnerRequest, key: str, template: str, *, now: datetime) -> int:
    told = 0
    for person in seats.leads(on=day_of(now)):
        whole = f"{_key(request, key)} to {person.pk}"
        if not _is_written(whole):
            address = absolute_url(request.get_absolute_url())
            outbox.post(
                key=whole,
                to=person.email,
                template=f"board/{template}",
                context={"person": person, "request": request, "url": address},
                now=now,
            )
            told += 1
    return told


def _write_to_them(request: PartnerRequest, key: str, template: str, *, now: datetime) -> None:
    _post(request, key, request.contact_email, template, now=now, who=_them(request))


def _post(
    request: PartnerRequest, key: str, to: str, template: str, *, now: datetime, who: str
) -> None:
    _, token = make_link(
        purpose=PURPOSE, thing=request, user=None, expires_at=now + LINK_LASTS, uses=USES
    )
    address = reverse("partnership_board:request_by_link", kwargs={"token": token})
    row = requests.row_of(request, on=day_of(now), closed=closed_days())
    outbox.post(
        key=f"{_key(request, key)} to them",
        to=to,
        template=f"board/{template}",
        context={"person": who, "request": request, "row": row, "url": absolute_url(address)},
        now=now,
        secret=True,
    )


def _them(request: PartnerRequest) -> str:
    return request.contact_name or request.body


def _key(request: PartnerRequest, what: str) -> str:
    return f"request {request.pk} {what}"


def _is_written(key: str) -> bool:
    return Message.objects.filter(key=key).exists()
