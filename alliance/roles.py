"""Who may do what: every role, in words a member can read, and the rights that come with it.

Rights follow from an office with dates. A role here gives permissions within its scope: the whole
alliance, or one organisation. Nothing else in the code decides who may.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Scope(StrEnum):
    """What an office reaches: the whole alliance, one organisation, or one election."""

    ALLIANCE = "alliance"
    ORGANISATION = "organisation"
    ELECTION = "election"


# Every permission, in words. The names are declared again, as enums, in each app's permissions.py;
# a test compares the two.
ALLIANCE_PERMISSIONS: dict[str, str] = {
    "see_alliance": "Enter the alliance",
    "see_people": "See who holds which role",
    "change_people": "Invite people, begin and end roles",
    "see_settings": "See the settings and priorities",
    "change_settings": "Change the settings and priorities",
    "see_events": "See what happened",
    "see_post": "See which letters were delivered",
    "see_members": "See the member organisations",
    "change_members": "Add member organisations, begin and end memberships",
    "see_drafts": "See what organisations want to change about themselves",
    "see_hours": "See the hours that organisations offer",
    "compose_asks": "Ask organisations for their time",
    "change_networks": "Keep the list of networks and who speaks there",
    "read_declarations": "Read what organisations say of who leads them, each time on the record",
    "keep_activities": "Keep learning and initiatives",
    "keep_wellbeing": "Hold wellbeing rounds and read calls for help",
    "see_board": "See boards, seats, meetings and agendas",
    "change_seats": "Begin and end terms on a board",
    "propose_items": "Propose something for an agenda",
    "decide_agenda": "Decide what goes on an agenda",
    "change_meetings": "Edit meetings, agendas and minutes",
    "send_packs": "Build and send board packs",
    "read_packs": "Read board packs",
    "record_meetings": "Keep the record of a board's meeting while it goes on",
    "draft_elections": "Draft elections to the board",
    "vote_in_elections": "Nominate, support and vote for their organisation in elections",
    "see_insights": "See approved insights",
    "capture_insights": "Record what people said and write insights",
    "take_words": "Take down what somebody says, without reading it afterwards",
    "act_on_worries": "Act when somebody may be at risk",
    "keep_commitments": "Keep the list of promises on racism and inequality",
    "judge_commitments": "Judge whether promises on racism and inequality were kept",
    "see_funding": "See funding streams and promises",
    "change_funding": "Keep funding streams and budget lines",
    "read_proposals": "Read what organisations ask of a round, unless something binds them to it",
    "score_proposals": "Score proposals on the panel of a round",
    "see_ledger": "See the ledger of shared money and what waits for approval",
    "prepare_payments": "Prepare what changes the ledger, for somebody else to approve",
    "approve_payments": "Approve or send back what was prepared for the ledger",
}
ORGANISATION_PERMISSIONS: dict[str, str] = {
    "edit_profile": "Edit the organisation's profile",
    "see_drafts": "See what waits to be approved",
    "approve_profile": "Approve changes to the profile",
    "set_capacity": "Say what the organisation has room for",
    "answer_asks": "Answer what is asked of the organisation",
    "invite_colleagues": "Invite colleagues to represent the organisation",
    "keep_activities": "Keep the initiatives that the organisation leads",
    "write_proposals": "Ask for money for the organisation",
    "answer_commitments": "Report on what the organisation promised, and reply to judgements",
}
ELECTION_PERMISSIONS: dict[str, str] = {
    "officiate": "Conduct the election",
    "scrutinise": "Check the election and hold one of its keys",
}


# Any: a title may be a translation, of a type that only Django's stubs know.
Permissions = tuple[tuple[str, Any], ...]


def permissions_of_scope(scope: Scope) -> Permissions:
    """For `Meta.permissions` of the model on which offices of this scope are held."""
    own = {
        Scope.ALLIANCE: ALLIANCE_PERMISSIONS,
        Scope.ORGANISATION: ORGANISATION_PERMISSIONS,
        Scope.ELECTION: ELECTION_PERMISSIONS,
    }
    return tuple(own[scope].items())


@dataclass(frozen=True)
class Role:
    """An office, what its holder can do, and what they may not be at the same time."""

    title: str
    what_they_can_do: str
    permissions: frozenset[str]
    scope: Scope = Scope.ALLIANCE
    needs_second_factor: bool = False
    excludes: frozenset[str] = frozenset()
    is_granted_by_hand: bool = True  # False: it follows from a seat or another office


_EVERYBODY = frozenset({"see_alliance", "see_members", "see_people", "see_settings"})
_MEMBERS = _EVERYBODY | {"see_board", "see_insights", "see_funding", "propose_items"}
_LEAD = frozenset(ALLIANCE_PERMISSIONS) - {
    "decide_agenda",
    "capture_insights",
    "act_on_worries",
    "read_packs",
    "read_declarations",
    "keep_wellbeing",
    "vote_in_elections",
    "prepare_payments",
    "approve_payments",
    "judge_commitments",
    "score_proposals",
}
_EDITOR = frozenset(
    {
        "edit_profile",
        "see_drafts",
        "set_capacity",
        "answer_asks",
        "keep_activities",
        "write_proposals",
        "answer_commitments",
    }
)

ROLES: dict[str, Role] = {
    "alliance_lead": Role(
        "Alliance lead",
        "Keeps members, roles, meetings and packs up to date for the whole alliance.",
        _LEAD | {"read_packs"},
        needs_second_factor=True,
        excludes=frozenset({"wellbeing_guardian", "community_reviewer"}),
    ),
    "coproduction_lead": Role(
        "Coproduction lead",
        "Records what people with lived experience say and follows it to decisions and money.",
        _MEMBERS
        | {"capture_insights", "take_words", "read_packs", "read_declarations", "compose_asks"}
        | {"keep_commitments"},
        needs_second_factor=True,
        excludes=frozenset({"community_reviewer"}),
    ),
    "editor": Role(
        "Editor",
        "Edits their organisation's profile and says how much time it has.",
        _EDITOR,
        scope=Scope.ORGANISATION,
    ),
    "approver": Role(
        "Approver",
        "Edits and approves for their organisation, and invites colleagues.",
        _EDITOR | {"approve_profile", "invite_colleagues"},
        scope=Scope.ORGANISATION,
    ),
    "representative": Role(
        "Representative",
        "Belongs to a member organisation and sees what members see.",
        _MEMBERS | {"vote_in_elections", "take_words"},
        is_granted_by_hand=False,
    ),
    "board_member": Role(
        "Board member",
        "Reads agendas, packs and minutes, and takes part in decisions.",
        _MEMBERS | {"read_packs"},
        is_granted_by_hand=False,
    ),
    "board_chair": Role(
        "Chair or secretary of a board",
        "Keeps the record while their board meets: who is there, what is decided, what is said.",
        _MEMBERS | {"read_packs", "record_meetings"},
        is_granted_by_hand=False,
    ),
    "agenda_group": Role(
        "Agenda group member",
        "Decides, with reasons, what goes on the board's agenda.",
        _MEMBERS | {"decide_agenda"},
        is_granted_by_hand=False,
    ),
    "finance_preparer": Role(
        "Finance preparer",
        "Keeps funding streams and prepares payments for somebody else to approve.",
        _MEMBERS | {"change_funding", "see_ledger", "prepare_payments"},
        needs_second_factor=True,
        excludes=frozenset({"finance_approver", "wellbeing_guardian"}),
    ),
    "finance_approver": Role(
        "Finance approver",
        "Approves or sends back what the preparer prepared.",
        _MEMBERS | {"see_ledger", "approve_payments"},
        needs_second_factor=True,
        excludes=frozenset({"finance_preparer", "wellbeing_guardian"}),
    ),
    "safeguarding_lead": Role(
        "Safeguarding lead",
        "Acts when somebody may be at risk.",
        _EVERYBODY | {"see_board", "see_insights", "take_words", "act_on_worries"},
        needs_second_factor=True,
    ),
    "safeguarding_deputy": Role(
        "Deputy safeguarding lead",
        "Acts when somebody may be at risk and the safeguarding lead has not answered.",
        _EVERYBODY | {"see_board", "see_insights", "take_words", "act_on_worries"},
        needs_second_factor=True,
    ),
    "wellbeing_guardian": Role(
        "Wellbeing guardian",
        "Looks after the people who lead, and speaks for them to the board.",
        _EVERYBODY | {"see_board", "see_insights", "keep_wellbeing"},
        needs_second_factor=True,
        excludes=frozenset({"alliance_lead", "finance_preparer", "finance_approver"}),
    ),
    "community_reviewer": Role(
        "Community reviewer",
        "Judges, with others, whether promises on racism and inequality were kept.",
        _EVERYBODY | {"see_board", "see_insights", "judge_commitments"},
        excludes=frozenset({"alliance_lead", "coproduction_lead"}),
    ),
    "panel_member": Role(
        "Panel member",
        "Says what binds them, then reads and scores the proposals of one round.",
        _EVERYBODY | {"see_funding", "read_proposals", "score_proposals"},
        is_granted_by_hand=False,
    ),
    "returning_officer": Role(
        "Returning officer",
        "Conducts one election: checks nominations, fixes the roll, declares the result.",
        frozenset(ELECTION_PERMISSIONS),
        scope=Scope.ELECTION,
        needs_second_factor=True,
        is_granted_by_hand=False,
    ),
    "scrutineer": Role(
        "Scrutineer",
        "Watches one election and holds one of its keys.",
        frozenset({"scrutinise"}),
        scope=Scope.ELECTION,
        needs_second_factor=True,
        is_granted_by_hand=False,
    ),
    "deputy_scrutineer": Role(
        "Deputy scrutineer",
        "Holds the third key of one election, and stands in for the scrutineer.",
        frozenset({"scrutinise"}),
        scope=Scope.ELECTION,
        needs_second_factor=True,
        is_granted_by_hand=False,
    ),
    "observer": Role(
        "Observer",
        "Sees members, meetings and funding, and changes nothing.",
        _EVERYBODY | {"see_board", "see_funding", "see_ledger"},
    ),
}

choices: list[tuple[str, str]] = [(code, role.title) for code, role in ROLES.items()]


@dataclass(frozen=True, order=True)
class Right:
    """One permission within one scope: `scope_id` is None for the whole alliance."""

    permission: str
    scope: Scope = Scope.ALLIANCE
    scope_id: int | None = None


@dataclass(frozen=True)
class Office:
    """A role held between two dates, whatever it follows from. `ended_on` is the first day off."""

    role: str
    started_on: date
    ended_on: date | None = None
    scope: Scope = Scope.ALLIANCE
    scope_id: int | None = None

    def is_current(self, *, on: date) -> bool:
        return self.started_on <= on and (self.ended_on is None or on < self.ended_on)

    def has_not_ended(self, *, on: date) -> bool:
        return self.ended_on is None or on < self.ended_on

    def rights(self) -> frozenset[Right]:
        permissions = ROLES[self.role].permissions
        return frozenset(Right(name, self.scope, self.scope_id) for name in permissions)


@dataclass(frozen=True)
class Rights:
    """What one person may do today in the alliance of the request, and why."""

    offices: tuple[Office, ...] = ()
    held: frozenset[Right] = field(default=frozenset())

    def has(self, permission: str) -> bool:
        return Right(permission) in self.held

    def organisations(self, permission: str) -> frozenset[int]:
        """The organisations for which the permission is held."""
        return self.within(Scope.ORGANISATION, permission)

    def elections(self, permission: str) -> frozenset[int]:
        """The elections for which the permission is held."""
        return self.within(Scope.ELECTION, permission)

    def within(self, scope: Scope, permission: str) -> frozenset[int]:
        return frozenset(
            right.scope_id
            for right in self.held
            if right.permission == permission
            and right.scope == scope
            and right.scope_id is not None
        )

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(office.role for office in self.offices)

    @property
    def needs_second_factor(self) -> bool:
        return any(ROLES[role].needs_second_factor for role in self.roles)
