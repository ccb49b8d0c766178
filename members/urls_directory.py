"""Addresses of the public directory."""

from django.urls import path

from members.views import directory

app_name = "directory"

urlpatterns = [
    path("", directory.directory, name="directory"),
    path("paper/", directory.paper, name="paper"),
    path("directory.csv", directory.file, {"kind": "csv"}, name="csv"),
    path("directory.xlsx", directory.file, {"kind": "xlsx"}, name="xlsx"),
    path("<slug:slug>/", directory.organisation, name="organisation"),
    path("<slug:slug>/<slug:key>/", directory.service, name="service"),
]
