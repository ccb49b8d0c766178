"""Addresses within an alliance. No pattern mentions it: /a/<slug> is moved away before."""

from django.apps import apps
from django.urls import include, path

from alliance.gallery import gallery
from alliance.views import (
    errors,
    files,
    happenings,
    invitations,
    language,
    people,
    post,
    preferences,
    search,
    settings,
    today,
)

core = [
    path("", today.today, name="today"),
    path("theme.css", files.theme, name="theme"),
    path("favicon.svg", files.favicon, name="favicon"),
    path("gallery/", gallery, name="gallery"),
    path("files/<uuid:public_id>/", files.document, name="document"),
    path("people/", people.people, name="people"),
    path("people/ended/", people.people_ended, name="people_ended"),
    path("people/roles/", people.roles, name="roles"),
    path("people/invite/", people.invite, name="invite"),
    path("people/invitations/", people.invitations, name="invitations"),
    path(
        "people/invitations/<int:pk>/send-again/",
        people.send_invitation_again,
        name="invitation_send_again",
    ),
    path(
        "people/invitations/<int:pk>/withdraw/",
        people.withdraw_invitation,
        name="invitation_withdraw",
    ),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/begin-role/", people.begin_role, name="role_begin"),
    path("people/<int:pk>/second-step/", people.reset_second_step, name="second_step_reset"),
    path("people/roles/<int:pk>/end/", people.end_role, name="role_end"),
    path("join/<str:token>/", invitations.join, name="join"),
    path("search/", search.search, name="search"),
    path("language/", language.choose, name="language"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("settings/", settings.settings, name="settings"),
    path("priorities/", settings.priorities, name="priorities"),
    path("priorities/add/", settings.add_priority, name="priority_add"),
    path("priorities/order/", settings.order_priorities, name="priority_order"),
    path("priorities/<int:pk>/", settings.edit_priority, name="priority_edit"),
    path("priorities/<int:pk>/retire/", settings.retire_priority, name="priority_retire"),
    path(
        "priorities/<int:pk>/bring-back/",
        settings.bring_back_priority,
        name="priority_bring_back",
    ),
    path("happened/", happenings.happened, name="happened"),
    path("happened/check/", happenings.check, name="happened_check"),
    path("happened/mine/", happenings.mine, name="happened_mine"),
    path("happened/what-happened.csv", happenings.happened_csv, name="happened_csv"),
    path("post/", post.post, name="post"),
    path("post/<int:pk>/send-again/", post.send_again, name="letter_send_again"),
]

urlpatterns = [
    path("", include((core, "alliance"))),
    path("members/", include("members.urls")),
    path("asks/", include("members.urls_asks")),
    path("confirm/", include("members.urls_confirm")),
    path("directory/", include("members.urls_directory")),
    path("api/", include("members.urls_open_data")),
    path("wellbeing/", include("members.urls_wellbeing")),
    path("board/", include("partnership_board.urls")),
]
# An installation may do without what stands above the board.
ABOVE = {"coproduction": "lived-experience/", "funding": "funding/"}
urlpatterns += [
    path(address, include(f"{app}.urls"))
    for app, address in ABOVE.items()
    if apps.is_installed(app)
]

handler404 = errors.not_found
handler403 = errors.not_permitted
handler500 = errors.fault
