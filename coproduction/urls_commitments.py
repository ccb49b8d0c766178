"""Addresses of promises on racism and inequality."""

from django.urls import path

from coproduction.views import commitments

urlpatterns = [
    path("commitments/", commitments.listing, name="commitments"),
    path("commitments/new/", commitments.new, name="commitment_new"),
    path("commitments/open/", commitments.open_list, name="open_commitments"),
    path("commitments/open/<int:pk>/", commitments.open_one, name="open_commitment"),
    path("commitments/open/<slug:owner>.pdf", commitments.open_paper, name="commitments_paper"),
    path("commitments/<int:pk>/", commitments.commitment, name="commitment"),
    path("commitments/<int:pk>/edit/", commitments.edit, name="commitment_edit"),
    path("commitments/<int:pk>/agree/", commitments.agree, name="commitment_agree"),
    path("commitments/<int:pk>/report/", commitments.report, name="commitment_report"),
    path("commitments/<int:pk>/call/", commitments.call, name="commitment_call"),
    path("commitments/<int:pk>/judge/", commitments.judge, name="commitment_judge"),
    path("commitments/<int:pk>/reply/", commitments.reply, name="commitment_reply"),
    path("commitments/<int:pk>/withdraw/", commitments.withdraw, name="commitment_withdraw"),
    path("commitments/<int:pk>/again/", commitments.again, name="commitment_again"),
    path("judgements/<int:pk>/sign/", commitments.sign, name="judgement_sign"),
]
