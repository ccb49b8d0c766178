"""What the pages that change a service begin with."""

from members.models import Area, Service, ServiceArea, ServiceLanguage


def areas() -> list[Area]:
    return list(Area.objects.order_by("name"))


def choices_of(service: Service) -> dict[str, list[str]]:
    """The languages its people speak and the areas it is for, as a form has them."""
    spoken = ServiceLanguage.objects.filter(service=service, how=ServiceLanguage.How.STAFF)
    served = ServiceArea.objects.filter(service=service)
    return {
        "languages": list(spoken.values_list("language", flat=True)),
        "areas": [str(pk) for pk in served.values_list("area_id", flat=True)],
    }
