"""Addresses of the open data: two stubs, one for each profile of Open Referral."""

import re

from django.urls import URLPattern, path, re_path

from members.open_data.profiles import HSDS, ORUK, Profile
from members.views import open_data

app_name = "open_data"

VIEWS = {
    "services": (open_data.services, open_data.service),
    "organizations": (open_data.organisations, open_data.organisation),
    "taxonomies": (open_data.taxonomies, open_data.taxonomy),
    "taxonomy_terms": (open_data.taxonomy_terms, open_data.taxonomy_term),
    "service_at_locations": (open_data.at_locations, open_data.at_location),
}


def stub(profile: Profile) -> list[URLPattern]:
    """With or without a stroke at the end: programs write both."""
    key, start = {"profile": profile.key}, re.escape(profile.stub)
    found = [
        re_path(rf"^{start}$", open_data.root, key, name=f"{profile.key}-root"),
        re_path(
            rf"^{start}openapi\.json$", open_data.description, key, name=f"{profile.key}-openapi"
        ),
    ]
    for name in profile.lists:
        several, one = VIEWS[name]
        found += [
            re_path(rf"^{start}{name}/?$", several, key, name=f"{profile.key}-{name}"),
            re_path(
                rf"^{start}{name}/(?P<pk>[^/]+)/?$", one, key, name=f"{profile.key}-{name}-one"
            ),
        ]
    return found


urlpatterns = [
    *stub(ORUK),
    *stub(HSDS),
    path("everything.json", open_data.everything, name="everything"),
]
