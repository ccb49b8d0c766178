"""What people type about learning and initiatives."""

from collections.abc import Sequence
from typing import Any

from django import forms

from alliance.fields import (
    ChoicesField,
    DayField,
    LongTextField,
    MomentField,
    OneOfField,
    PenceField,
    PlainTextField,
)
from alliance.models import Priority
from members.forms.capacity import a_count
from members.models import (
    Area,
    Initiative,
    LearningBooking,
    LearningOpportunity,
    Network,
    Organisation,
    Representative,
)
from members.reference import languages

# Any, below, is what Django itself passes to a form.


def choose(form: forms.Form, name: str, rows: Sequence[Any], nobody: str = "Choose one") -> None:
    """Fill a list with rows of a table."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", nobody), *((str(row.pk), str(row)) for row in rows)]


def chosen(rows: Sequence[Any], number: str) -> Any:
    return next((row for row in rows if str(row.pk) == number), None)


class LearningForm(forms.Form):
    title = PlainTextField(label="What is it called?", max_length=160)
    kind = OneOfField(
        label="What kind is it?", choices=LearningOpportunity.Kind.choices, is_list=True
    )
    words = LongTextField(label="What happens there?", required=False, max_length=4000, rows=4)
    organisation = OneOfField(
        label="Which member offers it?", choices=(), is_list=True, required=False
    )
    network = OneOfField(label="Or which network?", choices=(), is_list=True, required=False)
    offered_by = PlainTextField(label="Or somebody else?", required=False, max_length=160)
    starts_at = MomentField(label="When does it begin?", required=False)
    ends_at = MomentField(label="When does it end?", required=False)
    place = PlainTextField(label="Where is it?", required=False)
    is_online = forms.BooleanField(label="It is online", required=False)
    places = a_count("How many places are there?", most=10_000)
    cost_pence = PenceField(
        label="What does a place cost?",
        required=False,
        most=100_000_00,
        help_text="Write 0 if it is free. Leave it empty if you do not know.",
    )
    languages = ChoicesField(label="In which languages?", required=False)
    access = LongTextField(
        label="What should people know about getting in and around?",
        required=False,
        max_length=1000,
        rows=2,
    )
    has_backfill = forms.BooleanField(label="Somebody can be paid to stand in", required=False)
    book_by = DayField(label="Until which day can people book?", required=False)
    priority = OneOfField(label="Which priority is it for?", choices=(), required=False)

    def __init__(
        self,
        *args: Any,
        organisations: Sequence[Organisation],
        networks: Sequence[Network],
        priorities: Sequence[Priority],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows: dict[str, Sequence[Any]] = {
            "organisation": organisations,
            "network": networks,
            "priority": priorities,
        }
        choose(self, "organisation", organisations, "No member")
        choose(self, "network", networks, "No network")
        choose(self, "priority", priorities, "None")
        field = self.fields["languages"]
        assert isinstance(field, ChoicesField)
        field.choices = [(one.tag, one.name) for one in list(languages().values())[:21]]

    def said(self) -> dict[str, Any]:
        """As the actions take it."""
        words = dict(self.cleaned_data)
        for name, rows in self.rows.items():
            words[name] = chosen(rows, words[name])
        words["offered_by_organisation"] = words.pop("organisation")
        words["offered_by_network"] = words.pop("network")
        return words

    @staticmethod
    def first(row: LearningOpportunity) -> dict[str, Any]:
        """Its first answers, where one is changed."""
        names = ("title", "kind", "words", "offered_by", "starts_at", "ends_at", "place")
        more = ("is_online", "places", "cost_pence", "languages", "access", "has_backfill")
        return {name: getattr(row, name) for name in (*names, *more, "book_by")} | {
            "organisation": str(row.offered_by_organisation_id or ""),
            "network": str(row.offered_by_network_id or ""),
            "priority": str(row.priority_id or ""),
        }


class BookForm(forms.Form):
    """Only where somebody acts for more than one member is there something to choose."""

    acting_for = OneOfField(label="For which organisation?", choices=())

    def __init__(self, *args: Any, acting: Sequence[Representative], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acting = acting
        field = self.fields["acting_for"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one.pk), str(one.organisation)) for one in acting]
        if len(acting) < 2:
            del self.fields["acting_for"]

    def clean(self) -> dict[str, Any]:
        if not self.acting:
            self.add_error(None, "Only somebody who acts for a member can book.")
        return self.cleaned_data

    @property
    def representative(self) -> Representative:
        if len(self.acting) == 1:
            return self.acting[0]
        found: Representative = chosen(self.acting, self.cleaned_data["acting_for"])
        return found


class WhoCameForm(forms.Form):
    came = ChoicesField(label="Who came?", required=False)

    def __init__(self, *args: Any, bookings: Sequence[LearningBooking], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["came"]
        assert isinstance(field, ChoicesField)
        field.choices = [
            (str(one.pk), f"{one.representative.user.name}, {one.representative.organisation}")
            for one in bookings
        ]

    def numbers(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["came"]]


class InitiativeForm(forms.Form):
    title = PlainTextField(label="What is it called?", max_length=160)
    kind = OneOfField(label="What kind is it?", choices=Initiative.Kind.choices, is_list=True)
    aim = LongTextField(label="What is it for?", max_length=2000, rows=3)
    partners = ChoicesField(label="Who takes part?", required=False)
    priority = OneOfField(label="Which priority is it for?", choices=(), required=False)
    starts_on = DayField(label="On which day does it begin?")
    ends_on = DayField(label="On which day does it end?", required=False)
    what_changed = LongTextField(
        label="What has changed because of it?", required=False, max_length=4000, rows=4
    )

    def __init__(
        self,
        *args: Any,
        organisations: Sequence[Organisation],
        priorities: Sequence[Priority],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisations, self.priorities = organisations, priorities
        choose(self, "priority", priorities, "None")
        field = self.fields["partners"]
        assert isinstance(field, ChoicesField)
        field.choices = [(str(row.pk), row.name) for row in organisations]

    def said(self) -> dict[str, Any]:
        """As the actions take it."""
        words = dict(self.cleaned_data)
        wanted = set(words.pop("partners"))
        words["priority"] = chosen(self.priorities, words["priority"])
        partners = [row for row in self.organisations if str(row.pk) in wanted]
        return {"words": words, "partners": partners}


class SessionForm(forms.Form):
    held_on = DayField(label="On which day was it?")
    people_count = a_count("How many people came?", most=100_000)
    carers_count = a_count("How many of them care for somebody?", most=100_000)
    area = OneOfField(label="In which ward?", choices=(), is_list=True, required=False)

    def __init__(self, *args: Any, areas: Sequence[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = areas
        self.fields["people_count"].required = True
        choose(self, "area", areas, "Not said")

    def said(self) -> dict[str, Any]:
        return self.cleaned_data | {"area": chosen(self.areas, self.cleaned_data["area"])}
