"""Addresses of meetings as they go on, of questions and of decisions."""

from django.urls import path

from partnership_board.views import decisions, live, questions

urlpatterns = [
    path("decisions/", decisions.decision_list, name="decisions"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("open/decisions/", decisions.open_decisions, name="open_decisions"),
    path("meetings/<int:pk>/live/", live.room, name="live"),
    path("meetings/<int:pk>/attendance/", live.attended, name="attended"),
    path(
        "meetings/<int:pk>/attendance/confirm/", live.attendance_confirm, name="attendance_confirm"
    ),
    path("meetings/<int:pk>/together/", decisions.together, name="together"),
    path("meetings/entries/<int:pk>/choose/", live.choose, name="live_choose"),
    path("meetings/presence/<int:pk>/correct/", live.span_correct, name="span_correct"),
    path(
        "meetings/<int:pk>/items/<slug:number>/question/",
        questions.question_put,
        name="question_put",
    ),
    path(
        "meetings/<int:pk>/items/<slug:number>/outcome/",
        questions.item_extract,
        name="item_extract",
    ),
    path(
        "meetings/<int:pk>/items/<slug:number>/take-out/", decisions.take_out, name="item_take_out"
    ),
    path("questions/<int:pk>/", questions.question, name="question"),
    path("questions/<int:pk>/enter/", questions.question_enter, name="question_enter"),
    path("questions/<int:pk>/decide/", questions.question_decide, name="question_decide"),
    path("questions/<int:pk>/drop/", questions.question_drop, name="question_drop"),
]
