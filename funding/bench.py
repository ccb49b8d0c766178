"""Funding streams to measure with."""

from alliance.registries import Crowd
from funding.models import BudgetLine, FundingStream

STREAMS, LINES = 4, 3


def fill(crowd: Crowd) -> None:
    streams = FundingStream.objects.bulk_create(
        FundingStream(
            name=f"Stream {number}",
            funder_name="A made-up funder",
            status=FundingStream.Status.LIVE,
            total_pence=100 * crowd.chance.randint(10_000, 500_000),
            qualifier="stated",
            as_stated="made up, to measure with",
            source_title="Made up",
        )
        for number in range(STREAMS)
    )
    BudgetLine.objects.bulk_create(
        BudgetLine(stream=stream, purpose=BudgetLine.Purpose.OTHER, title=f"Line {number}")
        for stream in streams
        for number in range(LINES)
    )
