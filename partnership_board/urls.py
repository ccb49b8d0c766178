"""Addresses."""

from django.urls import URLPattern

app_name = "partnership_board"

urlpatterns: list[URLPattern] = []
