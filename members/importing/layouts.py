"""The four kinds of list, column by column. Declarations and consents are in none of them."""

from collections.abc import Callable, Mapping

from alliance.typed import Unreadable
from members.importing import cells
from members.importing.columns import REFERENCE, Column, Layout, as_text
from members.models import Identifier, Organisation, Service, ServiceCapacity
from members.names import folded
from members.reference import language_name

Wards = Mapping[str, str]  # by small letters, former names too: the name we use
ORGANISATION = Column(
    "organisation", "Organisation", cells.text(160), ("member", "charity", "group"),
    is_required=True, example="Example Lane Kitchen", hint="As it is called here.",
)  # fmt: skip
SCHEMES = {
    Identifier.Scheme.CHARITY: ("Charity number", ("charity no", "reg charity number")),
    Identifier.Scheme.COMPANY: ("Company number", ("company no", "companies house number")),
    Identifier.Scheme.SCOTTISH_CHARITY: ("Scottish charity number", ()),
    Identifier.Scheme.NORTHERN_IRISH_CHARITY: ("Northern Irish charity number", ()),
    Identifier.Scheme.NHS: ("NHS organisation code", ("ods code",)),
    Identifier.Scheme.LOCAL_AUTHORITY: ("Local authority code", ()),
    Identifier.Scheme.MUTUAL: ("Mutuals register number", ()),
    Identifier.Scheme.SCHOOL: ("School number", ()),
    Identifier.Scheme.OTHER: ("Another number", ("other number",)),
}
ROLES = {"editor": "Editor", "approver": "Approver"}


def layout(kind: str, *, wards: Wards | None = None) -> Layout:
    """What a list of this kind holds; `wards` are the places that may be named."""
    if kind == "services":
        return Layout(kind, _services(wards or {}), "name")
    fixed = {
        "organisations": (_organisations(), "name"),
        "representatives": (_representatives(), "name"),
        "capacity": (_capacity(), "service"),
    }
    columns, name = fixed[kind]
    return Layout(kind, columns, name)


def _reference() -> Column:
    return Column(
        REFERENCE, "Reference", cells.text(36), ("id", "uuid"), is_usual=False,
        hint="Our own number for the row. Leave it as it is.",
    )  # fmt: skip


