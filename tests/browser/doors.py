"""Every page that can be looked at, its address, and somebody who may look at it."""

from dataclasses import dataclass

from django.utils import timezone

from alliance import access, registries
from alliance.demo_people import people_of
from alliance.models import User
from alliance.registries import LINK, PUBLIC
from alliance.tenancy.context import work_for
from tests.browser.site import HOME, Site, place_of
from tests.matrix import address_of, sees

# Answered with a file, so there is no page to look at.
FILES = {
    "alliance:theme",
    "alliance:favicon",
    "alliance:document",
    "alliance:happened_csv",
    "members:members-file",
    "directory:csv",
    "directory:xlsx",
    "partnership_board:meeting_calendar",
    "asks:published-csv",
    "asks:published-paper",
    "asks:statement-csv",
    "members:import-export",
    "members:import-marked",
    "members:import-template",
    "partnership_board:feed",
    "partnership_board:read_text",
    "partnership_board:worker",
    "partnership_board:minutes_print",
    "partnership_board:decided_print",
    "partnership_board:request_letter",
    "partnership_board:result_csv",
    "partnership_board:result_json",
    "partnership_board:result_pdf",
    "partnership_board:election_bundle",
    "partnership_board:election_calendar",
    "coproduction:commitments_paper",
    "funding:journal",
    "funding:journal_paper",
    "partnership_board:nomination_photo",
    "coproduction:sheets_print",
    "funding:spreadsheet",
}
# Opened for an hour by saying why, with the words of a card, or on a phone that was handed over: a
# sample of it leads elsewhere by now.
BRIEF = {
    "members:answers-open",
    "coproduction:own_card_change",
    "coproduction:own_card_stop",
    "coproduction:capture_come_back",
}
PAGES = [
    name
    for name in registries.routes.names()
    if "GET" in registries.routes[name].methods.split()
    and name not in FILES | BRIEF
    and not name.startswith("open_data:")  # JSON
]
# Pages of the installation: the address, and who looks at it (nobody: signed out).
OUTSIDE = {
    "start": ("/", None),
    "my alliances": ("/", "lead"),
    "sign in": ("/account/login/", None),
    "ask for a code": ("/account/login/code/", None),
    "forgotten password": ("/account/password/reset/", None),
    "no open sign-up": ("/account/signup/", None),
    "my account": ("/account/", "lead"),
    "my details": ("/account/details/", "lead"),
    "my addresses": ("/account/email/", "lead"),
    "my factors": ("/account/2fa/", "lead"),
    "my sessions": ("/account/sessions/", "lead"),
    "sign out": ("/account/logout/", "lead"),
    "mailbox": ("/demo/mailbox/", None),
    "not found": ("/nowhere/", None),
    "not found inside": (f"/a/{HOME}/nowhere/", "lead"),
    "not permitted": (f"/a/{HOME}/settings/", "observer"),
}


@dataclass(frozen=True)
class Door:
    address: str
    email: str | None  # of somebody who may look; None: nobody need be signed in


def doors_of(site: Site) -> dict[str, Door]:
    return site.backstage(every_door)


def every_door() -> dict[str, Door]:
    place = place_of(HOME)
    found = {}
    for name in registries.routes.names():
        at = address_of(name, place)
        if at is not None:
            address, thing = at
            with work_for(place.id, place.slug):
                found[name] = Door(address, who_may(registries.routes[name].see, thing))
    return found


def who_may(permission: str, thing: object) -> str | None:
    """The lead first, who sees most; then whoever else may."""
    if permission in {PUBLIC, LINK}:
        permission = "see_alliance"
    today = timezone.localdate()
    for person in people_of(HOME):
        user = User.objects.get(email=person.email)
        rights = access.carry_rights(user, on=today)
        if sees(rights, user, permission, thing):
            return person.email
    return None
