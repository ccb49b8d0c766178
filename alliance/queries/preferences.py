"""How people would like to be written to and met."""

from collections.abc import Iterable

from alliance.models import PersonPreferences, User

PDF, LARGE_PRINT = "pdf", "large_print"
Need = PersonPreferences.Need


def of(user: User) -> PersonPreferences:
    """What the person said; what holds for everybody, if nothing."""
    return PersonPreferences.objects.filter(user=user).first() or PersonPreferences(user=user)


def format_of(user: User) -> str:
    """In which form papers are made for this person: "pdf" or "large_print"."""
    return LARGE_PRINT if Need.LARGE_PRINT in of(user).needs else PDF


def formats_of(users: Iterable[User]) -> dict[int, str]:
    """The same for many people at once, by the person's number."""
    numbers = [user.pk for user in users]
    large = PersonPreferences.objects.filter(
        user__in=numbers, needs__contains=[Need.LARGE_PRINT]
    ).values_list("user_id", flat=True)
    return dict.fromkeys(numbers, PDF) | dict.fromkeys(large, LARGE_PRINT)


def wanting(users: Iterable[User], *needs: str) -> set[int]:
    """Those who said that they have one of these needs, by their number."""
    said = PersonPreferences.objects.filter(
        user__in=[user.pk for user in users], needs__overlap=list(needs)
    )
    return set(said.values_list("user_id", flat=True))
