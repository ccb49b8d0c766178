"""Addresses of the installation, outside any alliance: accounts, health, the start page."""

from django.contrib import admin
from django.urls import include, path

from alliance.views import account, demo, errors, installation, language

pages = [
    path("", installation.start, name="start"),
    path("healthz", installation.healthz, name="healthz"),
    path("language/", language.choose, name="language"),
    path("robots.txt", installation.robots, name="robots"),
    path("demo/sign-in/", demo.sign_in_as, name="demo_sign_in"),
    path("demo/mailbox/", demo.letters, name="mailbox"),
    path("demo/mailbox/<uuid:name>/", demo.letter, name="letter"),
]
own = [
    path("", account.account, name="account_landing"),
    path("details/", account.details, name="account_details"),
    path("signup/", account.sign_up, name="account_signup"),
    path("sessions/<int:pk>/end/", account.end_session, name="session_end"),
    path("kept/forget/", account.forget_typed, name="forget_typed"),
]

urlpatterns = [
    path("", include((pages, "installation"))),
    path("account/", include(own)),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

handler404 = errors.not_found
handler403 = errors.not_permitted
handler500 = errors.fault
