"""Addresses."""

from django.urls import URLPattern, path

from members import urls_activities
from members.views import capacity, lists, membership, networks, people, profiles

app_name = "members"

urlpatterns: list[URLPattern] = [
    path("", lists.members, name="members"),
    path("members.csv", lists.members_file, name="members-file"),
    path("new/", membership.new, name="new"),
    path("networks/", networks.networks, name="networks"),
    path("networks/new/", networks.new, name="network-new"),
    path("networks/<int:pk>/", networks.network, name="network"),
    path("networks/<int:pk>/speak/", networks.speak, name="speak"),
    path("networks/voices/<int:pk>/end/", networks.fall_silent, name="voice-end"),
    path("people/<int:pk>/end/", people.end, name="person-end"),
    path("services/<int:pk>/", profiles.edit_service, name="service-edit"),
    *urls_activities.urlpatterns,
    path("<slug:slug>/", profiles.profile, name="profile"),
    path("<slug:slug>/edit/", profiles.edit, name="edit"),
    path("<slug:slug>/numbers/new/", profiles.add_number, name="number-new"),
    path("<slug:slug>/services/new/", profiles.add_service, name="service-new"),
    path("<slug:slug>/capacity/", capacity.capacity, name="capacity"),
    path("<slug:slug>/hours/", capacity.hours_seen, name="hours"),
    path("<slug:slug>/pause/", capacity.pause, name="pause"),
    path("<slug:slug>/resume/", capacity.resume, name="resume"),
    path("<slug:slug>/people/", people.people, name="people"),
    path("<slug:slug>/people/invite/", people.invite, name="invite"),
    path("<slug:slug>/people/name/", people.invite_first, name="invite-first"),
    path("<slug:slug>/begin/", membership.begin, name="membership-begin"),
    path("<slug:slug>/end/", membership.end, name="membership-end"),
]
