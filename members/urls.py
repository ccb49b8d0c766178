"""Addresses."""

from django.urls import URLPattern, path

from members import urls_activities, urls_profiles, urls_services
from members.views import capacity, lists, membership, networks, people, profiles

app_name = "members"

urlpatterns: list[URLPattern] = [
    path("", lists.members, name="members"),
    path("members.csv", lists.members_file, name="members-file"),
    path("new/", membership.new, name="new"),
    *urls_profiles.fixed,
    path("networks/", networks.networks, name="networks"),
    path("networks/new/", networks.new, name="network-new"),
    path("networks/<int:pk>/", networks.network, name="network"),
    path("networks/<int:pk>/speak/", networks.speak, name="speak"),
    path("networks/voices/<int:pk>/end/", networks.fall_silent, name="voice-end"),
    path("people/<int:pk>/end/", people.end, name="person-end"),
    *urls_activities.urlpatterns,
    *urls_services.urlpatterns,
    path("<slug:slug>/", profiles.profile, name="profile"),
    *urls_profiles.urlpatterns,
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
