"""One form on a page of its own: what is asked, and the page it belongs to."""

from django.forms import BaseForm
from django.http import HttpResponse

from alliance.http import MemberRequest, page

Words = tuple[str, str, str]  # title, lead, button


def form_page(
    request: MemberRequest, form: BaseForm, words: Words, *, back: str, back_url: str
) -> HttpResponse:
    title, lead, button = words
    context = {"title": title, "lead": lead, "button": button, "back": back, "back_url": back_url}
    return page(request, "partnership_board/form.html", context | {"form": form})
