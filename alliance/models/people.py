"""One account a person, however many alliances they belong to; offices have dates."""

from datetime import date, datetime
from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from alliance import roles
from alliance.tenancy.models import TenantModel, history


class UserAccounts(BaseUserManager["User"]):
    # Any: the fields of User.
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in. Rights come from offices in an alliance, never from here."""

    class Language(models.TextChoices):
        ENGLISH = "en-gb", "English"
        BENGALI = "bn", "বাংলা"
        SOMALI = "so", "Soomaali"
        ARABIC = "ar", "العربية"

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    known_as = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=8, choices=Language, default=Language.ENGLISH)
    is_active = models.BooleanField(default=True)
    is_platform_admin = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserAccounts()

    rights: "Any"  # set by alliance.access for the day and alliance of the request; see there

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(is_superuser=False), name="nobody_is_superuser"),
            models.CheckConstraint(
                condition=Q(email=Func(F("email"), function="lower")), name="email_is_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.known_as or self.name

    @property
    def is_staff(self) -> bool:
        """Django's word for "may enter /admin/"."""
        return self.is_platform_admin

    def get_full_name(self) -> str:
        return self.name


class RoleTermQuerySet(models.QuerySet["RoleTerm"]):
    def current(self, *, on: date) -> Self:
        return self.not_ended(on=on).filter(started_on__lte=on)

    def not_ended(self, *, on: date) -> Self:
        """Held now or from a day still to come."""
        return self.exclude(ended_on__lte=on)


class RoleTerm(TenantModel):
    """An office somebody holds between two dates: the truth from which rights are derived."""

    seen_with = "see_people"

    user = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=40, choices=roles.choices)
    scope_kind = models.CharField(max_length=40, default=roles.Scope.ALLIANCE)
    scope_id = models.BigIntegerField(null=True, blank=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, db_index=False
    )
    why = models.CharField(max_length=200, blank=True)

    objects = RoleTermQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="role_terms_do_not_overlap",
                expressions=[
                    ("alliance", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("scope_kind", RangeOperators.EQUAL),
                    (Coalesce("scope_id", Value(0)), RangeOperators.EQUAL),
                    (
                        Func(
                            "started_on",
                            "ended_on",
                            RangeBoundary(),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="This person already holds that role.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="role_term_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(scope_kind=roles.Scope.ALLIANCE, scope_id=None)
                | ~Q(scope_kind=roles.Scope.ALLIANCE) & Q(scope_id__isnull=False),
                name="role_term_names_its_scope",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "user", "role"], name="role_term_user")]

    def __str__(self) -> str:
        return f"{self.user}: {self.title}"

    @property
    def title(self) -> str:
        return roles.ROLES[self.role].title

    def is_current(self, *, on: date) -> bool:
        return self.started_on <= on and (self.ended_on is None or on < self.ended_on)


history()(RoleTerm)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self, *, now: datetime) -> Self:
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)


class Invitation(TenantModel):
    """The only way an account begins. The token itself is never stored."""

    seen_with = "see_people"

    email = models.EmailField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=40, choices=roles.choices)
    scope_kind = models.CharField(max_length=40, default=roles.Scope.ALLIANCE)
    scope_id = models.BigIntegerField(null=True, blank=True)
    scope_name = models.CharField(max_length=160, blank=True)
    token_hmac = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "email", "role", "scope_kind", "scope_id"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                nulls_distinct=False,
                name="one_open_invitation",
                violation_error_message="This person has already been invited to that role.",
            ),
            models.UniqueConstraint(fields=["alliance", "token_hmac"], name="invitation_token"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                name="invitation_accepted_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} as {roles.ROLES[self.role].title}"

    def is_open(self, *, now: datetime) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and now < self.expires_at


class SignedLink(TenantModel):
    """One thing, once, without signing in. Never reaches a privacy zone."""

    purpose = models.CharField(max_length=40)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, db_index=False)
    object_kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    expires_at = models.DateTimeField()
    uses_left = models.PositiveSmallIntegerField(default=1)
    token_hmac = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alliance", "token_hmac"], name="signed_link_token"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.object_kind} {self.object_id}"
