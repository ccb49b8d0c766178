"""Addresses of what is remembered and promised: minutes, actions, requests."""

from django.urls import path

from partnership_board.views import minute_steps, minutes, promises, public, requests

ONE = "meetings/<int:pk>/"

urlpatterns = [
    path(f"{ONE}minutes/note/", minutes.minute_note, name="minute_note"),
    path(f"{ONE}minutes/compare/", minutes.minutes_compare, name="minutes_compare"),
    path(f"{ONE}minutes/print/", minutes.minutes_print, name="minutes_print"),
    path(f"{ONE}minutes/step/<slug:to>/", minute_steps.minutes_step, name="minutes_step"),
    path(f"{ONE}decided/", minutes.decided, name="decided"),
    path(f"{ONE}decided/print/", minutes.decided_print, name="decided_print"),
    path(f"{ONE}matters/", minutes.matters, name="matters"),
    path("minutes/<int:pk>/correct/", minute_steps.correction_offer, name="correction_offer"),
    path("corrections/<int:pk>/", minute_steps.correction_answer, name="correction_answer"),
    path("actions/", promises.action_list, name="actions"),
    path("actions/new/", promises.action_new, name="action_new"),
    path("actions/<int:pk>/", promises.action, name="action"),
    path("actions/<int:pk>/report/", promises.action_report, name="action_report"),
    path("actions/<int:pk>/settle/", promises.action_settle, name="action_settle"),
    path("actions/<int:pk>/pass-on/", promises.action_pass_on, name="action_pass_on"),
    path("actions/answer/<str:token>/", promises.action_by_link, name="action_by_link"),
    path("requests/", requests.request_list, name="requests"),
    path("requests/new/", requests.request_new, name="request_new"),
    path("requests/received/", requests.request_received, name="request_received"),
    path("requests/times/", requests.request_times, name="request_times"),
    path("requests/<int:pk>/", requests.request_page, name="request"),
    path("requests/<int:pk>/edit/", requests.request_edit, name="request_edit"),
    path("requests/<int:pk>/letter/", requests.request_letter, name="request_letter"),
    path("requests/<int:pk>/<slug:to>/", requests.request_step, name="request_step"),
    path("requests/answer/<str:token>/", requests.request_by_link, name="request_by_link"),
    path("open/minutes/", public.open_minutes, name="open_minutes"),
    path("open/minutes/<int:pk>/", public.open_minutes_of, name="open_minutes_of"),
    path("open/requests/", requests.open_requests, name="open_requests"),
]
