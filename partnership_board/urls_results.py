"""Addresses of what follows the close of a poll."""

from django.urls import URLPattern, path

from partnership_board.views import checking, countbacks, objections, openings, practice, results

ONE = "elections/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("elections/check/", checking.bundle_check, name="bundle_check"),
    path("elections/practice/", practice.practice, name="practice"),
    path(f"{ONE}open/", openings.open_box, name="election_open"),
    path(f"{ONE}lot/", openings.lot, name="election_lot"),
    path(f"{ONE}declare/", openings.declare, name="election_declare"),
    path(f"{ONE}certify/", openings.certify, name="election_certify"),
    path(f"{ONE}ballots/", openings.ballots, name="election_ballots"),
    path(f"{ONE}result/", results.result, name="result"),
    path(f"{ONE}result.json", results.result_json, name="result_json"),
    path(f"{ONE}result.csv", results.result_csv, name="result_csv"),
    path(f"{ONE}result.pdf", results.result_pdf, name="result_pdf"),
    path(f"{ONE}bundle.zip", results.bundle, name="election_bundle"),
    path(f"{ONE}log/", results.log, name="election_log"),
    path(f"{ONE}objections/", objections.objections, name="objections"),
    path(f"{ONE}objections/new/", objections.objection_new, name="objection_new"),
    path(
        f"{ONE}objections/<int:objection>/answer/",
        objections.objection_answer,
        name="objection_answer",
    ),
    path(
        f"{ONE}objections/<int:objection>/withdraw/",
        objections.objection_withdraw,
        name="objection_withdraw",
    ),
    path(f"{ONE}countback/", countbacks.countback, name="countback"),
]
