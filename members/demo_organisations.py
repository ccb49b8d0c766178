"""The organisations of the demonstration. All of them are made up; no real one is meant.

Sizes, hours, languages and wards are as varied as a real alliance's; numbers in registers are left
out, because any number might be somebody's.
"""

from dataclasses import dataclass

WHITECHAPEL = ("Whitechapel", "Spitalfields & Banglatown")
ISLAND = ("Island Gardens", "Blackwall & Cubitt Town")
BOW = ("Bow East", "Bow West")
NORTH = ("Bethnal Green East", "Bethnal Green West", "Weavers")
EAST = ("Bromley North", "Bromley South", "Lansbury", "Poplar", "Mile End")
RIVER = ("Limehouse", "St Katharine's & Wapping", "Shadwell")
STEPNEY = ("Stepney Green", "St Dunstan's")
ALL_BUT_ONE = (*WHITECHAPEL, *ISLAND, *BOW, *NORTH, *EAST, *RIVER, *STEPNEY)  # no Canary Wharf


@dataclass(frozen=True)
class Offer:
    """A service: what it is, in which languages and wards, and the room it says it has."""

    name: str
    words: str
    who_for: str
    tags: tuple[str, ...]
    wards: tuple[str, ...]
    status: str = "open"
    places: tuple[int, int] | None = None  # free, of how many
    said_days_ago: int = 6


@dataclass(frozen=True)
class Group:
    """An organisation, the people who act for it, and the hours it gives in a month."""

    name: str
    size: str
    form: str
    words: str
    hours: int
    approver: str  # a key of the demonstration's people, or the name of somebody new
    offers: tuple[Offer, ...]
    editor: str = ""
    job: str = "Coordinator"
    said_months_ago: int = 0
    led_by: str = ""
    shares: tuple[int, int, int] = (90, 80, 85)
    consents: frozenset[str] = frozenset()
    is_paused: bool = False


NAMED = frozenset({"use_in_totals", "show_name_to_members"})
COUNTED = frozenset({"use_in_totals"})

