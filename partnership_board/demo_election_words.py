"""What candidates of the demonstration say. All of them are made up."""

STATEMENTS: dict[str, str] = {
    "Amara Nwosu": (
        "I have run our drop-in for nine years. People tell me that help comes late and in the"
        " wrong words. I would bring what they say to the table, and bring the answers back."
    ),
    "Rafiq Uddin": (
        "I would speak for small groups that have no time for long papers.\n\n"
        "আমি ছোট সংগঠনগুলোর কথা বলব। সবার কথা শুনব, আর কী সিদ্ধান্ত হলো তা জানাব।"
    ),
    "Eleanor Price": (
        "I was a nurse here before I joined a charity. I know how decisions are made on both"
        " sides, and where they go wrong."
    ),
    "Yasmin Abdi": (
        "Carers are counted on and seldom asked. I would ask.\n\n"
        "Daryeelayaasha lama weydiiyo. Anigu waan weydiin doonaa."
    ),
    "Tomasz Zielinski": (
        "I would look at the money: what was promised, what arrived, and what it changed."
    ),
    "Hodan Warsame": "Young people wait longest. I would keep saying so until they do not.",
    "Peter Lindqvist": "I would see that every paper can be read in ten minutes.",
    "Grace Oyelaran": "I would make sure that faith groups are heard before plans are drawn up.",
    "Minh Tran": "I run a community kitchen. People talk there who would talk nowhere else.",
    "Sofia Marques": "I would work for interpreters in every service, at the first appointment.",
}
BALLOT = [(name, STATEMENTS[name]) for name in list(STATEMENTS)[:5]]
IN_NOMINATIONS = ("Grace Oyelaran", "Minh Tran", "Sofia Marques")
