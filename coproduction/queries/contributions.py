"""The queue of what was told: everything for the two readers, their own for anybody else."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, Q, QuerySet

from alliance.models import User
from coproduction.models import ConsentWording, Contribution, RawRead, ReaderTerm
from coproduction.scopes import QUESTIONS, Scope, Scopes


def is_reader(user: User, *, on: date) -> bool:
    return ReaderTerm.objects.current(on=on).filter(person=user).exists()


def queue(user: User, *, on: date) -> "QuerySet[Contribution]":
    """In one query, with the reader's term asked inside it."""
    terms = ReaderTerm.objects.current(on=on).filter(person=user)
    rows = Contribution.objects.filter(Q(recorded_by=user) | Exists(terms))
    return rows.select_related("contributor").order_by("-told_on", "-pk")


def openings(contribution: Contribution) -> "QuerySet[RawRead]":
    """Who opened the words, the latest first."""
    rows = RawRead.objects.filter(contribution=contribution).select_related("reader")
    return rows.order_by("-at")


def wording() -> ConsentWording | None:
    """The latest English wording that somebody has checked."""
    return ConsentWording.objects.filter(language="en").order_by("-version").first()


def in_words(allowed: Scopes) -> list[str]:
    """The questions that were answered yes."""
    return [QUESTIONS[scope] for scope in Scope if scope in allowed]


def uuids(typed: Iterable[str]) -> list[uuid.UUID]:
    """Those of `typed` that can be a public id."""
    found = []
    for each in typed:
        try:
            found.append(uuid.UUID(each))
        except ValueError:
            continue
    return found
