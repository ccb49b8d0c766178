"""An item of the agenda with its paper."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from alliance.fields import LongTextField, OneOfField, PlainTextField
from partnership_board.actions.items import ItemFacts
from partnership_board.actions.papers import PaperText
from partnership_board.forms.seats import OrganisationField, PersonField, WhoForm
from partnership_board.models import AgendaItem, AgendaProposal, PaperVersion, Purpose
from partnership_board.prose import words_in

PURPOSES = [(each.value, each.label) for each in Purpose]
SECTIONS = [(each.value, each.label) for each in AgendaItem.Section]
MOST_SUMMARY_WORDS = 120
MOST_ASKS = 12


class ProposalField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only in the stubs
    def __init__(self, **words: Any) -> None:  # Any: the field's own arguments
        super().__init__(
            AgendaProposal.objects.none(), required=False, empty_label="None of these", **words
        )


class ItemForm(WhoForm):
    """What stands on the agenda, and what people read before the meeting."""

    proposal = ProposalField(
        label="From which accepted proposal?",
        help_text="Whoever proposed it can then follow what becomes of it.",
    )
    title = PlainTextField(label="What is the item called?", max_length=120)
    purpose = OneOfField(label="What is it for?", choices=PURPOSES)
    minutes = forms.IntegerField(label="How many minutes?", min_value=1, max_value=240, initial=15)
    section = OneOfField(
        label="In which part of the agenda?",
        choices=SECTIONS,
        is_list=True,
        initial=AgendaItem.Section.BUSINESS,
    )
    lead = PersonField(label="Who introduces it?", required=False)
    lead_organisation = OrganisationField(label="Which organisation leads on it?")
    summary = LongTextField(
        label="What is it about, in plain English?",
        required=False,
        rows=4,
        max_length=1200,
        help_text="Up to 120 words, for somebody who has never been to a meeting.",
    )
    asks = LongTextField(
        label="What is the board asked to do?",
        required=False,
        rows=3,
        max_length=3000,
        help_text="One thing a line, each beginning with what to do: Agree, Choose, Say.",
    )
    body_md = LongTextField(
        label="The paper",
        required=False,
        rows=14,
        max_length=60_000,
        help_text="Plain text. A line that begins with ## is a heading, with - a point of a list.",
    )

    def __init__(
        self,
        *args: Any,  # Any: a form's own arguments
        proposals: QuerySet[AgendaProposal] | None,
        **words: Any,
    ) -> None:
        super().__init__(*args, **words)
        if proposals is None:
            del self.fields["proposal"]
        else:
            self.fields["proposal"].queryset = proposals  # type: ignore[attr-defined]  # a choice of rows

    def clean_summary(self) -> str:
        summary = str(self.cleaned_data["summary"])
        count = words_in(summary)
        if count > MOST_SUMMARY_WORDS:
            raise forms.ValidationError(
                f"This has {count} words. Shorten it to {MOST_SUMMARY_WORDS}, so that it is read."
            )
        return summary

    def clean_asks(self) -> list[str]:
        lines = [line.strip(" \t-•") for line in self.cleaned_data["asks"].splitlines()]
        asks = [line for line in lines if line]
        if len(asks) > MOST_ASKS or any(len(ask) > 300 for ask in asks):
            raise forms.ValidationError(
                f"Ask for at most {MOST_ASKS} things, each in a line of up to 300 letters."
            )
        return asks

    @property
    def facts(self) -> ItemFacts:
        names = ("title", "purpose", "minutes", "section", "lead", "lead_organisation")
        return ItemFacts(**{name: self.cleaned_data[name] for name in names})

    @property
    def text(self) -> PaperText | None:
        """Nothing where nothing of a paper was written."""
        said = [self.cleaned_data[name] for name in ("summary", "asks", "body_md")]
        return PaperText(*said) if any(said) else None


def initial_of(item: AgendaItem, version: PaperVersion | None) -> dict[str, Any]:  # Any: fields'
    names = ("title", "purpose", "minutes", "section", "lead", "lead_organisation")
    facts = {name: getattr(item, name) for name in names}
    if version is None:
        return facts
    asks = "\n".join(version.asks)
    return facts | {"summary": version.summary, "asks": asks, "body_md": version.body_md}


def initial_from(proposal: AgendaProposal) -> dict[str, Any]:  # Any: what the fields take
    return {
        "proposal": proposal,
        "title": proposal.title,
        "purpose": proposal.purpose,
        "minutes": proposal.minutes_wanted,
        "section": AgendaItem.Section.BUSINESS,
    }


class UrgentForm(WhoForm):
    """An item that comes after the agenda closed."""

    title = PlainTextField(label="What is the item called?", max_length=120)
    purpose = OneOfField(label="What is it for?", choices=PURPOSES)
    minutes = forms.IntegerField(label="How many minutes?", min_value=1, max_value=240, initial=10)
    section = OneOfField(
        label="In which part of the agenda?",
        choices=SECTIONS,
        is_list=True,
        initial=AgendaItem.Section.BUSINESS,
    )
    lead = PersonField(label="Who introduces it?", required=False)
    lead_organisation = OrganisationField(label="Which organisation leads on it?")
    reason = LongTextField(
        label="Why does the chair agree that it is urgent?",
        rows=3,
        max_length=300,
        help_text="A sentence. It is printed with the item and stands in the minutes.",
    )

    @property
    def facts(self) -> ItemFacts:
        names = ("title", "purpose", "minutes", "section", "lead", "lead_organisation")
        return ItemFacts(**{name: self.cleaned_data[name] for name in names})
