"""Addresses."""

from django.urls import path

from partnership_board.views import boards, group, items, meetings, minutes, packs, proposals

app_name = "partnership_board"

urlpatterns = [
    path("", boards.board, name="board"),
    path("seats/", boards.seat_list, name="seats"),
    path("seats/<int:pk>/begin/", boards.term_begin, name="term_begin"),
    path("seats/<int:pk>/deputy/", boards.deputy_name, name="deputy_name"),
    path("terms/<int:pk>/end/", boards.term_end, name="term_end"),
    path("deputies/<int:pk>/end/", boards.deputy_end, name="deputy_end"),
    path("decisions/", boards.decision_list, name="decisions"),
    path("proposals/", proposals.proposal_list, name="proposals"),
    path("proposals/new/", proposals.proposal_new, name="proposal_new"),
    path("proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<int:pk>/edit/", proposals.proposal_edit, name="proposal_edit"),
    path("proposals/<int:pk>/put-off/", proposals.proposal_put_off, name="proposal_put_off"),
    path("proposals/<int:pk>/appeal/", group.proposal_appeal, name="proposal_appeal"),
    path("agenda-group/", group.agenda_group, name="agenda_group"),
    path("proposals/<int:pk>/decide/", proposals.proposal_decide, name="proposal_decide"),
    path("proposals/<int:pk>/withdraw/", proposals.proposal_withdraw, name="proposal_withdraw"),
    path("meetings/", meetings.meeting_list, name="meetings"),
    path("meetings/new/", meetings.meeting_new, name="meeting_new"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/edit/", meetings.meeting_edit, name="meeting_edit"),
    path("meetings/<int:pk>/step/<slug:to>/", meetings.meeting_step, name="meeting_step"),
    path("meetings/<int:pk>/calendar/", meetings.meeting_calendar, name="meeting_calendar"),
    path("meetings/<int:pk>/pack/", packs.pack, name="pack"),
    path("meetings/<int:pk>/pack/read/", packs.read, name="read"),
    path("meetings/<int:pk>/minutes/", minutes.minutes, name="minutes"),
    path("meetings/<int:pk>/minutes/new/", minutes.entry_new, name="minute_new"),
    path("meetings/<int:pk>/minutes/<int:seq>/edit/", minutes.entry_edit, name="minute_edit"),
    path("meetings/<int:pk>/minutes/approve/", minutes.approve, name="minutes_approve"),
    path("meetings/<int:pk>/items/new/", items.item_new, name="item_new"),
    path("meetings/<int:pk>/items/urgent/", group.item_urgent, name="item_urgent"),
    path("meetings/<int:pk>/items/<slug:number>/", items.item, name="item"),
    path("meetings/<int:pk>/items/<slug:number>/edit/", items.item_edit, name="item_edit"),
    path("meetings/<int:pk>/items/<slug:number>/move/", items.item_move, name="item_move"),
    path("meetings/<int:pk>/items/<slug:number>/remove/", items.item_remove, name="item_remove"),
    path("meetings/<int:pk>/items/<slug:number>/on/", group.item_move_on, name="item_move_on"),
    path(
        "meetings/<int:pk>/items/<slug:number>/decision/",
        boards.decision_record,
        name="decision_record",
    ),
]
