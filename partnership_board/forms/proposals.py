"""Proposing an item in five minutes, answering a proposal with a reason, asking to look again."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from alliance.fields import ChoicesField, DayField, LongTextField, OneOfField, PlainTextField
from alliance.models import Priority, User
from members.models import Network, Organisation
from partnership_board.actions.agendas import Extras
from partnership_board.forms.items import PURPOSES
from partnership_board.forms.seats import OrganisationField
from partnership_board.models import (
    AgendaDecision,
    AgendaMove,
    AgendaPosition,
    AgendaProposal,
    Meeting,
    Seat,
)
from partnership_board.queries.group import Voice

OUTCOMES = [(each.value, each.label) for each in AgendaDecision.Outcome]
CODES = [("", "Choose one"), *((e.value, e.label) for e in AgendaDecision.ReasonCode)]
NOT_SAID = ("", "Took no part")
POSITIONS = [
    (each.value, each.label)
    for each in AgendaPosition.Position
    if each != AgendaPosition.Position.STOOD_ASIDE
]


class ProposeForm(forms.Form):
    title = PlainTextField(
        label="What should the board talk about?",
        max_length=120,
        help_text="A few words, as they would stand on the agenda.",
    )
    why_now = LongTextField(
        label="Why, and why now?",
        rows=5,
        max_length=1200,
        help_text="Two or three sentences. Everybody in the alliance can read them, so leave out "
        "names and anything private.",
    )
    purpose = OneOfField(label="What do you want from the board?", choices=PURPOSES)
    minutes_wanted = forms.IntegerField(
        label="How many minutes would it take?", min_value=1, max_value=240, initial=15
    )
    for_organisation = OrganisationField(
        label="For which organisation do you ask?",
        help_text="It is named beside the proposal, instead of you.",
    )
    for_seat = forms.ModelChoiceField(
        Seat.objects.none(), label="Or for which seat?", required=False, empty_label="None of them"
    )
    wanted_by_on = DayField(
        label="Is there a day after which it is too late?",
        required=False,
        help_text="For example, 6 May 2025. Leave it empty if there is none.",
    )
    priorities = ChoicesField(label="Which priorities does it serve?", choices=(), required=False)
    neutral_title = PlainTextField(
        label="If it is sensitive: what may everybody read instead?",
        max_length=120,
        required=False,
        help_text="Your own words are then for the agenda group and the lead alone. "
        "It is counted like any other.",
    )

    def __init__(
        self,
        *args: Any,  # Any: a form's own arguments
        organisations: QuerySet[Organisation],
        seats: QuerySet[Seat],
        priorities: QuerySet[Priority],
        **words: Any,
    ) -> None:
        super().__init__(*args, **words)
        self.there = {str(each.pk): each for each in priorities}
        self.fields["for_organisation"].queryset = organisations  # type: ignore[attr-defined]  # a choice of rows
        self.fields["for_seat"].queryset = seats  # type: ignore[attr-defined]  # likewise
        self.fields["priorities"].choices = [(pk, str(each)) for pk, each in self.there.items()]  # type: ignore[attr-defined]  # likewise
        if not seats:
            del self.fields["for_seat"]
        if not self.there:
            del self.fields["priorities"]

    @property
    def said(self) -> dict[str, Any]:  # Any: what the action takes
        names = ("title", "why_now", "purpose", "minutes_wanted", "for_organisation")
        chosen = self.cleaned_data.get("priorities") or []
        extras = Extras(
            wanted_by_on=self.cleaned_data["wanted_by_on"],
            priorities=[self.there[pk] for pk in chosen],
            neutral_title=self.cleaned_data["neutral_title"],
        )
        said = {name: self.cleaned_data[name] for name in names}
        return said | {"for_seat": self.cleaned_data.get("for_seat"), "extras": extras}


def initial_of(
    proposal: AgendaProposal, priorities: QuerySet[Priority]
) -> dict[str, Any]:  # Any: what the fields take
    names = ("purpose", "minutes_wanted", "for_organisation", "for_seat", "wanted_by_on")
    facts = {name: getattr(proposal, name) for name in names}
    facts["priorities"] = [str(each.pk) for each in priorities]
    if proposal.is_sensitive:
        own = {"title": proposal.kept_title, "why_now": proposal.kept_why}
        return facts | own | {"neutral_title": proposal.title}
    return facts | {"title": proposal.title, "why_now": proposal.why_now}


class DecideForm(forms.Form):
    outcome = OneOfField(label="What does the agenda group say?", choices=OUTCOMES)
    reason_code = forms.ChoiceField(
        label="What kind of reason is it?", choices=CODES, required=False
    )
    reason = LongTextField(
        label="Why?",
        required=False,
        rows=4,
        max_length=1200,
        help_text="A sentence, unless you accept it. It is published with the decision. "
        "If you ask the proposer something, write it here.",
    )
    defer_until_on = DayField(
        label="If it is put off: until which day?",
        required=False,
        help_text="It comes back to the group by itself on that day.",
    )
    merged_into = forms.ModelChoiceField(
        AgendaProposal.objects.none(),
        label="If it is joined with another: which one?",
        required=False,
        empty_label="Choose a proposal",
    )
    network = forms.ModelChoiceField(
        Network.objects.none(),
        label="If it is sent to another body: which one?",
        required=False,
        empty_label="Choose a body",
    )
    redirected_to = PlainTextField(
        label="If that body is not in the list: its name", max_length=160, required=False
    )
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label="At which meeting of the group?",
        required=False,
        empty_label="Between meetings",
    )

    def __init__(
        self,
        *args: Any,  # Any: a form's own arguments
        others: QuerySet[AgendaProposal],
        networks: QuerySet[Network],
        meetings: QuerySet[Meeting],
        voices: list[Voice],
        by: User,
        **words: Any,
    ) -> None:
        super().__init__(*args, **words)
        self.fields["merged_into"].queryset = others  # type: ignore[attr-defined]  # a choice of rows
        self.fields["network"].queryset = networks  # type: ignore[attr-defined]  # likewise
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]  # likewise
        self.asked = [voice for voice in voices if not voice.is_own]
        for voice in self.asked:
            self.fields[f"seat_{voice.seat_id}"] = forms.ChoiceField(
                label=f"{voice.title}: {voice.names}",
                choices=[NOT_SAID, *POSITIONS],
                required=False,
                initial=AgendaPosition.Position.SUPPORT if by in voice.people else "",
            )
        if not meetings:
            del self.fields["meeting"]

    @property
    def answer(self) -> dict[str, Any]:  # Any: what the action takes
        names = set(self.fields) - {f"seat_{voice.seat_id}" for voice in self.asked}
        said = {name: self.cleaned_data[name] for name in names}
        given = {v.seat_id: self.cleaned_data[f"seat_{v.seat_id}"] for v in self.asked}
        return said | {"positions": {seat: said for seat, said in given.items() if said}}


class PutOffForm(forms.Form):
    reason = LongTextField(
        label="Why not now?",
        rows=3,
        max_length=600,
        help_text="A sentence. It is published on the ledger.",
    )


class AppealForm(forms.Form):
    seat = forms.ModelChoiceField(
        Seat.objects.none(), label="For which seat?", empty_label="Choose a seat"
    )

    def __init__(self, *args: Any, seats: QuerySet[Seat], **words: Any) -> None:  # Any: a form's
        super().__init__(*args, **words)
        self.fields["seat"].queryset = seats  # type: ignore[attr-defined]  # a choice of rows
        if len(seats) == 1:
            self.fields["seat"].initial = seats[0]


LEADS_KINDS = [
    (kind.value, kind.label)
    for kind in AgendaMove.Kind
    if kind
    not in {
        AgendaMove.Kind.URGENT_ADDED,
        AgendaMove.Kind.DEFERRED_BY_PROPOSER,
        AgendaMove.Kind.DEFERRED_BY_GROUP,
    }
]


class MoveOnForm(forms.Form):
    kind = OneOfField(label="What happened?", choices=LEADS_KINDS)
    to_meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label="On which agenda does it go?",
        required=False,
        empty_label="None yet",
    )
    reason = LongTextField(
        label="Why?",
        rows=3,
        max_length=600,
        help_text="A sentence. It is published on the ledger, and its proposer is told.",
    )

    def __init__(self, *args: Any, meetings: QuerySet[Meeting], **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["to_meeting"].queryset = meetings  # type: ignore[attr-defined]  # a choice of rows
