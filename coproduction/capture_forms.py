"""What is asked while words are taken down: one page at a time, every answer no until chosen."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from alliance.fields import AgreedField, ChoicesField, DayField, OneOfField, PlainTextField
from coproduction import languages
from coproduction.actions.drafts import Answer
from coproduction.capture_steps import ABOUT, AFTER, AGREE, TELL, WANT, WHO, YOU
from coproduction.forms import PRIVATE, WordsField
from coproduction.models import Aftercare, ConsentRecord, Contribution, Contributor, Sheet
from coproduction.models.people import SCOPES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

AGE_BANDS = ("18-24", "25-34", "35-44", "45-54", "55-64", "65-74", "75+")
Method, Channel, ToldBy = ConsentRecord.Method, Contribution.Channel, Contribution.ToldBy
WITNESSED = frozenset({Method.SPOKEN, Method.ADVOCATE, Method.INTERPRETER})
# What a group, or somebody who passes words on, is never asked.
LEFT_OUT = {
    (WHO, "group"): ("ref", "told_by", "channel"),
    (AGREE, "short"): ("method",),
    (AGREE, "group"): ("method",),
    (WHO, "sheet"): ("ref", "channel"),
}


class StepForm(forms.Form):
    """One page. `way` leaves out what is not asked there; `initial` is what was answered before."""

    step = ""

    def __init__(self, *args: Any, way: str, witness: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.way = way
        for name in LEFT_OUT.get((self.step, way), ()):
            del self.fields[name]
        for field in self.fields.values():
            field.widget.attrs |= {"autocomplete": "off"}

    def as_sent(self) -> Answer:
        """Each answer as the page sent it, to be read again later."""
        assert isinstance(self.data, QueryDict)
        return {name: self.data.getlist(name) for name in self.fields if name in self.data}


class WhoForm(StepForm):
    step = WHO

    sheet = PlainTextField(
        label=_("Which number is on the sheet?"),
        max_length=12,
        help_text=_("Type it, or scan the square beside it. For example 4821-0937."),
    )
    ref = PlainTextField(
        label=_("Do they have a card already?"),
        required=False,
        max_length=20,
        help_text=_("Type the name on it, for example Heron-42. Leave it empty for a new card."),
    )
    language = forms.ChoiceField(
        label=_("In which language do they speak?"), choices=languages.offered, initial="en"
    )
    interpreter_used = forms.BooleanField(label=_("Somebody interprets for us"), required=False)
    told_by = OneOfField(label=_("Who is telling?"), choices=ToldBy.choices, initial=ToldBy.SELF)
    channel = OneOfField(
        label=_("How do they tell you?"),
        choices=[(c.value, c.label) for c in Channel if c not in (Channel.GROUP, Channel.ONLINE)],
        initial=Channel.TALK,
        is_list=True,
    )
    told_on = DayField(label=_("When did they tell you?"))
    through = forms.ChoiceField(
        label=_("For which organisation are you passing this on?"), required=False
    )

    def __init__(
        self, *args: Any, organisations: Iterable[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = list(organisations)
        if self.way != "passed-on" or not known:
            del self.fields["through"]
        else:
            self.fields["through"].choices = known  # type: ignore[attr-defined]  # a choice field
        if self.way != "sheet":
            del self.fields["sheet"]
        if "ref" in self.fields:
            self.fields["ref"].widget.attrs |= PRIVATE

    def clean_sheet(self) -> str:
        number: str = self.cleaned_data["sheet"].replace(" ", "")
        if not Sheet.objects.filter(number=number, state__in=("printed", "returned")).exists():
            raise forms.ValidationError(
                _("No sheet with this number waits to be entered. Look at it again.")
            )
        return number


class AboutForm(StepForm):
    step = ABOUT

    is_adult = AgreedField(label=_("They are 18 or older, and they have heard all of this."))


class AgreeForm(StepForm):
    step = AGREE

    scopes = ChoicesField(
        label=_("What may we do with what you tell us?"),
        choices=[(scope, _(question)) for scope, question in SCOPES],
        required=False,
        help_text=_(
            "Read each question aloud. Leave out what the person does not want: they lose"
            " nothing by it."
        ),
    )
    method = OneOfField(label=_("How did they say so?"), choices=Method.choices)
    witness = PlainTextField(
        label=_("Who heard them say so?"),
        max_length=120,
        required=False,
        help_text=_("Your own name, or that of whoever was there."),
    )

    def __init__(self, *args: Any, witness: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["witness"].initial = witness

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        words.setdefault("method", Method.SPOKEN)
        if words["method"] in WITNESSED and not words.get("witness") and "keep" in self.allowed:
            self.add_error("witness", _("Say who heard it. It may be you."))
        return words

    @property
    def allowed(self) -> list[str]:
        allowed: list[str] = self.cleaned_data.get("scopes", [])
        return allowed


class ShortAgreeForm(AgreeForm):
    """For a busy room: which language, and no more."""

    language = forms.ChoiceField(
        label=_("In which language do they speak?"), choices=languages.offered, initial="en"
    )
    is_adult = AgreedField(label=_("They are 18 or older, and they have heard all of this."))
    field_order = ("language", "is_adult", "scopes", "witness")


class TellForm(StepForm):
    step = TELL

    original = WordsField(
        label=_("What do they say?"),
        required=False,
        help_text=_("As they said it, in their language. Only two named readers can open this."),
    )
    translation = WordsField(
        label=_("The same in English"),
        rows=4,
        required=False,
        help_text=_("Only if they did not speak English and somebody translated for you."),
    )

    def __init__(self, *args: Any, language: str = "en", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if language == "en":
            del self.fields["translation"]


class WantForm(StepForm):
    step = WANT

    wish = WordsField(
        label=_("What should happen?"),
        rows=5,
        required=False,
        help_text=_("In their words. It may be small: a phone call, a time, a name on a door."),
    )


def own_words(label: "StrOrPromise") -> PlainTextField:
    return PlainTextField(label=label, required=False, max_length=80)


class YouForm(StepForm):
    """Asked only of those who want to be counted; each question can be left out."""

    step = YOU

    age_band = OneOfField(
        label=_("How old are they?"),
        choices=[(band, band.replace("-", " – ")) for band in AGE_BANDS],
        required=False,
        is_list=True,
    )
    ethnicity_words = own_words(_("How do they describe their ethnic group, in their own words?"))
    gender = own_words(_("Their gender, in their own words"))
    disability = own_words(_("A disability or long illness, in their own words"))
    faith = own_words(_("Their faith, in their own words"))
    sexuality = own_words(_("Their sexuality, in their own words"))
    carer = own_words(_("Do they care for somebody?"))
    ward = own_words(_("Which part of the borough do they live in?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"spellcheck": "false"}


class AfterForm(StepForm):
    step = AFTER

    wants_to_see_text = forms.BooleanField(
        label=_("They want to see the point we make of it before anybody else does"),
        required=False,
        initial=True,
    )
    hear_back = OneOfField(
        label=_("Do they want to hear what became of it?"), choices=Contributor.HearBack.choices
    )
    name = own_words(_("What may we call them? It need not be their name."))
    phone = own_words(_("On which number may we ring?"))
    shared_with = own_words(_("Does anybody else see this phone?"))
    care_on = DayField(
        label=_("Shall somebody ask how they are? On which day?"),
        required=False,
        help_text=_("Telling can stir things up. For example, 6 May 2025."),
    )
    care_how = OneOfField(
        label=_("How shall we ask?"), choices=Aftercare.How.choices, required=False
    )

    def __init__(self, *args: Any, may_contact: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in () if may_contact else ("name", "phone", "shared_with"):
            del self.fields[name]


class CheckForm(StepForm):
    """Nothing is asked: what was answered is shown once more."""

    step = "check"


FORMS: dict[str, type[StepForm]] = {
    form.step: form
    for form in (WhoForm, AboutForm, AgreeForm, TellForm, WantForm, YouForm, AfterForm, CheckForm)
}


def form_class(way: str, step: str) -> type[StepForm]:
    return ShortAgreeForm if (way, step) == ("short", AGREE) else FORMS[step]


def as_query(answer: Answer) -> QueryDict:
    """An answer kept from a page, as the page sent it."""
    sent = QueryDict(mutable=True)
    for name, values in answer.items():
        sent.setlist(name, values)
    return sent


def as_initial(form: type[StepForm], answer: Answer) -> dict[str, Any]:
    """An answer kept from a page, to be shown in the form again."""
    found: dict[str, Any] = {}
    for name, values in answer.items():
        field = form.base_fields.get(name)
        if isinstance(field, forms.MultipleChoiceField):
            found[name] = values
        elif isinstance(field, forms.BooleanField):
            found[name] = bool(values)
        else:
            found[name] = values[-1] if values else ""
    if answer:
        for name, field in form.base_fields.items():
            if isinstance(field, forms.BooleanField):
                found.setdefault(name, False)
    return found
