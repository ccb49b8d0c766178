"""Addresses of what is asked of members, and of what it came to."""

from django.urls import URLPattern, path

from members.views import answers, asks, statements

app_name = "asks"

urlpatterns: list[URLPattern] = [
    path("", asks.asks, name="asks"),
    path("all/", asks.all_asks, name="all"),
    path("new/", asks.new, name="new"),
    path("rules/", asks.rules, name="rules"),
    path("for-us/<int:pk>/", answers.answer, name="answer"),
    path("link/<str:token>/", answers.by_link, name="by-link"),
    path("statement/", statements.statements, name="statements"),
    path("statement/<str:month>/", statements.statement, name="statement"),
    path("statement/<str:month>/figures.csv", statements.statement_csv, name="statement-csv"),
    path("published/", statements.published, name="published"),
    path("published/papers/<int:pk>/", statements.published_paper, name="published-paper"),
    path("published/<str:month>/", statements.published_month, name="published-month"),
    path("published/<str:month>/figures.csv", statements.published_csv, name="published-csv"),
    path("<int:pk>/", asks.ask, name="ask"),
    path("<int:pk>/edit/", asks.edit, name="edit"),
    path("<int:pk>/who/", asks.who, name="who"),
    path("<int:pk>/call-off/", asks.call_off, name="call-off"),
]
