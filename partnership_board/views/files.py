"""Who may read a file of the board, asked at each download."""

from django.http import HttpRequest
from django.utils import timezone

from alliance import access
from alliance.models import Document, User
from partnership_board.permissions import BoardPermission
from partnership_board.queries import packs as pack_queries
from partnership_board.queries import papers as paper_queries
from partnership_board.queries import restrictions


def may_read(request: HttpRequest, document: Document) -> bool:
    """Whoever was given this very file, while nothing in it has been closed to them since."""
    user = request.user
    if not isinstance(user, User) or not access.may(user, BoardPermission.READ_PACKS):
        return False
    copy = pack_queries.was_given(user, document.pk)
    return copy is not None and pack_queries.may_still_read(copy, user, on=timezone.localdate())


def may_read_enclosed(request: HttpRequest, document: Document) -> bool:
    """Whoever may read the paper that the file stands beside."""
    found, user = paper_queries.enclosure_of(document.pk), request.user
    if found is None or not isinstance(user, User) or not access.may(user, BoardPermission.SEE):
        return False
    item = found.paper.item
    sight = restrictions.sight_of(user, on=timezone.localdate())
    if sight.hides(item) or sight.hides_paper(found.paper_id):
        return False
    may_read = pack_queries.may_read_papers(user, item.meeting)
    return may_read or paper_queries.may_write(user, item)
