"""One organisation: what it is, as its last approved profile says."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance import access
from alliance.http import MemberRequest, page
from members.models import Organisation
from members.one_moment import at_one_moment
from members.permissions import MembersPermission, OrganisationPermission
from members.queries import profiles
from members.queries.confirming import confirmed_on
from members.queries.directory import confirmed_words


@require_safe
@at_one_moment
def profile(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = access.get_or_404(
        Organisation.objects.select_related("live_version").defer(
            "live_version__content", "live_version__base"
        ),
        request=request,
        permission=MembersPermission.SEE_MEMBERS,
        slug=slug,
    )
    on, now = timezone.localdate(), timezone.now()
    looked_at = confirmed_on(organisation)
    context = {
        "organisation": organisation,
        "standing": profiles.standing_of(organisation, on=on),
        "services": profiles.services_of(organisation, now=now),
        "people": profiles.people_of(organisation, on=on),
        "voices": profiles.networks_of(organisation, on=on),
        "numbers": profiles.identifiers_of(organisation),
        "groups": profiles.groups_of(organisation),
        "led_by": profiles.shown_to_members(organisation, on=on),
        "latest": organisation.live_version,
        "confirmed": confirmed_words(looked_at, on=on) if looked_at else "",
        "may": _rights(request, organisation),
    }
    return page(request, "members/organisation_page.html", context)


def _rights(request: MemberRequest, organisation: Organisation) -> dict[str, bool]:
    """Which buttons this person gets."""
    names = [*OrganisationPermission, MembersPermission.SEE_HOURS, MembersPermission.CHANGE_MEMBERS]
    return {name.value: access.may(request.user, name, organisation) for name in names}