TOWER_HAMLETS = (
    Group(
        "Lansbury Mothers' Circle", "micro", "unconstituted",
        "Mothers meet for tea, children welcome, and help each other through hard weeks.",
        3, "lansbury_sole",
        (Offer("Thursday circle", "Tea, talk and somebody to mind the children.", "Mothers",
               ("bn", "syl", "en"), ("Lansbury", "Poplar"), "open", (4, 12)),),
        job="Founder", led_by="Bangladeshi women", consents=NAMED,
    ),
    Group(
        "Somali Elders' Tea", "micro", "association",
        "Older Somali people drink tea together and look in on those who stay at home.",
        3, "Hodan Warsame",
        (Offer("Tea and visits", "Twice a week in company, and a visit for those who cannot come.",
               "People over 60", ("so", "ar"), ("Mile End", "Stepney Green"), "limited", (2, 15)),),
        led_by="Somali community", consents=NAMED, is_paused=True,
    ),
    Group(
        "Weavers Walking Group", "micro", "association",
        "We walk together at an easy pace, rain or shine, and talk if we like.",
        3, "Ted Almond",
        (Offer("Morning walk", "An hour at an easy pace. Dogs welcome.", "Anybody",
               ("en", "vi"), ("Weavers", "Bethnal Green East"), "open"),),
    ),
    Group(
        "Saltwater Shed", "micro", "hosted",
        "Men mend chairs and bicycles side by side, and find it easier to talk.",
        3, "Winston Peel",
        (Offer("Open bench", "Wood, tools, tea.", "Men", ("en", "pl"), ISLAND, "open", (6, 10)),),
        said_months_ago=1,
    ),
    Group(
        "Quiet Thread", "micro", "unconstituted",
        "Sewing in company for people who have been through war or flight.",
        3, "Selam Gebre",
        (Offer("Sewing afternoon", "Machines, cloth and patience.", "People who sought refuge",
               ("ar", "fr", "tr"), WHITECHAPEL, "waiting_list", (0, 8)),),
        led_by="People who sought refuge", consents=COUNTED,
    ),
    Group(
        "Harbour Lane", "small", "cio",
        "A house by the water where people in distress are listened to the same day.",
        6, "harbour_approver",
        (Offer("Open door", "Somebody listens, the same day, without an appointment.", "Adults",
               ("en", "syl", "bn"), ("Shadwell", "Whitechapel"), "open", (5, 12)),
         Offer("Evening group", "Eight evenings with the same people.", "Adults",
               ("en", "syl"), ("Shadwell", "Limehouse"), "limited", (2, 10))),
        editor="harbour_editor", led_by="People with lived experience of distress", consents=NAMED,
    ),
    Group(
        "Lantern Street Listening", "small", "charitable_company",
        "Trained neighbours listen by phone in four languages.",
        6, "Parveen Akhtar",
        (Offer("Night line", "A neighbour on the phone until midnight.", "Anybody",
               ("ur", "bn", "en"), STEPNEY, "open"),
         Offer("Call back", "We ring you at the same hour each week.", "People who live alone",
               ("ur", "syl"), STEPNEY, "limited", (3, 20))),
        editor="Imogen Frost",
    ),
    Group(
        "Mulberry Signing", "small", "cio",
        "Deaf people support Deaf people, in British Sign Language.",
        6, "Robin Ashby",
        (Offer("Peer support in BSL", "Talk with somebody who signs, in person or on screen.",
               "Deaf adults", ("bfi",), ALL_BUT_ONE, "limited", (1, 14)),
         Offer("Signed drop-in", "A table, coffee and hands that talk.", "Deaf people of any age",
               ("bfi", "en"), ("Bethnal Green West",), "open")),
        led_by="Deaf people", consents=NAMED,
    ),
    Group(
        "Blue Bridge Youth", "small", "cic",
        "Music, boxing and somebody to talk to, for young people on the Island.",
        6, "Jamal Okonjo",
        (Offer("After school", "Homework first, then music.", "11 to 16",
               ("en", "so"), ISLAND, "open", (9, 30)),
         Offer("One to one", "An hour a week with the same person.", "14 to 21",
               ("en", "syl"), (*ISLAND, "Poplar"), "closed", (0, 12))),
        said_months_ago=1,
    ),
    Group(
        "Kitchen Table Bow", "small", "association",
        "We cook, eat and wash up together; nobody eats alone.",
        6, "Agnes Doyle",
        (Offer("Wednesday table", "Cooking from noon, lunch at one.", "Anybody",
               ("en", "es", "pl"), BOW, "open", (7, 24)),
         Offer("Soup round", "Soup and ten minutes at the door.", "People who cannot go out",
               ("en", "yue"), BOW, "limited", (2, 18), said_days_ago=41)),
    ),
    Group(
        "Stepney Door", "medium", "charitable_company",
        "Advice on money, homes and rights, with somebody who stays beside you.",
        12, "vcse_member",
        (Offer("Advice with company", "An adviser and a friend, at the same table.", "Adults",
               ("en", "bn", "syl"), (*STEPNEY, "Shadwell"), "open", (11, 40)),
         Offer("Letters read aloud", "Bring any letter; we read it with you.", "Anybody",
               ("syl", "so", "ar"), STEPNEY, "open")),
        job="Director", editor="Mina Talukdar", led_by="Bangladeshi community", consents=COUNTED,
        shares=(78, 60, 80),
    ),
    Group(
        "Cubitt Carers Together", "medium", "cio",
        "For people who care for somebody with a mental illness.",
        12, "Lorna Pike",
        (Offer("Carers' evening", "Other carers, a meal, and nobody to look after.", "Carers",
               ("en", "fr"), ISLAND, "open", (8, 20)),
         Offer("A morning off", "Somebody sits with your relative.", "Carers",
               ("en",), (*ISLAND, "Limehouse"), "waiting_list", (0, 16))),
        led_by="Carers", consents=NAMED,
    ),
    Group(
        "Limehouse Recovery Works", "medium", "registered_society",
        "Paid and unpaid work for people coming back after an illness.",
        12, "Owen Castle",
        (Offer("Print shop", "Three mornings a week, at your own speed.", "Adults",
               ("en", "pt"), RIVER, "open", (3, 15)),
         Offer("Back to work", "A mentor before and after the first day.", "Adults",
               ("en", "vi"), (*RIVER, "Mile End"), "by_assessment")),
        job="Chief executive",
    ),
    Group(
        "Brick Field Women", "medium", "charitable_company",
        "Counselling and company for women who have been hurt.",
        12, "Sabina Chowdhury",
        (Offer("Counselling", "Twelve hours with the same counsellor.", "Women",
               ("bn", "syl", "en"), WHITECHAPEL, "waiting_list", (0, 25)),
         Offer("Courtyard group", "A locked gate, a garden and other women.", "Women",
               ("bn", "ar", "so"), WHITECHAPEL, "limited", (2, 12))),
        led_by="Women", consents=COUNTED, said_months_ago=1,
    ),
    Group(
        "Heron House", "large", "charitable_company",
        "Crisis house, day centre and floating support across the borough.",
        24, "heron_approver",
        (Offer("Crisis house", "Up to two weeks in a house with staff day and night.", "Adults",
               ("en", "bn"), ALL_BUT_ONE, "limited", (1, 9)),
         Offer("Day centre", "Open seven days, lunch included.", "Adults",
               ("en", "so", "bn"), NORTH, "open", (14, 60)),
         Offer("Floating support", "A worker comes to your home.", "Adults",
               ("en", "syl", "tr"), ALL_BUT_ONE, "open", (9, 80))),
        job="Head of partnerships", editor="Kemi Dawodu",
    ),
    Group(
        "Poplar Tide", "large", "registered_society",
        "Talking therapies and groups, run with the people who use them.",
        32, "Martin Sorrell",
        (Offer("Talking therapy", "Up to twenty hours.", "Adults",
               ("en", "bn", "ur", "pt"), EAST, "waiting_list", (0, 120)),
         Offer("Living with voices", "A group led by people who hear them.", "Voice hearers",
               ("en",), EAST, "open", (4, 14)),
         Offer("Young adults", "The years from 18 to 25.", "18 to 25",
               ("en", "es", "yue"), (*EAST, *BOW), "limited", (5, 40))),
        job="Director of services", editor="Ana Figueira",
    ),
    Group(
        "Eastgate Homes and Care", "major", "registered_society",
        "Supported flats, with staff in the building.",
        40, "Deborah Lyle",
        (Offer("Supported flats", "Your own front door, and somebody downstairs.", "Adults",
               ("en", "bn", "so"), EAST, "closed", (0, 85)),
         Offer("Moving on", "Help for the first year in a home of your own.", "Adults",
               ("en", "pl"), ALL_BUT_ONE, "open", (6, 30))),
        job="Regional manager", editor="Samir Haddad",
    ),
)  # fmt: skip

