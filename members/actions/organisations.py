"""Organisations are added, join, change what is said about them, and leave."""

from collections.abc import Container, Mapping, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from alliance import audit, outbox
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import User
from alliance.queries.frame import forget_face
from members.actions import letting_off, representatives
from members.models import MembershipPeriod, Organisation, Representative
from members.names import LONGEST_SLUG, folded, slug_of
from members.registries import leaving_checks

CONTACT = ("plain_summary", "website", "email", "phone")
REGISTER = ("name", "legal_form", "size_band")


@transaction.atomic
def add_organisation(
    *, words: Mapping[str, str], by: User | Actor, is_demo: bool = False
) -> Organisation:
    """Listed, and not yet a member: that begins with `begin_membership`.

    `words` are the name and whatever else of CONTACT and REGISTER is known.
    """
    (organisation,) = add_many([words], by=by, is_demo=is_demo)
    return organisation


@transaction.atomic
def add_many(
    several: Sequence[Mapping[str, str]], *, by: User | Actor, is_demo: bool = False
) -> list[Organisation]:
    """The same for a whole list, in as many queries as for one."""
    _refuse_second([words["name"] for words in several])
    slugs = _free_slugs([words["name"] for words in several])
    added = Organisation.objects.bulk_create(
        Organisation(
            sort_name=folded(words["name"]),
            slug=slug,
            is_demo=is_demo,
            **{key: words[key] for key in CONTACT + REGISTER if key in words},
        )
        for words, slug in zip(several, slugs, strict=True)
    )
    kind = "members.organisation_added"
    audit.record_each(by=by, kind=kind, subjects=[(one, {}) for one in added])
    return added


@transaction.atomic
def welcome(
    *, started_on: date | None, by: User, on: date, words: Mapping[str, str]
) -> Organisation:
    """Add an organisation, and begin its membership if the day is known."""
    organisation = add_organisation(words=words, by=by)
    if started_on is not None:
        begin_membership(organisation, started_on=started_on, by=by, on=on)
    return organisation


@transaction.atomic
def begin_membership(
    organisation: Organisation, *, started_on: date, by: User | Actor, on: date
) -> MembershipPeriod:
    """An organisation may have left before and come back."""
    try:
        with transaction.atomic():
            period = MembershipPeriod.objects.create(
                organisation=organisation, started_on=started_on
            )
    except IntegrityError:
        raise Refused(
            f"{organisation} is already a member on some of these days.", field="started_on"
        ) from None
    organisation.status = _status_from(started_on, on=on)
    organisation.save(update_fields=["status"])
    _record_begun([period], by=by)
    return period


@transaction.atomic
def begin_many(
    began: Sequence[tuple[Organisation, date]], *, by: User | Actor, on: date
) -> list[MembershipPeriod]:
    """For organisations that were never members, in as many queries as for one."""
    periods = MembershipPeriod.objects.bulk_create(
        MembershipPeriod(organisation=one, started_on=day) for one, day in began
    )
    for one, day in began:
        one.status = _status_from(day, on=on)
    Organisation.objects.bulk_update([one for one, _ in began], ["status"])
    _record_begun(periods, by=by)
    return periods


def _status_from(started_on: date, *, on: date) -> Organisation.Status:
    return Organisation.Status.ACTIVE if started_on <= on else Organisation.Status.JOINING


def _record_begun(periods: Sequence[MembershipPeriod], *, by: User | Actor) -> None:
    subjects = [
        (period.organisation, {"started_on": f"{period.started_on}", "period": period.pk})
        for period in periods
    ]
    audit.record_each(by=by, kind="members.membership_begun", subjects=subjects)
    transaction.on_commit(forget_face)


@transaction.atomic
def end_membership(
    organisation: Organisation,
    *,
    ended_on: date,
    end_reason: str,
    by: User | Actor,
    on: date,
    now: datetime,
    decided_where: str = "",
    end_words: str = "",
    merged_into: Organisation | None = None,
) -> None:
    """`ended_on` is the first day outside; representatives' rights end that midnight too.

    Refused while an upper app says that something still binds the organisation. Everyone who acts
    for it is told, with the reason and, for a removal, where it was decided. What was asked of it
    from that day on is let go, and it leaves the directory.
    """
    period = _open_period(organisation)
    _refuse_wrong_end(organisation, period, ended_on=ended_on)
    if end_reason == MembershipPeriod.EndReason.REMOVED:
        _refuse_unexplained(decided_where, end_words)
    for check in leaving_checks:
        if why_not := check(organisation, ended_on):
            raise Refused(why_not)
    period.ended_on, period.end_reason, period.decided_where = ended_on, end_reason, decided_where
    period.end_words, period.merged_into = end_words, merged_into
    period.save(
        update_fields=["ended_on", "end_reason", "decided_where", "end_words", "merged_into"]
    )
    is_over = ended_on <= on
    organisation.status = Organisation.Status.LEFT if is_over else Organisation.Status.LEAVING
    organisation.save(update_fields=["status"])
    _tell_that_it_ends(organisation, period, now=now)
    representatives.end_all(organisation, ended_on=ended_on, by=by, on=on)
    letting_off.let_off_on_leaving(organisation, ended_on=ended_on, by=by)
    data = {"ended_on": ended_on.isoformat(), "reason": end_reason, "period": period.pk}
    audit.record(by=by, kind="members.membership_ended", subject=organisation, data=data)
    transaction.on_commit(forget_face)


