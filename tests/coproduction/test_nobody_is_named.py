"""A proposal born from lived experience leads back to nobody, wherever it is read."""

from datetime import timedelta

import pytest

from alliance.models import Event, Message
from coproduction.actions import agendas
from partnership_board.actions import answers
from tests.factories.coproduction import a_telling, an_approved_point, now
from tests.people import an_account, with_second_factor

pytestmark = pytest.mark.django_db
WORDS = "Qwxoriginal: I waited all night in the corridor."
PAGES = (
    *("board/proposals/", "board/proposals/?format=csv", "board/proposals/{}/", "board/open/"),
    *("board/agenda-group/", "board/power/", "search/?q=waiting", "", "happened/"),
)


@pytest.fixture
def telling(reader):
    return a_telling(reader, WORDS)


@pytest.fixture
def proposal(reader, telling, the_board):
    the_board.is_public = True
    the_board.save()
    return agendas.put_to_agenda_group(
        an_approved_point(reader, telling, text="Waiting rooms close too early for some."),
        board=the_board,
        title="Waiting at night",
        why_now="People have told us, and nobody has answered.",
        purpose="discuss",
        minutes_wanted=15,
        by=reader,
        now=now(),
    )


def test_no_page_sheet_or_letter_leads_back_to_who_spoke(
    client, north, lead, board_member, telling, proposal
):
    contributor = telling.contributor
    secrets = {contributor.ref, str(telling.public_id), "Qwxoriginal"}
    reason = "It is heard when the hospital can be there to answer."
    until = now().date() + timedelta(days=30)
    answers.decide(
        proposal, outcome="deferred", reason=reason, defer_until_on=until, by=lead, now=now()
    )

    said = []
    for person in (lead, board_member, None):
        client.logout()
        if person:
            client.force_login(person)
        said += [client.get(north.url(path.format(proposal.pk))).content.decode() for path in PAGES]
    said += [f"{m.to} {m.subject} {m.body} {m.body_html}" for m in Message.objects.all()]
    said += [str(event.data) for event in Event.objects.filter(subject_id=proposal.pk)]

    assert [word for word in secrets for page in said if word in page] == []
    assert sum("People with lived experience" in page for page in said) >= 4
    assert proposal.proposed_by is None


def test_the_administration_of_the_installation_knows_no_proposal(client, proposal):
    client.force_login(with_second_factor(an_account("Pat Admin", is_platform_admin=True)))
    index = client.get("/admin/")
    assert "Waiting at night" not in index.content.decode()
    assert "proposal" not in index.content.decode().lower()
