"""The demonstration's words on their way in, a worry that is open and one that is closed."""

import io
import uuid
from datetime import timedelta

from PIL import Image, ImageDraw

from alliance.models import User
from alliance.registries import Story
from coproduction.actions import drafts, files, safety, sheets
from coproduction.actions.drafts import Told
from coproduction.models import CaptureDraft, SafetyFlag

BEGUN = {
    "who": {"language": ["en"], "told_by": ["self"], "channel": ["talk"]},
    "about": {"is_adult": ["on"]},
    "agree": {
        "scopes": ["keep", "use", "contact"],
        "method": ["spoken_witnessed"],
        "witness": ["Callum Reid"],
    },
    "tell": {"original": ["The bench by the door is the only place where I can wait in quiet."]},
}
HELD = "I have not slept since the letter came. I do not know who to ask any more."
SETTLED = "They moved me twice in one week. The second time nobody told my sister."


def tell(story: Story) -> None:
    if "safeguarding_lead" not in story.people:
        return
    by, lead = story.people["coproduction_lead"], story.people["safeguarding_lead"]
    _begin(story, by)
    waiting = _hold(story, by, HELD, kind=SafetyFlag.Kind.DISTRESS, days=1)
    settled = _hold(story, by, SETTLED, kind=SafetyFlag.Kind.COMPLAINT, days=12)
    closed_at = story.now - timedelta(days=10)
    safety.take_on(settled, by=lead, now=closed_at)
    safety.close(
        settled,
        outcome="We went with them to the ward's own complaints officer. They have a date.",
        may_be_used=False,
        by=lead,
        now=closed_at,
    )
    story.things["worry"] = waiting
    sheets.print_batch(language="en", format="standard", copies=3, by=by, now=story.now)


def _begin(story: Story, by: User) -> CaptureDraft:
    """Half-way: a picture is added, and nothing is finished."""
    told_on = f"{story.on:%-d %B %Y}"
    answers = BEGUN | {"who": BEGUN["who"] | {"told_on": [told_on]}}
    draft = drafts.begin(
        str(uuid.uuid4()),
        way="talk",
        scopes=["keep", "use", "contact"],
        language="en",
        answers=answers,
        by=by,
        now=story.now - timedelta(hours=2),
    )
    number = str(uuid.uuid4())
    files.add(draft, number=number, kind="picture", content=_drawing(), now=story.now)
    return draft


def _hold(story: Story, by: User, text: str, *, kind: str, days: int) -> SafetyFlag:
    """Told, worried about at once, finished all the same: the telling is held."""
    then = story.now - timedelta(days=days)
    draft = drafts.begin(
        str(uuid.uuid4()),
        way="short",
        scopes=["keep", "use", "contact"],
        language="en",
        answers={},
        by=by,
        now=then,
    )
    flag = safety.raise_flag(kind, draft=draft, by=by, now=then)
    told = Told(
        consent={
            "scopes": ["keep", "use", "contact"],
            "method": "spoken_witnessed",
            "witness": str(by),
        },
        telling={
            "channel": "talk",
            "told_by": "self",
            "told_on": story.on - timedelta(days=days),
            "language": "en",
        },
        original=text,
        hear_back="yes",
        care_on=story.on + timedelta(days=3) if days == 1 else None,
    )
    done = drafts.finish(draft, told, by=by, now=then)
    drafts.put_away(done)
    flag.refresh_from_db()
    return flag


def _drawing() -> bytes:
    """A bench, drawn by a machine."""
    picture = Image.new("RGB", (320, 200), "#fbf8f3")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((60, 110, 260, 124), fill="#55605f")
    pen.rectangle((60, 60, 260, 74), fill="#55605f")
    for left in (72, 236):
        pen.rectangle((left, 60, left + 12, 170), fill="#55605f")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
