"""Actions: who owns them, how often each was carried forward, and who may read and say what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliance import access, words
from alliance.models import RoleTerm, SignedLink, User
from alliance.queries.search import matching
from members.models import Organisation, Representative
from members.queries import away
from members.queries.recipients import who_receives
from partnership_board.models import (
    Action,
    ActionUpdate,
    AgendaItem,
    LiveEntry,
    Meeting,
    MinuteEntry,
    Restriction,
    SeatPause,
    SeatTerm,
)
from partnership_board.models.promises import CLOSED
from partnership_board.permissions import BoardPermission
from partnership_board.queries import recusals
from partnership_board.queries.restrictions import (
    SAID_OF_RESTRICTED,
    Sight,
    is_restricted,
    sight_of,
)

MINE, LATE, WAITING, EVERYTHING = "mine", "late", "waiting", "all"
SAID_OF_CONFIDENTIAL = "Confidential: for its owner, the chair and the alliance lead."
CHAIRS = [
    SeatTerm.Position.CHAIR,
    SeatTerm.Position.DEPUTY_CHAIR,
    SeatTerm.Position.SECRETARY,
]


# ---- who may -------------------------------------------------------------------------------------
def speaks_for_board(user: User, board_id: int, *, on: date) -> bool:
    """The chair, a deputy chair, or the alliance lead as the board's secretary."""
    chairs = SeatTerm.objects.current(on=on).filter(
        seat__board=board_id, holder=user, position__in=CHAIRS
    )
    leads = RoleTerm.objects.current(on=on).filter(user=user, role="alliance_lead")
    return leads.exists() or chairs.exists()


def organisations_of(user: User, *, on: date) -> QuerySet[Organisation]:
    acting = Representative.objects.current(on=on).filter(user=user)
    return Organisation.objects.filter(pk__in=acting.values("organisation"))


def owned_by(user: User, *, on: date) -> QuerySet[Action]:
    """The person's own, and those of the organisations for which they act."""
    mine = Q(owner=user) | Q(owner_organisation__in=organisations_of(user, on=on))
    return Action.objects.filter(mine)


def owns(user: User, action: Action, *, on: date) -> bool:
    return owned_by(user, on=on).filter(pk=action.pk).exists()


def answers_by(link: SignedLink, action: Action, *, on: date) -> bool:
    """Whether the link is still its owner's: people come to act for an organisation, and leave."""
    return link.user is None or owns(link.user, action, on=on)


# ---- what is shown -------------------------------------------------------------------------------
def register() -> QuerySet[Action]:
    """Each with `carried`, the number of meetings, and `said`, which everybody may read of it."""
    carried = (
        ActionUpdate.objects.filter(action=OuterRef("pk"), kind=ActionUpdate.Kind.CARRIED)
        .order_by()
        .values("action")
        .annotate(found=Count("pk"))
        .values("found")
    )
    every = said(Action.objects.all()).annotate(carried=Coalesce(Subquery(carried), 0))  # type: ignore[no-redef]  # named in the model for its readers
    return every.select_related("board", "owner", "owner_organisation", "item__meeting")


def register_for(user: User, *, on: date) -> QuerySet[Action]:
    """Each also with `is_mine`."""
    mine = owned_by(user, on=on).filter(pk=OuterRef("pk"))
    return register().annotate(is_mine=Exists(mine))  # type: ignore[no-redef]  # named in the model for its readers


def narrowed(actions: QuerySet[Action], *, state: str, wanted: str, on: date) -> QuerySet[Action]:
    """As the filters of the page say it. Words are looked for in what everybody may read."""
    if state == MINE:
        actions = actions.filter(is_mine=True)  # type: ignore[misc]  # annotated
    elif state == LATE:
        actions = actions.late(on=on)  # type: ignore[attr-defined]  # our own queryset
    elif state == WAITING:
        actions = actions.exclude(state__in=CLOSED)
    elif state in Action.State.values:
        actions = actions.filter(state=state)
    return matching(actions, wanted, "said") if wanted else actions


def said(actions: QuerySet[Action]) -> QuerySet[Action]:
    restricted = Restriction.objects.open().filter(item=OuterRef("item"))
    return actions.annotate(is_restricted=Exists(restricted)).annotate(  # type: ignore[no-redef]  # named in the model for its readers
        said=Case(
            When(Q(is_restricted=True), then=Value(SAID_OF_RESTRICTED)),
            When(Q(is_confidential=True), then=Value(SAID_OF_CONFIDENTIAL)),
            default=F("title"),
            output_field=CharField(),
        )
    )


@dataclass(frozen=True)
class Reader:
    """What one person may read besides what everybody may."""

    sight: Sight
    speaks_for_board: bool

    def title_of(self, action: Action) -> str:
        """The action's own words, or what stands for them."""
        if action.item is not None and self.sight.hides(action.item):
            return SAID_OF_RESTRICTED
        is_mine = getattr(action, "is_mine", False)
        if action.is_confidential and not (self.speaks_for_board or is_mine):
            return SAID_OF_CONFIDENTIAL
        return action.title

    def reads(self, action: Action) -> bool:
        return self.title_of(action) == action.title


def title_in_letter(action: Action) -> str:
    """For its owner. A letter lies in a mailbox, so nothing that is kept close stands in it."""
    if action.is_confidential or (action.item is not None and is_restricted(action.item)):
        return "An action that is not written out in letters"
    return action.title


