"""What people on a board are bound to elsewhere: the register of interests.

Somebody else's health or family stands nowhere here: a connection is described without naming
anybody. What could put somebody at risk is withheld from the page, for a reason from a list; that
there is an interest is never withheld.
"""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alliance.models import User
from alliance.tenancy.models import TenantKey, TenantModel, history
from members.models import Organisation

STAYS_VISIBLE = timedelta(days=183)  # an ended interest is shown for six months more


class InterestQuerySet(models.QuerySet["Interest"]):
    def current(self, *, on: date) -> Self:
        return self.filter(from_on__lte=on).exclude(to_on__lte=on)

    def shown(self, *, on: date) -> Self:
        """Those that hold, and those that ended not long ago."""
        return self.filter(from_on__lte=on).exclude(to_on__lte=on - STAYS_VISIBLE)


@history()
class Interest(TenantModel):
    """One entry of somebody's in the register; "nothing to declare" is an entry too.

    `to_on` is the first day on which it no longer holds.
    """

    seen_with = "see_board"

    class Category(models.TextChoices):
        FINANCIAL = "financial", _("Money")
        PROFESSIONAL = "professional", _("Work or a post")
        PERSONAL = "personal", _("Personal")
        INDIRECT = "indirect", _("Through somebody close")
        NOTHING = "nothing", _("Nothing to declare")

    class Withheld(models.TextChoices):
        """From a list, because own words could say what is to be withheld."""

        SAFETY = "safety", _("it could put somebody at risk")
        HEALTH = "health", _("it is about somebody’s health")
        SOMEBODY_ELSE = "somebody_else", _("it would show who somebody else is")

    person = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    category = models.CharField(max_length=12, choices=Category)
    organisation = TenantKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    description = models.CharField(max_length=300, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    is_public = models.BooleanField(default=True)
    withheld_because = models.CharField(max_length=13, choices=Withheld, blank=True)
    declared_at = models.DateTimeField()
    confirmed_at = models.DateTimeField()

    objects = InterestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_public=True, withheld_because="")
                | Q(is_public=False) & ~Q(withheld_because=""),
                name="interest_is_withheld_for_a_reason",
                violation_error_message="Say why it should not be shown.",
            ),
            models.CheckConstraint(
                condition=Q(category="nothing", organisation=None, description="", is_public=True)
                | ~Q(category="nothing") & ~Q(description=""),
                name="interest_says_what_or_nothing",
                violation_error_message="Say in a few words what the connection is.",
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="interest_ends_after_it_begins",
                violation_error_message="It ends after it begins.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__gte=F("declared_at")),
                name="interest_is_confirmed_after_it_is_declared",
            ),
            models.UniqueConstraint(
                fields=["alliance", "person"],
                condition=Q(category="nothing", to_on=None),
                name="nothing_to_declare_once",
                violation_error_message="You have said already that there is nothing to declare.",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "person"], name="interest_person")]

    def __str__(self) -> str:
        return self.shown_as

    @property
    def is_nothing(self) -> bool:
        return self.category == self.Category.NOTHING

    @property
    def shown_as(self) -> str:
        """What everybody reads of it."""
        if self.is_public:
            return self.description or self.get_category_display()
        why = self.get_withheld_because_display()
        return gettext("Withheld, because %(why)s") % {"why": why}

    def has_ended(self, *, on: date) -> bool:
        return self.to_on is not None and self.to_on <= on
