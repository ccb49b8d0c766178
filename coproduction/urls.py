"""Addresses."""

from django.urls import path

from coproduction import urls_capture, urls_commitments, urls_heard, urls_keeping
from coproduction.views import contributions, insights

app_name = "coproduction"

urlpatterns = [
    path("", insights.home, name="home"),
    *urls_capture.urlpatterns,
    *urls_keeping.urlpatterns,
    *urls_commitments.urlpatterns,
    *urls_heard.urlpatterns,
    path("wording/", contributions.wording, name="wording"),
    path("heard/<uuid:public_id>/card/", contributions.card, name="card"),
    path("heard/<uuid:public_id>/consent/", contributions.consent, name="consent"),
    path("insights/", insights.drafts, name="drafts"),
    path("insights/new/", insights.new, name="insight_new"),
    path("insights/<str:number>/", insights.insight, name="insight"),
    path("insights/<str:number>/write/", insights.write, name="insight_write"),
    path("insights/<str:number>/check-back/", insights.check_back, name="insight_check_back"),
    path("insights/<str:number>/approve/", insights.approve, name="insight_approve"),
    path("insights/<str:number>/agenda/", insights.to_agenda, name="insight_to_agenda"),
    path("insights/<str:number>/answer/", insights.answer, name="insight_answer"),
]