def reader(user: User, *, on: date) -> Reader:
    return Reader(sight_of(user, on=on), access.may(user, BoardPermission.RECORD))


def owners_of(actions: Iterable[Action], *, on: date) -> dict[int, list[User]]:
    """By action, those with an account who are to hear of it. Whoever has stepped back is not."""
    there = list(actions)
    resting = away.away(on=on) | _resting(on=on)
    acting: dict[int, list[User]] = {}
    organisations = {each.owner_organisation_id for each in there if each.owner_organisation_id}
    found = who_receives(Representative.Receives.ASKS, organisations, on=on)
    for number, people in found.items():
        acting[number] = [one.user for one in people[:1]]
    owners = {each.pk: _people(each, acting) for each in there}
    return {
        pk: [person for person in people if person.pk not in resting]
        for pk, people in owners.items()
    }


def _people(action: Action, acting: dict[int, list[User]]) -> list[User]:
    if action.owner is not None:
        return [action.owner]
    return acting.get(action.owner_organisation_id or 0, [])


def _resting(*, on: date) -> frozenset[int]:
    """Those who have stepped back from a seat."""
    pauses = SeatPause.objects.current(on=on)
    return frozenset(pauses.values_list("seat_term__holder_id", flat=True))


# ---- on the page ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class ActionRow:
    """An action as one person sees it on a day."""

    action: Action
    title: str
    is_read: bool  # whether its own words are shown
    carried: int
    is_late: bool

    @property
    def carried_in_words(self) -> str:
        return carried_in_words(self.carried)


def shown(action: Action, reader: Reader, *, on: date) -> ActionRow:
    carried = getattr(action, "carried", 0)
    return ActionRow(
        action, reader.title_of(action), reader.reads(action), carried, action.is_late(on=on)
    )


def carried_in_words(count: int) -> str:
    """As people say it: nothing where it was never carried."""
    if not count:
        return ""
    times = ngettext("carried once", "carried %(n)d times", count)
    return times % {"n": count} if count > 1 else times


def counts(*, on: date) -> dict[str, int]:
    """How many are open, and of those late; one query."""
    late = Q(due_on__lt=on) & ~Q(state=Action.State.CLAIMED_DONE)
    open_ones = Action.objects.still_open()
    return dict(open_ones.aggregate(open=Count("pk"), late=Count("pk", filter=late)))


def updates_of(action: Action) -> QuerySet[ActionUpdate]:
    there = ActionUpdate.objects.filter(action=action)
    return there.select_related("made_by", "meeting__board").order_by("made_at", "pk")


def story_of(action: Action) -> list[dict[str, str]]:
    """As `components/timeline.html` shows it; the last line is what is still to come."""
    moments = [
        {
            "when": words.day(action.set_on),
            "title": _("Given to %(who)s") % {"who": action.owned_by},
            "sentence": "",
            "url": action.item.get_absolute_url() if action.item else "",
            "state": "done",
        }
    ]
    moments += [_moment(update) for update in updates_of(action)]
    if action.is_open:
        due = {"when": words.day(action.due_on), "title": _("Due"), "sentence": "", "url": ""}
        moments.append(due | {"state": "to-come"})
    return moments


def _moment(update: ActionUpdate) -> dict[str, str]:
    who = str(update.made_by or update.said_by or "")
    said = [update.text, update.reason]
    if update.old_due_on and update.new_due_on:
        days = {"old": words.day(update.old_due_on), "new": words.day(update.new_due_on)}
        said.insert(0, _("From %(old)s to %(new)s.") % days)
    return {
        "when": words.day(update.made_at),
        "title": f"{update.get_kind_display()}{f', {who}' if who else ''}",
        "sentence": " ".join(filter(None, said)),
        "url": update.meeting.get_absolute_url() if update.meeting else "",
        "state": "done",
    }


# ---- what can be chosen --------------------------------------------------------------------------
def recent_items(*, now: datetime) -> QuerySet[AgendaItem]:
    """Items of the meetings of the last half year, the latest first."""
    since = now - timedelta(days=183)
    items = AgendaItem.objects.on_agenda().filter(
        meeting__starts_at__gte=since, meeting__starts_at__lte=now
    )
    return items.select_related("meeting__board").order_by("-meeting__starts_at", "position")


def item_of(number: str) -> AgendaItem | None:
    """From an address: whatever stands there."""
    if not number.isdecimal() or len(number) > 18:
        return None
    return AgendaItem.objects.filter(pk=int(number)).first()


def note_of(number: str) -> LiveEntry | None:
    """Something noted while a meeting went on, by its number in an address."""
    if not number.isdecimal() or len(number) > 18:
        return None
    notes = LiveEntry.objects.filter(kind=LiveEntry.Kind.NOTED, outcome=LiveEntry.Outcome.TAKEN)
    return notes.select_related("meeting__board").filter(pk=int(number)).first()


def noted_at(action: Action) -> Meeting | None:
    """The meeting in whose minutes it stands; one query where it was given there."""
    if action.from_entry_id is None:
        return None
    entries = MinuteEntry.objects.select_related("minute_set__meeting__board")
    meeting: Meeting = entries.get(pk=action.from_entry_id).minute_set.meeting
    return meeting


LEFT = "They left for this item, so they cannot be given its action."


def left_for(item: AgendaItem, person: User) -> bool:
    """Whether somebody stood back from the item for an interest."""
    return person.pk in recusals.out_of_the_room(item)
