"""Addresses of a person's own card, of who people are, and of how long things are kept."""

from django.urls import path

from coproduction.views import cards

urlpatterns = [
    path("card/", cards.card, name="own_card"),
    path("card/change/", cards.change, name="own_card_change"),
    path("card/stop/", cards.stop, name="own_card_stop"),
]
