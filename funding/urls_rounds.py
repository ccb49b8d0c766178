"""Addresses of rounds, proposals and panels."""

from django.urls import URLPattern, path

from funding.views import panels, proposals, rounds

urlpatterns: list[URLPattern] = [
    path("rounds/", rounds.listing, name="rounds"),
    path("rounds/new/", rounds.new, name="round_new"),
    path("rounds/<int:pk>/", rounds.one, name="round"),
    path("rounds/<int:pk>/call/", rounds.in_public, name="round_public"),
    path("rounds/<int:pk>/edit/", rounds.edit, name="round_edit"),
    path("rounds/<int:pk>/more-time/", rounds.more_time, name="round_more_time"),
    path("rounds/<int:pk>/step/<slug:name>/", rounds.step, name="round_step"),
    path("rounds/<int:pk>/apply/<slug:slug>/", proposals.apply, name="apply"),
    path("rounds/<int:pk>/panel/", panels.panel, name="panel"),
    path("rounds/<int:pk>/panel/invite/", panels.invite, name="panel_invite"),
    path("rounds/<int:pk>/interests/", panels.interests, name="round_interests"),
    path("rounds/<int:pk>/score/", panels.score, name="round_score"),
    path("rounds/<int:pk>/result/", panels.result, name="round_result"),
    path("rounds/<int:pk>/recommend/", panels.recommend, name="round_recommend"),
    path("rounds/<int:pk>/decide/", panels.decide, name="round_decide"),
    path("seats/<int:pk>/leave/", panels.leave, name="panel_leave"),
    path("seats/<int:pk>/rule/<int:proposal>/", panels.rule, name="panel_rule"),
    path("proposals/<int:pk>/score/", panels.sheet, name="score_sheet"),
    path("proposals/<int:pk>/explain/", panels.explain, name="score_explain"),
    path("proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<int:pk>/read/", proposals.read, name="proposal_read"),
    path("proposals/<int:pk>/rule-out/", proposals.rule_out, name="proposal_rule_out"),
]
