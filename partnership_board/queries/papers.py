"""Who writes a paper, what was said before in the same words, and what a late one may do."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from alliance import access, words
from alliance.models import Document, User
from members.models import Organisation
from partnership_board.models import (
    AgendaItem,
    Enclosure,
    LateWaiver,
    Meeting,
    PaperParty,
    PaperVersion,
    Purpose,
    SeatTerm,
)
from partnership_board.permissions import BoardPermission
from partnership_board.queries import restrictions


def may_write(user: User, item: AgendaItem) -> bool:
    """Its proposer, who introduces it, and who keeps the board's papers."""
    proposer = item.proposal.proposed_by_id if item.proposal else None
    if user.pk in {proposer, item.lead_id, restrictions.lead_of(item)} - {None}:
        return True
    return access.may(user, BoardPermission.CHANGE_MEETINGS)


def is_chair(user: User, meeting: Meeting, *, on: date) -> bool:
    if meeting.chair_id is not None:
        return meeting.chair_id == user.pk
    terms = SeatTerm.objects.current(on=on).filter(seat__board_id=meeting.board_id, holder=user)
    return terms.filter(position=SeatTerm.Position.CHAIR).exists()


def organisation_of(item: AgendaItem) -> Organisation | None:
    """Whose paper it is, and who answers for its being late."""
    own: Organisation | None = item.lead_organisation
    if own is None and item.proposal is not None:
        own = item.proposal.for_organisation
    return own


def parties_of(version: PaperVersion) -> set[int]:
    found = PaperParty.objects.filter(version=version)
    return set(found.values_list("organisation_id", flat=True))


def versions_of(item: AgendaItem) -> list[PaperVersion]:
    """The latest first."""
    found = PaperVersion.objects.filter(paper__item=item).select_related("received_from", "paper")
    return list(found.order_by("-n"))


def enclosures_of(paper: int | None) -> list[Enclosure]:
    """Those that travel with the next build, and those that are still being looked into."""
    found = Enclosure.objects.filter(paper=paper, removed_at=None)
    return list(found.select_related("document").order_by("added_at", "pk"))


def files_of(paper: int) -> list[dict[str, object]]:
    """As the list of files beside a paper shows them: those that can be read."""
    return [
        {
            "title": each.title,
            "summary": each.summary,
            "bytes": each.document.bytes,
            "public_id": each.document.public_id,
        }
        for each in enclosures_of(paper)
        if each.document.state == Document.State.READY
    ]


def enclosed_in(meeting: Meeting) -> dict[int, list[Enclosure]]:
    """By paper: files that are ready to be read."""
    ready = Enclosure.objects.filter(
        paper__item__meeting=meeting, removed_at=None, document__state=Document.State.READY
    )
    found: dict[int, list[Enclosure]] = {}
    for each in ready.select_related("document").order_by("added_at", "pk"):
        found.setdefault(each.paper_id, []).append(each)
    return found


# ---- the cover sheet as it is shown --------------------------------------------------------------
@dataclass(frozen=True)
class Answer:
    """One row of a cover sheet; `echo` says where the same words stood before."""

    label: str
    said: str
    echo: str = ""


def covers_of(versions: Iterable[PaperVersion]) -> dict[int, list[Answer]]:
    """By version, the answers that were given; two queries however many there are."""
    there = list(versions)
    parties: dict[int, list[str]] = {}
    found = PaperParty.objects.filter(version__in=[each.pk for each in there])
    for each in found.select_related("organisation").order_by("organisation__sort_name"):
        parties.setdefault(each.version_id, []).append(str(each.organisation))
    echoes = echoes_of(there)
    return {
        each.pk: list(_answers(each, parties.get(each.pk, []), echoes.get(each.pk, {})))
        for each in there
    }


