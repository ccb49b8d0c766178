"""Django's admin, for platform administrators alone: accounts and the list of alliances.

No tenant model is ever registered here (a test): the platform reads no alliance's content.
"""

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest

from alliance.models import Alliance, User


class PlatformAdmin(ModelAdmin):  # type: ignore[type-arg]  # generic only in the stubs
    """Rights here follow from being a platform administrator, not from Django's permissions."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True  # the site has asked already

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(PlatformAdmin):
    list_display = ("email", "name", "is_active", "is_platform_admin")
    search_fields = ("email", "name")
    fields = ("email", "name", "known_as", "language", "is_active", "is_platform_admin")

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return True


@admin.register(Alliance)
class AllianceAdmin(PlatformAdmin):
    """Alliances are opened and closed by the owner role, from the command line."""

    list_display = ("slug", "name", "opened_on", "closed_on")

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
