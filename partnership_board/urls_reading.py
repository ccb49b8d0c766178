"""Addresses of reading mode. All lie under the pack's own, which is how far its worker reaches."""

from django.urls import path

from partnership_board.views import offline, reading

HERE = "meetings/<int:pk>/pack/read/"

urlpatterns = [
    path(HERE, reading.read, name="read"),
    path(f"{HERE}worker.js", offline.worker, name="worker"),
    path(f"{HERE}not-saved/", offline.not_saved, name="not_saved"),
    path(f"{HERE}text/", reading.read_text, name="read_text"),
    path(f"{HERE}printed/", reading.read_printed, name="read_printed"),
    path(f"{HERE}notes/", reading.my_notes, name="my_notes"),
    path(f"{HERE}<slug:number>/", reading.read_item, name="read_item"),
]
