"""What pages show of awards."""

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from alliance.words import day
from funding.models import Award, AwardSource, BudgetLine, Entry, Posting
from funding.queries import ledger
from funding.queries.ledger import Position
from funding.rules import Bucket


def rows() -> "QuerySet[Award]":
    found = Award.objects.select_related("organisation", "decision")
    return found.order_by("-decided_on", "title", "pk")


@dataclass(frozen=True)
class Listed:
    """An award, what it is to get, and where that is."""

    award: Award
    asked: int | None
    position: Position


def with_positions(awards: list[Award]) -> list[Listed]:
    held = ledger.of_awards(awards)
    sums = dict(
        AwardSource.objects.filter(award__in=awards).values_list("award").annotate(sum=Sum("pence"))
    )
    return [Listed(award, sums.get(award.pk), held[award.pk]) for award in awards]


def entries_of(award: Award) -> "QuerySet[Entry]":
    legs = Posting.objects.filter(account__award=award)
    return Entry.objects.filter(pk__in=legs.values("entry"))


def facts(award: Award) -> list[dict[str, str]]:
    """As words; what is not known says so."""
    body = award.organisation
    said = [
        ("Kind", award.get_kind_display(), ""),
        ("For", str(body or "no single organisation"), body.get_absolute_url() if body else ""),
        ("What for", award.purpose, ""),
        ("Decided", day(award.decided_on), ""),
        ("From", day(award.starts_on), ""),
        ("To", day(award.ends_on), ""),
    ]
    if award.decision is not None:
        said.append(("Decision", award.decision.number, award.decision.get_absolute_url()))
    return [{"label": label, "value": value, "url": url} for label, value, url in said]


@dataclass(frozen=True)
class Source:
    """A line that an award is to come from, with what is free there now, in pence."""

    line: BudgetLine
    pence: int
    free: int

    @property
    def after(self) -> int:
        return self.free - self.pence

    @property
    def is_short(self) -> bool:
        return self.after < 0


def sources_of(award: Award) -> list[Source]:
    found = AwardSource.objects.filter(award=award).select_related("stream", "line__stream")
    return [
        Source(
            each.line,
            each.pence,
            ledger.balance(each.stream, Bucket.AVAILABLE, line=each.line),
        )
        for each in found.order_by("pk")
    ]
