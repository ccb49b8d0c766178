"""guardian's two tables, under the policy. Derived from offices by alliance.access alone."""

from django.db import models
from guardian.models import GroupObjectPermissionAbstract, UserObjectPermissionAbstract

from alliance.tenancy.models import TenantModel


class UserPermission(TenantModel, UserObjectPermissionAbstract):  # type: ignore[misc]  # untyped base
    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "user", "permission", "object_pk"],
                name="user_permission_once",
            ),
        ]


class GroupPermission(TenantModel, GroupObjectPermissionAbstract):  # type: ignore[misc]  # untyped base
    """Groups are not used: they belong to no alliance. The table exists because guardian asks."""

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "group", "permission", "object_pk"],
                name="group_permission_once",
            ),
        ]
