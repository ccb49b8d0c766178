"""Who may see and who may do: asking for time, answering, and what it came to."""

from functools import partial

from alliance import registries
from alliance.registries import LINK, PUBLIC, Route
from alliance.samples import BOTH, Arguments, a_token_of_nobody, first, number_of
from members.models import (
    Ask,
    AskResponse,
    BurdenStatement,
    Organisation,
    StatementPaper,
    StatementRelease,
)
from members.permissions import MembersPermission as May
from members.permissions import OrganisationPermission as Theirs
from members.routes import change_one, change_row


def an_answer() -> AskResponse | None:
    """One of the organisation that other samples are about."""
    organisation = first(Organisation)
    if organisation is None:
        return None
    theirs = AskResponse.objects.filter(organisation_id=organisation.pk)
    return theirs.order_by("pk").first() or first(AskResponse)


def its_answer() -> Arguments:
    answer = an_answer()
    return None if answer is None else {"pk": answer.pk}


def some_month() -> Arguments:
    statement = first(BurdenStatement)
    return None if statement is None else {"month": f"{statement.month:%Y-%m}"}


def a_published_month() -> Arguments:
    release = first(StatementRelease)
    return None if release is None else {"month": f"{release.month:%Y-%m}"}


def a_published_paper() -> Arguments:
    out = StatementRelease.objects.values("month")
    paper = StatementPaper.objects.filter(statement__month__in=out).order_by("pk").first()
    return None if paper is None else {"pk": paper.pk}


ROUTES = {
    "asks:asks": Route(May.SEE_MEMBERS, is_list=True),
    "asks:all": Route(May.COMPOSE_ASKS, is_list=True),
    "asks:new": Route(May.COMPOSE_ASKS, May.COMPOSE_ASKS, BOTH),
    "asks:rules": Route(May.CHANGE_MEMBERS, May.CHANGE_MEMBERS, BOTH),
    "asks:answer": Route(Theirs.ANSWER_ASKS, Theirs.ANSWER_ASKS, BOTH, its_answer, an_answer),
    "asks:by-link": Route(LINK, LINK, BOTH, a_token_of_nobody),
    "asks:ask": Route(May.COMPOSE_ASKS, arguments=number_of(Ask), of=partial(first, Ask)),
    "asks:edit": change_row(May.COMPOSE_ASKS, Ask),
    "asks:who": change_row(May.COMPOSE_ASKS, Ask),
    "asks:statements": Route(May.SEE_MEMBERS),
    "asks:statement": Route(May.SEE_MEMBERS, May.CHANGE_MEMBERS, BOTH, some_month),
    "asks:statement-csv": Route(May.SEE_MEMBERS, arguments=some_month),
    "asks:published": Route(PUBLIC),
    "asks:published-month": Route(PUBLIC, arguments=a_published_month),
    "asks:published-csv": Route(PUBLIC, arguments=a_published_month),
    "asks:published-paper": Route(PUBLIC, arguments=a_published_paper),
    "confirm:confirm": Route(LINK, LINK, BOTH, a_token_of_nobody),
    "confirm:signed-in": change_one(Theirs.SET_CAPACITY),
    "asks:call-off": change_row(May.COMPOSE_ASKS, Ask),
}


def register() -> None:
    for name, route in ROUTES.items():
        registries.routes.add(name, route)
