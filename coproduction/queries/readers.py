"""Who may open what somebody said: the two readers, and never about where they work."""

from datetime import date, datetime

from alliance import access
from alliance.models import User
from coproduction.models import AboutBody, BreakGlass, Contribution, RawRead, ReaderTerm
from coproduction.permissions import CoproductionPermission as May
from members.queries.people import acting_for


def employers_of(user: User, *, on: date) -> set[int]:
    """Organisations this person works for, or speaks for."""
    terms = ReaderTerm.objects.current(on=on).filter(person=user, employer__isnull=False)
    found = {pk for pk in terms.values_list("employer", flat=True) if pk is not None}
    return found | {each.organisation_id for each in acting_for(user, on=on)}


def barred_by(user: User, contribution: Contribution, *, on: date) -> AboutBody | None:
    """The body that the telling is about and that the person works for, if there is one."""
    about = AboutBody.objects.filter(
        contribution=contribution, organisation__in=employers_of(user, on=on)
    )
    return about.select_related("organisation").order_by("pk").first()


def readers_left(contribution: Contribution, *, on: date) -> list[User]:
    """The readers of this day who may read this telling, the first before the second."""
    terms = ReaderTerm.objects.current(on=on).select_related("person").order_by("kind")
    return [term.person for term in terms if barred_by(term.person, contribution, on=on) is None]


def has_broken_glass(user: User, contribution: Contribution, *, at: datetime) -> bool:
    broken = BreakGlass.objects.broken(at=at)
    return broken.filter(contribution=contribution, asked_by=user).exists()


def is_for_safeguarding(user: User, contribution: Contribution, *, on: date) -> bool:
    """Held tellings, and those that no reader is left for, go to the safeguarding lead."""
    if not access.may(user, May.ACT_ON_WORRIES):
        return False
    is_held = contribution.state == Contribution.State.HELD
    return is_held or not readers_left(contribution, on=on)


def opened_lately(user: User, contribution: Contribution, *, since: datetime) -> bool:
    """Whether this person opened the words since then, so that a page may show them again."""
    reads = RawRead.objects.filter(contribution=contribution, reader=user, at__gte=since)
    return reads.exists()
