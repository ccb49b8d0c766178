"""Addresses of a person's own card, of who people are, and of how long things are kept."""

from django.urls import path

from coproduction.views import cards, keeping

urlpatterns = [
    path("card/", cards.card, name="own_card"),
    path("card/change/", cards.change, name="own_card_change"),
    path("card/stop/", cards.stop, name="own_card_stop"),
    path("retention/", keeping.kept, name="retention"),
    path("retention/<int:pk>/", keeping.confirm, name="retention_confirm"),
    path("retention/holds/<int:pk>/lift/", keeping.lift, name="retention_lift"),
    path("requests/", keeping.requests, name="requests"),
    path("requests/<int:pk>/", keeping.answer, name="request"),
    path("requests/<int:pk>/copy/", keeping.copy, name="request_copy"),
]
