"""Addresses within an alliance. No pattern mentions it: /a/<slug> is moved away before."""

from django.urls import include, path

from alliance.views import errors, files, today

core = [
    path("", today.today, name="today"),
    path("theme.css", files.theme, name="theme"),
    path("favicon.svg", files.favicon, name="favicon"),
    path("files/<uuid:public_id>/", files.document, name="document"),
]

urlpatterns = [
    path("", include((core, "alliance"))),
    path("members/", include("members.urls")),
    path("board/", include("partnership_board.urls")),
    path("lived-experience/", include("coproduction.urls")),
    path("funding/", include("funding.urls")),
]

handler404 = errors.not_found
handler403 = errors.not_permitted
handler500 = errors.fault
