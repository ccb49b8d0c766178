"""How many people wait for a place, and for about how long, in words."""

from django.utils.translation import gettext, ngettext

LONGEST_IN_DAYS, WEEK = 13, 7


def in_words(count: int | None, days: int | None) -> str:
    """12 people are waiting, usually for about 6 weeks; empty where neither was said."""
    if count == 0:
        return gettext("Nobody is waiting")
    if count is None:
        if not days:
            return ""
        return gettext("People wait, %(how_long)s") % {"how_long": how_long(days)}
    many = ngettext("%(count)d person is waiting", "%(count)d people are waiting", count)
    waiting = many % {"count": count}
    return f"{waiting}, {how_long(days)}" if days else waiting


def how_long(days: int) -> str:
    """In days up to a fortnight, from then on in whole weeks."""
    if days <= LONGEST_IN_DAYS:
        words = ngettext(
            "usually for about %(count)d day", "usually for about %(count)d days", days
        )
        return words % {"count": days}
    weeks = round(days / WEEK)
    words = ngettext("usually for about %(count)d week", "usually for about %(count)d weeks", weeks)
    return words % {"count": weeks}
