"""Addresses."""

from django.urls import URLPattern, path

from funding import urls_ledger, urls_rounds
from funding.views import expectations, points, streams

app_name = "funding"

urlpatterns: list[URLPattern] = [
    path("", streams.home, name="home"),
    path("points/", points.points, name="points"),
    path("points/new/", points.link, name="point_link"),
    path("streams.csv", streams.spreadsheet, name="spreadsheet"),
    path("open/", streams.open_page, name="open"),
    path("new/", streams.new, name="stream_new"),
    path("<int:pk>/", streams.stream, name="stream"),
    path("<int:pk>/edit/", streams.edit, name="stream_edit"),
    path("<int:pk>/move/", streams.move, name="stream_move"),
    path("<int:pk>/lines/new/", streams.line_new, name="line_new"),
    path("lines/<int:pk>/", streams.line_edit, name="line_edit"),
    path("<int:pk>/profile/", streams.profile, name="profile"),
    path("<int:pk>/design/", streams.stage, name="design_stage"),
    path("<int:pk>/beside/", streams.beside, name="stream_beside"),
    *urls_ledger.urlpatterns,
    *urls_rounds.urlpatterns,
    path("promises/", expectations.listing, name="expectations"),
    path("promises/new/", expectations.new, name="expectation_new"),
    path("promises/<int:pk>/", expectations.expectation, name="expectation"),
    path("promises/<int:pk>/note/", expectations.note, name="expectation_note"),
    path("promises/<int:pk>/close/", expectations.close, name="expectation_close"),
]
