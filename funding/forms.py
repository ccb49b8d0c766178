"""What people type about money: as little as the source gives, and no firmer."""

from typing import Any

from django import forms

from alliance.fields import DayField, LongTextField, PenceField, PlainTextField
from funding.amounts import Qualifier
from funding.models import BudgetLine, DesignStage, Expectation, ExpectationEvent, FundingStream
from funding.models.streams import QUALIFIERS
from funding.queries.profiles import CUTS
from members.models import Network, Organisation
from partnership_board.models import AgendaItem, Constituency

TYPED = [(code, words) for code, words in QUALIFIERS if code != Qualifier.EXACT]


class SumForm(forms.Form):
    """A sum and how firm it is, checked against each other."""

    sum_field = "total_pence"

    def clean(self) -> dict[str, Any]:  # Any: cleaned values
        words: dict[str, Any] = super().clean() or self.cleaned_data
        if self.sum_field in words and "qualifier" in words:
            if (words[self.sum_field] is None) != (words["qualifier"] == Qualifier.UNKNOWN):
                self.add_error(self.sum_field, "Give a figure, or choose that it is not recorded.")
        return words


class StreamForm(SumForm):
    name = PlainTextField(label="What do we call this stream?", max_length=120)
    total_pence = PenceField(
        label="How much is it?",
        required=False,
        help_text="For example, 1,800,000. Leave it empty if no figure is recorded.",
    )
    qualifier = forms.ChoiceField(
        label="How firm is that figure?",
        choices=TYPED,
        widget=forms.RadioSelect,
        help_text="As firm as the source makes it. Exact comes later, with a signed document.",
    )
    as_stated = PlainTextField(
        label="How does the source put it?",
        required=False,
        help_text="Its own words, for example “nearly £5 million over two years”.",
    )
    source_title = PlainTextField(label="Where is it written or said?", required=False)
    source_quote = LongTextField(
        label="The sentence itself", required=False, max_length=1200, rows=3
    )
    source_on = DayField(label="When was it written or said?", required=False)
    funder = forms.ModelChoiceField(
        label="Who is the funder?", queryset=Network.objects.none(), required=False
    )
    funder_name = PlainTextField(
        label="Another funder", required=False, max_length=160,
        help_text="Only if it is not in the list of networks.",
    )  # fmt: skip
    instrument = forms.ChoiceField(
        label="What kind of money is it?", choices=FundingStream.Instrument
    )
    starts_on = DayField(label="From which day?", required=False)
    ends_on = DayField(label="To which day?", required=False)
    dates_note = PlainTextField(label="Anything to say about the days?", required=False)
    restriction = LongTextField(
        label="What is it for, in the funder's words?", required=False, max_length=1200, rows=3
    )
    accountable_body = forms.ModelChoiceField(
        label="Which organisation holds it for the alliance?",
        queryset=Organisation.objects.none(),
        required=False,
    )
    parent = forms.ModelChoiceField(
        label="Is it a part of another stream?",
        queryset=FundingStream.objects.none(),
        required=False,
    )
    is_published = forms.BooleanField(label="Show it on the open page", required=False)

    def __init__(self, *args: Any, own: FundingStream | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wholes = FundingStream.objects.filter(parent=None).order_by("name")
        choices = {
            "funder": Network.objects.order_by("name"),
            "accountable_body": Organisation.objects.order_by("sort_name"),
            "parent": wholes.exclude(pk=own.pk) if own else wholes,
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # model fields


class NewStreamForm(StreamForm):
    status = forms.ChoiceField(label="How far has it got?", choices=FundingStream.Status)
    field_order = ("name", "status")


class MoveForm(forms.Form):
    to = forms.ChoiceField(label="How far has it got?", choices=FundingStream.Status)
    on = DayField(label="Since when?")
    source = PlainTextField(
        label="Who says so, or where is it written?",
        required=False,
        help_text="Needed for going forward.",
    )
    note = PlainTextField(
        label="What was wrong before?",
        required=False,
        max_length=300,
        help_text="Needed for going back, which is a correction.",
    )


class LineForm(forms.Form):
    title = PlainTextField(label="What is this line?", max_length=160)
    purpose = forms.ChoiceField(label="What is it for?", choices=BudgetLine.Purpose)
    planned_pence = PenceField(
        label="How much is planned?",
        required=False,
        help_text="Leave it empty while it is still to be agreed.",
    )
    note = PlainTextField(label="Anything to add?", required=False, max_length=300)


class ProfileForm(forms.Form):
    by_what = forms.ChoiceField(
        label="How is the sum spread?",
        choices=[(code, cut.label) for code, cut in CUTS.items()],
        widget=forms.RadioSelect,
    )


class StageForm(forms.Form):
    stage = forms.ChoiceField(label="Which stage?", choices=DesignStage.Stage)
    level = forms.ChoiceField(
        label="How far did others have a say?",
        choices=DesignStage.Level,
        widget=forms.RadioSelect,
    )
    happened_on = DayField(label="When?", required=False)
    constituencies = forms.ModelMultipleChoiceField(
        label="Who took part?",
        queryset=Constituency.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = PlainTextField(label="Anything to add?", required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Form's own
        super().__init__(*args, **kwargs)
        sides = Constituency.objects.order_by("order")
        self.fields["constituencies"].queryset = sides  # type: ignore[attr-defined]  # a model field


class ItemForm(forms.Form):
    item = forms.ModelChoiceField(
        label="Beside which agenda item should the figures stand?",
        queryset=AgendaItem.objects.none(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Form's own
        super().__init__(*args, **kwargs)
        items = AgendaItem.objects.on_agenda().select_related("meeting").order_by("-pk")[:60]
        ids = [item.pk for item in items]
        rows = AgendaItem.objects.filter(pk__in=ids).order_by("-meeting__starts_at", "position")
        self.fields["item"].queryset = rows  # type: ignore[attr-defined]  # a model field


class ExpectationForm(SumForm):
    sum_field = "pence"

    for_what = PlainTextField(label="What was promised?")
    as_stated = LongTextField(label="In which words?", max_length=600, rows=3)
    source_title = PlainTextField(label="Where is it written or said?")
    stated_by = forms.ModelChoiceField(
        label="Which body promised it?", queryset=Network.objects.none(), required=False
    )
    stated_by_name = PlainTextField(
        label="Another body",
        required=False,
        max_length=160,
        help_text="A body, never a person. Only if it is not in the list.",
    )
    stream = forms.ModelChoiceField(
        label="Which stream is it about?", queryset=FundingStream.objects.none(), required=False
    )
    made_on = DayField(label="When was it promised?", required=False)
    pence = PenceField(label="How much?", required=False)
    qualifier = forms.ChoiceField(
        label="How firm is that figure?", choices=TYPED, initial=Qualifier.UNKNOWN.value
    )
    due = PlainTextField(
        label="By when, in the words of the promise?", required=False, max_length=120
    )
    expected_by = DayField(label="As a day, if it is one", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Form's own
        super().__init__(*args, **kwargs)
        self.fields["stated_by"].queryset = Network.objects.order_by("name")  # type: ignore[attr-defined]  # model fields
        self.fields["stream"].queryset = FundingStream.objects.order_by("name")  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    kind = forms.ChoiceField(
        label="What happened?",
        choices=[c for c in ExpectationEvent.Kind.choices if c[0] != "closed"],
    )
    text = LongTextField(label="In a sentence or two", max_length=600, rows=3)
    source = PlainTextField(label="Who says so, or where is it written?", required=False)
    on = DayField(label="When?")


class CloseForm(forms.Form):
    outcome = forms.ChoiceField(
        label="What became of it?",
        choices=[c for c in Expectation.State.choices if c[0] != "open"],
        widget=forms.RadioSelect,
    )
    text = LongTextField(label="In a sentence or two", max_length=600, rows=3)
    source = PlainTextField(label="Who says so, or where is it written?", required=False)
    on = DayField(label="Since when?")
