"""Words on their way in, made by the same actions as on the pages."""

import uuid
from datetime import date

from coproduction.actions import drafts
from coproduction.actions.drafts import Told
from tests.factories.coproduction import now

SCOPES = ["keep", "use", "board", "contact"]
TELLING = {
    "language": "so",
    "told_by": "carer",
    "channel": "letter",
    "told_on": "2 March 2026",
    "ref": "",
}


def sent(step, answers):
    """As a page sends it."""
    return {name: value if isinstance(value, list) else [value] for name, value in answers.items()}


def a_draft(by, way="short", **fields):
    answers = {"agree": sent("agree", {"scopes": SCOPES, "witness": "Wanda Reyes"})}
    said = {
        "way": way,
        "scopes": SCOPES,
        "language": "en",
        "answers": answers,
        "now": now(),
    } | fields
    return drafts.begin(str(uuid.uuid4()), by=by, **said)


def told(**fields):
    telling = {
        "channel": "talk",
        "told_by": "self",
        "told_on": date(2026, 3, 2),
        "language": "en",
        "wants_to_see_text": False,
    }
    consent = {"scopes": SCOPES, "method": "spoken_witnessed", "witness": "Wanda Reyes"}
    return Told(consent=consent, telling=telling, **({"original": "I waited."} | fields))


def finished(by, **fields):
    return drafts.finish(a_draft(by), told(**fields), by=by, now=now())
