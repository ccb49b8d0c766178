"""Addresses of reading, and of the line from a point to what became of it."""

from django.urls import path

from coproduction.views import heard, lineage

urlpatterns = [
    path("heard/", heard.queue, name="queue"),
    path("heard/openings/", heard.openings, name="openings"),
    path("heard/glass/<int:pk>/agree/", heard.agree_glass, name="glass_agree"),
    path("heard/<uuid:public_id>/", heard.contribution, name="contribution"),
    path("heard/<uuid:public_id>/redact/", heard.redact, name="redact"),
    path("heard/<uuid:public_id>/about/", heard.about, name="about"),
    path("heard/<uuid:public_id>/glass/", heard.ask_glass, name="glass"),
    path("answers/", lineage.answers, name="answers"),
    path("answers/<int:pk>/tell/", lineage.tell, name="tell"),
    path("what-became/", lineage.measures, name="measures"),
    path("themes/", lineage.themes, name="themes"),
    path("insights/join/", lineage.join, name="insights_join"),
    path("insights/<str:number>/line/", lineage.line, name="insight_line"),
    path("insights/<str:number>/send-on/", lineage.send_on, name="insight_send_on"),
    path("insights/<str:number>/second-reading/", lineage.second, name="insight_second"),
]
