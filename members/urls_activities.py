"""Addresses of what members declare, learn and do together. They stand before any short name."""

from django.urls import URLPattern, path

from members.views import declarations, imports

urlpatterns: list[URLPattern] = [
    path("led-by/", declarations.led_by, name="led-by"),
    path("led-by/new/", declarations.define, name="led-by-define"),
    path("led-by/answers/", declarations.answers, name="answers"),
    path("led-by/answers/<int:pk>/", declarations.answers_open, name="answers-open"),
    path("declarations/<int:pk>/", declarations.declare_anew, name="declare-anew"),
    path("declarations/<int:pk>/consent/", declarations.consent, name="consent"),
    path("declarations/<int:pk>/withdraw/", declarations.withdraw, name="declaration-withdraw"),
    path("import/", imports.imports, name="imports"),
    path("import/runs/<int:pk>/", imports.run_page, name="import-page"),
    path("import/runs/<int:pk>/marked/", imports.marked, name="import-marked"),
    path("import/runs/<int:pk>/discard/", imports.discard, name="import-discard"),
    path("import/runs/<int:pk>/undo/", imports.undo, name="import-undo"),
    path("import/<slug:kind>/", imports.upload, name="import-kind"),
    path("import/<slug:kind>/template.<slug:ending>", imports.template, name="import-template"),
    path("import/<slug:kind>/held.<slug:ending>", imports.export, name="import-export"),
    path("<slug:slug>/declarations/", declarations.declarations, name="declarations"),
    path("<slug:slug>/declarations/new/", declarations.declare, name="declare"),
]
