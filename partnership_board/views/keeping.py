"""Whoever keeps the record of a meeting may write in it. Nobody else may, whatever they hold."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from alliance.http import MemberRequest
from partnership_board.models import AgendaItem, Meeting
from partnership_board.queries import presence


def refuse_others(request: MemberRequest, meeting: Meeting) -> None:
    """The chair of one board does not keep the record of another."""
    if not presence.keeps_record(request.user, meeting, on=timezone.localdate()):
        raise PermissionDenied


def refuse_others_now(request: MemberRequest, meeting: Meeting) -> None:
    """Nor does a chair who stands back from the item that is heard."""
    if not presence.keeps_now(request.user, meeting, on=timezone.localdate()):
        raise PermissionDenied


def refuse_others_of(request: MemberRequest, item: AgendaItem) -> None:
    if not presence.keeps_item(request.user, item, on=timezone.localdate()):
        raise PermissionDenied
