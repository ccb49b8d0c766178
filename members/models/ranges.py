"""Two days as PostgreSQL has them: the first one in, the last one out."""

from django.contrib.postgres.fields import DateRangeField, RangeBoundary
from django.db.models import Func


def days(start: str, end: str) -> Func:
    return Func(start, end, RangeBoundary(), function="daterange", output_field=DateRangeField())
