"""Taking down what somebody says, and opening it again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from alliance.actions import roles as role_actions
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import RoleTerm
from coproduction.actions import capture, consents, reading
from coproduction.models import (
    ConsentRecord,
    ConsentWording,
    Contribution,
    Contributor,
    RawRead,
    ReaderTerm,
)
from coproduction.queries.consents import scopes_now
from tests.factories.coproduction import LONG_AGO, a_reader, a_telling, a_wording, now

pytestmark = pytest.mark.django_db


def refusal(action, *args, **words):
    with pytest.raises(Refused) as refused:
        action(*args, **words)
    return str(refused.value)


def test_somebody_with_a_card_is_known_by_it(reader):
    first = a_telling(reader)

    again = a_telling(reader, ref=first.contributor.ref.lower())

    assert again.contributor == first.contributor
    assert Contributor.objects.count() == 1


def test_a_card_that_is_not_ours_is_refused(reader):
    said = refusal(a_telling, reader, ref="Nobody-99")

    assert said.startswith("There is no card with this name.")


def test_without_a_wording_nothing_is_kept(coproduction_lead):
    said = refusal(a_telling, coproduction_lead)

    assert said == "No consent wording has been checked yet, so nothing can be recorded."
    assert not Contribution.objects.exists()


def test_when_every_name_is_taken_we_say_so(reader, monkeypatch):
    monkeypatch.setattr(capture.refs, "LIST", "Heron")
    monkeypatch.setattr(capture.refs, "WORDS", ["Heron"])
    Contributor.objects.bulk_create(Contributor(ref=f"Heron-{n}") for n in range(10, 100))

    assert refusal(a_telling, reader).startswith("No card name is free.")


def test_a_reader_opens_the_words_and_it_is_written_down(client, reader):
    telling = a_telling(reader, "I waited.")
    client.force_login(reader)

    before = client.get(telling.get_absolute_url()).content.decode()
    after = client.post(telling.get_absolute_url(), {"reason": "write"}).content.decode()

    assert "I waited." not in before
    assert "I waited." in after
    assert list(RawRead.objects.values_list("reader", "reason")) == [(reader.pk, "write")]


def test_without_a_reason_nothing_opens(client, reader):
    telling = a_telling(reader, "I waited.")
    client.force_login(reader)

    answer = client.post(telling.get_absolute_url(), {"reason": ""})

    assert answer.status_code == 422
    assert "I waited." not in answer.content.decode()
    assert not RawRead.objects.exists()


def test_who_wrote_it_down_cannot_open_it_again_without_being_a_reader(client, writer):
    telling = a_telling(writer, "I waited.")
    client.force_login(writer)

    answer = client.post(telling.get_absolute_url(), {"reason": "write"})

    assert answer.status_code == 422
    assert "I waited." not in answer.content.decode()
    assert "Only the two readers open what people said." in answer.content.decode()
    assert not RawRead.objects.exists()


def test_who_recorded_it_but_left_sees_it_no_more(client, north, writer, today):
    telling = a_telling(writer)
    role_actions.grant(writer, "observer", started_on=today, by=Actor.SYSTEM, on=today)
    role_actions.end(
        RoleTerm.objects.get(user=writer, role="coproduction_lead"),
        ended_on=today,
        by=Actor.SYSTEM,
        on=today,
    )
    client.force_login(writer)

    worry = reverse("coproduction:contribution_worry", args=[telling.public_id])
    assert client.get(telling.get_absolute_url()).status_code == 404
    assert client.get(worry).status_code == 404


def test_who_is_no_reader_sees_only_what_they_recorded(client, north, reader, writer):
    mine, not_mine = a_telling(writer), a_telling(reader)
    client.force_login(writer)

    page = client.get(north.url("lived-experience/heard/")).content.decode()

    assert mine.contributor.ref in page
    assert not_mine.contributor.ref not in page
    assert client.get(not_mine.get_absolute_url()).status_code == 404


def test_a_reader_whose_term_has_ended_opens_nothing(reader, today):
    telling = a_telling(reader)
    reading.end_reader(ReaderTerm.objects.get(), on=today, by=reader)

    said = refusal(reading.open_words, telling, reason="write", by=reader, on=today, now=now())

    assert said.startswith("Only the two readers")
    assert refusal(reading.end_reader, ReaderTerm.objects.get(), on=today, by=reader).endswith(
        "is no longer a reader."
    )


def test_there_is_one_first_and_one_second_reader(reader, writer):
    assert refusal(a_reader, writer, "first") == "There is such a reader already."
    assert refusal(a_reader, reader, "second").endswith("is a reader already.")
    for kind, person in (("first", writer), ("second", reader)):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReaderTerm.objects.create(person=person, kind=kind, from_on=LONG_AGO)


def test_what_was_taken_back_opens_for_nobody(client, reader, today):
    telling = a_telling(reader, "I waited.")
    client.force_login(reader)

    client.post(telling.get_absolute_url() + "consent/", {"method": "spoken_witnessed"})

    telling.refresh_from_db()
    assert telling.state == "withdrawn"
    assert refusal(
        reading.open_words, telling, reason="write", by=reader, on=today, now=now()
    ).startswith("This was taken back")


def test_taking_everything_back_reaches_every_telling(reader):
    first = a_telling(reader)
    second = a_telling(reader, ref=first.contributor.ref)

    consents.change_consent(
        first, scopes=[], method="written", is_for_everything=True, by=reader, now=now()
    )

    assert [scopes_now(t, at=now()) for t in (first, second)] == [frozenset(), frozenset()]
    assert set(Contribution.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert Contributor.objects.get().state == "withdrawn"


def test_consent_ends_after_two_years(reader):
    telling = a_telling(reader)

    assert scopes_now(telling, at=now() + timedelta(days=720))
    assert not scopes_now(telling, at=now() + timedelta(days=735))


def test_consent_given_on_a_leap_day_ends_on_the_last_of_february(reader):
    leap = now().replace(year=2028, month=2, day=29)
    a_telling(reader, now=leap)

    assert ConsentRecord.objects.get().valid_until.date().isoformat() == "2030-02-28"


@pytest.mark.parametrize("change", ["update", "delete"])
@pytest.mark.parametrize("model", [ConsentRecord, RawRead])
def test_consents_and_openings_are_never_changed(reader, today, model, change):
    telling = a_telling(reader)
    reading.open_words(telling, reason="write", by=reader, on=today, now=now())
    rows = model.objects.all()

    with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
        rows.update(alliance=rows[0].alliance_id) if change == "update" else rows._raw_delete(
            using="default"
        )


@pytest.mark.parametrize(
    ("broken", "name"),
    [
        ({"kind": "withdrawn"}, "consent_taken_back_is_empty"),
        ({"scopes": ["keep", "sell"]}, "consent_scopes_are_known"),
        ({"scopes": ["use"]}, "consent_includes_keeping"),
        ({"valid_until": now() - timedelta(days=9)}, "consent_ends_after_it_began"),
    ],
)
def test_the_database_refuses_consents_that_make_no_sense(reader, broken, name):
    telling = a_telling(reader)
    fields = {
        "contributor": telling.contributor,
        "kind": "given",
        "scopes": ["keep"],
        "wording": ConsentWording.objects.get(),
        "method": "written",
        "captured_by": reader,
        "captured_at": now(),
        "valid_until": now() + timedelta(days=1),
    }

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ConsentRecord.objects.create(**(fields | broken))


@pytest.mark.parametrize(
    ("ref", "name"),
    [("Heron-42", "contributor_ref_once"), ("Jo Winter", "contributor_ref_is_made_up")],
)
def test_the_database_refuses_names_that_are_not_made_up_or_taken(north, ref, name):
    Contributor.objects.create(ref="Heron-42")

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Contributor.objects.create(ref=ref)


def test_the_same_name_in_two_alliances_never_meets(north, south):
    Contributor.objects.create(ref="Heron-42")

    from alliance.tenancy.context import use

    with use(south.id):
        Contributor.objects.create(ref="Heron-42")
        assert Contributor.objects.count() == 1


def test_a_wording_has_one_version_of_a_number(coproduction_lead):
    first = a_wording(coproduction_lead)
    second = a_wording(coproduction_lead)

    assert (first.version, second.version) == (1, 2)
    second.version, second.pk = 1, None
    with pytest.raises(IntegrityError, match="consent_wording_once"), transaction.atomic():
        second.save(force_insert=True)


@pytest.mark.parametrize("rows", [5, 50])
def test_the_queue_costs_the_same_however_long_it_is(
    client, north, reader, rows, django_assert_num_queries
):
    for _ in range(rows):
        a_telling(reader)
    client.force_login(reader)
    client.get(north.url("lived-experience/heard/"))  # the frame is kept from now on

    with django_assert_num_queries(8):
        client.get(north.url("lived-experience/heard/"))
