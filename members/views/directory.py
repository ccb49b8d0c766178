"""The public directory: for everybody, without an account, and without keeping who looked."""

from dataclasses import asdict, fields

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from alliance.figures.quantities import Quantity
from alliance.figures.shapes import Figure
from alliance.figures.tiles import tile_map
from alliance.figures.tower_hamlets import WARDS
from alliance.http import download, page
from members import directory_files
from members.forms.directory import LookForm
from members.importing.writing import written
from members.models import Service
from members.one_moment import at_one_moment
from members.queries import directory as queries
from members.queries import published
from members.queries.confirming import confirmed_on
from members.queries.directory import Choices, Wanted

PER_PAGE = 20
MAP_WIDTH, MOST_NAMED = 320, 3


@login_not_required
@require_safe
@at_one_moment
def directory(request: HttpRequest) -> HttpResponse:
    on, now = timezone.localdate(), timezone.now()
    everything, wanted = queries.listed(on=on), wanted_of(request)
    form = LookForm(initial=asked_of(wanted))
    rows = queries.in_order(queries.found(everything, wanted, now=now), on=on)
    on_map = queries.found(everything, wanted, now=now, anywhere=True)
    choices = queries.choices(everything, on_map)
    form.offer(choices)
    shown = Paginator(queries.described(rows), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": shown,
        "entries": queries.entries(list(shown.object_list), on=on, now=now),
        "total": shown.paginator.count,
        "is_narrow": wanted.is_narrow,
        "map": map_of(choices),
        "query": kept_of(request),
    }
    return page(request, "members/directory_list.html", context)


def wanted_of(request: HttpRequest) -> Wanted:
    """As the address has it. An unknown choice is looked up like any other, and finds nothing."""
    asked = {one.name: request.GET.get(one.name, "") for one in fields(Wanted)}
    return Wanted(**{name: text.replace("\x00", "").strip()[:80] for name, text in asked.items()})


def asked_of(wanted: Wanted) -> dict[str, str]:
    """As a form shows it."""
    return asdict(wanted)


def kept_of(request: HttpRequest) -> str:
    """What was looked for, for the files and the paper of the same search."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()


def map_of(choices: Choices) -> Figure | None:
    """Where the wards lie is known for Tower Hamlets; elsewhere the list has to do."""
    if not any(choices.by_ward.values()) or not set(choices.by_ward) <= {
        tile.label for tile in WARDS
    }:
        return None
    tiles = [
        type(tile)(tile.code, tile.label, tile.column, tile.row, Quantity(counted))
        for tile in WARDS
        if (counted := choices.by_ward.get(tile.label)) is not None
    ]
    title, heads = _("Services for the people of each ward"), (_("Ward"), _("Services"))
    return tile_map(title, sentence_of(choices), tiles, heads=heads, width=MAP_WIDTH)


def sentence_of(choices: Choices) -> str:
    """Names the wards without any, while they are few."""
    without = sorted(name for name, counted in choices.by_ward.items() if not counted)
    if not without:
        return _("Every ward has at least one.")
    if len(without) <= MOST_NAMED:
        return _("None in: %(wards)s") % {"wards": ", ".join(without)}
    words = ngettext("%(count)d ward has none.", "%(count)d wards have none.", len(without))
    return words % {"count": len(without)}


@login_not_required
@require_safe
@at_one_moment
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    on, now = timezone.localdate(), timezone.now()
    found = queries.organisation(slug, on=on)
    if found is None:
        raise Http404
    rows = queries.described(queries.of_organisation(found, on=on))
    context = {
        "group": published.group_of(found, published.numbers_of([found.pk])[found.pk]),
        "entries": queries.entries(list(rows), on=on, now=now),
        "serves": published.serves(found),
        "led_by": queries.led_by(found, on=on),
        "confirmed": queries.confirmed_words(confirmed_on(found), on=on),
    }
    return page(request, "members/directory_organisation.html", context)


@login_not_required
@require_safe
@at_one_moment
def service(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    on, now = timezone.localdate(), timezone.now()
    offer = queries.one(slug, key, on=on)
    if offer is None:
        raise Http404
    if not offer.page.endswith(f"/{key}/"):
        return redirect(offer.page, permanent=False)  # it has another name now
    words, shape = queries.said_of(offer.room, now=now)
    context = {
        "offer": offer,
        "room_words": words,
        "room_shape": shape,
        "room_holds": offer.room is not None and offer.room.holds(now),
        "confirmed": queries.confirmed_words(offer.confirmed_on, on=on),
        "is_closed": offer.status == Service.Status.TEMPORARILY_CLOSED,
    }
    return page(request, "members/directory_service.html", context)


# ---- the same to take away -----------------------------------------------------------------------
@login_not_required
@require_safe
@at_one_moment
def paper(request: HttpRequest) -> HttpResponse:
    """Everything that was found on one long page, with all that one needs to get in touch."""
    on, now = timezone.localdate(), timezone.now()
    offers = published.whole_offers(rows_of(request), on=on)
    context = {
        "lines": [(offer, *queries.said_of(offer.room, now=now)) for offer in offers],
        "on": on,
        "query": kept_of(request),
    }
    return page(request, "members/directory_paper.html", context)


@login_not_required
@require_safe
@at_one_moment
def file(request: HttpRequest, kind: str) -> HttpResponse:
    """For a spreadsheet: the same services, a line each."""
    on, now = timezone.localdate(), timezone.now()
    offers = published.whole_offers(rows_of(request), on=on)
    with translation.override("en-gb"):
        heads, lines = directory_files.table(offers, now=now)
    made = written(kind, heads, lines)
    return download(made.content, name=f"directory.{kind}", media_type=made.media_type)


def rows_of(request: HttpRequest) -> QuerySet[Service]:
    on, now = timezone.localdate(), timezone.now()
    wanted = wanted_of(request)
    return queries.in_order(queries.found(queries.listed(on=on), wanted, now=now), on=on)
