"""Addresses of the ledger, of approvals and of awards."""

from django.urls import URLPattern, path

from funding.views import approvals, awards, ledger, money

urlpatterns: list[URLPattern] = [
    path("<int:pk>/confirm/", money.confirm, name="stream_confirm"),
    path("<int:pk>/share-out/", money.share_out, name="stream_share_out"),
    path("<int:pk>/money/<slug:kind>/", money.in_stream, name="stream_money"),
    path("lines/<int:pk>/move/", money.move_between, name="line_move"),
    path("approvals/", approvals.listing, name="approvals"),
    path("approvals/<int:pk>/", approvals.approval, name="approval"),
    path("approvals/<int:pk>/approve/", approvals.approve, name="approval_approve"),
    path("approvals/<int:pk>/send-back/", approvals.decline, name="approval_decline"),
    path("approvals/<int:pk>/take-back/", approvals.withdraw, name="approval_withdraw"),
    path("ledger/", ledger.home, name="ledger"),
    path("ledger/journal.csv", ledger.spreadsheet, name="journal"),
    path("ledger/journal.pdf", ledger.paper, name="journal_paper"),
    path("ledger/how/", ledger.how, name="ledger_how"),
    path("ledger/close/", ledger.close, name="ledger_close"),
    path("ledger/rules/", ledger.money_rules, name="money_rules"),
    path("ledger/entries/<int:seq>/", ledger.entry, name="entry"),
    path("ledger/entries/<int:seq>/undo/", ledger.undo, name="entry_undo"),
    path("awards/", awards.listing, name="awards"),
    path("awards/new/", awards.new, name="award_new"),
    path("awards/<int:pk>/", awards.award, name="award"),
    path("awards/<int:pk>/set-aside/", awards.set_aside, name="award_set_aside"),
    path("awards/<int:pk>/release/", awards.release, name="award_release"),
]