@transaction.atomic
def settle_memberships(*, on: date) -> None:
    """The words for where an organisation stands follow its days. Rights never wait for this."""
    periods = MembershipPeriod.objects.filter(organisation=OuterRef("pk"))
    is_member = Exists(periods.current(on=on))
    begun = Organisation.objects.filter(is_member, status=Organisation.Status.JOINING)
    over = Organisation.objects.filter(~is_member, status=Organisation.Status.LEAVING)
    changed = {
        Organisation.Status.ACTIVE: list(begun.select_for_update()),
        Organisation.Status.LEFT: list(over.select_for_update()),
    }
    for status, rows in changed.items():
        for organisation in rows:
            organisation.status = status
            organisation.save(update_fields=["status"])
            kind = f"members.now_{status}"
            audit.record(by=Actor.SYSTEM, kind=kind, subject=organisation)
    transaction.on_commit(forget_face)


def _refuse_second(names: Sequence[str]) -> None:
    wanted = {folded(name): name for name in names}
    there = Organisation.objects.filter(sort_name__in=wanted).values_list("sort_name", flat=True)
    twice = next(iter(there), None)
    if twice is not None:
        raise Refused(f"There is an organisation called {wanted[twice]} already.", field="name")
    if len(wanted) < len(names):
        raise Refused("Two of these organisations have the same name.", field="name")


def _free_slugs(names: Sequence[str]) -> list[str]:
    wanted = [slug_of(name) for name in names]
    taken = {*RESERVED, *Organisation.objects.values_list("slug", flat=True)}
    found = []
    for slug in wanted:
        found.append(_free_slug(slug, taken))
        taken.add(found[-1])
    return found


def _free_slug(wanted: str, taken: Container[str]) -> str:
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted[: LONGEST_SLUG - 4]}-{number}" in taken:
        number += 1
    return f"{wanted[: LONGEST_SLUG - 4]}-{number}"


RESERVED = frozenset(
    {
        "apply",
        "applications",
        "led-by",
        "letters",
        "declarations",
        "learning",
        "initiatives",
        "new",
        "networks",
        "people",
        "services",
        "directory",
        "import",
    }
)


def _open_period(organisation: Organisation) -> MembershipPeriod:
    period = (
        MembershipPeriod.objects.select_for_update()
        .filter(organisation=organisation, ended_on=None)
        .first()
    )
    if period is None:
        raise Refused(f"{organisation} is not a member, or its last day is settled already.")
    return period


def _refuse_wrong_end(
    organisation: Organisation, period: MembershipPeriod, *, ended_on: date
) -> None:
    if ended_on <= period.started_on:
        raise Refused(
            f"{organisation} joined on {period.started_on:%-d %B %Y}. It can leave after that.",
            field="ended_on",
        )


def _refuse_unexplained(decided_where: str, end_words: str) -> None:
    if not decided_where.strip():
        raise Refused(
            "Say where this was decided, so that it can be checked.", field="decided_where"
        )
    if not end_words.strip():
        raise Refused("Say why, so that the organisation reads it.", field="end_words")


def _tell_that_it_ends(
    organisation: Organisation, period: MembershipPeriod, *, now: datetime
) -> None:
    everyone = Representative.objects.filter(organisation=organisation).not_ended(on=now.date())
    for representative in everyone.select_related("user"):
        outbox.post(
            key=f"members.membership_ended:{period.pk}:{representative.user_id}",
            to=representative.user.email,
            template="members/membership_ended",
            context={
                "organisation": organisation.name,
                "ended_on": period.ended_on,
                "reason": period.get_end_reason_display(),
                "decided_where": period.decided_where,
                "end_words": period.end_words,
                "person": str(representative.user),
            },
            now=now,
        )
