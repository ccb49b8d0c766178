"""Only an organisation's approver speaks of who leads it; others see what a consent shows."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib import admin

from alliance import access
from alliance.errors import Refused
from alliance.models import Event, Message
from members.actions import declarations, settings
from members.models import DeclarationReading, LedByDeclaration, LedByDefinition
from members.queries import cards
from members.queries import declarations as queries
from tests.factories.members import an_organisation, organisations
from tests.members.reading import words_of
from tests.members.test_models import NOW, refused

EVERYBODY_ELSE = [
    "lead",
    "coproduction_lead",
    "editor",
    "heron_approver",
    "guardian",
    "platform_admin",
]


@pytest.fixture
def definition(north):
    return LedByDefinition.objects.create(
        name="Ours", wording="Most of us.", valid_from=date(2025, 1, 1)
    )


@pytest.fixture
def said(definition, harbour, approver, today):
    """Harbour Lane lets it be counted, and nothing else."""
    return declarations.declare(
        harbour,
        definition=definition,
        group="Carers",
        leads="yes",
        shares=(90, 80, None),
        consents=frozenset({"use_in_totals"}),
        by=approver,
        on=today,
        now=NOW,
    )


def form_of(definition, **answers):
    return {"definition": definition.pk, "group": "Carers", "leads": "yes"} | answers


# ---- nobody else --------------------------------------------------------------------------------
@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_nobody_else_declares_changes_or_withdraws(definition, harbour, said, today, who, request):
    person = request.getfixturevalue(who)
    doing = {"by": person, "on": today}
    attempts = [
        lambda: declarations.declare(
            harbour, definition=definition, group="Others", leads="yes", now=NOW, **doing
        ),
        lambda: declarations.change_consents(said, consents=frozenset(), **doing),
        lambda: declarations.withdraw(said, now=NOW, **doing),
    ]

    for attempt in attempts:
        with pytest.raises(Refused, match="Only Harbour Lane can say this about itself"):
            attempt()

    assert LedByDeclaration.objects.get().use_in_totals
    assert not LedByDeclaration.objects.exclude(withdrawn_at=None).exists()


@pytest.mark.parametrize("who", ["lead", "coproduction_lead", "editor", "heron_approver"])
@pytest.mark.parametrize(
    "path", ["members/harbour-lane/declarations/", "members/harbour-lane/declarations/new/"]
)
def test_nobody_else_opens_its_pages(ask, said, who, path, request):
    assert ask(request.getfixturevalue(who), path).status_code == 403


@pytest.mark.parametrize("path", ["", "consent/", "withdraw/"])
@pytest.mark.parametrize("who", ["lead", "coproduction_lead", "editor", "heron_approver"])
def test_to_everybody_else_a_declaration_does_not_exist(ask, said, who, path, request):
    answer = ask(request.getfixturevalue(who), f"members/declarations/{said.pk}/{path}")

    assert answer.status_code == 404


def test_there_is_no_other_form_for_it():
    assert LedByDeclaration not in admin.site._registry
    assert LedByDefinition not in admin.site._registry


# ---- the organisation's own pages ---------------------------------------------------------------
def test_an_approver_declares_with_no_consent_ticked_for_them(ask, send, definition, approver):
    page = ask(approver, "members/harbour-lane/declarations/new/")
    assert "Most of us." in words_of(page)
    assert "checked" not in page.content.decode()

    answer = send(
        approver,
        "members/harbour-lane/declarations/new/",
        **form_of(definition, board_percent="90", show_publicly="on"),
    )

    assert answer.status_code == 302
    said = LedByDeclaration.objects.get()
    assert [name for name in queries.CONSENTS if getattr(said, name)] == ["show_publicly"]
    assert (said.board_percent, said.senior_staff_percent) == (90, None)
    assert said.valid_until == said.declared_on + timedelta(days=365)


def test_the_list_says_not_declared_and_never_no(ask, definition, approver):
    words = words_of(ask(approver, "members/harbour-lane/declarations/"))

    assert "Not declared. That is an answer of its own: nobody reads it as no." in words


def test_the_organisation_reads_what_it_said_and_with_which_wording(ask, said, approver):
    words = words_of(ask(approver, "members/harbour-lane/declarations/"))

    assert "Carers" in words
    assert "Most of us." in words
    assert "80 in 100" in words
    assert "Cannot be worked out: a share is not declared" in words
    assert "Count it in totals that name nobody" in words
    assert "Show it to everyone" not in words


def test_a_wording_that_changed_meanwhile_is_read_again(send, definition, approver, today):
    answer = send(
        approver,
        "members/harbour-lane/declarations/new/",
        **form_of(definition) | {"definition": definition.pk + 1},
    )

    assert "The wording has changed since you opened this page" in words_of(answer)
    assert LedByDeclaration.objects.count() == 0


def test_answering_anew_keeps_the_group_and_runs_for_another_year(
    ask, send, definition, said, approver
):
    assert "Answer again: Carers" in words_of(ask(approver, f"members/declarations/{said.pk}/"))

    send(approver, f"members/declarations/{said.pk}/", **form_of(definition, leads="no", group="X"))

    now_said = LedByDeclaration.objects.get(withdrawn_at=None)
    assert (now_said.group, now_said.leads) == ("Carers", "no")


def test_consents_change_one_by_one(send, said, approver):
    send(approver, f"members/declarations/{said.pk}/consent/", show_name_to_members="on")

    said.refresh_from_db()
    assert (said.use_in_totals, said.show_name_to_members) == (False, True)


def test_what_was_taken_back_has_no_consents_to_change(said, approver, today):
    declarations.withdraw(said, by=approver, on=today, now=NOW)

    with pytest.raises(Refused, match="taken back already"):
        declarations.change_consents(said, consents=frozenset(), by=approver, on=today)


def test_an_approver_takes_it_back_and_reads_what_stays(ask, send, said, approver):
    page = ask(approver, f"members/declarations/{said.pk}/withdraw/")
    assert "keeps its number: it names nobody" in words_of(page)

    send(approver, f"members/declarations/{said.pk}/withdraw/")

    assert LedByDeclaration.objects.filter(withdrawn_at=None).count() == 0
    again = send(approver, f"members/declarations/{said.pk}/withdraw/")
    assert "This has been taken back already" in words_of(again)
    assert "Taken back" in words_of(ask(approver, "members/harbour-lane/declarations/"))


def test_without_a_definition_nothing_can_be_declared(ask, approver):
    assert "No definition yet" in words_of(ask(approver, "members/harbour-lane/declarations/new/"))


# ---- what a consent shows -----------------------------------------------------------------------
@pytest.mark.parametrize("use", queries.CONSENTS)
def test_each_consent_opens_one_use_and_no_other(said, approver, today, use):
    declarations.change_consents(said, consents=frozenset({use}), by=approver, on=today)

    found = {
        name: queries.consented(LedByDeclaration.objects.all(), use=name, on=today).count()
        for name in queries.CONSENTS
    }
    assert found == {name: int(name == use) for name in queries.CONSENTS}
    lapsed = queries.consented(LedByDeclaration.objects.all(), use=use, on=said.valid_until)
    assert lapsed.count() == 0


def test_no_other_use_can_be_asked_for(said, today):
    with pytest.raises(ValueError, match="not a use"):
        queries.consented(LedByDeclaration.objects.all(), use="anything", on=today)


def test_other_members_see_nothing_without_their_consent(ask, said, approver, heron_approver):
    assert "Carers" not in words_of(ask(heron_approver, "members/harbour-lane/"))
    declarations.change_consents(
        said, consents=frozenset({"show_name_to_members"}), by=approver, on=said.declared_on
    )
    assert "Carers" in words_of(ask(heron_approver, "members/harbour-lane/"))


@pytest.fixture
def many(definition, act_for, today):
    """Three members led by a group and four that are not, all counted."""
    for number, organisation in enumerate(organisations(7)):
        person = act_for(f"Approver {number}", organisation, "approver")
        declarations.declare(
            organisation,
            definition=definition,
            group="Carers",
            leads="yes" if number < 3 else "no",
            consents=frozenset({"use_in_totals"}),
            by=person,
            on=today,
            now=NOW,
        )


def figures(response):
    rows = re.findall(
        r'<th scope="row">([^<]+)</th><td class="number">(?:<span[^>]*>)?([^<]+)',
        response.content.decode(),
    )
    return dict(rows)


def test_a_consent_taken_back_changes_the_figure_at_the_next_load(ask, many, lead, today):
    before = figures(ask(lead, "members/led-by/"))
    assert before["Led by a group they named"] == "3"
    assert before["Not led by a group they named"] == "4"

    for one in LedByDeclaration.objects.filter(leads="no")[:3]:
        declarations.change_consents(one, consents=frozenset(), by=one.declared_by, on=today)
    after = figures(ask(lead, "members/led-by/"))

    assert after != before
    assert "1" not in after.values()  # the one that is left is hidden, with another to hide it


def test_what_was_not_declared_is_a_segment_of_its_own(many, today):
    for number in range(4):
        an_organisation(f"Silent {number}")

    found = dict(queries.totals(on=today).lines)

    assert found["Not declared"] == 4
    assert found["Not led by a group they named"] == 4


def test_with_a_handful_of_members_no_figure_is_shown(ask, said, approver):
    assert "Too few members let it be counted" in words_of(ask(approver, "members/led-by/"))


@pytest.mark.parametrize(
    ("leads", "consents", "code"),
    [
        ("yes", {"show_publicly"}, "RS200"),
        ("no", {"show_publicly"}, "RS200"),
        ("yes", {"use_in_funding"}, "RS203"),
        ("prefer_not_to_say", {"show_publicly"}, "RS202"),
    ],
)
def test_an_answer_has_its_code_in_the_dei_data_standard(leads, consents, code):
    said = LedByDeclaration(leads=leads, **dict.fromkeys(consents, True))

    assert said.reply_status == code


# ---- a recorded reading -------------------------------------------------------------------------
def test_the_coproduction_lead_reads_the_answers_and_everybody_can_know(
    ask, send, said, coproduction_lead, approver
):
    assert "Carers" not in words_of(ask(coproduction_lead, "members/led-by/answers/"))

    answer = send(coproduction_lead, "members/led-by/answers/", purpose="Equity audit")

    reading = DeclarationReading.objects.get()
    assert (reading.read_by, reading.purpose) == (coproduction_lead, "Equity audit")
    assert Event.objects.filter(kind="members.declarations_read").count() == 1
    raw = words_of(ask(coproduction_lead, answer.headers["Location"].split("/north/")[1]))
    assert "1 of 1 member declared something" in raw
    assert "Carers" in raw
    own = words_of(ask(approver, "members/harbour-lane/declarations/"))
    assert "Callum Reid" in own
    assert "Equity audit" in own


def test_nothing_is_read_without_saying_what_for(send, said, coproduction_lead):
    assert send(coproduction_lead, "members/led-by/answers/", purpose="").status_code == 422
    assert DeclarationReading.objects.count() == 0


@pytest.mark.parametrize("hours_ago", [0.9, 1.1])
def test_the_answers_stay_open_for_an_hour(ask, said, coproduction_lead, hours_ago):
    at = datetime.now(tz=UTC) - timedelta(hours=hours_ago)
    reading = declarations.read_answers(purpose="Audit", by=coproduction_lead, now=at)

    answer = ask(coproduction_lead, f"members/led-by/answers/{reading.pk}/")

    assert answer.status_code == (200 if hours_ago < 1 else 302)


def test_the_answers_are_open_to_the_one_who_asked(ask, said, coproduction_lead, hold):
    at = datetime.now(tz=UTC)
    reading = declarations.read_answers(purpose="Audit", by=coproduction_lead, now=at)
    another = hold("Nora Quill", "coproduction_lead")

    assert ask(another, f"members/led-by/answers/{reading.pk}/").status_code == 302


@pytest.mark.parametrize("who", ["lead", "editor", "approver", "guardian", "observer"])
def test_nobody_else_reads_the_answers(ask, said, who, request):
    assert ask(request.getfixturevalue(who), "members/led-by/answers/").status_code == 403


# ---- running out --------------------------------------------------------------------------------
def test_approvers_are_told_thirty_days_before_and_once(said, approver, today):
    on = said.valid_until - timedelta(days=31)
    assert declarations.tell_of_lapsing(on=on, now=NOW) == 0

    on += timedelta(days=1)
    assert declarations.tell_of_lapsing(on=on, now=NOW) == 1
    assert declarations.tell_of_lapsing(on=on, now=NOW) == 0

    letter = Message.objects.get()
    assert letter.to == approver.email
    assert letter.subject == "Does your answer still hold? About 2 minutes"
    assert "Carers" not in letter.body


def test_the_approver_has_a_card_and_the_editor_has_none(
    said, approver, editor, today, django_assert_num_queries
):
    on = said.valid_until - timedelta(days=3)

    for person in (approver, editor):
        access.carry_rights(person, on=today)

    with django_assert_num_queries(1):
        [card] = cards.lapsing(approver, on)

    assert card.by_on == said.valid_until
    assert cards.lapsing(editor, on) == []


# ---- definitions --------------------------------------------------------------------------------
def test_a_new_definition_leaves_older_answers_their_wording(send, said, lead, today):
    send(
        lead,
        "members/led-by/new/",
        name="Ours",
        wording="Nearly all of us.",
        board_minimum="90",
        senior_staff_minimum="90",
        serves_minimum="90",
        valid_from=today.isoformat(),
    )

    assert [one.wording for one in queries.wordings(on=today)] == ["Nearly all of us."]
    said.refresh_from_db()
    assert said.definition.wording == "Most of us."


def test_two_definitions_of_a_name_do_not_begin_on_one_day(definition, lead):
    with pytest.raises(Refused, match="begins on that day already"):
        settings.define_led_by(name="Ours", wording="x", valid_from=definition.valid_from, by=lead)


# ---- the database -------------------------------------------------------------------------------
def test_a_definition_that_was_answered_cannot_be_reworded(definition):
    def reword():
        LedByDefinition.objects.filter(pk=definition.pk).update(wording="Otherwise")

    refused("permission denied|append_only|Cannot update", reword)


def test_a_reading_has_a_purpose_and_stays(coproduction_lead):
    def read(purpose):
        return DeclarationReading.objects.create(
            read_by=coproduction_lead, read_at=NOW, purpose=purpose
        )

    refused("declaration_reading_has_a_purpose", lambda: read(""))
    reading = read("Audit")
    refused("permission denied|append_only|Cannot delete", reading.delete)
