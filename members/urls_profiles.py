"""Addresses on which organisations come in, change, and on which their people are named."""

from django.urls import URLPattern, path

from members.views import approvals, drafts, membership, people

fixed: list[URLPattern] = [
    path("apply/", membership.apply, name="apply"),
    path("apply/received/", membership.applied, name="applied"),
    path("applications/", membership.applications, name="applications"),
    path("applications/<int:pk>/", membership.application, name="application"),
    path("applications/kept/", membership.applicants_kept, name="applicants-kept"),
    path("letters/", people.letters, name="letters"),
    path("people/<int:pk>/change/", people.change, name="person-change"),
    path("people/<int:pk>/let-go/", people.let_go, name="person-let-go"),
]
urlpatterns: list[URLPattern] = [
    path("<slug:slug>/merge/", membership.merge, name="membership-merge"),
    path("<slug:slug>/people/votes/", people.voters, name="voters"),
    path("<slug:slug>/edit/", drafts.edit, name="edit"),
    path("<slug:slug>/edit/services/new/", drafts.edit_service, name="service-new"),
    path("<slug:slug>/edit/services/<uuid:key>/", drafts.edit_service, name="edit-service"),
    path("<slug:slug>/edit/places/new/", drafts.edit_place, name="place-new"),
    path("<slug:slug>/edit/places/<uuid:key>/", drafts.edit_place, name="edit-place"),
    path("<slug:slug>/edit/<slug:part>/<uuid:key>/out/", drafts.take_out, name="take-out"),
    path("<slug:slug>/edit/<slug:part>/", drafts.edit_part, name="edit-part"),
    path("<slug:slug>/send/", drafts.send, name="send"),
    path("<slug:slug>/withdraw/", drafts.withdraw, name="withdraw"),
    path("<slug:slug>/choose/", drafts.choose, name="choose"),
    path("<slug:slug>/review/", approvals.review, name="review"),
    path("<slug:slug>/approve/", approvals.approve, name="approve"),
    path("<slug:slug>/return/", approvals.send_back, name="return"),
    path("<slug:slug>/versions/", approvals.history, name="versions"),
    path("<slug:slug>/versions/<int:number>/", approvals.version, name="version"),
    path("<slug:slug>/versions/<int:number>/restore/", approvals.restore, name="restore"),
    path("<slug:slug>/sources/", approvals.sources, name="sources"),
    path("<slug:slug>/register/", approvals.register, name="register"),
]
