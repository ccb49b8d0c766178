"""Every page as each kind of person who may see it, rendered without a browser."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from alliance import registries
from alliance.tenancy.context import work_for
from tests.browser.site import HOME, Site, place_of
from tests.matrix import Visitor, address_of, asked, sees, visitors

# What may be looked at: a page, and a page that says why there is none.
SHOWN = {200, 404, 409, 410}


@dataclass(frozen=True)
class Rendered:
    """A page as one person gets it."""

    who: str
    html: str


def shown_lately(visitor: Visitor) -> None:
    """They have just shown who they are, as a ballot or a box asks."""
    assert visitor.user is not None
    session = visitor.client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(visitor.user.pk)
    session.save()


class Readers:
    """One person of each distinct set of rights, some without any, and somebody signed out."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.people: list[Visitor] = site.backstage(lambda: visitors(place_of(HOME)))
        site.backstage(lambda: [shown_lately(one) for one in self.people if one.user])

    def pages(self, name: str) -> list[Rendered]:
        """A route's page, as everybody gets it who may see it."""
        return self.site.backstage(lambda: list(self._rendered(name)))

    def _rendered(self, name: str) -> Iterator[Rendered]:
        place = place_of(HOME)
        found = address_of(name, place)
        assert found is not None, f"{name}: the demonstration has no row to try it on"
        address, thing = found
        with work_for(place.id, place.slug):
            see = registries.routes[name].see
            allowed = [p for p in self.people if sees(p.rights, p.user, see, thing)]
        for person in allowed:
            answer = asked(person, address, "GET")
            if answer.status_code in SHOWN:
                yield Rendered(person.name, answer.content.decode())

    def page_at(self, address: str, email: str | None) -> Rendered:
        """A page outside every alliance."""
        people = [p for p in self.people if email == (p.user.email if p.user else None)]
        reader = people[0]
        return self.site.backstage(
            lambda: Rendered(reader.name, asked(reader, address, "GET").content.decode())
        )
