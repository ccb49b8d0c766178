"""Keeping what somebody said about how we write to them and meet them."""

from collections.abc import Sequence

from django.db import transaction

from alliance import audit, registries
from alliance.errors import Refused
from alliance.models import PersonPreferences, User


@transaction.atomic
def prefer(
    user: User,
    *,
    needs: Sequence[str],
    note: str,
    pace: str,
    stopped: Sequence[str],
    by: User,
) -> PersonPreferences:
    """The record says that they changed, never what to: a need may tell of somebody's health."""
    if not set(stopped) <= set(registries.letters_to_stop.names()):
        raise Refused("Choose from the letters that can be stopped.", field="stopped")
    values = {"needs": sorted(needs), "note": note, "pace": pace, "stopped": sorted(stopped)}
    kept, _is_new = PersonPreferences.objects.update_or_create(user=user, defaults=values)
    audit.record(by=by, kind="alliance.preferences_changed", subject=kept)
    return kept
