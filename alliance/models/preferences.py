"""How one person would like to be written to and met in one alliance."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from alliance.models.people import User
from alliance.tenancy.models import TenantModel


class PersonPreferences(TenantModel):
    """Said once, and met by every letter and pack. Not tracked: old needs are nobody's business."""

    seen_with = "change_people"

    class Need(models.TextChoices):
        LARGE_PRINT = "large_print", "Papers in large print"
        PLAIN_TEXT = "plain_text", "Letters as plain text, without colours or buttons"
        EASY_READ = "easy_read", "Easy read: short sentences with pictures"
        BY_POST = "by_post", "Papers by post"
        AUDIO = "audio", "Papers read aloud"
        BSL = "bsl", "British Sign Language at meetings"
        INTERPRETER = "interpreter", "An interpreter at meetings"

    class Pace(models.TextChoices):
        AS_IT_HAPPENS = "as_it_happens", "When something happens"
        MORNINGS = "mornings", "Only in the morning, at 8"

    user = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    needs = ArrayField(models.CharField(max_length=12, choices=Need), default=list, blank=True)
    note = models.CharField(max_length=300, blank=True)
    pace = models.CharField(max_length=13, choices=Pace, default=Pace.AS_IT_HAPPENS)
    stopped = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    class Meta:
        verbose_name_plural = "person preferences"
        constraints = [
            models.UniqueConstraint(fields=["alliance", "user"], name="preferences_once_a_person"),
            models.CheckConstraint(
                condition=Q(
                    needs__contained_by=[
                        "large_print",
                        "plain_text",
                        "easy_read",
                        "by_post",
                        "audio",
                        "bsl",
                        "interpreter",
                    ]
                ),
                name="preferences_needs_are_known",
                violation_error_message="Choose from these.",
            ),
        ]

    def __str__(self) -> str:
        return f"How we write to {self.user}"

    @property
    def needs_in_words(self) -> list[str]:
        return [str(self.Need(need).label) for need in self.Need.values if need in self.needs]
