"""Streams of money, made by the same actions as on the pages."""

from datetime import date

from funding.actions import expectations, streams
from funding.actions.expectations import Promise
from funding.actions.streams import StreamFacts

ON = date(2026, 3, 2)
ALLIANCE = {
    "name": "ELFT funding for the alliance",
    "total_pence": 10_000_000,
    "qualifier": "stated",
    "as_stated": "£100k over three years",
    "source_title": "The case study",
    "source_quote": "£100k over three years",
    "starts_on": date(2024, 7, 1),
    "ends_on": date(2027, 6, 30),
}


def a_stream(by, *, status="live", **facts):
    return streams.record_stream(StreamFacts(**(ALLIANCE | facts)), status=status, by=by, on=ON)


def the_pilot(by):
    """The bid and its share, as the case study tells of them."""
    pilot = a_stream(
        by,
        status="bid",
        name="24/7 Pilot",
        total_pence=500_000_000,
        qualifier="nearly",
        as_stated="nearly £5 million over two years",
        starts_on=None,
        ends_on=None,
    )
    share = a_stream(
        by,
        status="bid",
        name="VCSE share",
        total_pence=180_000_000,
        starts_on=None,
        ends_on=None,
        parent=pilot,
    )
    return pilot, share


def a_promise(by, *, on=ON, **fields):
    fields = {"for_what": "An answer", "as_stated": "soon", "source_title": "A talk"} | fields
    return expectations.record_expectation(Promise(**fields), by=by, on=on)
