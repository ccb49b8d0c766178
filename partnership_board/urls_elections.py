"""Addresses of elections, up to the close of the poll."""

from django.urls import URLPattern, path

from partnership_board.views import elections, nominations, portraits, rolls, voting

ONE = "elections/<int:pk>/"
NOMINATION = f"{ONE}nominations/<int:nomination>/"

urlpatterns: list[URLPattern] = [
    path("elections/", elections.elections, name="elections"),
    path("elections/new/", elections.election_new, name="election_new"),
    path("elections/consent/<str:token>/", nominations.consent, name="consent"),
    path(ONE, elections.election, name="election"),
    path(f"{ONE}days.ics", elections.election_calendar, name="election_calendar"),
    path(f"{ONE}rule/", elections.election_rule, name="election_rule"),
    path(f"{ONE}times/", elections.election_times, name="election_times"),
    path(f"{ONE}officers/", elections.election_officers, name="election_officers"),
    path(f"{ONE}freeze/", elections.election_freeze, name="election_freeze"),
    path(f"{ONE}abandon/", elections.election_abandon, name="election_abandon"),
    path(f"{ONE}reopen/", elections.nominations_reopen, name="nominations_reopen"),
    path(f"{ONE}unopposed/", elections.election_unopposed, name="election_unopposed"),
    path(f"{ONE}nominations/", nominations.nominations, name="nominations"),
    path(f"{ONE}nominations/new/", nominations.nomination_new, name="nomination_new"),
    path(NOMINATION, nominations.nomination, name="nomination"),
    path(f"{NOMINATION}edit/", nominations.nomination_edit, name="nomination_edit"),
    path(f"{NOMINATION}photo/", portraits.nomination_photo, name="nomination_photo"),
    path(f"{NOMINATION}picture/", portraits.nomination_picture, name="nomination_picture"),
    path(f"{NOMINATION}support/", nominations.nomination_support, name="nomination_support"),
    path(f"{NOMINATION}consent/", nominations.nomination_consent, name="nomination_consent"),
    path(f"{NOMINATION}withdraw/", nominations.nomination_withdraw, name="nomination_withdraw"),
    path(f"{NOMINATION}check/", nominations.nomination_check, name="nomination_check"),
    path(f"{ONE}roll/", rolls.roll, name="roll"),
    path(f"{ONE}roll/take/", rolls.roll_take, name="roll_take"),
    path(f"{ONE}roll/fix/", rolls.roll_fix, name="roll_fix"),
    path(f"{ONE}roll/<int:entry>/", rolls.roll_correct, name="roll_correct"),
    path(f"{ONE}keys/", rolls.keys, name="keys"),
    path(f"{ONE}keys/confirm/", rolls.keys_confirm, name="keys_confirm"),
    path(f"{ONE}vote/", voting.vote, name="vote"),
    path(f"{ONE}vote/check/", voting.vote_check, name="vote_check"),
    path(f"{ONE}vote/done/", voting.vote_done, name="vote_done"),
    path(f"{ONE}receipt/", voting.receipt, name="receipt"),
]
