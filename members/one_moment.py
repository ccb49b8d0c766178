"""A page is one moment: all its questions see the same rows, whatever is approved meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

Words = ParamSpec("Words")
Request = TypeVar("Request", bound=HttpRequest)
View = Callable[Concatenate[Request, Words], HttpResponse]


@contextmanager
def one_moment() -> Iterator[None]:
    """Within a transaction already begun this changes nothing: its moment is its own."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def at_one_moment(view: View[Request, Words]) -> View[Request, Words]:
    """For a page that only reads, in several questions."""

    @wraps(view)
    def answer(request: Request, /, *args: Words.args, **kwargs: Words.kwargs) -> HttpResponse:
        with one_moment():
            return view(request, *args, **kwargs)

    return answer
