"""Addresses: what seats tell the members, restrictions looked at again, public pages."""

from django.urls import path

from partnership_board.views import mandates, planning, public, restrictions

urlpatterns = [
    path("report-backs/<int:pk>/", mandates.seat_report, name="seat_report"),
    path("meetings/<int:pk>/reports/", mandates.reports_place, name="reports_place"),
    path("restrictions/<int:pk>/keep/", restrictions.restriction_keep, name="restriction_keep"),
    path("open/seats/", public.open_seats, name="open_seats"),
    path("open/power/", public.open_power, name="open_power"),
    path("standing/<int:pk>/up/", planning.standing_change, {"change": "up"}, "standing_raise"),
]
