"""What people type to change the ledger. Each press carries a key, so that two are one."""

import uuid
from typing import Any

from django import forms

from alliance.fields import (
    DayField,
    LongTextField,
    OneOfField,
    PenceField,
    PlainTextField,
    UploadField,
)
from alliance.words import pence as pounds
from funding.models import Award, BudgetLine, Expectation, FundingStream
from funding.queries import ledger
from funding.rules import Kind
from members.models import Organisation

MONTHS = [
    (1, "January"), (2, "February"), (3, "March"), (4, "April"), (5, "May"), (6, "June"),
    (7, "July"), (8, "August"), (9, "September"), (10, "October"), (11, "November"),
    (12, "December"),
]  # fmt: skip
LARGEST_FILE = 20_000_000
PENNY = 1


class PreparedForm(forms.Form):
    request_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Form's own
        super().__init__(*args, **kwargs)
        self.fields["request_key"].initial = uuid.uuid4

    def choose(self, name: str, rows: Any, words: Any = None) -> None:  # Any: rows, their words
        field = self.fields[name]
        field.queryset = rows  # type: ignore[attr-defined]  # a model field
        if words is not None:
            field.label_from_instance = words  # type: ignore[attr-defined]  # a model field


class ConfirmForm(PreparedForm):
    pence = PenceField(
        label="What sum does the signed document show?",
        least=PENNY,
        help_text="To the penny, as it stands there. For example, 100,000.00.",
    )
    file = UploadField(
        label="The signed document", accept=(".pdf", ".docx", ".png", ".jpg"), max_size=LARGEST_FILE
    )


class ShareOutForm(PreparedForm):
    """A sum for each line of the stream; empty: nothing."""

    def __init__(self, *args: Any, stream: FundingStream, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(BudgetLine.objects.filter(stream=stream).order_by("pk"))
        for line in self.lines:
            self.fields[f"line_{line.pk}"] = PenceField(
                label=f"How much for {line}?", required=False
            )

    def clean(self) -> dict[str, Any]:  # Any: cleaned values
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        parts = [(line, typed.pop(f"line_{line.pk}", None) or 0) for line in self.lines]
        typed["parts"] = [(line, pence) for line, pence in parts if pence]
        if not typed["parts"] and not self.errors:
            raise forms.ValidationError("Give at least one line a sum.")
        return typed


class MoveBetweenForm(PreparedForm):
    pence = PenceField(label="How much?", least=PENNY)
    target = forms.ModelChoiceField(
        label="Into which line?",
        queryset=BudgetLine.objects.none(),
        required=False,
        empty_label="Into no line: back to what is not yet given",
    )
    reason = LongTextField(label="Why?", max_length=600, rows=3)

    def __init__(self, *args: Any, line: BudgetLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = BudgetLine.objects.filter(stream=line.stream_id).exclude(pk=line.pk)
        self.choose("target", others.order_by("pk"))


class MoneyForm(PreparedForm):
    """Money that arrives, is lent, is given up or goes back; which fields, the kind decides."""

    pence = PenceField(label="How much?", least=PENNY)
    occurred_on = DayField(label="On which day?")
    expectation = forms.ModelChoiceField(
        label="Which promise does it meet?", queryset=Expectation.objects.none(), required=False
    )
    source = PlainTextField(label="The bank's reference", max_length=300)
    reason = LongTextField(label="Why?", max_length=600, rows=3)

    ASKS = {
        Kind.DISBURSEMENT_IN: ("expectation", "source"),
        Kind.PREFINANCE: ("source",),
        Kind.PREFINANCE_REPAID: (),
        Kind.CASH_BACK: ("reason",),
        Kind.COMMITMENT_CUT: ("source", "reason"),
        Kind.GIVE_UP: ("reason",),
    }

    def __init__(self, *args: Any, stream: FundingStream, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("expectation", "source", "reason"):
            if name not in self.ASKS[kind]:
                del self.fields[name]
        if "expectation" in self.fields:
            open_ones = Expectation.objects.filter(
                stream=stream, state__in=(Expectation.State.OPEN, Expectation.State.PART)
            )
            self.choose("expectation", open_ones.order_by("pk"))
        if kind != Kind.DISBURSEMENT_IN and "source" in self.fields:
            self.fields["source"].label = "In which document does it stand?"


class ReasonForm(forms.Form):
    reason = LongTextField(label="Why, in a sentence?", max_length=300, rows=3)


class UndoForm(PreparedForm):
    reason = LongTextField(
        label="What was wrong?",
        max_length=600,
        rows=3,
        help_text="It stands in the journal, beside both entries.",
    )


class CloseBooksForm(forms.Form):
    day_closed = DayField(
        label="Close everything up to and with which day?",
        help_text="Usually the last day of a month. It cannot be opened again.",
    )


class RulesForm(forms.Form):
    three_people_from_pence = PenceField(
        label="From which sum do three people have to look?",
        required=False,
        least=PENNY,
        help_text="Who prepares it and two who approve. Leave it empty for two people always.",
    )
    year_begins_in = OneOfField(
        label="In which month does the year of the body that holds the money begin?",
        choices=[(str(number), name) for number, name in MONTHS],
        is_list=True,
    )

    def clean_year_begins_in(self) -> int:
        return int(self.cleaned_data["year_begins_in"])


class AwardForm(forms.Form):
    title = PlainTextField(label="What do we call this award?", max_length=140)
    kind = OneOfField(label="What kind is it?", choices=Award.Kind.choices)
    organisation = forms.ModelChoiceField(
        label="Which organisation gets it?",
        queryset=Organisation.objects.none(),
        required=False,
        help_text="Leave it empty for a cost, or for pay that many share.",
    )
    purpose = LongTextField(label="What is it for?", max_length=1200, rows=3)
    line = forms.ModelChoiceField(label="Out of which line?", queryset=BudgetLine.objects.none())
    pence = PenceField(label="How much?", least=PENNY)
    decided_on = DayField(label="When was it decided?")
    starts_on = DayField(label="From which day?", required=False)
    ends_on = DayField(label="To which day?", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Form's own
        super().__init__(*args, **kwargs)
        free = LedgerLines()
        self.fields["organisation"].queryset = Organisation.objects.order_by("sort_name")  # type: ignore[attr-defined]  # model fields
        self.fields["line"].queryset = free.rows()  # type: ignore[attr-defined]
        self.fields["line"].label_from_instance = free.words  # type: ignore[attr-defined]


class LedgerLines:
    """Lines that have money in the ledger, each with what is free in it."""

    def __init__(self) -> None:
        self.free = ledger.free_by_line()

    def rows(self) -> Any:  # Any: rows of lines
        found = BudgetLine.objects.filter(pk__in=list(self.free)).select_related("stream")
        return found.order_by("stream__name", "pk")

    def words(self, line: BudgetLine) -> str:
        return f"{line}, {line.stream}: {pounds(self.free[line.pk])} free"


class ReleaseForm(PreparedForm):
    outcome = OneOfField(
        label="What became of it?",
        choices=[
            (Award.State.DECLINED.value, "They said no to it"),
            (Award.State.LAPSED.value, "Nobody answered in time"),
            (Award.State.WITHDRAWN.value, "We took it back"),
        ],
    )
    reason = LongTextField(label="Why?", max_length=600, rows=3)
