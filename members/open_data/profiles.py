"""The two profiles of Open Referral that are answered: their lists, and what can be asked."""

from dataclasses import dataclass

PAGES = frozenset({"page", "per_page"})
TYPES = frozenset({"taxonomy_id", "taxonomy_term_id"})
WHEN = frozenset({"start_time", "end_time", "day"})
AGES = frozenset({"minimum_age", "maximum_age"})
WHERE = frozenset({"postcode", "proximity"})
UK_SERVICES = PAGES | TYPES | WHEN | AGES | WHERE | {"search"}
HSDS_SERVICES = UK_SERVICES | {"organization_id", "modified_after", "minimal", "full", "format"}


@dataclass(frozen=True)
class Profile:
    key: str
    version: str  # as the root of a stub says it
    stub: str  # its place under api/
    title: str
    page: str  # where the standard is explained
    lists: dict[str, frozenset[str]]  # what can be asked of each list

    @property
    def has_organisations(self) -> bool:
        return "organizations" in self.lists


ORUK = Profile(
    key="oruk",
    version="HSDS-UK-3.0",
    stub="oruk/3.0/",
    title="Open Referral UK 3.0",
    page="https://docs.openreferraluk.org/en/latest/",
    lists={
        "services": UK_SERVICES,
        "taxonomies": PAGES,
        "taxonomy_terms": PAGES | {"taxonomy_id"},
        "service_at_locations": UK_SERVICES,
    },
)
HSDS = Profile(
    key="hsds",
    version="3.1",
    stub="hsds/3.1/",
    title="Human Services Data Specification 3.1",
    page="https://docs.openreferral.org/en/3.1/",
    lists={
        "services": HSDS_SERVICES,
        "taxonomies": PAGES | {"format", "search"},
        "taxonomy_terms": PAGES | {"taxonomy_id", "format", "search"},
        "service_at_locations": HSDS_SERVICES - {"minimal"},
        "organizations": PAGES | TYPES | {"search", "full", "full_service", "format"},
    },
)
PROFILES = {profile.key: profile for profile in (ORUK, HSDS)}

# Said at the root of each stub.
NOTES = (
    "postcode finds services by the postcode of a place where they are used. There is no table of"
    " postcodes here, so service areas are not searched and proximity changes nothing."
)
