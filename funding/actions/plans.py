"""The profile of a stream over time, and who took part in its design."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Max

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from funding.amounts import Qualifier
from funding.models import DesignParticipant, DesignStage, FundingStream, ProfilePeriod
from funding.profiles import split, weights
from funding.queries.profiles import CUTS, whole_of
from partnership_board.models import Constituency

PLANNABLE = (Qualifier.EXACT, Qualifier.STATED)


@transaction.atomic
def agree_profile(stream: FundingStream, *, by_what: str, by: User) -> list[ProfilePeriod]:
    """A new version of the profile; every penny of the total is in one of its periods."""
    stream = FundingStream.objects.select_for_update().get(pk=stream.pk)
    whole = whole_of(stream)
    if whole is None:
        raise Refused("Record the first and the last day first.")
    if stream.total_pence is None or stream.qualifier not in PLANNABLE:
        raise Refused("A profile needs a figure that the source states plainly.")
    latest = ProfilePeriod.objects.filter(stream=stream).aggregate(n=Max("version"))["n"]
    periods = CUTS[by_what].cut(whole)
    parts = split(stream.total_pence, weights(periods))
    made = ProfilePeriod.objects.bulk_create(
        ProfilePeriod(
            stream=stream,
            version=(latest or 0) + 1,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            pence=part,
        )
        for period, part in zip(periods, parts, strict=True)
    )
    audit.record(by=by, kind="funding.profile_agreed", subject=stream, data={"by": by_what})
    return made


@transaction.atomic
def record_design_stage(
    stream: FundingStream,
    *,
    stage: str,
    level: str,
    happened_on: date | None = None,
    note: str = "",
    constituencies: Iterable[Constituency] = (),
    by: User,
) -> DesignStage:
    """Who had how much of a say. A stage without a record is "not recorded", nothing else."""
    if DesignStage.objects.filter(stream=stream, stage=stage).exists():
        raise Refused("This stage is recorded already.", field="stage")
    made = DesignStage.objects.create(
        stream=stream, stage=stage, level=level, happened_on=happened_on, note=note
    )
    DesignParticipant.objects.bulk_create(
        DesignParticipant(stage=made, constituency=side) for side in constituencies
    )
    audit.record(by=by, kind="funding.design_stage_recorded", subject=made)
    return made
