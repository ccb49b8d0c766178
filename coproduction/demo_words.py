"""What the people of the demonstration say. Every word is made up; no real story is adapted."""

# ruff: noqa: E501 -- each text is one piece, in scripts of other widths

from dataclasses import dataclass

USE = ("keep", "use", "contact")
BOARD = (*USE, "board")
PUBLIC = (*BOARD, "public")


@dataclass(frozen=True)
class Telling:
    key: str
    days_ago: int
    original: str
    translation: str = ""
    language: str = "en"
    channel: str = "talk"
    told_by: str = "self"
    method: str = "spoken_witnessed"
    scopes: tuple[str, ...] = BOARD
    wants_to_see_text: bool = False
    hear_back: str = "yes"


@dataclass(frozen=True)
class Point:
    key: str
    text: str
    sources: tuple[str, ...]
    themes: tuple[str, ...]
    audience: str = "board"
    approved_days_ago: int | None = None  # None: still a draft


@dataclass(frozen=True)
class Answer:
    point: str
    said_by: str
    kind: str
    text: str
    because: str = ""
    due_in_days: int | None = None


TELLINGS = [
    Telling(
        "evening",
        96,
        "I rang at six and somebody said they would ring back. I sat with the phone until ten. I would have been fine if they had told me it would be the morning.",
        wants_to_see_text=True,
    ),
    Telling(
        "evening_bn",
        90,
        "সন্ধ্যাবেলা একা অপেক্ষা করা সবচেয়ে কঠিন। কেউ যদি বাংলায় বলত কতক্ষণ লাগবে, আমি শান্ত থাকতাম।",
        "Waiting alone in the evening is the hardest. If somebody had told me in Bengali how long it would take, I would have stayed calm.",
        language="bn",
        method="through_interpreter",
    ),
    Telling(
        "evening_carer",
        84,
        "My brother does better when he knows who will ring and when. It is the not knowing in the evening that undoes the day.",
        told_by="carer",
    ),
    Telling(
        "letters",
        80,
        "The letter had three words in it I had to look up, and the date was on the second page.",
        scopes=PUBLIC,
        channel="letter",
        method="written",
    ),
    Telling(
        "letters_so",
        78,
        "Warqadda Ingiriis ayay ku qornayd. Gabadhayda ayaa ii akhriday, balse ma rabin inay wax walba ogaato.",
        "The letter was in English. My daughter read it to me, but I did not want her to know everything.",
        language="so",
        method="through_interpreter",
        scopes=PUBLIC,
    ),
    Telling(
        "walks",
        70,
        "The walking group is the one thing in the week I look forward to. Nobody asks me to explain myself.",
        channel="group",
        scopes=PUBLIC,
    ),
    Telling(
        "walks_rain",
        66,
        "When it rains the walk is off and then it is two weeks. A room with tea would do.",
        channel="group",
        scopes=PUBLIC,
    ),
    Telling(
        "story_again",
        61,
        "I told it four times to four kind people. The fourth time I left the hard part out.",
        wants_to_see_text=True,
    ),
    Telling(
        "prayer",
        55,
        "Appointments on a Friday at one mean I choose between the prayer and the nurse.",
        channel="through_member",
        told_by="worker",
    ),
    Telling(
        "creche",
        50,
        "আমি আসতে চাই, কিন্তু ছোট বাচ্চা নিয়ে কোথায় বসব? একটা খেলার জায়গা থাকলে আসতাম।",
        "I want to come, but where do I sit with a small child? With a place to play I would.",
        language="bn",
        method="through_interpreter",
    ),
    Telling(
        "men",
        44,
        "The men I know will come if it is about football first and feelings later.",
        scopes=USE,
    ),
    Telling(
        "phone",
        40,
        "Waxaan ka baqaa telefoonka. Haddii aan fariin u qori karo, waan heli lahaa caawimo.",
        "I am afraid of the phone. If I could write a message, I would have got help.",
        language="so",
        method="through_interpreter",
        scopes=PUBLIC,
    ),
    Telling(
        "after",
        30,
        "After the group ended there was nothing. One call a month later would have told me I still counted.",
    ),
    Telling(
        "peer",
        24,
        "The woman who had been there herself was the one I believed.",
        scopes=PUBLIC,
        channel="survey",
        method="written",
    ),
    Telling(
        "forms",
        9,
        "I filled in the same form at three places in one month. They could ask each other, if I say yes.",
        wants_to_see_text=True,
    ),
    Telling(
        "quiet_room",
        3,
        "The waiting room is so loud that I go outside, and then they call my name and I am not there.",
        channel="voice_note",
        method="recorded",
    ),
]

