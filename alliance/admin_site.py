"""Who may enter Django's admin."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest

from alliance.middleware import has_second_factor
from alliance.models import Alliance, User


class PlatformAdminSite(AdminSite):
    site_header = site_title = "Alliance: the installation"
    index_title = "Accounts and alliances"

    # Any: Django's own signature. Other packages would register their tables here too.
    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        asked = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        ours = [model for model in asked if model in (User, Alliance)]
        if ours:
            super().register(ours, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return (
            isinstance(user, User)
            and user.is_active
            and user.is_platform_admin
            and has_second_factor(user.pk)
        )
