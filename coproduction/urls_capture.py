"""Addresses of taking words down, and of worries about somebody."""

from django.urls import path

from coproduction.views import aftercare, capture, capture_steps, handing, safety, sheets

urlpatterns = [
    path("capture/", capture.capture, name="capture"),
    path("capture/begin/<slug:way>/", capture.begin, name="capture_begin"),
    path("capture/worry/", safety.worry_new, name="worry_new"),
    path("capture/<uuid:public_id>/stop/", capture_steps.stop, name="capture_stop"),
    path("capture/<uuid:public_id>/worry/", safety.capture_worry, name="capture_worry"),
    path("capture/<uuid:public_id>/hand-over/", handing.hand_over, name="capture_hand_over"),
    path("capture/<uuid:public_id>/come-back/", handing.come_back, name="capture_come_back"),
    path(
        "capture/<uuid:public_id>/files/<uuid:file>/remove/",
        capture_steps.remove_file,
        name="capture_file_remove",
    ),
    path("capture/<uuid:public_id>/<slug:step>/", capture_steps.step, name="capture_step"),
    path(
        "contributions/<uuid:public_id>/worry/",
        safety.contribution_worry,
        name="contribution_worry",
    ),
    path("aftercare/<int:pk>/", aftercare.aftercare, name="aftercare"),
    path("sheets/", sheets.sheets, name="sheets"),
    path("sheets/new/", sheets.new, name="sheets_new"),
    path("sheets/<int:pk>/print/", sheets.paper, name="sheets_print"),
    path("sheets/<int:pk>/printed/", sheets.printed, name="sheets_printed"),
    path("sheets/<uuid:public_id>/mark/", sheets.mark, name="sheet_mark"),
    path("safety/", safety.worries, name="worries"),
    path("safety/<uuid:public_id>/", safety.worry, name="worry"),
    path("safety/<uuid:public_id>/take-on/", safety.take_on, name="worry_take_on"),
    path("safety/<uuid:public_id>/act/", safety.act, name="worry_act"),
    path("safety/<uuid:public_id>/close/", safety.close, name="worry_close"),
]