def _answers(
    version: PaperVersion, parties: list[str], echoes: Mapping[str, str]
) -> Iterator[Answer]:
    given = (
        ("Key points", version.key_points, ""),
        ("Looked at before by", version.considered_before, ""),
        ("Priorities it serves", "; ".join(version.priorities), ""),
        ("Equality and anti-racism", version.equality, echoes.get("equality", "")),
        (
            "Shaped by lived experience",
            version.lived_experience,
            echoes.get("lived_experience", ""),
        ),
        ("Money", money_in_words(version), ""),
        ("Reached the board", version.get_stage_display() if version.stage else "", ""),
        ("Risks", version.risks, ""),
        ("Staff and volunteers", version.workforce, ""),
        ("Law", version.legal, ""),
        ("Stand to gain or lose", "; ".join(parties), ""),
        ("What happens next", version.next_steps, ""),
    )
    for label, said, echo in given:
        if said:
            yield Answer(label, said, echo)


def money_in_words(version: PaperVersion) -> str:
    """The sum as firmly as it was given: what was not said is not recorded, never nothing."""
    if not version.money:
        return ""
    if version.money == PaperVersion.Money.NOT_ABOUT:
        return "Not about money"
    often = "each year" if version.money == PaperVersion.Money.RECURRING else "once"
    told = [f"{words.pence(version.money_pence)}, {often}"]
    if version.money_source:
        told.append(f"from {version.money_source}")
    told.append(f"of it for the voluntary sector: {words.pence(version.vcse_pence)}")
    return "; ".join(told)


# ---- the same words as before --------------------------------------------------------------------
def echoes_of(versions: Iterable[PaperVersion]) -> dict[int, dict[str, str]]:
    """By version and answer: where an earlier paper of the same organisation said the same."""
    asking = [each for each in versions if each.from_organisation_id and _hashes(each)]
    if not asking:
        return {}
    wanted = {digest for each in asking for digest in _hashes(each)}
    earlier = list(
        PaperVersion.objects.filter(
            Q(equality_sha256__in=wanted) | Q(lived_experience_sha256__in=wanted),
            from_organisation__in={each.from_organisation_id for each in asking},
        )
        .select_related("paper__item__meeting")
        .order_by("-received_at", "-pk")
    )
    return {each.pk: _echoes(each, earlier) for each in asking}


def _hashes(version: PaperVersion) -> set[str]:
    return {version.equality_sha256, version.lived_experience_sha256} - {""}


def _echoes(version: PaperVersion, earlier: Iterable[PaperVersion]) -> dict[str, str]:
    before = [
        each
        for each in earlier
        if each.from_organisation_id == version.from_organisation_id
        and each.paper_id != version.paper_id
        and each.received_at < version.received_at
    ]
    found: dict[str, str] = {}
    for name in ("equality", "lived_experience"):
        digest = getattr(version, f"{name}_sha256")
        same = (e for e in before if digest and getattr(e, f"{name}_sha256") == digest)
        if first := next(same, None):
            item = first.paper.item
            day = words.day(item.meeting.starts_at)
            found[name] = f"Same wording as item {item.number}, {day}"
    return found


# ---- late papers ---------------------------------------------------------------------------------
def waivers_of(versions: Iterable[int]) -> dict[int, LateWaiver]:
    found = LateWaiver.objects.filter(version__in=versions).select_related("granted_by")
    return {waiver.version_id: waiver for waiver in found}


def purpose_of(item: AgendaItem, version: PaperVersion | None, waiver: LateWaiver | None) -> str:
    """In words. On a late paper nothing is decided, unless the chair said otherwise."""
    is_late = version is not None and version.is_late
    if is_late and waiver is None and item.purpose == Purpose.DECIDE:
        return Purpose.DISCUSS.label
    return item.get_purpose_display()


def may_decide(item: AgendaItem) -> bool:
    """Whether the board may decide here: not on a late paper, unless the chair allowed it."""
    latest = PaperVersion.objects.filter(paper__item=item).order_by("n").last()
    if latest is None or not latest.is_late or item.purpose != Purpose.DECIDE:
        return True
    return LateWaiver.objects.filter(version=latest).exists()


def enclosure_of(document: int) -> Enclosure | None:
    wanted = Q(document=document)
    return Enclosure.objects.filter(wanted).select_related("paper__item__meeting").first()