POINTS = [
    Point(
        "evening",
        "Waiting alone in the evening, without knowing when somebody will ring, is harder than a long wait with a time. People ask to be told a time, in their language.",
        ("evening", "evening_bn", "evening_carer"),
        ("Waiting", "Language"),
        approved_days_ago=60,
    ),
    Point(
        "letters",
        "Letters should say the day, the place and what to bring on the first page, in everyday words, with a line about how to get them in another language.",
        ("letters", "letters_so"),
        ("Language", "Being understood"),
        "public",
        52,
    ),
    Point(
        "family",
        "Family should not have to interpret. People leave things out when a son or daughter translates.",
        ("letters_so",),
        ("Language",),
        "public",
        50,
    ),
    Point(
        "walks",
        "Groups where nobody has to explain themselves keep people well between appointments.",
        ("walks",),
        ("Company",),
        "public",
        45,
    ),
    Point(
        "rain",
        "A group that stops for bad weather loses people. An indoor place nearby would keep it going.",
        ("walks_rain",),
        ("Company",),
        "public",
        40,
    ),
    Point(
        "again",
        "Telling the story again and again makes people leave out what matters most.",
        ("story_again",),
        ("Being understood",),
        approved_days_ago=38,
    ),
    Point(
        "friday",
        "Appointments at Friday prayer time make people choose. A choice of times would cost nothing.",
        ("prayer",),
        ("Faith and culture",),
        approved_days_ago=33,
    ),
    Point(
        "children",
        "Parents of small children come where there is a place to play.",
        ("creche",),
        ("Getting there",),
        approved_days_ago=30,
    ),
    Point(
        "men",
        "Some men come for something to do first. Talk comes later, beside it.",
        ("men",),
        ("Company",),
        "members",
        26,
    ),
    Point(
        "writing",
        "For some people the phone is the barrier. A way to write instead lets them ask for help.",
        ("phone",),
        ("Getting there", "Language"),
        "public",
        21,
    ),
    Point(
        "after",
        "One call a month after a group ends tells people that they still count.",
        ("after",),
        ("Company",),
        approved_days_ago=14,
    ),
    Point(
        "peer",
        "People believe somebody who has been there. Peer workers open the door.",
        ("peer",),
        ("Being understood",),
        "public",
        9,
    ),
    Point(
        "forms",
        "People fill in the same form in several places, and would let services share it if they were asked.",
        ("forms",),
        ("Being understood",),
    ),
]

ANSWERS = [
    Answer(
        "letters",
        "alliance",
        "we_did",
        "Twelve member organisations now use one plain letter, with the day and the place first.",
    ),
    Answer(
        "rain",
        "alliance",
        "we_will",
        "A member organisation offers its hall on wet days.",
        due_in_days=45,
    ),
    Answer(
        "friday",
        "board",
        "passed_on",
        "We passed this to the clinics that set the times.",
        "The alliance does not set clinic times; we asked for an answer by the next meeting.",
    ),
    Answer(
        "children",
        "alliance",
        "we_did_not",
        "There is no play space in the new groups yet.",
        "The rooms we have are too small to be safe for children; we are looking for others.",
    ),
]

TO_AGENDA = (
    "Evening call-backs: telling people when",
    "Several people raised the same thing within two months, and the evening line is being reviewed this spring.",
)

ELSEWHERE = {
    "sheffield": (
        Telling(
            "bus",
            40,
            "The last bus goes before the group ends, so I leave before the tea.",
            scopes=PUBLIC,
        ),
        Point(
            "bus",
            "Groups should end before the last bus, or help people home.",
            ("bus",),
            ("Getting there",),
            "public",
            20,
        ),
    ),
    "coventry-and-warwickshire": (
        Telling(
            "village", 35, "In our village everybody knows whose car is outside.", scopes=PUBLIC
        ),
        Point(
            "village",
            "In small places people need a way in that nobody sees.",
            ("village",),
            ("Getting there",),
            "public",
            18,
        ),
    ),
}
