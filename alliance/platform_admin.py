"""Django's admin, with our site in place of its own."""

from django.contrib.admin.apps import AdminConfig


class AllianceAdminConfig(AdminConfig):
    default_site = "alliance.admin_site.PlatformAdminSite"
