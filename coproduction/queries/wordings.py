"""The words in which consent is asked for: only what a person has checked is offered."""

from dataclasses import dataclass

from coproduction.models import ConsentWording


@dataclass(frozen=True)
class Asked:
    """What is read aloud, and whether somebody must interpret it."""

    wording: ConsentWording
    is_interpreted: bool


def current(language: str, format: str = ConsentWording.Format.TEXT) -> ConsentWording | None:
    rows = ConsentWording.objects.filter(language=language, format=format)
    return rows.order_by("-version").first()


def for_person(language: str) -> Asked | None:
    """In their language where somebody has checked it; otherwise the English, interpreted."""
    own = current(language)
    if own is not None:
        return Asked(own, is_interpreted=False)
    english = current("en")
    return Asked(english, is_interpreted=True) if english else None


def languages_checked() -> list[str]:
    """Languages with a wording of their own, in any format."""
    rows = ConsentWording.objects.order_by().values_list("language", flat=True).distinct()
    return sorted(rows)
