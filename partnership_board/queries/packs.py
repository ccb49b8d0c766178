"""Who is to have a pack, in which form, and which builds and copies there are."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from alliance import access, words
from alliance.models import User
from alliance.queries import preferences
from alliance.queries.documents import path_of
from partnership_board.audiences import Withheld, from_json
from partnership_board.models import (
    AgendaItem,
    Board,
    Constituency,
    Deputy,
    Meeting,
    PackBuild,
    PackCopy,
    PaperVersion,
    SeatPause,
    SeatTerm,
)
from partnership_board.permissions import BoardPermission
from partnership_board.queries import manifests, restrictions
from partnership_board.queries.manifests import latest_versions


@dataclass(frozen=True)
class Recipient:
    """Somebody who is to have the papers, and the seat for which."""

    person: User
    constituency: str
    words: str  # "Holds a seat" or "Deputy"


@dataclass(frozen=True)
class Side:
    """A constituency and those of it who are to have the papers."""

    label: str
    recipients: list[Recipient]


def recipients(board_id: int, *, on: date) -> list[Recipient]:
    """Everybody who holds a seat that day, and their deputies; each person once.

    Whoever has stepped back gets nothing until they are back.
    """
    away = SeatPause.objects.current(on=on).values("seat_term")
    terms = (
        SeatTerm.objects.current(on=on)
        .filter(seat__board_id=board_id)
        .exclude(pk__in=away)
        .select_related("holder", "seat__constituency")
        .order_by("seat__constituency__order", "seat_id", "pk")
    )
    deputies = (
        Deputy.objects.current(on=on)
        .filter(seat__board_id=board_id)
        .select_related("person", "seat__constituency")
        .order_by("seat__constituency__order", "seat_id", "rank")
    )
    found: dict[int, Recipient] = {}
    for term in terms:
        words = term.get_position_display() if term.position != "none" else "Holds a seat"
        side = term.seat.constituency.label
        found.setdefault(term.holder_id, Recipient(term.holder, side, words))
    for deputy in deputies:
        side = deputy.seat.constituency.label
        found.setdefault(deputy.person_id, Recipient(deputy.person, side, "Deputy"))
    return list(found.values())


def sides(board: Board, *, on: date) -> list[Side]:
    """By constituency, those with nobody included: an empty side is a fact too."""
    there = recipients(board.pk, on=on)
    labels = Constituency.objects.filter(board=board).order_by("order")
    return [
        Side(side.label, [each for each in there if each.constituency == side.label])
        for side in labels
    ]


# ---- in which form -------------------------------------------------------------------------------
def wanted_of(build: PackBuild, *, on: date) -> dict[int, tuple[str, Withheld]]:
    """By person, each recipient and whoever asked: the form they read and what is kept from them.

    Of what is kept from them only what the build tells of counts: few people need another one.
    """
    there = [each.person for each in recipients(build.pack.meeting.board_id, on=on)]
    people = [*there, build.asked_by]
    forms = preferences.formats_of(people)
    told = manifests.things_in(build.manifest)
    withheld = restrictions.withheld_from(people, on=on)
    return {each.pk: (forms[each.pk], withheld[each.pk].among(*told)) for each in people}


def read_to(people: Iterable[User]) -> set[int]:
    """Those who have their papers read to them, or as plain text: they have their own way in."""
    return preferences.wanting(people, preferences.Need.AUDIO, preferences.Need.PLAIN_TEXT)


def wanting_text(build: PackBuild, *, on: date) -> set[int]:
    """The same of everybody who is to have a copy of this build."""
    there = [each.person for each in recipients(build.pack.meeting.board_id, on=on)]
    return read_to([*there, build.asked_by])


def by_post(there: Iterable[Recipient]) -> int:
    """How many asked for theirs by post; whoever prints them knows whom."""
    people = (each.person for each in there)
    return len(preferences.wanting(people, preferences.Need.BY_POST))


def forms_of_letters(there: Iterable[Recipient]) -> str:
    """How many are to have each form, as they wish today."""
    return forms_in_words(preferences.formats_of(each.person for each in there).values())


def forms_in_words(forms: Iterable[str]) -> str:
    """3 in ordinary print and 1 in large print. Numbers only: a need is nobody else's business."""
    found = Counter(forms)
    return words.listed([f"{found[form]:,} {said}" for form, said in IN_PRINT if found[form]])


IN_PRINT = (
    (PackCopy.Format.PDF, "in ordinary print"),
    (PackCopy.Format.LARGE_PRINT, "in large print"),
)


