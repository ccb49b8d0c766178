"""Still correct? One letter a cycle and organisation, one reminder, and an answer that counts once.

Looking at a link writes nothing: programs that check mail open links too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from alliance import audit, outbox
from alliance.actions.links import make_link, revoke, spend
from alliance.audit import Actor
from alliance.calendars import ENGLAND, is_working_day
from alliance.errors import Refused
from alliance.http import absolute_url
from alliance.models import Message, SignedLink, User
from alliance.words import LONDON, day
from members import cycles
from members.actions import capacity
from members.actions.asking_letters import asks_link
from members.actions.capacity import SaidHours, SaidPlaces
from members.actions.letters import has_room_for_a_letter, post_counted
from members.models import (
    AskResponse,
    Confirmation,
    ConfirmationRequest,
    ConfirmationSlot,
    Organisation,
    Representative,
    Service,
    ServiceCapacity,
)
from members.models.confirmations import Subject
from members.queries import confirming as queries
from members.queries.recipients import still_acts, who_confirms

PURPOSE = "members.confirmation"
LINK_LASTS = timedelta(days=30)
Answer = ConfirmationRequest.Answer


@dataclass(frozen=True)
class Said:
    """What somebody said on the page: whether the profile is right, and the figures."""

    profile_is_right: bool
    places: tuple[SaidPlaces, ...] = ()
    minutes_offered: int | None = None


# ---- the letters of a day ------------------------------------------------------------------------
@transaction.atomic
def send_due(*, now: datetime) -> int:
    """First letters of the day, then reminders; how many letters."""
    on = now.astimezone(LONDON).date()
    if not is_working_day(on, ENGLAND):
        return 0
    members = queries.members_to_ask(on=on)
    _give_slots(members)
    return _first_letters(members, now=now, on=on) + _reminders(members, now=now, on=on)


@transaction.atomic
def ask_now(organisation: Organisation, *, now: datetime) -> int:
    """The letter of this cycle, before its day; how many went."""
    on = now.astimezone(LONDON).date()
    person = who_confirms([organisation.pk], on=on).get(organisation.pk)
    covers = queries.due([organisation.pk], now=now)[organisation.pk]
    cycle = cycles.cycle_of(on)
    there = ConfirmationRequest.objects.filter(organisation=organisation, cycle=cycle).exists()
    return 0 if person is None or there else _ask(person, cycle=cycle, covers=covers, now=now)


def _give_slots(members: set[int]) -> None:
    """At joining: the day used least, so that no two share one while there are enough."""
    there = queries.slots()
    for number in sorted(members - set(there)):
        there[number] = cycles.least_used(there.values())
        ConfirmationSlot.objects.create(organisation_id=number, slot=there[number])


def _first_letters(members: set[int], *, now: datetime, on: date) -> int:
    slots = {number: slot for number, slot in queries.slots().items() if number in members}
    recent = ConfirmationRequest.objects.filter(cycle__gte=cycles.cycle_of(on) - 1)
    done = set(recent.values_list("organisation_id", "cycle"))
    turns = dict(cycles.whose_turn(on, slots, done, ENGLAND))
    subjects = queries.due(turns, now=now)
    people = who_confirms(turns, on=on)
    return sum(
        _ask(people[number], cycle=cycle, covers=subjects[number], now=now)
        for number, cycle in turns.items()
        if subjects[number] and number in people
    )


def _ask(person: Representative, *, cycle: int, covers: list[str], now: datetime) -> int:
    if not has_room_for_a_letter(person.user, now=now):
        return 0
    held = queries.held(person.organisation, now=now)
    request = ConfirmationRequest.objects.create(
        organisation=person.organisation,
        representative=person,
        cycle=cycle,
        covers=covers,
        profile_sha256=queries.digest(held.facts),
        sent_at=now,
    )
    _post(request, person, kind="first", now=now)
    data = {"organisation": person.organisation_id, "covers": covers}
    audit.record(by=Actor.SYSTEM, kind="members.confirmation_asked", subject=request, data=data)
    return 1


def _reminders(members: set[int], *, now: datetime, on: date) -> int:
    waiting = ConfirmationRequest.objects.select_for_update(of=("self",)).filter(
        answer="", reminded_at=None, organisation__in=members,
        sent_at__gte=now - cycles.REMIND_AFTER - 2 * cycles.TAKEN_UP_FOR,
    )  # fmt: skip
    sent = 0
    for request in waiting.select_related("representative__user", "organisation").order_by("pk"):
        asked = request.sent_at.astimezone(LONDON).date()
        if cycles.is_reminded(asked, on=on, closed=ENGLAND):
            sent += _remind(request, now=now, on=on)
    return sent


def _remind(request: ConfirmationRequest, *, now: datetime, on: date) -> int:
    person = request.representative
    if not still_acts(person, on=on) or not has_room_for_a_letter(person.user, now=now):
        return 0
    _post(request, person, kind="reminder", now=now)
    request.reminded_at = now
    request.save(update_fields=["reminded_at"])
    return 1


def _post(
    request: ConfirmationRequest, person: Representative, *, kind: str, now: datetime
) -> None:
    post_counted(
        person.user,
        key=f"confirm.{request.pk}.{kind}",
        template="members/still_correct",
        context=_letter(request, person, is_reminder=kind == "reminder", now=now),
        now=now,
        secret=True,
    )


def _letter(
    request: ConfirmationRequest, person: Representative, *, is_reminder: bool, now: datetime
) -> dict[str, object]:
    link, token = make_link(
        purpose=PURPOSE,
        thing=request,
        user=person.user,
        expires_at=request.sent_at + LINK_LASTS if is_reminder else now + LINK_LASTS,
    )
    request.link = link
    request.save(update_fields=["link"])
    waiting = AskResponse.objects.waiting().filter(organisation=request.organisation_id).count()
    return {
        "person": str(person.user),
        "organisation": str(request.organisation),
        "is_reminder": is_reminder,
        "covers": [str(Subject(one).label).lower() for one in request.covers],
        "link": absolute_url(reverse("confirm:confirm", kwargs={"token": token})),
        "until": link.expires_at,
        "waiting": waiting,
    }


# ---- the answer ----------------------------------------------------------------------------------
@transaction.atomic
def confirm_by_link(
    link: SignedLink, request: ConfirmationRequest, *, said: Said, now: datetime
) -> str:
    """Counts once, however often it is pressed. Gives the address of what else waits, or ""."""
    request = _unanswered(request)
    spend(link, now=now)
    person = request.representative
    _keep(request.organisation, said, by=person.user, now=now, request=request, is_link=True)
    if AskResponse.objects.waiting().filter(organisation=request.organisation_id).exists():
        return asks_link(person, now=now)
    return ""


@transaction.atomic
def confirm(organisation: Organisation, *, said: Said, by: User, now: datetime) -> None:
    """The same, signed in. What a letter still asks for is answered with it."""
    waiting = ConfirmationRequest.objects.select_for_update(of=("self",)).filter(
        organisation=organisation, answer=""
    )
    request = waiting.order_by("-cycle").first()
    _keep(organisation, said, by=by, now=now, request=request)
    waiting.update(answer=_answer(said), answered_at=now)


@transaction.atomic
def not_the_right_person(link: SignedLink, request: ConfirmationRequest, *, now: datetime) -> None:
    """Ends nothing: the lead is told, and this person is not asked again for this organisation."""
    request = _unanswered(request)
    spend(link, now=now)
    request.answer, request.answered_at = Answer.WRONG_PERSON, now
    request.save(update_fields=["answer", "answered_at"])
    by = request.representative.user
    audit.record(by=by, kind="members.confirmation_wrong_person", subject=request)


@transaction.atomic
def send_new_link(request: ConfirmationRequest, *, now: datetime) -> None:
    """To the address we wrote to, if it still acts; once a day. It is an answer: not counted."""
    person = request.representative
    on = now.astimezone(LONDON).date()
    key = f"members.confirm_again.{request.pk}.{on.isoformat()}"
    if request.answer or not still_acts(person, on=on) or Message.objects.filter(key=key).exists():
        return
    if request.link is not None:
        revoke(request.link)
    outbox.post(
        key=key,
        to=person.user.email,
        template="members/still_correct",
        context=_letter(request, person, is_reminder=False, now=now),
        now=now,
        secret=True,
    )


def _unanswered(request: ConfirmationRequest) -> ConfirmationRequest:
    """Locked, so that of ten presses at once nine find it answered."""
    found = (
        ConfirmationRequest.objects.select_for_update(of=("self",))
        .select_related("organisation", "representative__user")
        .get(pk=request.pk)
    )
    if found.answered_at is not None:
        raise Refused(f"Already confirmed on {day(found.answered_at)}. Thank you.")
    return found


def _keep(
    organisation: Organisation,
    said: Said,
    *,
    by: User,
    now: datetime,
    request: ConfirmationRequest | None,
    is_link: bool = False,
) -> None:
    """The figures become those that count; each part that was confirmed leaves a row."""
    held = queries.held(organisation, now=now)
    how = Confirmation.How.LINK if is_link else Confirmation.How.PAGE
    capacity.confirm(
        organisation,
        places=said.places,
        hours=_hours(held, said),
        by=by,
        now=now,
        source=ServiceCapacity.Source.LINK if is_link else ServiceCapacity.Source.PAGE,
    )
    kept = [
        Confirmation(
            organisation=organisation, request=request, confirmed_at=now, confirmed_by=by,
            how=how, **part,
        )
        for part in _parts(held, said)
    ]  # fmt: skip
    Confirmation.objects.bulk_create(kept)
    if said.profile_is_right:
        services = [one.service.pk for one in held.services]
        today = now.astimezone(LONDON).date()
        Service.objects.filter(pk__in=services).update(last_checked_on=today)
    if request is not None:
        request.answer, request.answered_at = _answer(said), now
        request.save(update_fields=["answer", "answered_at"])
    data = {"what": sorted({one.what for one in kept})}
    audit.record(by=by, kind="members.confirmed", subject=organisation, data=data)


def _answer(said: Said) -> str:
    return Answer.CONFIRMED if said.profile_is_right else Answer.CHANGES


def _hours(held: queries.Held, said: Said) -> list[SaidHours]:
    """What was said besides the hours themselves is carried over."""
    if said.minutes_offered is None:
        return []
    last = held.last_hours
    if last is None:
        return [SaidHours(held.month, said.minutes_offered)]
    return [
        SaidHours(
            held.month,
            said.minutes_offered,
            min(last.minutes_funded, said.minutes_offered),
            tuple(last.formats),
            last.notice_days_needed,
            last.most_open_asks,
            last.is_unpaid_only,
            last.volunteers_involved,
            last.preferred_times,
        )
    ]


def _parts(held: queries.Held, said: Said) -> Sequence[dict[str, object]]:
    parts: list[dict[str, object]] = []
    if said.profile_is_right:
        digest = queries.digest(held.facts)
        parts.append({"what": Subject.PROFILE, "content_sha256": digest})
    for one in said.places:
        figures = [one.referral_status, one.available, one.maximum]
        digest = queries.digest(figures)
        parts.append({"what": Subject.PLACES, "service": one.service, "content_sha256": digest})
    if said.minutes_offered is not None:
        digest = queries.digest(said.minutes_offered)
        parts.append({"what": Subject.HOURS, "month": held.month, "content_sha256": digest})
    return parts
