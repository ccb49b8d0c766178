"""What each person finds on the pages of promises on racism, and what nobody finds there."""

import pytest

from alliance.actions import roles
from alliance.audit import Actor
from coproduction.models import Commitment, CommitmentJudgement
from tests.documents.reading import text_of
from tests.factories.commitments import BECAUSE, NAMES, a_promise, being_judged, judged
from tests.factories.coproduction import LONG_AGO, now
from tests.factories.members import an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewers(north, hold):
    return [hold(name, "community_reviewer") for name in NAMES]


@pytest.fixture
def pages(north):
    return north.url("lived-experience/commitments/")


def seen(client, user, address):
    client.force_login(user)
    return client.get(address)


@pytest.mark.parametrize("rows", [1, 9])
def test_the_list_asks_as_often_for_many_as_for_few(
    rows, client, pages, observer, django_assert_num_queries
):
    for n in range(rows):
        a_promise(organisation=an_organisation(f"Group {n}"))
    client.force_login(observer)
    client.get(pages)

    with django_assert_num_queries(5):
        answer = client.get(pages)

    assert answer.content.decode().count("Under way") >= rows


def test_what_is_only_proposed_is_for_those_who_keep_the_list(client, pages, lead, observer):
    found = a_promise(is_agreed=False)
    address = f"{pages}{found.pk}/"

    assert seen(client, lead, address).status_code == 200
    assert seen(client, observer, address).status_code == 404
    assert client.get(f"{pages}open/{found.pk}/").status_code == 404


def test_three_reviewers_judge_on_the_page(client, pages, reviewers):
    found = being_judged()
    client.force_login(reviewers[0])
    client.post(f"{pages}{found.pk}/judge/", {"verdict": "partly_kept", "because": BECAUSE})
    draft = CommitmentJudgement.objects.get()
    sign = f"{pages[: -len('commitments/')]}judgements/{draft.pk}/sign/"

    for reviewer in reviewers[1:]:
        assert BECAUSE in seen(client, reviewer, f"{pages}{found.pk}/").content.decode()
        client.post(sign)

    assert Commitment.objects.get().state == "partly_kept"


def test_a_second_signature_is_refused_on_the_page(client, pages, reviewers):
    _, draft = judged(reviewers[:1])
    client.force_login(reviewers[0])

    answer = client.post(f"{pages[: -len('commitments/')]}judgements/{draft.pk}/sign/")

    assert answer.status_code == 422
    assert "You have signed this already." in answer.content.decode()


def test_who_stands_too_near_is_told_so_and_sees_no_draft(client, pages, hold, reviewers):
    found, _ = judged(reviewers[:1])
    near = hold("Nora Quist", "community_reviewer")
    roles.grant(near, "wellbeing_guardian", started_on=LONG_AGO, by=Actor.SYSTEM, on=now().date())

    page = seen(client, near, f"{pages}{found.pk}/").content.decode()

    assert "You hold an office of the alliance" in page
    assert BECAUSE not in page


def test_drafts_and_signatures_are_for_reviewers_alone(client, pages, lead, reviewers):
    found, _ = judged(reviewers[:2])

    page = seen(client, lead, f"{pages}{found.pk}/").content.decode()

    assert BECAUSE not in page
    assert "3 reviewers stand far enough from its owner." in page


def test_no_reviewer_is_named_anywhere_that_everybody_reads(client, pages, reviewers, lead):
    found, _ = judged(reviewers)
    addresses = ["", f"{found.pk}/", "open/", f"open/{found.pk}/", "?format=csv"]

    told = b"".join(seen(client, lead, f"{pages}{each}").content for each in addresses)
    paper = text_of(client.get(f"{pages}open/alliance.pdf").content)

    assert BECAUSE in told.decode()
    assert BECAUSE in " ".join(paper.split())
    for name in NAMES:
        assert name.encode() not in told
        assert name not in paper


def test_its_own_people_report_and_reply_and_others_do_not(
    client, pages, reviewers, harbour, approver, heron_approver
):
    found, _ = judged(reviewers, organisation=harbour, verdict="not_kept")
    reply = f"{pages}{found.pk}/reply/"

    assert seen(client, heron_approver, reply).status_code == 403
    client.force_login(approver)
    client.post(reply, {"text": "We will do better."})

    page = client.get(f"{pages}open/{found.pk}/").content.decode()
    assert "We will do better." in page
    assert "Not kept" in page


def test_for_a_body_outside_whoever_keeps_the_list_puts_its_words_down(
    client, pages, coproduction_lead, observer
):
    found = a_promise()
    report = f"{pages}{found.pk}/report/"

    assert seen(client, observer, report).status_code == 403
    client.force_login(coproduction_lead)
    client.post(report, {"text": "Half of it is done.", "said_on": "1 March 2026"})

    assert "Half of it is done." in client.get(f"{pages}{found.pk}/").content.decode()


def test_an_owner_that_is_not_there_has_no_paper(client, pages, north):
    for owner in ("body-9999999", "member-0", "somebody", "body-x"):
        assert client.get(f"{pages}open/{owner}.pdf").status_code == 404


def test_a_reply_needs_a_judgement(client, pages, harbour, approver):
    found = a_promise(organisation=harbour)

    assert seen(client, approver, f"{pages}{found.pk}/reply/").status_code == 404
