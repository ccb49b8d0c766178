"""Addresses of wellbeing: rounds, help, and stepping back."""

from django.urls import URLPattern, path

from members.views import calls_for_help, wellbeing

app_name = "wellbeing"

urlpatterns: list[URLPattern] = [
    path("", wellbeing.wellbeing, name="wellbeing"),
    path("answer/", wellbeing.answer, name="answer"),
    path("thanks/", wellbeing.thanks, name="thanks"),
    path("plan/", wellbeing.plan, name="plan"),
    path("<int:pk>/", wellbeing.round_page, name="round"),
    path("<int:pk>/call-off/", wellbeing.call_off, name="call-off"),
    path("<int:pk>/tell/", wellbeing.tell, name="tell"),
    path("help/", calls_for_help.help_page, name="help"),
    path("help/<int:pk>/", calls_for_help.help_request, name="help-request"),
    path("step-back/", calls_for_help.step_back, name="step-back"),
    path("come-back/", calls_for_help.come_back, name="come-back"),
]
