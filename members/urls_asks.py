"""Addresses of what is asked of members, and of what it came to."""

from django.urls import URLPattern, path

from members.views import answers, asks

app_name = "asks"

urlpatterns: list[URLPattern] = [
    path("", asks.asks, name="asks"),
    path("all/", asks.all_asks, name="all"),
    path("new/", asks.new, name="new"),
    path("rules/", asks.rules, name="rules"),
    path("for-us/<int:pk>/", answers.answer, name="answer"),
    path("link/<str:token>/", answers.by_link, name="by-link"),
    path("<int:pk>/", asks.ask, name="ask"),
    path("<int:pk>/edit/", asks.edit, name="edit"),
    path("<int:pk>/who/", asks.who, name="who"),
    path("<int:pk>/call-off/", asks.call_off, name="call-off"),
]
