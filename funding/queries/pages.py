"""What the page of one stream shows."""

from typing import Any

from funding.models import BudgetLine, Expectation, FundingStream, StreamEvent, StreamItem
from funding.queries import ledger, profiles, streams


def of_stream(stream: FundingStream, *, by_what: str) -> dict[str, Any]:  # Any: a template's
    lines = list(BudgetLine.objects.filter(stream=stream).order_by("pk"))
    by_what = by_what if by_what in profiles.CUTS else "years"
    stages = streams.design(stream)
    parts = streams.parts_of(stream)
    return {
        "stream": stream,
        "facts": streams.facts(stream),
        "lines": lines,
        "missing": streams.missing(stream, lines),
        "events": StreamEvent.objects.filter(stream=stream).order_by("on", "pk"),
        "stages": stages,
        "power_share": streams.power_share(stages),
        "parts": parts,
        "shares": streams.Whole(stream, parts).shares,
        "share_of_whole": streams.share_of_whole(stream),
        "agreed": profiles.agreed(stream),
        "worked_out": profiles.view(stream, by_what),
        "cuts": [
            {"label": cut.label, "url": f"?by={code}", "is_current": code == by_what, "count": None}
            for code, cut in profiles.CUTS.items()
        ],
        "promises": streams.promises(Expectation.objects.filter(stream=stream)),
        "position": ledger.position_of(stream),
        "items": StreamItem.objects.filter(stream=stream).select_related("agenda_item__meeting"),
    }