SHEFFIELD = (
    Group("Steel Bank Listeners", "small", "cio", "Neighbours who listen, over the phone and at the"
          " kitchen table.", 6, "Hazel Thorpe",
          (Offer("Listening line", "Evenings until ten.", "Anybody", ("en", "ur"), ("Walkley",)),)),
    Group("Five Weirs Walkers", "micro", "association", "We walk along the river and back.", 3,
          "Colin Marsden",
          (Offer("River walk", "Two hours, slowly.", "Anybody", ("en",), ("Burngreave",)),)),
    Group("Sharrow Sewing Room", "micro", "unconstituted", "Sewing, tea and news from home.", 3,
          "Yasmin Daud",
          (Offer("Sewing room", "Machines and company.", "Women", ("ar", "so"), ("Sharrow",)),)),
    Group("Kelham Young Minds", "medium", "charitable_company", "For people from 14 to 25.", 12,
          "Ellis Ward",
          (Offer("Drop-in", "No appointment.", "14 to 25", ("en",), ("Walkley", "Sharrow")),)),
    Group("Ridgeway House", "large", "registered_society", "Supported homes on both hills.", 24,
          "Moira Banks",
          (Offer("Supported homes", "Staff by day.", "Adults", ("en", "ur"), ("Burngreave",)),)),
)  # fmt: skip

COVENTRY = (
    Group("Spon Lane Companions", "small", "cio", "Company for people who live alone.", 6,
          "Philippa Grove",
          (Offer("Companions", "Once a week.", "Anybody", ("en", "pa"), ("Foleshill",)),)),
    Group("Hedgerow Carers", "micro", "association", "Carers in the villages ring each other.", 3,
          "Brian Holt",
          (Offer("Ring round", "Every Sunday evening.", "Carers", ("en",), ("Rural south",)),)),
    Group("Leam Young Adults", "medium", "charitable_company", "Eighteen to twenty-five, and not"
          " alone with it.", 12, "Tasha Bright",
          (Offer("Evening rooms", "Three evenings.", "18 to 25", ("en", "pl"), ("Leamington",)),)),
    Group("Three Spires Recovery", "large", "registered_society", "Recovery college and homes.",
          24, "Anil Sethi",
          (Offer("Recovery college", "Courses taught in pairs.", "Adults", ("en", "pa"),
                 ("Foleshill", "Leamington")),)),
)  # fmt: skip

NETWORKS = (
    ("Health and Wellbeing Board", "statutory_body", "borough"),
    ("Mental Health Transformation Board", "statutory_body", "borough"),
    ("Tower Hamlets Connection Coalition", "voluntary_network", "borough"),
    ("Tower Hamlets Citizens", "voluntary_network", "borough"),
    ("North East London Mental Health Collaborative", "forum", "subregion"),
    ("North East London Transformation Board", "statutory_body", "subregion"),
    ("East London NHS Foundation Trust", "statutory_body", "subregion"),
    ("London Borough of Tower Hamlets", "statutory_body", "borough"),
    ("Primary care networks", "statutory_body", "neighbourhood"),
)
# Network, organisation, what they are asked to say there. Nobody speaks in the others.
VOICES = (
    ("Health and Wellbeing Board", "Stepney Door", "Ask what became of the money each quarter."),
    ("Mental Health Transformation Board", "Heron House", "Speak for small members as for large."),
    ("Tower Hamlets Connection Coalition", "Harbour Lane", ""),
    ("Tower Hamlets Citizens", "Lantern Street Listening", ""),
    ("Primary care networks", "Poplar Tide", "Bring the waiting times; take back the questions."),
)
