"""Letters about decisions: a vote confirmed, a question in writing, and what came of an item."""

from datetime import datetime

from django.urls import reverse

from alliance import outbox
from alliance.http import absolute_url
from alliance.models import User
from partnership_board.deadlines import day_of
from partnership_board.models import DecisionPosition, ItemExtract, Question, SeatTerm
from partnership_board.queries import presence


def confirm_vote(said: DecisionPosition, *, now: datetime) -> None:
    """To whoever gave it by phone or mail, so that a mistake is found while it can be put right."""
    context = {
        "said": said,
        "question": said.question,
        "person": said.person,
        "url": _page(said.question),
    }
    key = f"vote {said.pk} confirmed"
    _post(key, said.person, "vote_confirmed", context, now=now)


def ask_in_writing(question: Question, *, now: datetime) -> None:
    """To the holder of every seat with a vote who has not stood back."""
    on, back = day_of(now), presence.stood_back(question.item)
    terms = SeatTerm.objects.current(on=on).filter(
        seat__board=question.item.meeting.board_id, seat__is_voting=True
    )
    for term in terms.exclude(holder__in=back).select_related("holder").order_by("pk"):
        context = {"question": question, "person": term.holder, "url": _page(question)}
        key = f"question {question.pk} to {term.holder_id}"
        _post(key, term.holder, "asked_in_writing", context, now=now)


def send_back(extract: ItemExtract, *, now: datetime) -> None:
    """What came of it, to whoever proposed it."""
    if extract.sent_to is None:
        return
    url = absolute_url(extract.item.get_absolute_url())
    context = {"extract": extract, "item": extract.item, "person": extract.sent_to, "url": url}
    _post(f"extract {extract.pk}", extract.sent_to, "item_extract", context, now=now)


def _page(question: Question) -> str:
    return absolute_url(reverse("partnership_board:question", kwargs={"pk": question.pk}))


def _post(
    key: str, person: User, template: str, context: dict[str, object], *, now: datetime
) -> None:
    outbox.post(key=key, to=person.email, template=f"board/{template}", context=context, now=now)