def _words(allowed: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(words.split(":")[0] for words in allowed.values())


def _choice(key: str, heading: str, allowed: Mapping[str, str], **more: object) -> Column:
    """A column of a few allowed words."""
    names = dict(zip(allowed, _words(allowed), strict=True))
    return Column(
        key, heading, cells.one_of(allowed), allowed=tuple(names.values()),
        written=lambda value: names.get(str(value), ""), **more,  # type: ignore[arg-type]  # as Column has them
    )  # fmt: skip


def _contact(web: str) -> tuple[Column, ...]:
    return (
        Column(web, "Website", cells.website, ("web", "web address", "url"),
               example="www.example.org"),
        Column("email", "Email", cells.email, ("e-mail", "email address", "contact email"),
               example="hello@example.org"),
        Column("phone", "Phone", cells.phone, ("telephone", "tel", "phone number"),
               example="020 7946 0123"),
    )  # fmt: skip


def _numbers() -> tuple[Column, ...]:
    usual = (Identifier.Scheme.CHARITY, Identifier.Scheme.COMPANY, Identifier.Scheme.OTHER)
    return tuple(
        Column(
            scheme.value,
            heading,
            _sorted(cells.several(cells.number(scheme))),
            also,
            is_usual=scheme in usual,
            hint="Leave it empty if there is none. Several: put a semicolon between them.",
        )
        for scheme, (heading, also) in SCHEMES.items()
    )


def _sorted(read: cells.Reader) -> cells.Reader:
    def reading(cell: str) -> object:
        found = read(cell)
        return sorted(found) if isinstance(found, list) else found

    return reading


def _organisations() -> tuple[Column, ...]:
    return (
        _reference(),
        Column("name", "Organisation", cells.text(160), is_required=True,
               also=("name", "organisation name", "charity name"), example="Example Lane Kitchen"),
        *_numbers(),
        _choice("legal_form", "Legal form", dict(Organisation.LegalForm.choices),
                also=("type", "kind", "structure"), example="Unincorporated association"),
        _choice("size_band", "Size", dict(Organisation.SizeBand.choices),
                also=("income", "size band"), example="Small"),
        Column("plain_summary", "Summary", cells.summary, ("about", "what they do", "what you do"),
               example="We cook and eat together twice a week",
               hint="In plain words, 60 at most."),
        *_contact("website"),
        Column("started_on", "Member since", cells.day, ("joined", "member from", "date joined"),
               is_day=True, example="4 May 2025"),
    )  # fmt: skip


def _services(wards: Wards) -> tuple[Column, ...]:
    return (
        _reference(),
        ORGANISATION,
        Column("name", "Service", cells.text(160), ("service name", "name"), is_required=True,
               example="Wednesday table"),
        Column("plain_summary", "Summary", cells.summary, ("about", "what happens"),
               example="Cook, eat and talk", hint="In plain words, 60 at most."),
        _choice("status", "Running", dict(Service.Status.choices), also=("status",),
                example="Running"),
        Column("who_for", "Who it is for", cells.text(200), ("for whom",), example="Anybody"),
        Column("minimum_age", "Youngest age", cells.count(120), ("minimum age", "min age")),
        Column("maximum_age", "Oldest age", cells.count(120), ("maximum age", "max age")),
        Column("how_to_get_in", "How people join", cells.text(2000), ("referral", "how to join")),
        Column("costs", "What it costs", cells.text(200), ("cost", "price"), example="Free"),
        *_contact("url"),
        Column("tags", "Languages", _sorted(cells.several(cells.language)),
               ("language", "languages spoken"), example="English; Sylheti", written=_languages,
               hint="Those your people speak there. Put a semicolon between them."),
        Column("areas", "Wards", _sorted(cells.several(_ward(wards))), ("ward", "areas", "area"),
               hint="Former names are fine. Put a semicolon between them.",
               allowed=tuple(sorted(set(wards.values())))),
    )  # fmt: skip


def _ward(wards: Wards) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if folded(cell) not in wards:
            raise Unreadable(f"“{cell}” is not one of our wards, now or before.")
        return wards[folded(cell)]

    return read


def _languages(value: object) -> str:
    assert isinstance(value, list)
    return as_text([language_name(tag) for tag in value])


def _representatives() -> tuple[Column, ...]:
    return (
        ORGANISATION,
        Column("name", "Name", cells.text(120), ("full name", "contact", "contact name"),
               is_required=True, example="Robin Example"),
        Column("email", "Email", lambda cell: cells.email(cell).lower(),
               ("e-mail", "email address", "contact email"), is_required=True,
               example="robin@example.org"),
        _choice("role", "Role", ROLES, also=("rights",), example="Editor",
                hint="An approver also approves and invites. Left empty: editor."),
        Column("job_title", "Job title", cells.text(120), ("position", "post"),
               example="Coordinator", hint="For people who have accepted their invitation."),
    )  # fmt: skip


def _capacity() -> tuple[Column, ...]:
    return (
        ORGANISATION,
        Column("service", "Service", cells.text(160), ("service name",), is_required=True,
               example="Wednesday table"),
        _choice("referral_status", "Places", dict(ServiceCapacity.ReferralStatus.choices),
                also=("status", "referral status"), is_required=True, example="A few places"),
        Column("available", "Places free", cells.count(100_000), ("free", "available"),
               example="4"),
        Column("maximum", "Places in all", cells.count(100_000), ("of", "maximum", "out of"),
               example="12"),
        _choice("unit", "Counted in", dict(ServiceCapacity.Unit.choices), also=("unit",),
                example="people"),
        Column("waiting_count", "People waiting", cells.count(100_000), ("waiting", "queue"),
               is_usual=False),
        Column("typical_wait_days", "Usual wait in days", cells.count(1500), ("wait",),
               is_usual=False),
        Column("funded_places", "Places paid for", cells.count(100_000), ("funded places",),
               is_usual=False),
        Column("next_opening_on", "Opens again on", cells.day, ("next opening",), is_day=True),
        Column("note", "Note", cells.text(200)),
    )  # fmt: skip
