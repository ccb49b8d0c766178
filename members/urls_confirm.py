"""Addresses of "Still correct?"."""

from django.urls import URLPattern, path

from members.views import confirming

app_name = "confirm"

urlpatterns: list[URLPattern] = [
    path("for/<slug:slug>/", confirming.confirm_signed_in, name="signed-in"),
    path("<str:token>/", confirming.confirm, name="confirm"),
]
