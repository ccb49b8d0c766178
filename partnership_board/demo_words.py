"""Papers and minutes of the demonstration. All of it is made up."""

from dataclasses import dataclass

from partnership_board.actions.papers import PaperText

ROOM = "Whitechapel Idea Store, first floor (fictional booking)"
OTHER_ROOM = "Town Hall, room 2 (fictional booking)"
GETTING_IN = (
    "Step-free from the street. Hearing loop in the room. There is a quiet room next door: "
    "use it whenever you like."
)

PRIORITIES = PaperText(
    summary="The members have agreed seven priorities. This paper asks the board to work to them "
    "for a year, and to say at each meeting which priority an item serves.",
    asks=[
        "Agree to work to the seven priorities for a year.",
        "Ask for a short report on each of them every three months.",
    ],
    body_md="""\
## What we propose

Each item says which priority it serves. After a year we count.

## What it would take

| Who | What | How long |
| --- | --- | --- |
| The alliance lead | One page every three months | 2 hours |
| Each side of the board | One example of its own | 30 minutes |

## What could go wrong

- Seven is a lot. Some will wait.
- Counting items is not the same as changing something.
""",
)

EVENINGS = PaperText(
    summary="Small groups said that meetings in the daytime shut them out. This paper offers two "
    "ways to change that.",
    asks=["Choose: every second meeting in the evening, or all of them at 5 pm."],
    body_md="""\
## What we heard from members

Four of the smallest groups have nobody who is paid to come.

## Two ways

1. Every second meeting begins at 6 pm.
2. All meetings begin at 5 pm.

Either way the room is paid for, and so is a taxi home.
""",
    easy_read="""Our meetings are in the daytime.

Some people work in the daytime. They cannot come.

We ask you to choose:

- every second meeting in the evening, or
- all meetings at 5 o’clock.

We pay for a taxi home.
""",
)

WHAT_PEOPLE_SAID = PaperText(
    summary="People who use services said when help is hard to reach. The coproduction lead will "
    "say what was heard and who has checked it. What is shown beside this item is theirs to "
    "change or take back, so it is not copied here.",
    asks=["Listen first.", "Say what each of us could change within three months."],
    body_md="""\
## Why this is on the agenda

It came to the agenda group from lived experience, and nobody is named.

## How we will talk about it

- Ten minutes to listen, without questions.
- Then each side of the board says one thing that it can change, and by when.
- The people who spoke are told what was said, and what happens next.
""",
)


@dataclass(frozen=True)
class Said:
    """One entry of the minutes, by the place of its item."""

    item: int
    kind: str
    text: str


SAID = (
    Said(1, "note", "The chair welcomed everybody. Apologies were received as listed."),
    Said(3, "note", "A member told how a walking group became a place to be heard."),
    Said(4, "note", "An expert by experience asked how the public would see what was counted."),
    Said(4, "decision", "The seven priorities were agreed for a year."),
    Said(4, "action", "The alliance lead will bring the first report to the next meeting."),
    Said(5, "note", "Both ways were discussed. Small groups preferred every second meeting."),
    Said(5, "decision", "Every second meeting begins at 6 pm, and the alliance pays the taxi."),
)
