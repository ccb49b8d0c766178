"""What only some of the board may read, until when, and what everybody reads instead.

While an item is restricted, its own words are not in the item. They are kept here, and the item
carries a stub. So a page that knows nothing of restrictions shows the stub, not the words.
"""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from alliance import words
from alliance.models import User
from alliance.tenancy.models import TenantKey, TenantModel
from members.models import Organisation
from partnership_board.models.answers import A_SENTENCE
from partnership_board.models.items import AgendaItem
from partnership_board.models.papers import Paper


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    def open(self) -> "RestrictionQuerySet":
        return self.filter(lifted_at=None)


class Restriction(TenantModel):
    """An item or a paper that not everybody reads. A stub of it always remains."""

    seen_with = "see_board"

    class Why(models.TextChoices):
        """From a list, because it is printed for everybody: own words could say too much."""

        COMMERCIAL = "commercial", "commercial"
        PERSONAL = "personal", "about a person"
        LEGAL = "legal", "legal advice"
        STAFF = "staff", "about staff"
        SAFEGUARDING = "safeguarding", "safeguarding"
        SECURITY = "security", "security"

    class ToWhom(models.TextChoices):
        SEATS = "seats", "Everybody with a seat on this board, and their deputies"
        VOTING = "voting", "Those with a seat that votes, and their deputies"
        SIDES = "sides", "Only some sides of the board"
        CHAIR = "chair", "Only the chair and who introduces it"

    item = TenantKey(AgendaItem, on_delete=models.PROTECT, related_name="+", null=True)
    paper = TenantKey(Paper, on_delete=models.PROTECT, related_name="+", null=True)
    why = models.CharField(max_length=12, choices=Why)
    to_whom = models.CharField(max_length=8, choices=ToWhom)
    sides = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    review_on = models.DateField()
    how_to_challenge = models.CharField(max_length=300)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    kept_title = models.CharField(max_length=120, blank=True)
    kept_why_urgent = models.CharField(max_length=300, blank=True)
    kept_lead = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    kept_organisation = TenantKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    hid_proposal = models.BooleanField(default=False)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=False, paper=None) | Q(item=None, paper__isnull=False),
                name="restriction_of_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(why="") & ~Q(to_whom="") & Q(how_to_challenge__regex=A_SENTENCE),
                name="restriction_says_all_four",
                violation_error_message="A restricted item needs all four: why, for whom, when it "
                "is looked at again, and how to challenge it.",
            ),
            models.CheckConstraint(
                condition=Q(to_whom="sides") & ~Q(sides=[]) | ~Q(to_whom="sides") & Q(sides=[]),
                name="restriction_names_its_sides",
                violation_error_message="Choose the sides who may read it.",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="restriction_lifted_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["alliance", "item"],
                condition=Q(lifted_at=None),
                name="item_restricted_once",
                violation_error_message="This item is restricted already.",
            ),
            models.UniqueConstraint(
                fields=["alliance", "paper"],
                condition=Q(lifted_at=None),
                name="paper_restricted_once",
                violation_error_message="This paper is restricted already.",
            ),
        ]

    def __str__(self) -> str:
        return self.stub

    @property
    def stub(self) -> str:
        """What everybody reads instead of an item's title."""
        return stub_of(self.why, self.review_on)

    @property
    def is_open(self) -> bool:
        return self.lifted_at is None

    def is_due(self, *, on: date) -> bool:
        return self.is_open and self.review_on <= on


def stub_of(why: str, review_on: date) -> str:
    said = Restriction.Why(why).label
    return f"Restricted: {said}. Looked at again on {words.day(review_on)}."
