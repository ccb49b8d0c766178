"""The board's papers as they went out: each build is fixed, and each copy is counted once."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q

from alliance.models import Document, Message, User
from alliance.tenancy.models import TenantKey, TenantModel
from partnership_board.models.boards import BoardRules
from partnership_board.models.meetings import Meeting
from partnership_board.models.papers import Paper, PaperVersion


class Pack(TenantModel):
    """The papers of one meeting, in all the builds that were made of them."""

    seen_with = "see_board"

    meeting = TenantKey(Meeting, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alliance", "meeting"], name="one_pack_a_meeting"),
        ]

    def __str__(self) -> str:
        return f"Papers for {self.meeting}"


class PackBuild(TenantModel):
    """What went out and in which order. Only its way from building to sent is still to be told."""

    seen_with = "see_board"

    class State(models.TextChoices):
        BUILDING = "building", "Being made"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be made"

    class Kind(models.TextChoices):
        FULL = "full", "Full pack"
        SUPPLEMENT = "supplement", "Supplement"
        PUBLIC = "public", "Public pack"

    pack = TenantKey(Pack, on_delete=models.PROTECT, related_name="+")
    n = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FULL)
    manifest = models.JSONField()
    manifest_sha256 = models.CharField(max_length=64)
    rules = TenantKey(BoardRules, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.BUILDING)
    document = TenantKey(Document, on_delete=models.PROTECT, related_name="+", null=True)
    pages = models.PositiveSmallIntegerField(null=True)
    built_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        triggers = [
            pgtrigger.Protect(name="pack_build_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="pack_build_end_is_final",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="building"),
            ),
            pgtrigger.ReadOnly(
                name="pack_build_is_fixed",
                exclude=["state", "document", "pages", "built_at", "problem"],
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["alliance", "pack", "n"], name="pack_build_n"),
            models.UniqueConstraint(
                fields=["alliance", "pack"],
                condition=Q(state="building"),
                name="one_build_at_a_time",
                violation_error_message="A pack is being made at this moment.",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") & Q(document=None, built_at=None, pages=None)
                | Q(
                    state="sent",
                    document__isnull=False,
                    built_at__isnull=False,
                    pages__isnull=False,
                ),
                name="pack_build_sent_has_a_document",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pack}, build {self.n}"

    @property
    def is_supplement(self) -> bool:
        return self.kind == self.Kind.SUPPLEMENT

    @property
    def is_building(self) -> bool:
        return self.state == self.State.BUILDING

    @property
    def has_failed(self) -> bool:
        return self.state == self.State.FAILED

    @property
    def is_sent(self) -> bool:
        return self.state == self.State.SENT


class PackPart(TenantModel):
    """A part of a pack as it was printed, so that what stays the same is not printed again.

    Found by the fingerprint of all that it was made of. Nobody reads it by itself.
    """

    seen_with = "send_packs"

    fingerprint = models.CharField(max_length=64)
    document = TenantKey(Document, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alliance", "fingerprint"], name="pack_part_once"),
        ]

    def __str__(self) -> str:
        return f"A printed part, {self.fingerprint[:12]}"


class CopyQuerySet(models.QuerySet["PackCopy"]):
    def printed(self) -> Self:
        """Each person has one of these; plain text comes beside it."""
        return self.exclude(format=PackCopy.Format.AUDIO_SCRIPT)


class PackCopy(TenantModel):
    """A build in one person's hands. One with no letter is the sender's own."""

    seen_with = "see_board"

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        LARGE_PRINT = "large_print", "Large print"
        AUDIO_SCRIPT = "audio_script", "Plain text"

    build = TenantKey(PackBuild, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    audience_key = models.CharField(max_length=64)
    format = models.CharField(max_length=12, choices=Format, default=Format.PDF)
    withheld = models.JSONField(default=dict)  # by kind, the numbers of what is only a stub in it
    constituency = models.CharField(max_length=60, blank=True)
    document = TenantKey(Document, on_delete=models.PROTECT, related_name="+")
    message = TenantKey(Message, on_delete=models.PROTECT, related_name="+", null=True)

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "pack copies"
        triggers = [
            pgtrigger.Protect(name="pack_copy_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "build", "person", "format"], name="pack_copy_once"
            ),
        ]
        indexes = [models.Index(fields=["alliance", "person"], name="pack_copy_person")]

    def __str__(self) -> str:
        return f"{self.build} for {self.person}"

    @property
    def is_large_print(self) -> bool:
        return self.format == self.Format.LARGE_PRINT


class ReadMark(TenantModel):
    """How far a person has got with a paper. Only they see it."""

    seen_with = "see_board"

    class State(models.TextChoices):
        OPENED = "opened", "Opened"
        READ = "read", "Read"

    person = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    paper = TenantKey(Paper, on_delete=models.PROTECT, related_name="+")
    version = TenantKey(PaperVersion, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=6, choices=State, default=State.READ)
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alliance", "person", "paper"], name="read_mark_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_state_display()}"


class PaperNote(TenantModel):
    """Somebody's own note beside a paragraph. It finds its place again by the words it quotes."""

    seen_with = "see_board"

    person = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    paper = TenantKey(Paper, on_delete=models.PROTECT, related_name="+")
    version = TenantKey(PaperVersion, on_delete=models.PROTECT, related_name="+")
    paragraph = models.PositiveSmallIntegerField()
    quote = models.CharField(max_length=300)
    body = models.TextField(max_length=2000)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(body=""),
                name="note_says_something",
                violation_error_message="Write something, or take the note away.",
            ),
        ]
        indexes = [models.Index(fields=["alliance", "person"], name="paper_note_person")]

    def __str__(self) -> str:
        return f"A note on {self.paper}"
