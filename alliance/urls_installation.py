"""Addresses of the installation, outside any alliance: accounts, health, the start page."""

from django.contrib import admin
from django.urls import include, path

from alliance.views import errors, installation

pages = [
    path("", installation.start, name="start"),
    path("healthz", installation.healthz, name="healthz"),
    path("robots.txt", installation.robots, name="robots"),
]

urlpatterns = [
    path("", include((pages, "installation"))),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

handler404 = errors.not_found
handler403 = errors.not_permitted
handler500 = errors.fault
