"""The people of the demonstration. All are made up; no real person is meant.

Each has the fixed second-factor secret below, so that roles which need one can be tried. The
demonstration answers on one machine only, and never holds real information.
"""

from dataclasses import dataclass

TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 -- a demonstration's, and public
PASSWORD = "a calm evening by the canal"  # noqa: S105 -- a demonstration's, and public
DOMAIN = "people.example"


@dataclass(frozen=True)
class DemoPerson:
    """`role` is an office of the whole alliance; others come with seats and organisations."""

    key: str
    name: str
    alliance: str
    words: str  # what this person comes to do
    role: str = ""
    known_as: str = ""

    @property
    def email(self) -> str:
        name = self.name.lower().replace("'", "").replace(" ", ".")
        return f"{name}@{DOMAIN}"


TOWER_HAMLETS = "tower-hamlets"
SHEFFIELD = "sheffield"
COVENTRY = "coventry-and-warwickshire"

PEOPLE = [
    DemoPerson("lead", "Amina Rahman", TOWER_HAMLETS, "Runs the alliance", "alliance_lead"),
    DemoPerson(
        "coproduction_lead",
        "Callum Reid",
        TOWER_HAMLETS,
        "Records what people say and follows it",
        "coproduction_lead",
    ),
    DemoPerson("chair", "Dorothy Achebe", TOWER_HAMLETS, "Chairs the Partnership Board"),
    DemoPerson("vcse_member", "Yusuf Karim", TOWER_HAMLETS, "Elected to the board by members"),
    DemoPerson("expert", "Rosa Lindqvist", TOWER_HAMLETS, "Expert by experience on the board"),
    DemoPerson("nhs_member", "Helen Castellane", TOWER_HAMLETS, "Holds an NHS seat"),
    DemoPerson("council_member", "Marcus Bright", TOWER_HAMLETS, "Holds a council seat"),
    DemoPerson("gp_member", "Nadia Osei", TOWER_HAMLETS, "Holds a primary-care seat"),
    DemoPerson("commissioner", "Peter Vance", TOWER_HAMLETS, "Holds the commissioners' seat"),
    DemoPerson("agenda_member", "Joy Mbeki", TOWER_HAMLETS, "Sits on the agenda group"),
    DemoPerson("deputy", "Tom Ellery", TOWER_HAMLETS, "Deputy for an NHS seat"),
    DemoPerson("harbour_editor", "Shirin Begum", TOWER_HAMLETS, "Edits Harbour Lane (small)"),
    DemoPerson("harbour_approver", "Joe Tanner", TOWER_HAMLETS, "Approves for Harbour Lane"),
    DemoPerson("heron_approver", "Beatriz Mora", TOWER_HAMLETS, "Approves for Heron House (large)"),
    DemoPerson("lansbury_sole", "Fatima Noor", TOWER_HAMLETS, "Is all of Lansbury Mothers' Circle"),
    DemoPerson(
        "preparer", "Priya Nair", TOWER_HAMLETS, "Keeps the funding streams", "finance_preparer"
    ),
    DemoPerson(
        "finance_approver",
        "Femi Adeyemi",
        TOWER_HAMLETS,
        "Approves what the preparer prepared",
        "finance_approver",
    ),
    DemoPerson(
        "safeguarding_lead",
        "Sade Okafor",
        TOWER_HAMLETS,
        "Acts when somebody may be at risk",
        "safeguarding_lead",
    ),
    DemoPerson(
        "safeguarding_deputy",
        "Ines Duarte",
        TOWER_HAMLETS,
        "Stands in for the safeguarding lead",
        "safeguarding_deputy",
    ),
    DemoPerson(
        "returning_officer", "Ruth Adeyinka", TOWER_HAMLETS, "Conducts elections to the board"
    ),
    DemoPerson("scrutineer", "Samir Haddad", TOWER_HAMLETS, "Watches elections, holds a key"),
    DemoPerson("deputy_scrutineer", "Dee Parkes", TOWER_HAMLETS, "Holds the third key"),
    DemoPerson(
        "guardian",
        "Grace Mensah",
        TOWER_HAMLETS,
        "Looks after the people who lead",
        "wellbeing_guardian",
    ),
    DemoPerson(
        "reviewer",
        "Halima Warsame",
        TOWER_HAMLETS,
        "Judges promises on racism, with others",
        "community_reviewer",
    ),
    DemoPerson(
        "second_reviewer",
        "Desmond Clarke",
        TOWER_HAMLETS,
        "Judges promises on racism, with others",
        "community_reviewer",
    ),
    DemoPerson(
        "third_reviewer",
        "Anjali Das",
        TOWER_HAMLETS,
        "Judges promises on racism, with others",
        "community_reviewer",
    ),
    DemoPerson("observer", "Olu Bello", TOWER_HAMLETS, "Looks on", "observer"),
    DemoPerson("lead", "Stella Marsh", SHEFFIELD, "Runs the alliance", "alliance_lead"),
    DemoPerson(
        "coproduction_lead",
        "Ned Hartley",
        SHEFFIELD,
        "Records what people say and follows it",
        "coproduction_lead",
    ),
    DemoPerson("chair", "Ruth Ashdown", SHEFFIELD, "Chairs the Partnership Board"),
    DemoPerson(
        "preparer", "Ivy Clough", SHEFFIELD, "Keeps the funding streams", "finance_preparer"
    ),
    DemoPerson("lead", "Gabriel Finch", COVENTRY, "Runs the alliance", "alliance_lead"),
    DemoPerson(
        "coproduction_lead",
        "Sunita Rao",
        COVENTRY,
        "Records what people say and follows it",
        "coproduction_lead",
    ),
    DemoPerson("chair", "Owen Pryce", COVENTRY, "Chairs the Partnership Board"),
    DemoPerson("preparer", "Lena Novak", COVENTRY, "Keeps the funding streams", "finance_preparer"),
]


def people_of(slug: str) -> list[DemoPerson]:
    return [person for person in PEOPLE if person.alliance == slug]
