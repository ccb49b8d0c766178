"""When a service changed, kept by the database whichever way its rows are written.

Readers of the open data ask for what changed since a day; a language taken away or an organisation
renamed changes a service as much as a new description does.
"""

import pgtrigger

STAMP = pgtrigger.Trigger(
    name="stamp_change",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange(),
    func="NEW.changed_at = now(); RETURN NEW;",
)


TOUCH = "UPDATE members_service SET changed_at = now() WHERE id IN (THESE); RETURN NULL;"


def stamps(services: str) -> pgtrigger.Trigger:
    """A change of the row is a change of the services whose numbers `services` (SQL) finds."""
    return pgtrigger.Trigger(
        name="stamp_services",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=TOUCH.replace("THESE", services),
    )


def of(key: str) -> str:
    """The number in column `key` of the row, which may just be gone."""
    return f"COALESCE(NEW.{key}, OLD.{key})"


def of_service() -> pgtrigger.Trigger:
    return stamps(of("service_id"))


def of_organisation(key: str = "organisation_id") -> pgtrigger.Trigger:
    found = "SELECT id FROM members_service WHERE organisation_id = "
    return stamps(found + of(key))


def of_location(key: str = "location_id") -> pgtrigger.Trigger:
    found = "SELECT service_id FROM members_servicelocation WHERE location_id = "
    return stamps(found + of(key))


def of_type() -> pgtrigger.Trigger:
    found = "SELECT service_id FROM members_typeofservice WHERE type_id = "
    return stamps(found + of("id"))


def of_area() -> pgtrigger.Trigger:
    found = "SELECT service_id FROM members_servicearea WHERE area_id = "
    return stamps(found + of("id"))
