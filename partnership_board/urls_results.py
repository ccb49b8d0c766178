"""Addresses of what follows the close of a poll."""

from django.urls import URLPattern, path

from partnership_board.views import practice

urlpatterns: list[URLPattern] = [
    path("elections/practice/", practice.practice, name="practice"),
]
