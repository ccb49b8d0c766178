"""Rows of asking and confirming, as plain as they can be."""

from datetime import UTC, date, datetime

from members.models import Ask, AskResponse, Confirmation, ConfirmationRequest

SENT_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
DUE = date(2026, 3, 20)


def an_ask(title="Read the strategy", **fields):
    fields = {
        "kind": "reading",
        "estimated_minutes": 60,
        "due_on": DUE,
        "state": "sent",
        "places_wanted": 2,
    } | fields
    if fields["state"] in {"sent", "closed"}:
        fields = {"sent_at": SENT_AT} | fields
    return Ask.objects.create(title=title, **fields)


def a_draft(title="Read the strategy", **fields):
    return an_ask(title, state="draft", **fields)


def a_response(ask, organisation, **fields):
    fields = {
        "minutes_asked": ask.minutes,
        "minutes_before": 0,
        "minutes_offered": 600,
        "offered_source": "stated",
        "asked_at": SENT_AT,
    } | fields
    if fields.get("state") in {"accepted", "declined", "passed_on"}:
        fields = {"answered_at": SENT_AT} | fields
    return AskResponse.objects.create(ask=ask, organisation=organisation, **fields)


def a_confirmation_request(representative, **fields):
    fields = {"cycle": 29, "covers": ["hours"], "sent_at": SENT_AT} | fields
    return ConfirmationRequest.objects.create(
        organisation=representative.organisation, representative=representative, **fields
    )


def a_confirmation(organisation, by, **fields):
    fields = {"what": "profile", "how": "page", "content_sha256": "0" * 64} | fields
    return Confirmation.objects.create(organisation=organisation, confirmed_by=by, **fields)
