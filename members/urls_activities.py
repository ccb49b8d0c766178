"""Addresses of what members declare, learn and do together. They stand before any short name."""

from django.urls import URLPattern, path

from members.views import declarations

urlpatterns: list[URLPattern] = [
    path("led-by/", declarations.led_by, name="led-by"),
    path("led-by/new/", declarations.define, name="led-by-define"),
    path("led-by/answers/", declarations.answers, name="answers"),
    path("led-by/answers/<int:pk>/", declarations.answers_open, name="answers-open"),
    path("declarations/<int:pk>/", declarations.declare_anew, name="declare-anew"),
    path("declarations/<int:pk>/consent/", declarations.consent, name="consent"),
    path("declarations/<int:pk>/withdraw/", declarations.withdraw, name="declaration-withdraw"),
    path("<slug:slug>/declarations/", declarations.declarations, name="declarations"),
    path("<slug:slug>/declarations/new/", declarations.declare, name="declare"),
]
