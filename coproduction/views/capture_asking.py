"""The form of one page, and everything that the pages were told, read again in the end."""

from datetime import date
from typing import Any

from django.utils import timezone

from alliance.models import User
from coproduction.actions.drafts import Answer, Told
from coproduction.actions.identities import Facts, Identity
from coproduction.capture_forms import StepForm, YouForm, as_initial, as_query, form_class
from coproduction.capture_steps import AFTER, AGREE, TELL, WAYS, WHO
from coproduction.models import Contribution, Contributor
from members.models import Organisation
from members.queries.people import acting_for

Kept = dict[str, Answer]
GROUP, SHORT, PASSED_ON = "group", "short", "passed-on"


def form_for(
    way: str, step: str, *, user: User, kept: Kept, sent: Any = None, files: Any = None
) -> StepForm:  # Any: a QueryDict, and what came with it
    """Bound to what was sent, or showing what was answered before."""
    kind = form_class(way, step)
    initial = {"told_on": timezone.localdate()} | as_initial(kind, kept.get(step, {}))
    if way == PASSED_ON and step == WHO:
        initial.setdefault("channel", Contribution.Channel.THROUGH_MEMBER)
    more: dict[str, Any] = {}
    if step == WHO:
        more["organisations"] = _organisations(user) if way == PASSED_ON else ()
    if step == AGREE:
        more["witness"] = str(user)
    if step == AFTER:
        more["may_contact"] = "contact" in scopes_in(kept)
    if step == TELL:
        more["language"] = language_of(way, kept)
    return kind(sent, files, way=way, initial=initial, **more)


def scopes_in(kept: Kept) -> list[str]:
    """What was agreed to on an earlier page."""
    return kept.get(AGREE, {}).get("scopes", [])


def language_of(way: str, kept: Kept) -> str:
    answer = kept.get(AGREE if way == SHORT else WHO, {})
    return (answer.get("language") or ["en"])[-1]


def all_told(way: str, *, user: User, kept: Kept, on: date) -> Told:
    """Every answer through its own form again. What was left out is as the way has it."""
    said: dict[str, Any] = {}
    for step in WAYS[way].steps:
        if step in kept:
            form = form_for(way, step, user=user, kept=kept, sent=as_query(kept[step]))
            form.is_valid()
            said |= form.cleaned_data
    return _told(way, said, on=on)


def _told(way: str, said: dict[str, Any], *, on: date) -> Told:
    channel = Contribution.Channel.GROUP if way == GROUP else Contribution.Channel.TALK
    through = (
        Organisation.objects.filter(pk=said["through"]).first() if said.get("through") else None
    )
    return Told(
        consent={name: said[name] for name in ("scopes", "method", "witness") if name in said},
        telling={
            "channel": said.get("channel") or channel,
            "told_by": said.get("told_by") or Contribution.ToldBy.SELF,
            "told_on": said.get("told_on") or on,
            "language": said.get("language") or "en",
            "interpreter_used": bool(said.get("interpreter_used")),
            "wants_to_see_text": said.get("wants_to_see_text", way != GROUP),
            "through": through,
        },
        original=said.get("original", ""),
        translation=said.get("translation", ""),
        wish=said.get("wish", ""),
        hear_back=said.get("hear_back") or Contributor.HearBack.ASK_AGAIN,
        ref=said.get("ref", ""),
        sheet=said.get("sheet", ""),
        facts=_facts(said),
        identity=_identity(said),
        care_on=said.get("care_on"),
        care_how=said.get("care_how", ""),
    )


def _facts(said: dict[str, Any]) -> Facts | None:
    """Only of somebody who wants to be counted, and said something."""
    given = {name: said[name] for name in YouForm.base_fields if said.get(name)}
    return Facts(**given) if given and "about_me" in said.get("scopes", ()) else None


def _identity(said: dict[str, Any]) -> Identity | None:
    """Only of somebody whom we may come back to."""
    given = {name: said[name] for name in ("name", "phone", "shared_with") if said.get(name)}
    return Identity(**given) if given and "contact" in said.get("scopes", ()) else None


def _organisations(user: User) -> list[tuple[str, str]]:
    acting = acting_for(user, on=timezone.localdate())
    return [(str(one.organisation_id), str(one.organisation)) for one in acting]