# ---- builds and copies ---------------------------------------------------------------------------
def builds_of(meeting: Meeting) -> list[PackBuild]:
    """The latest first."""
    return list(
        PackBuild.objects.filter(pack__meeting=meeting)
        .select_related("document", "asked_by")
        .order_by("-n")
    )


@dataclass(frozen=True)
class BuildShown:
    """A build, the copy of the person who looks, and how many letters led to which form."""

    build: PackBuild
    copy: PackCopy | None
    forms: str


def builds_shown(builds: Collection[PackBuild], person: User) -> list[BuildShown]:
    copies = PackCopy.objects.printed().filter(build__in=[build.pk for build in builds])
    own = {copy.build_id: copy for copy in copies.filter(person=person).select_related("document")}
    letters = list(copies.filter(message__isnull=False).values_list("build_id", "format"))
    return [
        BuildShown(
            build, own.get(build.pk), forms_in_words(f for pk, f in letters if pk == build.pk)
        )
        for build in builds
    ]


def own_copy(build: PackBuild, person: User, withheld: Withheld) -> PackCopy | None:
    """The build in the form in which this person was given it, while it may still be read."""
    return _own(PackCopy.objects.printed(), build, person, withheld)


def own_text(build: PackBuild, person: User, withheld: Withheld) -> PackCopy | None:
    """The same as plain text, for those who are given that too."""
    plain = PackCopy.objects.filter(format=PackCopy.Format.AUDIO_SCRIPT)
    return _own(plain, build, person, withheld)


def _own(
    copies: QuerySet[PackCopy], build: PackBuild, person: User, withheld: Withheld
) -> PackCopy | None:
    copy = copies.filter(build=build, person=person).select_related("document").first()
    if copy is None or not _is_covered(copy, build, withheld):
        return None
    return copy


def _is_covered(copy: PackCopy, build: PackBuild, withheld: Withheld) -> bool:
    """Whether everything that is kept from its person today is only a stub in it."""
    if not withheld.items and not withheld.papers:
        return True
    closed = withheld.among(*manifests.things_in(build.manifest))
    return closed.is_within(from_json(copy.withheld))


def content_of(copy: PackCopy) -> bytes:
    with default_storage.open(path_of(copy.document)) as stored:
        found: bytes = stored.read()
    return found


def latest_sent(meeting: Meeting) -> PackBuild | None:
    return (
        PackBuild.objects.filter(pack__meeting=meeting, state=PackBuild.State.SENT)
        .select_related("document")
        .order_by("n")
        .last()
    )


def was_given(person: User, document_id: int) -> PackCopy | None:
    """The copy by which this person has this very file."""
    copies = PackCopy.objects.filter(document_id=document_id, person_id=person.pk)
    return copies.select_related("build").order_by("pk").last()


def may_still_read(copy: PackCopy, person: User, *, on: date) -> bool:
    return _is_covered(copy, copy.build, restrictions.sight_of(person, on=on).withheld)


def by_constituency(build: PackBuild) -> list[tuple[str, int]]:
    """How many letters went to each side."""
    copies = PackCopy.objects.filter(build=build, message__isnull=False)
    sides_of = sorted(copies.values_list("constituency", flat=True))
    return [(side, len(list(found))) for side, found in groupby(sides_of)]


@dataclass(frozen=True)
class Due:
    """A meeting whose reminder falls on a day that has come."""

    meeting: Meeting
    build: PackBuild


def published_after(now: datetime) -> Iterator[Due]:
    """Meetings still to come whose pack is out, with the latest build of each."""
    coming = Meeting.objects.filter(state=Meeting.State.PUBLISHED, starts_at__gt=now)
    for meeting in coming.select_related("board").order_by("starts_at"):
        build = latest_sent(meeting)
        if build is not None:
            yield Due(meeting, build)


def papers_of(meeting: Meeting) -> dict[int, tuple[int, bool]]:
    """By item: how many words its paper has, and whether it came late."""
    return {pk: (v.words, v.is_late) for pk, v in latest_versions(meeting).items()}


def may_read_papers(user: object, meeting: Meeting) -> bool:
    """Those who prepare them; once out, board members, and at public meetings everybody here."""
    if access.may(user, BoardPermission.CHANGE_MEETINGS):
        return True
    reads = meeting.is_public or access.may(user, BoardPermission.READ_PACKS)
    return meeting.is_out and reads


def latest_version(item: AgendaItem) -> PaperVersion | None:
    return PaperVersion.objects.filter(paper__item=item).order_by("n").last()
