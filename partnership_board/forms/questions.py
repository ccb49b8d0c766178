"""A question put to the board, where a seat stands on it, and what was counted."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from alliance.fields import AgreedField, DayField, LongTextField, OneOfField, PlainTextField
from partnership_board.actions.questions import Stand, Wording
from partnership_board.models import (
    Constituency,
    Decision,
    DecisionPosition,
    Question,
    Way,
)

Position, Sent = DecisionPosition.Position, DecisionPosition.Sent
KINDS = [(each.value, each.label) for each in Decision.Kind if each != Decision.Kind.REJECT]
AGREEING = [
    (Position.FOR.value, "Support it"),
    (Position.STAND_ASIDE.value, "Stand aside: not for it, and not in its way"),
    (Position.OBJECT.value, "Object, with a reason"),
]
VOTING = [
    (Position.FOR.value, "For"),
    (Position.AGAINST.value, "Against"),
    (Position.ABSTAIN.value, "Neither"),
]
FROM_OTHERS = [(each.value, each.label) for each in (Sent.ROOM, Sent.PHONE, Sent.MAIL)]
MOST_VOTES = 200


class DecisionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only in the stubs
    """A decision by its number."""

    def __init__(self, **words: Any) -> None:  # Any: the field's own arguments
        super().__init__(Decision.objects.none(), empty_label="None", required=False, **words)

    def label_from_instance(self, obj: Decision) -> str:
        return obj.number


class QuestionForm(forms.Form):
    text = LongTextField(
        label="What is the board to decide?",
        rows=4,
        max_length=1200,
        help_text="In a sentence that makes sense alone. It cannot be changed once it is put.",
    )
    kind = OneOfField(label="If it is agreed, what has the board done?", choices=KINDS)
    way = OneOfField(label="How is it decided?", choices=())
    answers_by_on = DayField(label="In writing: until which day can answers come?", required=False)
    effective_on = DayField(label="From which day does it hold?", required=False)
    review_on = DayField(label="On which day is it looked at again?", required=False)
    supersedes = DecisionField(label="Whose place does it take?")
    ratifies = DecisionField(label="Which recommendation does it take up?")

    def __init__(
        self,
        *args: Any,  # Any: a form's own arguments
        ways: Sequence[tuple[str, str]],
        decisions: QuerySet[Decision],
        recommendations: QuerySet[Decision],
        **words: Any,
    ) -> None:
        super().__init__(*args, **words)
        self.fields["way"].choices = ways  # type: ignore[attr-defined]  # a choice
        self.fields["supersedes"].queryset = decisions  # type: ignore[attr-defined]  # of rows
        self.fields["ratifies"].queryset = recommendations  # type: ignore[attr-defined]  # likewise
        if not any(way == Way.WRITTEN for way, _label in ways):
            del self.fields["answers_by_on"]

    @property
    def wording(self) -> Wording:
        said = dict(self.cleaned_data)
        if said["way"] != Way.WRITTEN:
            said["answers_by_on"] = None
        return Wording(**said)


class StandForm(forms.Form):
    """One's own answer: two taps on a phone."""

    position = OneOfField(label="Where do you stand?", choices=())
    reason = LongTextField(
        label="Why?",
        rows=3,
        max_length=600,
        required=False,
        help_text="Needed if you object. It is kept with the question.",
    )
    is_minuted = AgreedField(
        label="Keep in the minutes where this seat stood, and why", required=False
    )
    key = forms.CharField(min_length=8, max_length=36, widget=forms.HiddenInput)

    def __init__(self, *args: Any, question: Question, **words: Any) -> None:  # Any: a form's own
        super().__init__(*args, **words)
        choices = AGREEING if question.way == Way.CONSENSUS else VOTING
        self.fields["position"].choices = choices  # type: ignore[attr-defined]  # a choice
        if question.way != Way.CONSENSUS:
            self.fields["reason"].help_text = ""

    @property
    def stand(self) -> Stand:
        said = self.cleaned_data
        return Stand(
            said["position"],
            said.get("sent", Sent.SELF),
            said["reason"].strip(),
            said.get("evidence", "").strip(),
            is_minuted=bool(said["is_minuted"]),
        )


class StandOfForm(StandForm):
    """What somebody said in the room, by phone or by mail, written down by the secretary."""

    voice = OneOfField(label="Whose answer is it?", choices=(), is_list=True)
    sent = OneOfField(label="How did it reach you?", choices=FROM_OTHERS, initial=Sent.ROOM)
    evidence = PlainTextField(
        label="By phone or mail: which call or message?",
        max_length=300,
        required=False,
        help_text="For example: rang at 2.15 pm, number known to us. They get a mail about it.",
    )
    field_order = ("voice", "position", "sent", "evidence", "reason", "is_minuted", "key")

    def __init__(
        self,
        *args: Any,
        voices: Sequence[tuple[str, str]],
        **words: Any,  # Any: a form's own
    ) -> None:
        super().__init__(*args, **words)
        self.fields["voice"].choices = voices  # type: ignore[attr-defined]  # a choice


class CountForm(forms.Form):
    """Numbers for a show of hands or a secret vote: by side, all together, or both."""

    def __init__(
        self,
        *args: Any,  # Any: a form's own arguments
        question: Question,
        sides: Sequence[Constituency],
        **words: Any,
    ) -> None:
        super().__init__(*args, **words)
        self.question, self.sides = question, sides
        if question.way == Way.SECRET:
            for name, label in (("yes", "For"), ("no", "Against"), ("neither", "Neither")):
                self.fields[name] = _number(f"{label}, all together", is_required=True)
        if question.way in {Way.SECRET, Way.HANDS}:
            self._add_sides()
        if question.rules.casting_vote and question.is_vote:
            choices = [("", "It is not needed"), *VOTING[:2]]
            self.fields["casting"] = OneOfField(
                label="If it is a tie: the chair’s casting vote", choices=choices, required=False
            )

    def _add_sides(self) -> None:
        for side in self.sides:
            for name, label in (("yes", "for"), ("no", "against"), ("neither", "neither")):
                self.fields[f"{side.code}_{name}"] = _number(f"{side.label}: {label}")

    @property
    def numbers(self) -> dict[str, Any]:  # Any: what `questions.decide` takes
        said = self.cleaned_data
        found: dict[str, Any] = {"casting": said.get("casting", "")}
        if self.question.way == Way.SECRET:
            found["totals"] = (said["yes"], said["no"], said["neither"])
        rows = {side.code: self._row(side) for side in self.sides}
        if self.question.way in {Way.SECRET, Way.HANDS}:
            found["by_side"] = {code: row for code, row in rows.items() if any(row)}
        return found

    def _row(self, side: Constituency) -> tuple[int, int, int]:
        values = [self.cleaned_data.get(f"{side.code}_{name}") or 0 for name in PARTS]
        return (values[0], values[1], values[2])


PARTS = ("yes", "no", "neither")


def _number(label: str, *, is_required: bool = False) -> forms.IntegerField:
    field = forms.IntegerField(label=label, min_value=0, max_value=MOST_VOTES, required=is_required)
    field.widget.attrs |= {"size": 4, "inputmode": "numeric", "autocomplete": "off"}
    return field


class CommentForm(forms.Form):
    comment = LongTextField(
        label="What do you want to talk about?",
        rows=3,
        max_length=600,
        help_text="A sentence. It is printed with the item.",
    )


class ExtractForm(forms.Form):
    text = LongTextField(
        label="What came of it?",
        rows=6,
        max_length=2400,
        help_text="It goes by mail to whoever proposed the item.",
    )
