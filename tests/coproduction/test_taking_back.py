"""Taking it back is as easy as giving it was, and reaches every place the words went."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, IntegrityError, connection, transaction

from alliance import subject_keys
from alliance.models import Document, Message, ShredReceipt
from alliance.queries.documents import path_of
from coproduction import words
from coproduction.actions import consents, insights, links, withdrawals
from coproduction.models import (
    ConsentRecord,
    Contribution,
    Contributor,
    Insight,
    InsightSource,
    InsightVersion,
    Withdrawal,
    WithdrawalStep,
)
from coproduction.queries import insights as reading
from coproduction.views import frames
from partnership_board.actions import items, packs, taking_back
from partnership_board.models import PackBuild, PackCopy, PackPart, PackReplacement
from tests.coproduction.test_sealing import columns_with
from tests.documents.reading import text_of
from tests.factories.coproduction import a_telling, an_approved_point, now

MARKER = "zyxwvutmarker"
POINT = f"Say a time {MARKER}, and keep to it."

pytestmark = pytest.mark.django_db


def take_back(telling, by=None, **about):
    how = "word_of_mouth" if by else "card"
    return withdrawals.take_back(telling.contributor, asked_how=how, by=by, now=now(), **about)


def steps_of(made):
    return {step.step: step.is_done for step in WithdrawalStep.objects.filter(withdrawal=made)}


# ---- the first row of the table ------------------------------------------------------------------
def test_everything_taken_back_is_gone_at_once(reader, lead):
    telling = a_telling(reader, f"I said {MARKER}", translation="And again")
    point = an_approved_point(reader, telling, text=POINT)
    sealed = telling.original

    made = take_back(telling)

    with pytest.raises(words.Withdrawn, match="withdrawn by the person"):
        words.opened(telling, "original")
    assert words.opened_all(list(InsightVersion.objects.all()), "plain_text") == [None]
    point.refresh_from_db()
    telling.refresh_from_db()
    assert (point.state, telling.state, telling.original) == ("withdrawn", "withdrawn", sealed)
    assert telling.contributor.state == Contributor.State.WITHDRAWN
    assert not InsightSource.objects.exists()
    latest = ConsentRecord.objects.latest("pk")
    assert (latest.kind, latest.scopes, latest.captured_by) == ("withdrawn", [], None)
    assert steps_of(made) == {
        "keys": True, "points": True, "packs": False, "holders": True, "pages": False,
        "backups": False,
    }  # fmt: skip
    assert Message.objects.get(key__startswith="taken back").to == lead.email


def test_taking_back_twice_changes_nothing(reader):
    telling = a_telling(reader)
    made = take_back(telling)
    records, receipts = ConsentRecord.objects.count(), ShredReceipt.objects.count()

    assert take_back(telling) == made
    assert take_back(telling, contribution=telling) == made
    assert (ConsentRecord.objects.count(), ShredReceipt.objects.count()) == (records, receipts)


def test_one_telling_goes_and_the_other_stays(reader):
    one = a_telling(reader, "The first.")
    other = a_telling(reader, "The second.", ref=one.contributor.ref)

    take_back(one, contribution=one)

    other.refresh_from_db()
    assert words.opened(other, "original") == "The second."
    assert (other.state, other.contributor.state) == ("captured", "active")
    with pytest.raises(words.Withdrawn):
        words.opened(one, "original")
    with pytest.raises(words.Withdrawn):
        words.seal(one, "original", "Written again by mistake.")


def test_of_two_sources_one_taken_back_hides_the_point_until_it_is_written_anew(reader):
    one, other = a_telling(reader), a_telling(reader)
    point = an_approved_point(reader, one, other, text=POINT)

    take_back(one)

    point.refresh_from_db()
    assert point.state == Insight.State.UNDER_REVIEW
    assert reading.for_board(Insight.objects.all(), at=now()) == []
    assert reading.shown(Insight.objects.all(), at=now())[0].text is None
    assert [s.contribution for s in InsightSource.objects.all()] == [other]

    insights.rewrite_insight(
        point, plain_text="Keep to the time.", audience="board", by=reader, now=now()
    )
    insights.approve_insight(point, by=reader, now=now())

    (shown,) = reading.for_board(Insight.objects.all(), at=now())
    assert shown.text == "Keep to the time."


def test_consent_without_keeping_is_taking_back(reader):
    telling = a_telling(reader)

    record = consents.change_consent(telling, scopes=[], method="written", by=reader, now=now())

    made = Withdrawal.objects.get()
    assert (record.kind, record.method, record.captured_by) == ("withdrawn", "written", reader)
    assert (made.what, made.asked_how, made.handled_by) == (
        "one_contribution", "word_of_mouth", reader,
    )  # fmt: skip


def test_giving_the_same_consent_again_refreshes_it(reader):
    telling = a_telling(reader, scopes=["keep", "use"])

    record = consents.change_consent(
        telling, scopes=["use", "keep"], method="written", by=reader, now=now()
    )

    assert record.kind == "refreshed"
    assert not Withdrawal.objects.exists()


def test_narrowing_destroys_nothing_and_clears_the_places_it_was_allowed_in(reader):
    telling = a_telling(reader)
    an_approved_point(reader, telling, text=POINT)

    consents.change_consent(telling, scopes=["keep", "use"], method="written", by=reader, now=now())

    made = Withdrawal.objects.get()
    assert made.what == "some_scopes"
    assert reading.for_board(Insight.objects.all(), at=now()) == []
    assert words.opened(telling, "original") == "I waited all evening."
    assert steps_of(made) == {"points": True, "packs": False, "holders": True, "pages": False}


def test_the_clock_closes_what_is_done_and_backups_last(reader):
    made = take_back(a_telling(reader))

    assert withdrawals.finish(now=now()) == 2
    assert withdrawals.finish(now=now()) == 0

    made.refresh_from_db()
    assert made.is_done
    assert steps_of(made)["backups"] is False
    assert withdrawals.finish(now=now() + timedelta(days=31)) == 1
    assert steps_of(made)["backups"] is True


def test_pages_are_not_clear_while_a_withdrawn_text_can_be_opened(reader):
    telling = a_telling(reader)
    an_approved_point(reader, telling, text=POINT)
    made = take_back(telling)
    InsightVersion.objects.create(
        insight=Insight.objects.get(), version=2, plain_text="", written_by=reader, written_at=now()
    )

    withdrawals.finish(now=now())

    assert steps_of(made)["pages"] is False


def test_after_a_restore_it_is_taken_back_once_more(reader):
    telling = a_telling(reader)
    an_approved_point(reader, telling, text=POINT)
    take_back(telling)
    # what yesterday's backup brings back: rows as they were, but no keys
    Contributor.objects.update(state="active")
    Contribution.objects.update(state="finished")
    WithdrawalStep.objects.all().delete()
    Withdrawal.objects.all().delete()

    assert withdrawals.again(now=now()) == 1
    assert withdrawals.again(now=now()) == 0

    made = Withdrawal.objects.get()
    assert (made.what, made.asked_how, made.handled_by) == ("everything", "again", None)
    assert Contribution.objects.get().state == "withdrawn"


# ---- packs ---------------------------------------------------------------------------------------
@pytest.fixture
def on_agenda(reader, coming_meeting, board_member):
    """A point behind an item of the coming meeting, from one telling."""
    telling = a_telling(reader)
    point = an_approved_point(reader, telling, text=POINT)
    item = items.add(
        coming_meeting, items.ItemFacts("Evening calls", "discuss", 20), by=reader, now=now()
    )
    links.link_insight(point, to=item, relation="asked_for", by=reader, now=now())
    return telling


def files():
    found = {}
    for document in Document.objects.order_by("pk"):
        if document.state == "ready":
            with default_storage.open(path_of(document)) as stored:
                found[document.pk] = stored.read()
    return found


def test_a_pack_that_was_sent_is_made_again_without_it_and_its_holders_are_told(
    on_agenda, reader, coming_meeting, board_member
):
    build = packs.publish(coming_meeting, by=reader, now=now())
    packs.send(build, now=now())
    build.refresh_from_db()
    before, was = files(), (build.manifest_sha256, build.document.sha256)
    assert any(MARKER in text_of(content) for content in before.values())

    take_back(on_agenda)

    assert files() == {}  # at once, and the kept parts too
    assert not PackPart.objects.exists()
    asked = Message.objects.filter(key__startswith="words taken back")
    assert {message.to for message in asked} == {board_member.email, reader.email}
    assert taking_back.fill(build, now=now()) == PackReplacement.objects.count() > 0
    assert taking_back.fill(build, now=now()) == 0
    after = files()
    assert after
    for content in after.values():
        text = text_of(content)
        assert MARKER not in text
        assert "A point was withdrawn by the person who made it." in text
    build.refresh_from_db()
    assert (build.manifest_sha256, PackReplacement.objects.first().was_sha256) == was
    assert PackCopy.objects.filter(build=build).exists()


def test_a_pack_that_is_being_made_is_stopped_and_made_again(on_agenda, reader, coming_meeting):
    first = packs.publish(coming_meeting, by=reader, now=now())

    take_back(on_agenda)

    first.refresh_from_db()
    second = PackBuild.objects.latest("n")
    assert first.has_failed
    assert "taken back" in first.problem
    assert (second.n, second.is_building) == (2, True)
    packs.send(first, now=now())
    assert not PackCopy.objects.filter(build=first).exists()


def test_the_agenda_item_says_that_a_point_was_withdrawn(on_agenda, coming_meeting):
    take_back(on_agenda)

    assert frames.in_pack(coming_meeting.pk, now().date()) == {
        "points": [], "gone": 1, "on": now().date(),
    }  # fmt: skip


def test_no_column_holds_the_words_before_or_after(on_agenda, reader, coming_meeting):
    packs.publish(coming_meeting, by=reader, now=now())

    assert columns_with(MARKER) == []
    take_back(on_agenda)
    assert columns_with(MARKER) == []
    assert columns_with("taken back")  # the search itself finds things


# ---- what the database refuses -------------------------------------------------------------------
def withdrawal(**fields):
    about = Contributor.objects.first()
    return Withdrawal.objects.create(
        **{
            "contributor": about,
            "what": "everything",
            "asked_how": "card",
            "asked_at": now(),
            "receipt_number": "W-1",
        }
        | fields
    )


REFUSED = {
    "withdrawal_receipt_once": lambda: (withdrawal(), withdrawal()),
    "withdrawal_handled_by_somebody": lambda: withdrawal(asked_how="letter"),
    "withdrawal_of_everything_names_no_telling": lambda: withdrawal(
        contribution=Contribution.objects.first()
    ),
    "withdrawal_of_one_names_it": lambda: withdrawal(what="one_contribution"),
    "withdrawal_ends_after_it_began": lambda: withdrawal(completed_at=now() - timedelta(days=1)),
    "withdrawal_step_once": lambda: [
        WithdrawalStep.objects.create(withdrawal=made, step="keys", due_at=now())
        for made in [withdrawal()] * 2
    ],
    "consent_captured_by_somebody": lambda: ConsentRecord.objects.create(
        contributor=Contributor.objects.first(),
        kind="given",
        scopes=["keep"],
        method="written",
        wording=ConsentRecord.objects.first().wording,
        captured_at=now(),
        valid_until=now(),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses_what_makes_no_sense(reader, name):
    a_telling(reader)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        REFUSED[name]()


def test_a_consent_cannot_be_changed_by_raw_sql(reader):
    a_telling(reader)

    for command in ("UPDATE coproduction_consentrecord SET scopes = '{}'",
                    "DELETE FROM coproduction_consentrecord"):  # fmt: skip
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(command)


def test_no_key_is_made_for_somebody_who_took_everything_back(reader):
    telling = a_telling(reader)
    take_back(telling)

    with pytest.raises(subject_keys.Shredded):
        subject_keys.key_for(telling.public_id)
