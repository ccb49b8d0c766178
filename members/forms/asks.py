"""What people type when they ask for time, and when they answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.fields import (
    ChoicesField,
    DayField,
    HoursField,
    LongTextField,
    OneOfField,
    PenceField,
    PlainTextField,
)
from members.actions.answers import MOST_MINUTES
from members.actions.asks import Chosen
from members.forms.capacity import a_count
from members.models import Ask, AskResponse, AskRules, Network, Organisation, PartnershipCapacity
from members.models.asks import LEAST_REASON, AskKind
from members.queries.room import Standing

# Any, below, is what Django itself passes to a form.

MOST_PENCE = 50_000
THE_ALLIANCE = ("", "The alliance itself")


class AskForm(forms.Form):
    """What is wanted, how long it takes, by when, and who pays."""

    title = PlainTextField(label="What do you want?", max_length=120)
    body = LongTextField(
        label="Anything they need to know?", required=False, max_length=4000, rows=5
    )
    kind = OneOfField(label="What kind of thing is it?", choices=AskKind.choices, is_list=True)
    asked_by = forms.ChoiceField(label="Who wants it?", required=False)
    estimated_minutes = HoursField(
        label="How long does it take one organisation?", least=1, most=MOST_MINUTES
    )
    preparation_minutes = HoursField(
        label="How long to prepare?", help_text="", required=False, most=MOST_MINUTES
    )
    due_on = DayField(label="By which day?")
    format = OneOfField(
        label="How is it done?",
        choices=PartnershipCapacity.Format.choices,
        required=False,
        is_list=True,
    )
    places_wanted = a_count("How many organisations do you want?", most=1000)
    is_paid = forms.BooleanField(label="It is paid for", required=False)
    pence_per_hour = PenceField(label="How much an hour?", required=False, most=MOST_PENCE)
    paid_by = PlainTextField(label="Who pays?", required=False, max_length=120)
    is_required = forms.BooleanField(label="They have to do it", required=False)
    required_because = PlainTextField(label="Why do they have to?", required=False, max_length=300)

    def __init__(self, *args: Any, networks: Sequence[Network], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.networks = {str(network.pk): network for network in networks}
        choices = [THE_ALLIANCE, *((pk, one.name) for pk, one in self.networks.items())]
        self.fields["asked_by"] = OneOfField(
            label="Who wants it?", choices=choices, required=False, is_list=True
        )
        self.fields["places_wanted"].required = True
        self.fields["places_wanted"].min_value = 1  # type: ignore[attr-defined]  # a whole number

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("places_wanted") == 0:
            self.add_error("places_wanted", "Write 1 or more.")
        if cleaned.get("is_paid"):
            for name in ("pence_per_hour", "paid_by"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, "Say how much an hour is paid, and by whom.")
        if cleaned.get("is_required") and not cleaned.get("required_because"):
            self.add_error("required_because", "Say why it is required.")
        return cleaned

    def words(self) -> dict[str, Any]:
        """As the action takes them."""
        cleaned = dict(self.cleaned_data)
        cleaned["asked_by_network"] = self.networks.get(cleaned.pop("asked_by"))
        cleaned["preparation_minutes"] = cleaned["preparation_minutes"] or 0
        return cleaned


def begins_with(ask: Ask) -> dict[str, Any]:
    """A draft as its form has it."""
    names = [name for name in AskForm.base_fields if name not in {"asked_by"}]
    first = {name: getattr(ask, name) for name in names}
    first["asked_by"] = str(ask.asked_by_network_id or "")
    first["preparation_minutes"] = ask.preparation_minutes or None
    return first


class AudienceForm(forms.Form):
    """Whom an Ask is for, in the address."""

    ward = forms.ChoiceField(label=_("Serves"), required=False)
    language = forms.ChoiceField(label=_("Speaks"), required=False)
    type = forms.ChoiceField(label=_("Kind of service"), required=False)
    priority = forms.ChoiceField(label=_("Works for"), required=False)

    def __init__(
        self, *args: Any, choices: Mapping[str, Sequence[tuple[str, str]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, found in choices.items():
            if found:
                self.fields[name].choices = [("", _("Any")), *found]  # type: ignore[attr-defined]
            else:
                del self.fields[name]


class WhoForm(forms.Form):
    """Boxes for those who can be asked, and a line of reasons for those without room."""

    who = forms.MultipleChoiceField(required=False)
    because_all = PlainTextField(
        label="Why do those without room have to be asked?", required=False, max_length=300
    )

    def __init__(self, *args: Any, found: Iterable[Standing], minutes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = [one for one in found if not one.left_out]
        self.minutes = minutes
        choices = [(str(one.number), one.name) for one in self.found]
        self.fields["who"].choices = choices  # type: ignore[attr-defined]  # a field with choices
        for one in self.full():
            self.fields[f"because_{one.number}"] = PlainTextField(
                label=f"Why {one.name}?", required=False, max_length=300
            )

    def full(self) -> list[Standing]:
        return [one for one in self.found if not one.load.takes(self.minutes)]

    def ticked(self) -> frozenset[int]:
        """Numbers with a tick, whatever else may be wrong on the page."""
        values = self["who"].value() or []
        return frozenset(int(one) for one in values if str(one).isdecimal() and len(one) < 19)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = {int(one) for one in cleaned.get("who", [])}
        if not chosen and "who" not in self.errors:
            self.add_error("who", "Tick at least one organisation.")
        for one in self.full():
            if one.number in chosen and len(self._reason(one.number)) < LEAST_REASON:
                self.add_error(
                    f"because_{one.number}",
                    f"{one.name} has no room for this. Say in {LEAST_REASON} letters or more why"
                    " it has to be them, or take the tick away.",
                )
        return cleaned

    def chosen(self) -> list[Chosen]:
        return [Chosen(int(one), self._reason(int(one))) for one in self.cleaned_data["who"]]

    def _reason(self, number: int) -> str:
        own = self.cleaned_data.get(f"because_{number}", "")
        return str(own or self.cleaned_data.get("because_all", "")).strip()


SAYS = {
    "accepted": _("Yes, we can"),
    "declined": _("No, not this time"),
    "passed_on": _("Suggest somebody else"),
    "rest": _("Pause us for two months"),
}


REASONS: list[tuple[str, Any]] = [
    ("", _("I would rather not say")),
    *AskResponse.DeclineReason.choices,
]


class AnswerForm(forms.Form):
    """Which button was pressed, and what may go with it."""

    says = forms.ChoiceField(choices=[*SAYS.items(), ("time", "")], widget=forms.HiddenInput)
    decline_reason = OneOfField(
        label=_("A reason, if you like"), choices=REASONS, required=False, is_list=True
    )
    passed_to = OneOfField(
        label=_("Who might have time?"), choices=[], required=False, is_list=True
    )
    actual_minutes = HoursField(label=_("How long did it take?"), required=False, most=MOST_MINUTES)

    def __init__(self, *args: Any, others: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = {str(one.pk): one for one in others}
        choices = [
            ("", _("Nobody in particular")),
            *((pk, str(o)) for pk, o in self.others.items()),
        ]
        self.fields["passed_to"].choices = choices  # type: ignore[attr-defined]  # with choices

    @property
    def passed_to_whom(self) -> Organisation | None:
        return self.others.get(self.cleaned_data["passed_to"])


class RulesForm(forms.Form):
    """What an hour is valued at, and what may go to everyone."""

    hourly_pence = PenceField(
        label="What is an hour of unpaid time valued at?", required=False, most=MOST_PENCE
    )
    hourly_source = PlainTextField(
        label="Where does the figure come from?",
        help_text="For example, who worked it out, and when.",
        required=False,
    )
    kinds_for_everyone = ChoicesField(
        label="Which kinds may go to everyone at once?",
        required=False,
        choices=AskKind.choices,
    )


def rules_begin_with(rules: AskRules | None) -> dict[str, Any]:
    if rules is None:
        return {}
    names = ("hourly_pence", "hourly_source", "kinds_for_everyone")
    return {name: getattr(rules, name) for name in names}


@dataclass(frozen=True)
class Row:
    """One organisation on the composer's page."""

    standing: Standing
    word: str
    shape: str
    is_chosen: bool
    wishes: list[str]
    reason: forms.BoundField | None
