"""Whoever holds an elected seat tells the members what a meeting of the board came to."""

from django.db import models
from django.urls import reverse

from alliance.tenancy.models import TenantKey, TenantModel
from members.models import ReportBack
from partnership_board.models.meetings import Meeting
from partnership_board.models.seats import SeatTerm


class SeatReport(TenantModel):
    """A report-back that is owed for one elected seat and one meeting, by a day."""

    seen_with = "see_board"

    meeting = TenantKey(Meeting, on_delete=models.PROTECT, related_name="+")
    seat_term = TenantKey(SeatTerm, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    report = TenantKey(
        ReportBack, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "meeting", "seat_term"],
                name="one_report_a_seat_and_meeting",
                violation_error_message="This seat has told of this meeting already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_term} on {self.meeting}"

    def get_absolute_url(self) -> str:
        return reverse("partnership_board:seat_report", kwargs={"pk": self.pk})
