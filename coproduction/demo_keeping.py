"""The demonstration: rules waiting to be confirmed, one hold, one request, one thing taken back."""

from datetime import timedelta

from alliance.registries import Story
from coproduction.actions import access_requests, retention, withdrawals
from coproduction.models import Contribution, RetentionRule, Withdrawal


def tell(story: Story) -> None:
    lead = story.people.get("coproduction_lead")
    told = Contribution.objects.exclude(state__in=["withdrawn", "held"]).select_related(
        "contributor"
    )
    tellings = list(told.order_by("pk"))
    if lead is None or len(tellings) < 2:
        return
    retention.propose_rules(by=lead)
    rule = RetentionRule.objects.get(kind=RetentionRule.Kind.RECORDINGS)
    retention.confirm(rule, months=1, by=lead, on=story.on)
    whose = tellings[0].contributor
    retention.hold(
        whose,
        reason="They asked for a copy, which is not made yet.",
        until_on=story.on + timedelta(days=60),
        by=lead,
        on=story.on,
    )
    access_requests.receive(
        kind="copy",
        proof="card",
        contributor=whose,
        received_on=story.on - timedelta(days=6),
        by=lead,
    )
    _take_one_back(story, tellings)


def _take_one_back(story: Story, tellings: list[Contribution]) -> None:
    """Somebody of whose words no point was made yet."""
    for telling in reversed(tellings):
        if telling.state == Contribution.State.CAPTURED:
            withdrawals.take_back(
                telling.contributor,
                contribution=telling,
                asked_how=Withdrawal.How.WORD_OF_MOUTH,
                by=story.people["coproduction_lead"],
                now=story.now - timedelta(days=2),
            )
            return
