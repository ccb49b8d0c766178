"""Money and the points behind it."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.http import MemberRequest, attempt, go, page
from funding.actions import links
from funding.forms_links import LinkMoneyForm
from funding.permissions import FundingPermission as May
from funding.queries import lineage


@require_safe
def points(request: MemberRequest) -> HttpResponse:
    """Every award with the points behind it, or that there are none."""
    access.require(request.user, May.SEE_FUNDING)
    behind = lineage.every_award()
    context = {
        "behind": behind,
        "with_points": sum(bool(each.points) for each in behind),
        "may_link": access.may(request.user, May.CHANGE_FUNDING),
    }
    return page(request, "funding/points.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: MemberRequest) -> HttpResponse:
    access.require(request.user, May.CHANGE_FUNDING)
    form = LinkMoneyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data | {"by": request.user, "now": timezone.now()}
        insight = words.pop("insight")
        if attempt(form, links.link_money, insight, **words):
            return go(request, "funding:points", said="The point is linked.")
    return page(request, "funding/point_link.html", {"form": form})
