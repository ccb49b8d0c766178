"""Money is shown as firmly as its source gives it, and no firmer."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, models, transaction

from alliance import access
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import Priority
from funding.actions import expectations, plans, streams
from funding.actions.streams import StreamFacts
from funding.models import (
    BudgetLine,
    DesignParticipant,
    DesignStage,
    Expectation,
    ExpectationEvent,
    FundingStream,
    ProfilePeriod,
    StreamEvent,
    StreamItem,
    StreamPriority,
)
from funding.queries import profiles
from funding.queries import streams as known
from funding.views import frames
from partnership_board.actions import boards, items
from tests.factories.funding import ALLIANCE, ON, a_promise, a_stream, the_pilot

pytestmark = pytest.mark.django_db


def refusal(action, *args, **words):
    with pytest.raises(Refused) as refused:
        action(*args, **words)
    return str(refused.value)


def shown(client, user, url):
    client.force_login(user)
    return client.get(url).content.decode()


def facts(**changes):
    return StreamFacts(**(ALLIANCE | changes))


def test_the_pages_say_what_the_case_study_says(client, north, preparer, lead):
    a_stream(preparer)
    the_pilot(preparer)

    page = shown(client, lead, north.url("funding/"))

    assert "£100,000 over three years from 1 July 2024 (stated)" in page
    assert "nearly £5 million (bid)" in page
    assert (
        "£1.8 million (stated) of nearly £5 million: at least 36%, if the stated figures hold"
        in " ".join(page.split())
    )
    assert "“£100k over three years”" in page


def test_sums_of_different_standing_are_never_added(preparer):
    a_stream(preparer)
    the_pilot(preparer)

    totals = {column.label: str(column.total) for column in known.columns(known_streams())}

    assert totals == {"Live": "£100,000 (stated)", "Bid": "nearly £5 million"}


def known_streams():
    return FundingStream.objects.all()


def test_an_unknown_sum_is_not_recorded_and_never_nothing(client, north, preparer, lead):
    stream = a_stream(preparer, name="An old programme", status="closed", total_pence=None,
                      qualifier="unknown", starts_on=None, ends_on=None)  # fmt: skip

    for url in (north.url("funding/"), stream.get_absolute_url()):
        page = shown(client, lead, url)
        assert "not recorded" in page
        assert "£0" not in page


def test_the_page_of_a_stream_says_what_is_missing(client, preparer, lead):
    stream = a_stream(preparer)
    streams.plan_line(stream, purpose="alliance_lead", title="Alliance Lead", by=preparer)

    page = shown(client, lead, stream.get_absolute_url())

    assert "A signed document that shows the sum" in page
    assert "The sums of the budget lines" in page
    assert "to be agreed" in page
    assert "£33,333.34" in page
    assert "0 of 7 stages decided together or led by the community; 7 not recorded." in page


def test_the_share_is_drawn_with_its_words_and_its_table(client, preparer, lead):
    pilot, share = the_pilot(preparer)

    page = shown(client, lead, pilot.get_absolute_url())

    assert "<svg" in page
    assert (
        "£1.8 million (stated) of nearly £5 million: at least 36%, if the stated figures hold."
        in page
    )
    assert "if the stated figures hold" in shown(client, lead, share.get_absolute_url())


def test_views_other_than_the_agreed_profile_add_up_too(client, preparer, lead):
    stream = a_stream(preparer)
    plans.agree_profile(stream, by_what="years", by=preparer)

    assert "£8,333.33" in shown(client, lead, stream.get_absolute_url() + "?by=financial")
    assert "£8,333.34" in shown(client, lead, stream.get_absolute_url() + "?by=quarters")
    assert "£33,333.34" in shown(client, lead, stream.get_absolute_url() + "?by=nonsense")
    assert [part.pence for part in profiles.agreed(stream)] == [3_333_334, 3_333_333, 3_333_333]


def test_agreeing_again_makes_a_new_version(preparer):
    stream = a_stream(preparer)
    plans.agree_profile(stream, by_what="years", by=preparer)
    plans.agree_profile(stream, by_what="quarters", by=preparer)

    assert len(profiles.agreed(stream)) == 12
    assert ProfilePeriod.objects.filter(version=1).count() == 3


def test_a_profile_needs_days_and_a_plain_figure(preparer):
    pilot, _ = the_pilot(preparer)
    hedged = a_stream(preparer, name="Hedged", qualifier="nearly")

    assert refusal(plans.agree_profile, pilot, by_what="years", by=preparer).startswith("Record")
    assert refusal(plans.agree_profile, hedged, by_what="years", by=preparer).startswith("A prof")


def test_the_spreadsheet_keeps_figure_firmness_and_standing_apart(client, north, preparer, lead):
    a_stream(preparer, name="=1+1", total_pence=None, qualifier="unknown")
    the_pilot(preparer)
    client.force_login(lead)

    answer = client.get(north.url("funding/streams.csv"))

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    found = {row["name"]: (row["total_pence"], row["qualifier"], row["status"]) for row in rows}
    assert found == {
        "'=1+1": ("", "unknown", "live"),
        "24/7 Pilot": ("500000000", "nearly", "bid"),
        "VCSE share": ("180000000", "stated", "bid"),
    }


def test_the_open_page_shows_what_is_published_and_nothing_else(client, north, preparer):
    a_stream(preparer, name="For everybody", is_published=True)
    a_stream(preparer, name="Not yet")

    page = client.get(north.url("funding/open/")).content.decode()

    assert "For everybody" in page
    assert "Not yet" not in page
    assert client.get(north.url("funding/")).status_code == 302


def test_who_keeps_funding_records_a_stream_by_form(client, north, preparer):
    client.force_login(preparer)
    typed = {
        "name": "Small groups",
        "status": "offered",
        "total_pence": "1,234.56",
        "qualifier": "stated",
        "instrument": "grant",
        "starts_on": "1 April 2026",
        "ends_on": "31 March 2027",
    }

    answer = client.post(north.url("funding/new/"), typed)

    stream = FundingStream.objects.get()
    assert answer.status_code == 302
    assert (stream.total_pence, stream.status) == (123_456, "offered")
    assert type(stream.total_pence) is int
    assert StreamEvent.objects.get().note == "First recorded, without a named source."


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"total_pence": ""}, "Give a figure, or choose that it is not recorded."),
        ({"qualifier": "unknown"}, "Give a figure, or choose that it is not recorded."),
        ({"total_pence": "-5"}, ""),
        ({"total_pence": "five"}, ""),
        ({"qualifier": "exact"}, "is not in the list. Choose from the list."),
        ({"ends_on": "1 March 2026"}, "The last day comes after the first."),
        ({"name": "There already"}, "There is a stream of this name already."),
        ({"source_quote": "9434765919"}, "This looks like an NHS number."),
    ],
)
def test_a_form_that_cannot_be_right_says_so_and_keeps_what_was_typed(
    client, north, preparer, wrong, sentence
):
    a_stream(preparer, name="There already")
    client.force_login(preparer)
    typed = {
        "name": "Small groups",
        "status": "offered",
        "total_pence": "5000",
        "qualifier": "stated",
        "instrument": "grant",
        "starts_on": "1 April 2026",
        "as_stated": "five thousand or so",
    }

    answer = client.post(north.url("funding/new/"), typed | wrong)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "five thousand or so" in page
    assert FundingStream.objects.count() == 1


def test_editing_a_stream_keeps_how_far_it_got(client, preparer):
    stream = a_stream(preparer)
    client.force_login(preparer)
    page = client.get(stream.get_absolute_url() + "edit/").content.decode()
    typed = {"name": "Renamed", "total_pence": "", "qualifier": "unknown", "instrument": "grant"}

    client.post(stream.get_absolute_url() + "edit/", typed)

    stream.refresh_from_db()
    assert "100,000.00" in page
    assert (stream.name, stream.total_pence, stream.status) == ("Renamed", None, "live")


def test_a_confirmed_sum_is_not_edited(preparer, finance_approver):
    stream = a_stream(preparer)
    make_exact(stream, preparer, finance_approver)

    said = refusal(streams.edit_stream, stream, facts(), by=preparer)

    assert said == "This sum has been confirmed from a signed document and stays as it is."


def a_document():
    from alliance.models import Document

    return Document.objects.create(
        purpose="funding", name="a", media_type="a", bytes=1, sha256="a",
        uploaded_at="2026-01-01T00:00Z",
    )  # fmt: skip


def make_exact(stream, one, another):
    FundingStream.objects.filter(pk=stream.pk).update(
        qualifier="exact",
        source_document=a_document(),
        confirmed_by=one,
        also_confirmed_by=another,
    )


def test_nobody_makes_a_sum_exact_alone(preparer):
    stream = a_stream(preparer)

    with pytest.raises(IntegrityError, match="exact_needs_document"), transaction.atomic():
        make_exact(stream, preparer, preparer)
    assert refusal(
        streams.record_stream, facts(name="B", qualifier="exact"), status="live", by=preparer, on=ON
    ).startswith("A sum is exact once two people")


def test_a_stream_goes_forward_on_a_source_and_back_only_as_a_correction(preparer):
    pilot, _ = the_pilot(preparer)

    def move(to, **why):
        return streams.move_stream(pilot, to=to, on=ON, by=preparer, **why)

    assert refusal(move, "bid") == "The stream stands at “Bid” already."
    assert refusal(move, "agreed") == "Name the source that says so."
    move("agreed", source="A letter")
    assert refusal(move, "bid", source="x") == "Going back is a correction. Say what was wrong."
    move("bid", note="The letter was about another bid.")
    move("unsuccessful", source="A mail")
    assert refusal(move, "live", source="x").startswith("Going back is a correction.")
    told = StreamEvent.objects.filter(stream=pilot).order_by("pk")
    assert [event.to_status for event in told] == ["bid", "agreed", "bid", "unsuccessful"]


def test_a_part_has_no_parts_of_its_own(preparer):
    pilot, share = the_pilot(preparer)

    def edit(stream, **changes):
        name = {"name": stream.name}
        return refusal(streams.edit_stream, stream, facts(**(name | changes)), by=preparer)

    assert edit(share, parent=share) == "A stream is not a part of itself."
    assert edit(pilot, parent=a_stream(preparer, name="C")).startswith("A part of a stream")
    assert refusal(
        streams.record_stream, facts(name="D", parent=share), status="bid", by=preparer, on=ON
    ).startswith("A part of a stream cannot")


def test_lines_stay_within_their_stream(client, preparer):
    stream = a_stream(preparer)
    line = streams.plan_line(stream, purpose="core", title="Rent", planned_pence=1, by=preparer)
    client.force_login(preparer)
    typed = {"title": "Posts", "purpose": "core", "planned_pence": "100,000.00"}

    too_much = client.post(stream.get_absolute_url() + "lines/new/", typed)
    client.post(stream.get_absolute_url() + "lines/new/", typed | {"planned_pence": "99,999.99"})
    twice = refusal(streams.plan_line, stream, purpose="core", title="Rent", by=preparer)
    renamed = refusal(streams.change_line, line, purpose="core", title="Posts",
                      planned_pence=None, note="", by=preparer)  # fmt: skip

    assert too_much.status_code == 422
    assert "£100,000 over three years" in too_much.content.decode()
    assert sorted(BudgetLine.objects.values_list("planned_pence", flat=True)) == [1, 9_999_999]
    assert twice == renamed == "This stream has a line of that name."


def test_a_line_that_is_not_agreed_can_be_filled_in_later(client, north, preparer):
    line = streams.plan_line(a_stream(preparer), purpose="core", title="Rent", by=preparer)
    client.force_login(preparer)
    assert line.planned == "to be agreed"

    client.post(
        north.url(f"funding/lines/{line.pk}/"),
        {"title": "Rent", "purpose": "core", "planned_pence": "12"},
    )

    line.refresh_from_db()
    assert line.planned == "£12.00"


def test_a_stage_without_a_record_is_nobodys(client, preparer, the_board, lead):
    side = boards.add_constituency(the_board, code="gp", label="Primary care", by=Actor.SYSTEM)
    stream = a_stream(preparer)
    client.force_login(preparer)
    typed = {"stage": "need", "level": "decided_jointly", "constituencies": [side.pk]}

    client.post(stream.get_absolute_url() + "design/", typed)

    assert DesignParticipant.objects.get().constituency == side
    page = shown(client, lead, stream.get_absolute_url())
    assert "1 of 7 stages decided together or led by the community; 6 not recorded." in page
    again = refusal(plans.record_design_stage, stream, stage="need", level="informed", by=preparer)
    assert again == "This stage is recorded already."


def test_figures_stand_beside_an_agenda_item_as_they_are_known(
    client, preparer, coming_meeting, lead, leaver, today
):
    pilot, share = the_pilot(preparer)
    when = coming_meeting.starts_at - timedelta(days=50)
    facts = items.ItemFacts("The share", "discuss", 20)
    item = items.add(coming_meeting, facts, by=lead, now=when)
    client.force_login(preparer)
    for stream in (pilot, share):
        client.post(stream.get_absolute_url() + "beside/", {"item": item.pk})
    access.carry_rights(lead, on=today)
    access.carry_rights(leaver, on=today)

    panel = frames.beside_item(item, lead)

    assert panel is not None
    said = [(stream.name, stream.amount_and_status, str(of)) for stream, of in panel["streams"]]
    assert said == [
        ("24/7 Pilot", "nearly £5 million (bid)", "None"),
        ("VCSE share", "£1.8 million (stated, bid)", "at least 36%, if the stated figures hold"),
    ]
    assert frames.beside_item(item, leaver) is None
    again = refusal(streams.show_beside, pilot, item=item, by=preparer)
    assert again == "This item shows the stream already."


def test_a_pack_says_the_position_of_each_stream(preparer, lead):
    assert frames.in_pack(1, ON) is None
    the_pilot(preparer)
    a_promise(preparer, expected_by=ON - timedelta(days=1))

    section = frames.in_pack(1, ON)

    assert section is not None
    assert [column.label for column in section["columns"]] == ["Bid"]
    assert [promise.for_what for promise in section["late"]] == ["An answer"]
    assert len(section["pictures"]) == 1


def test_a_promise_keeps_its_words_its_age_and_what_came_of_it(client, preparer, lead):
    promise = a_promise(preparer, as_stated="resources in the spring", made_on=date(2026, 1, 2))
    assert promise.age(on=date(2026, 1, 12)) == "made 10 days ago"
    client.force_login(preparer)
    client.post(
        promise.get_absolute_url() + "note/",
        {"kind": "moved", "text": "In the autumn now.", "on": "1 May 2026"},
    )
    client.post(
        promise.get_absolute_url() + "close/",
        {"outcome": "less", "text": "Half of it came.", "on": "1 June 2026"},
    )

    page = shown(client, lead, promise.get_absolute_url())

    for words in ("resources in the spring", "In the autumn now.", "Half of it came.",
                  "Met with less", "not recorded"):  # fmt: skip
        assert words in page
    promise.refresh_from_db()
    assert (
        refusal(expectations.note_about, promise, kind="moved", on=ON, text="x", by=preparer)
        == "This promise is closed."
    )


def test_a_promise_whose_day_nobody_knows_is_as_old_as_our_record(preparer):
    assert a_promise(preparer).age(on=ON + timedelta(days=1)) == "recorded 1 day ago"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"qualifier": "exact", "pence": 5}, "A promise is never exact"),
        ({"pence": 5}, "Give a figure, or say that it is not recorded."),
        ({"made_on": ON + timedelta(days=1)}, "A promise was made today or before."),
    ],
)
def test_a_promise_that_cannot_be_right_is_refused(preparer, wrong, sentence):
    assert refusal(a_promise, preparer, **wrong).startswith(sentence)


def test_an_open_promise_is_not_closed_as_open(preparer):
    said = refusal(
        expectations.close_expectation,
        a_promise(preparer),
        outcome="open",
        on=ON,
        text="x",
        by=preparer,
    )

    assert said == "Say what became of it."


def test_who_keeps_funding_is_reminded_of_promises_past_their_day(preparer, lead, editor, today):
    a_promise(preparer, expected_by=today - timedelta(days=1), for_what="An answer")
    a_promise(preparer, expected_by=today)
    for person in (preparer, editor):
        access.carry_rights(person, on=today)

    assert [card.title for card in frames.cards(preparer, today)] == [
        "Ask what became of a promise: An answer"
    ]
    assert list(frames.cards(editor, today)) == []


def test_a_promise_is_recorded_by_form(client, north, preparer):
    client.force_login(preparer)
    typed = {
        "for_what": "Incoming resources",
        "as_stated": "not yet fulfilled",
        "source_title": "The case study",
        "qualifier": "unknown",
    }

    wrong = client.post(north.url("funding/promises/new/"), typed | {"pence": "5"})
    right = client.post(north.url("funding/promises/new/"), typed)

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert Expectation.objects.get().amount_words == "not recorded"


@pytest.mark.parametrize("who", ["lead", "editor", "finance_approver", "observer"])
@pytest.mark.parametrize("path", ["new/", "promises/new/"])
def test_only_who_keeps_funding_changes_it(client, north, request, who, path, preparer):
    client.force_login(request.getfixturevalue(who))
    may = who == "lead"

    assert client.get(north.url(f"funding/{path}")).status_code == (200 if may else 403)


def test_another_alliances_money_does_not_exist(client, north, preparer, stranger):
    stream, promise = a_stream(preparer), a_promise(preparer)
    client.force_login(stranger)

    for url in (stream.get_absolute_url(), promise.get_absolute_url(), north.url("funding/")):
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 50])
@pytest.mark.parametrize(("path", "queries"), [("", 6), ("promises/", 6)])
def test_lists_of_money_cost_the_same_however_long_they_are(
    client, north, preparer, rows, path, queries, django_assert_num_queries
):
    for number in range(rows):
        a_promise(preparer, stream=a_stream(preparer, name=f"Stream {number}"))
    client.force_login(preparer)
    client.get(north.url(f"funding/{path}"))  # the frame is kept from now on

    with django_assert_num_queries(queries):
        client.get(north.url(f"funding/{path}"))


def test_no_sum_of_money_is_kept_as_anything_but_whole_pence():
    for model in apps.get_app_config("funding").get_models():
        for field in model._meta.get_fields():
            assert not isinstance(field, models.FloatField | models.DecimalField)
            if field.name.endswith("pence"):
                assert isinstance(field, models.BigIntegerField)


def broken_rows(by):
    stream, promise = a_stream(by), a_promise(by)
    line = streams.plan_line(stream, purpose="core", title="Rent", by=by)
    plans.agree_profile(stream, by_what="years", by=by)
    stage = plans.record_design_stage(stream, stage="need", level="informed", by=by)
    period = {"stream": stream, "version": 9, "starts_on": ON, "ends_on": ON, "pence": 1}
    moved = {"stream": stream, "from_status": "bid", "to_status": "live", "on": ON, "by": by}
    one = FundingStream.objects.filter(pk=stream.pk)
    priority = Priority.objects.create(number=1, name="Better funding")
    StreamPriority.objects.create(stream=stream, priority=priority)
    promised = Expectation.objects.filter(pk=promise.pk)
    first = ProfilePeriod.objects.filter(version=1)
    return {
        "stream_total_unknown_has_no_figure": lambda: one.update(total_pence=None),
        "stream_total_is_not_negative": lambda: one.update(total_pence=-1),
        "stream_name_once": lambda: FundingStream.objects.create(
            name=stream.name, status="bid", qualifier="unknown"
        ),
        "stream_ends_after_it_starts": lambda: one.update(ends_on=date(2020, 1, 1)),
        "stream_is_not_its_own_parent": lambda: one.update(parent=stream.pk),
        "stream_priority_once": lambda: StreamPriority.objects.create(
            stream=stream, priority=priority
        ),
        "stream_event_says_why": lambda: StreamEvent.objects.create(**moved),
        "stream_event_changes_something": lambda: StreamEvent.objects.create(
            **(moved | {"to_status": "bid", "source": "x"})
        ),
        "budget_line_once": lambda: BudgetLine.objects.create(
            stream=stream, purpose="core", title=line.title
        ),
        "budget_line_is_not_negative": lambda: BudgetLine.objects.update(planned_pence=-1),
        "profile_period_once": lambda: ProfilePeriod.objects.create(
            **(period | {"version": 1, "starts_on": first[0].starts_on})
        ),
        "profile_period_has_days": lambda: ProfilePeriod.objects.create(
            **(period | {"ends_on": ON - timedelta(days=1)})
        ),
        "profile_period_is_not_negative": lambda: ProfilePeriod.objects.create(
            **(period | {"pence": -1})
        ),
        "design_stage_once": lambda: DesignStage.objects.create(
            stream=stream, stage=stage.stage, level="informed"
        ),
        "expectation_unknown_has_no_figure": lambda: promised.update(pence=1),
        "expectation_is_not_negative": lambda: promised.update(pence=-1, qualifier="stated"),
        "expectation_is_never_exact": lambda: promised.update(pence=1, qualifier="exact"),
        "expectation_quotes_its_source": lambda: promised.update(as_stated=""),
        "expectation_event_says_what": lambda: ExpectationEvent.objects.create(
            expectation=promise, kind="moved", on=ON, text="", by=by
        ),
    }


BROKEN = [
    "stream_total_unknown_has_no_figure",
    "stream_total_is_not_negative",
    "stream_name_once",
    "stream_ends_after_it_starts",
    "stream_is_not_its_own_parent",
    "stream_priority_once",
    "stream_event_says_why",
    "stream_event_changes_something",
    "budget_line_once",
    "budget_line_is_not_negative",
    "profile_period_once",
    "profile_period_has_days",
    "profile_period_is_not_negative",
    "design_stage_once",
    "expectation_unknown_has_no_figure",
    "expectation_is_not_negative",
    "expectation_is_never_exact",
    "expectation_quotes_its_source",
    "expectation_event_says_what",
]


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_what_makes_no_sense(preparer, name):
    breaking = broken_rows(preparer)[name]

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        breaking()


def test_a_side_takes_part_once_and_an_item_shows_a_stream_once(
    preparer, the_board, coming_meeting, lead
):
    side = boards.add_constituency(the_board, code="gp", label="Primary care", by=Actor.SYSTEM)
    stream = a_stream(preparer)
    stage = plans.record_design_stage(
        stream, stage="need", level="informed", constituencies=[side], by=preparer
    )
    when = coming_meeting.starts_at - timedelta(days=50)
    item = items.add(coming_meeting, items.ItemFacts("It", "note", 5), by=lead, now=when)
    streams.show_beside(stream, item=item, by=preparer)

    with pytest.raises(IntegrityError, match="design_participant_once"), transaction.atomic():
        DesignParticipant.objects.create(stage=stage, constituency=side)
    with pytest.raises(IntegrityError, match="stream_item_once"), transaction.atomic():
        StreamItem.objects.create(stream=stream, agenda_item=item)


@pytest.mark.parametrize("model", [StreamEvent, ExpectationEvent])
def test_what_happened_to_money_is_never_changed(preparer, model):
    stream, promise = a_stream(preparer), a_promise(preparer)
    expectations.note_about(promise, kind="moved", on=ON, text="Later.", by=preparer)

    with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
        model.objects.update(alliance=stream.alliance_id)
