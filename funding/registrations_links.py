"""The line from what people told us to money, registered with lived experience."""

from alliance import registries
from alliance.registries import Chapter, Route, Subject
from coproduction.registries import lineage_sources
from funding import demo_links
from funding.permissions import FundingPermission as May
from funding.queries import lineage


def register() -> None:
    lineage_sources.add("funding", lineage.source)
    registries.subjects.add(
        "funding.FundingInsightLink",
        Subject(
            "funding.FundingInsightLink",
            ("made_by",),
            "kept: who did this work is the record",
        ),
    )
    registries.demo_chapters.add("funding_links", Chapter(61, demo_links.tell))
    registries.routes.add("funding:points", Route(May.SEE_FUNDING, is_list=True))
    registries.routes.add(
        "funding:point_link", Route(May.CHANGE_FUNDING, May.CHANGE_FUNDING, "GET POST")
    )
