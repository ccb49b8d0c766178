"""What each body asked of members: the figures of a month, and how a frozen statement reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from alliance import words
from alliance.models import AllianceSettings
from alliance.words import LONDON
from members import months
from members.load.burden import Entry
from members.models import (
    Ask,
    AskResponse,
    BurdenStatement,
    ConfirmationRequest,
    Organisation,
    StatementPaper,
    StatementRelease,
)

CHECKING_MINUTES = 2  # what "Still correct?" takes, letter and page together
Body = tuple[str, int | None]  # kind of body, and its network
LEAST = 3


def entries_of(month: date) -> dict[Body, list[Entry]]:
    """Everything asked of anybody and due in the month, by the body that asked. Two queries."""
    found: dict[Body, list[Entry]] = {}
    rows = AskResponse.objects.filter(ask__in=Ask.objects.out().due_in(month)).select_related(
        "ask", "organisation"
    )
    for response in rows.order_by("pk"):
        network = response.ask.asked_by_network_id
        kind = BurdenStatement.Body.ALLIANCE if network is None else BurdenStatement.Body.NETWORK
        found.setdefault((kind.value, network), []).append(_entry(response))
    checks = _checks(month)
    if checks:
        found[BurdenStatement.Body.SOFTWARE.value, None] = checks
    return found


def _entry(response: AskResponse) -> Entry:
    ask = response.ask
    return Entry(
        ask=ask.pk,
        organisation=response.organisation_id,
        size=response.organisation.size_band,
        minutes_asked=response.minutes_asked,
        is_accepted=response.state == AskResponse.State.ACCEPTED,
        actual_minutes=response.actual_minutes,
        pence_per_hour=ask.pence_per_hour,
        notice_days=(ask.due_on - response.asked_at.astimezone(LONDON).date()).days,
        notice_wished=response.notice_days_wished,
        is_override=bool(response.override_because),
    )


def _checks(month: date) -> list[Entry]:
    """Our own letters: each asks for a look at what we hold."""
    rows = ConfirmationRequest.objects.filter(
        sent_at__date__gte=month, sent_at__date__lt=months.later(month, 1)
    ).select_related("organisation")
    return [
        Entry(
            ask=one.pk,
            organisation=one.organisation_id,
            size=one.organisation.size_band,
            minutes_asked=CHECKING_MINUTES,
            is_accepted=one.answered_at is not None,
        )
        for one in rows
    ]


def least_organisations() -> int:
    found = AllianceSettings.objects.values_list("k_organisations", flat=True).first()
    return LEAST if found is None else found


# ---- frozen --------------------------------------------------------------------------------------
def latest(month: date) -> list[BurdenStatement]:
    """The newest version for each body: bodies outside by name, then the alliance, then we."""
    rows = BurdenStatement.objects.filter(month=month).select_related("network")
    newest = rows.order_by("body", "network", "-version").distinct("body", "network")
    order = list(BurdenStatement.Body.values)
    return sorted(newest, key=lambda one: (order.index(one.body), name_of(one)))


def name_of(statement: BurdenStatement) -> str:
    """Whose statement it is."""
    if statement.network is not None:
        return str(statement.network)
    return str(_(str(statement.get_body_display())))


@dataclass(frozen=True)
class Month:
    """A month with statements, and whether everybody may read them."""

    month: date
    is_released: bool

    @property
    def name(self) -> str:
        return months.name(self.month)

    @property
    def key(self) -> str:
        return key_of(self.month)


def key_of(month: date) -> str:
    return f"{month:%Y-%m}"


def month_of(key: str) -> date | None:
    """The first day of "2026-03"; None if it is no month."""
    try:
        return date.fromisoformat(f"{key}-01") if len(key) == len("2026-03") else None
    except ValueError:
        return None


def all_months(*, released_only: bool = False) -> list[Month]:
    """Months with a statement, the newest first. One query."""
    released = StatementRelease.objects.filter(month=OuterRef("month"))
    rows = BurdenStatement.objects.annotate(is_out=Exists(released))
    if released_only:
        rows = rows.filter(is_out=True)
    found = rows.order_by("-month").values_list("month", "is_out").distinct()
    return [Month(month, is_out) for month, is_out in found]


def is_released(month: date) -> bool:
    return StatementRelease.objects.filter(month=month).exists()


def papers_of(statements: Iterable[BurdenStatement]) -> dict[int, StatementPaper]:
    rows = StatementPaper.objects.filter(statement__in=list(statements))
    return {one.statement_id: one for one in rows.select_related("document")}


def few(count: int, k: int) -> str:
    """A number of organisations, unless it is so small that somebody might be known by it."""
    return _("fewer than %(k)d") % {"k": k} if 0 < count < k else str(count)


Line = tuple[str, str]


def lines(one: BurdenStatement, *, k: int) -> list[Line]:
    """The figures in words, the same on the page, in the PDF and in the table."""
    return [
        (_("Asks"), str(one.asks)),
        (_("Organisations asked"), few(one.organisations, k)),
        (_("Times somebody was asked"), str(one.times_asked)),
        (_("Times somebody said yes"), str(one.times_accepted)),
        (_("Time asked for"), words.minutes(one.minutes_asked)),
        (_("Time said yes to"), words.minutes(one.minutes_accepted)),
        (_("Time spent, as reported"), words.minutes(one.minutes_reported)),
        (
            _("Time spent, as estimated where nobody reported"),
            words.minutes(one.minutes_estimated),
        ),
        (_("Paid time"), words.minutes(one.minutes_paid)),
        (_("Paid for it"), words.pence(one.pence_paid)),
        (_("Unpaid time"), words.minutes(one.minutes_unpaid)),
        (_("Worth of unpaid time"), words.pence(one.pence_unpaid)),
        (_("Shorter notice than the member needs"), _missed(one)),
        (_("Asked over the hours offered, with a reason"), str(one.overrides)),
    ]


GLANCE = (4, 8, 10)  # asked for, paid, unpaid


def _missed(one: BurdenStatement) -> str:
    if not one.wishes:
        return _("nobody said what notice they need")
    return _("%(missed)d of %(all)d times") % {"missed": one.wishes_missed, "all": one.wishes}


def size_lines(one: BurdenStatement) -> list[Sequence[str]]:
    """By size, where there are enough: name, organisations, asked for, given."""
    labels = {band.value: str(band.label).split(":")[0] for band in Organisation.SizeBand}
    return [
        (
            words.listed([labels[size] for size in group["sizes"]]),
            str(group["organisations"]),
            words.minutes(group["minutes_asked"]),
            words.minutes(group["minutes_given"]),
        )
        for group in one.by_size
    ]


HEADS = ("Month", "Body", "Version", "Figure", "In words", "Number")


def table(statements: Iterable[BurdenStatement], *, k: int) -> list[Sequence[str]]:
    """Rows for a spreadsheet: one figure each. Numbers are minutes, pence or counts."""
    found: list[Sequence[str]] = []
    for one in statements:
        numbers = (
            one.asks, "" if 0 < one.organisations < k else one.organisations, one.times_asked,
            one.times_accepted, one.minutes_asked, one.minutes_accepted, one.minutes_reported,
            one.minutes_estimated, one.minutes_paid, one.pence_paid, one.minutes_unpaid,
            "" if one.pence_unpaid is None else one.pence_unpaid, one.wishes_missed, one.overrides,
        )  # fmt: skip
        found += [
            (key_of(one.month), name_of(one), str(one.version), label, said, str(number))
            for (label, said), number in zip(lines(one, k=k), numbers, strict=True)
        ]
    return found
