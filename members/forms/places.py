"""A place of an organisation: where it is, whether that may be told, and how to get in."""

from typing import Any

from alliance.fields import OneOfField, PlainTextField
from members import postcodes
from members.forms.parts import PartForm
from members.forms.plain import LineField, website_field
from members.models import Location, LocationAccess

# Any, below, is what Django itself passes to a form, and values as JSON has them.

NOT_KNOWN = LocationAccess.Answer.NOT_KNOWN
SHOWN = (("yes", "Everybody may see the address"), ("no", "Nobody outside may see the address"))


class PlaceForm(PartForm):
    kind = OneOfField(label="What is it?", choices=Location.Kind.choices)
    name = LineField(label="What is the place called?", required=False, max_length=160)
    address_1 = LineField(label="Address", required=False, max_length=160)
    city = LineField(label="Town", required=False, max_length=80)
    region = LineField(label="County or region", required=False, max_length=80)
    postcode = PlainTextField(label="Postcode", required=False, max_length=12)
    ward = OneOfField(label="Ward", choices=[], is_list=True, required=False)
    url = website_field("Web address, if it is online")
    is_public = OneOfField(
        label="May the address be shown?",
        choices=SHOWN,
        help_text="Of a refuge, a safe house or a home, only the ward is ever told.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ward = self.fields["ward"]
        assert isinstance(ward, OneOfField)
        areas = self.known.lists["area"].items()
        wards = sorted(((str(pk), name) for pk, name in areas), key=lambda one: one[1])
        ward.choices = [("", "Not said"), *wards]
        for code, label in LocationAccess.Kind.choices:
            self.fields[f"access-{code}"] = OneOfField(
                label=label, choices=LocationAccess.Answer.choices, is_list=True, required=False
            )
            self.fields[f"details-{code}"] = LineField(
                label=f"{label}: anything to add?", required=False
            )

    def beginning(self, thing: dict[str, Any]) -> dict[str, Any]:
        answers = {f"access-{code}": NOT_KNOWN.value for code in LocationAccess.Kind.values}
        for one in thing["access"]:
            answers[f"access-{one['kind']}"] = one["answer"]
            answers[f"details-{one['kind']}"] = one["details"]
        plain = {key: value for key, value in thing.items() if key != "access"}
        ward = "" if thing["ward"] is None else str(thing["ward"])
        return plain | answers | {"ward": ward, "is_public": "yes" if thing["is_public"] else "no"}

    def clean_postcode(self) -> str:
        return postcodes.cleaned_or_refused(str(self.cleaned_data["postcode"]))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        said = ("name", "address_1", "postcode", "url")
        if not any(cleaned.get(name) for name in said) and not self.errors:
            self.add_error("name", "Say where it is: a name, an address or a web address.")
        return cleaned

    def access_rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"access-{c}"], self[f"details-{c}"]) for c in LocationAccess.Kind.values]

    def says_access(self) -> bool:
        """Whether something is said of it, or something wrong."""
        rows = self.access_rows()
        said = any(one.value() not in (NOT_KNOWN, "", None) or two.value() for one, two in rows)
        return said or any(name.startswith(("access-", "details-")) for name in self.errors)

    def plain_fields(self) -> list[Any]:
        return [f for f in self.visible_fields() if not f.name.startswith(("access-", "details-"))]

    def said(self) -> dict[str, Any]:
        words = super().said()
        access = [
            {
                "kind": code,
                "answer": words.get(f"access-{code}") or NOT_KNOWN.value,
                "details": words.get(f"details-{code}", ""),
            }
            for code in sorted(LocationAccess.Kind.values)
        ]
        plain = {k: v for k, v in words.items() if not k.startswith(("access-", "details-"))}
        return plain | {
            "ward": int(words["ward"]) if words["ward"] else None,
            "is_public": words["is_public"] == "yes",
            "access": [one for one in access if one["answer"] != NOT_KNOWN or one["details"]],
        }
