"""Wellbeing rounds: planned by the guardian, opened and closed by the day, answered by nobody.

An answer is one transaction that deletes a code and rewrites every tally of the round. All tallies
therefore always carry the same transaction number, so not even the latest answer can be read from
them. No event, message or history tells that somebody answered.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from alliance import audit, outbox
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.http import absolute_url
from alliance.models import Upkeep, User
from alliance.words import LONDON, counted
from members import codes, middles
from members.errors import WrongCode
from members.models import WellbeingFinding, WellbeingRound, WellbeingTally, WellbeingToken
from members.models.wellbeing import FEWEST, LONGEST, SHORTEST, Question
from members.queries import wellbeing as queries

REMIND_BEFORE = timedelta(days=3)
MORNING = time(9)
State = WellbeingRound.State


@transaction.atomic
def plan(
    *, title: str, opens_on: date, closes_on: date, by: User | Actor, on: date
) -> WellbeingRound:
    if not SHORTEST <= closes_on - opens_on <= LONGEST:
        raise Refused("A round is open for 7 to 28 days.", field="closes_on")
    if opens_on <= on:
        raise Refused("Choose tomorrow or later. Rounds open at night.", field="opens_on")
    if WellbeingRound.objects.filter(opens_on__lt=closes_on, closes_on__gt=opens_on).exists():
        raise Refused("There is another round in these days.", field="opens_on")
    asked = len(queries.to_ask(on=on))
    if asked < FEWEST:
        raise Refused(
            f"Only {counted(asked, 'person', 'people')} would be asked. With fewer than seven"
            " answers nothing is kept and nothing is shown."
        )
    planned = WellbeingRound.objects.create(
        title=title,
        opens_on=opens_on,
        closes_on=closes_on,
        questions_sha256=middles.questions_sha256(),
    )
    audit.record(by=by, kind="members.wellbeing_planned", subject=planned)
    return planned


@transaction.atomic
def call_off(planned: WellbeingRound, *, by: User) -> None:
    """Only before it opens: afterwards people have codes in their hands."""
    planned = WellbeingRound.objects.select_for_update().get(pk=planned.pk)
    if not planned.is_planned:
        raise Refused("This round has opened and runs to its end.")
    audit.record(by=by, kind="members.wellbeing_called_off", subject=planned)
    planned.delete()


@transaction.atomic
def turn(*, now: datetime) -> None:
    """Once a night: close what is over, open what begins, remind everybody once."""
    on = now.astimezone(LONDON).date()
    for over in WellbeingRound.objects.filter(state=State.OPEN, closes_on__lte=on):
        close(over, now=now)
    for due in WellbeingRound.objects.filter(state=State.PLANNED, opens_on__lte=on):
        if due.closes_on - on >= SHORTEST:
            open_round(due, now=now)
        else:  # the clock stood still for too long: nobody was asked, so nothing is lost
            audit.record(by=Actor.SYSTEM, kind="members.wellbeing_called_off", subject=due)
            due.delete()
    for running in WellbeingRound.objects.filter(
        state=State.OPEN, closes_on__lte=on + REMIND_BEFORE, reminded_on=None
    ):
        remind(running, now=now)


@transaction.atomic
def open_round(planned: WellbeingRound, *, now: datetime) -> None:
    """Tallies of zero, a code for each person, and the codes' digests in an order of their own."""
    asked = WellbeingRound.objects.select_for_update().get(pk=planned.pk)
    if not asked.is_planned:
        raise Refused("This round has opened already.")
    people = queries.to_ask(on=now.astimezone(LONDON).date())
    asked.state, asked.invited_count = State.OPEN, len(people)
    asked.questions_sha256 = middles.questions_sha256()
    asked.save(update_fields=["state", "invited_count", "questions_sha256"])
    WellbeingTally.objects.bulk_create(
        WellbeingTally(round=asked, question=question, option=option)
        for question in Question
        for option in range(len(middles.OPTIONS[question]) + 1)
    )
    made = codes.new_codes(len(people))
    digests = sorted(codes.token_of(code, place=_place(asked)) for code in made)
    WellbeingToken.objects.bulk_create(
        WellbeingToken(round=asked, token_hmac=digest) for digest in digests
    )
    for person, code in zip(people, made, strict=True):
        _send_code(asked, person, code, now=now)
    data = {"invited": len(people)}
    audit.record(by=Actor.SYSTEM, kind="members.wellbeing_opened", subject=asked, data=data)


def _place(asked: WellbeingRound) -> str:
    return f"{asked.alliance_id}/{asked.pk}"


