"""Addresses of services for members themselves. They stand before any short name."""

from django.urls import URLPattern, path

from members.views import services

urlpatterns: list[URLPattern] = [
    path("services/", services.services, name="services"),
    path("services/types/", services.types, name="types"),
    path("services/types/<int:pk>/retire/", services.retire_type, name="type-retire"),
    path("services/<int:pk>/notice/", services.notice, name="notice"),
    path("<slug:slug>/showing/", services.showing, name="showing"),
]
