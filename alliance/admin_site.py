"""Who may enter Django's admin."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest

from alliance.middleware import has_second_factor
from alliance.models import User


class PlatformAdminSite(AdminSite):
    site_header = site_title = "Alliance: the installation"
    index_title = "Accounts and alliances"

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return (
            isinstance(user, User)
            and user.is_active
            and user.is_platform_admin
            and has_second_factor(user.pk)
        )