def _send_code(asked: WellbeingRound, person: User, code: str, *, now: datetime) -> None:
    page = absolute_url(reverse("wellbeing:answer"))
    context = {
        "person": person,
        "code": code,
        "link": f"{page}#{code}",  # what follows # stays in the reader's browser
        "page": page,
        "until": asked.closes_on - timedelta(days=1),
    }
    outbox.post(
        key=f"{queries.letters_begin(asked)}{person.pk}",
        to=person.email,
        template="members/wellbeing_code",
        context=context,
        now=_morning(now),
        secret=True,
    )


def _morning(now: datetime) -> datetime:
    """Rounds open at night; people get their letters at nine."""
    here = now.astimezone(LONDON)
    return max(now, datetime.combine(here.date(), MORNING, LONDON))


@transaction.atomic
def remind(asked: WellbeingRound, *, now: datetime) -> None:
    """One letter to everybody who was asked, the same for all: nobody knows who has answered."""
    asked = WellbeingRound.objects.select_for_update().get(pk=asked.pk)
    if not asked.is_open or asked.reminded_on is not None:
        raise Refused("Everybody has been reminded.")
    asked.reminded_on = now.astimezone(LONDON).date()
    asked.save(update_fields=["reminded_on"])
    page = absolute_url(reverse("wellbeing:answer"))
    for address in queries.addresses(asked):
        outbox.post(
            key=f"wellbeing {asked.pk} reminder to {address}",
            to=address,
            template="members/wellbeing_reminder",
            context={"page": page, "until": asked.closes_on - timedelta(days=1)},
            now=_morning(now),
        )


@transaction.atomic
def answer(code: str, *, answers: Mapping[str, int], on: date) -> None:
    """Use a code up and count one option of each question. Nothing else is written."""
    asked = queries.open_round(on=on)
    if asked is None:
        raise Refused(_("No round is open just now, so nothing has been counted."), field="code")
    digest = codes.token_of(codes.as_typed(code), place=_place(asked))
    used, _models = WellbeingToken.objects.filter(round=asked, token_hmac=digest).delete()
    if not used:
        raise WrongCode(
            _("These are not three words that we are waiting for. Each code works once."),
            field="code",
        )
    tallies = WellbeingTally.objects.filter(round=asked)
    list(tallies.select_for_update().order_by("pk"))  # everybody takes them in the same order
    chosen = Q()
    for question in Question:
        chosen |= Q(question=question, option=answers[question])
    tallies.update(count=F("count") + Case(When(chosen, then=Value(1)), default=Value(0)))


@transaction.atomic
def close(asked: WellbeingRound, *, now: datetime) -> None:
    """The codes go first, so that nobody answers meanwhile; then the counts, once worked out."""
    asked = WellbeingRound.objects.select_for_update().get(pk=asked.pk)
    if not asked.is_open:
        raise Refused("This round is not open.")
    WellbeingToken.objects.filter(round=asked).delete()
    counts = _counts(asked)
    WellbeingTally.objects.filter(round=asked).delete()
    outbox.withdraw(queries.letters_begin(asked))
    asked.state = State.CLOSED
    asked.save(update_fields=["state"])
    _settle(asked, counts)
    Upkeep.objects.create(kind=Upkeep.Kind.VACUUM_TALLIES, asked_at=now)
    data = {"state": asked.state}
    audit.record(by=Actor.SYSTEM, kind="members.wellbeing_closed", subject=asked, data=data)


def _counts(asked: WellbeingRound) -> dict[str, list[int]]:
    counts: dict[str, list[int]] = {question: [] for question in Question}
    for tally in WellbeingTally.objects.filter(round=asked).order_by("option"):
        counts[tally.question].append(tally.count)
    return counts


def _settle(asked: WellbeingRound, counts: Mapping[str, list[int]]) -> None:
    people = middles.answered(counts)
    if people < asked.fewest_answers:
        asked.state = State.WITHHELD
        asked.save(update_fields=["state"])
        return
    asked.state, asked.answered = State.SUMMARISED, middles.answered_band(people)
    asked.save(update_fields=["state", "answered"])
    for question, options in counts.items():
        if found := middles.middle(options, fewest=asked.fewest_answers):
            WellbeingFinding.objects.create(
                round=asked, question=question, median=found.median, worried=found.worried
            )


@transaction.atomic
def tell_the_board(over: WellbeingRound, *, sentence: str, by: User, now: datetime) -> None:
    """The guardian's own words; all that the board ever gets of a round."""
    over = WellbeingRound.objects.select_for_update().get(pk=over.pk)
    if not over.is_over:
        raise Refused("Wait until the round is over.", field="sentence")
    over.sentence, over.sentence_by, over.sentence_at = sentence, by, now
    over.save(update_fields=["sentence", "sentence_by", "sentence_at"])
    audit.record(by=by, kind="members.wellbeing_told_to_the_board", subject=over)
