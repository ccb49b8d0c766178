"""Promises on racism and inequality, and what the communities concerned say became of them.

Parts, competencies and lenses are those of the Patient and Carer Race Equality Framework (NHS
England, 2023). Whoever made a promise reports and replies; whether it was kept is never theirs to
say, and the database holds them to it.
"""

from datetime import date
from typing import Self

import pgtrigger
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliance.models import User
from alliance.tenancy.constraints import AppendOnly
from alliance.tenancy.models import TenantKey, TenantModel, append_only, history
from coproduction.models.insights import Insight
from members.models import Network, Organisation
from partnership_board.models import Decision

JUDGED = ("kept", "partly_kept", "not_kept")
ENDED = (*JUDGED, "withdrawn")
LEAST_WORDS = 20
A_SENTENCE = rf"^\S.{{{LEAST_WORDS - 1}}}"
MUST_BE_JUDGED = """
IF NEW.state IN ('kept', 'partly_kept', 'not_kept') AND NOT EXISTS (
    SELECT FROM coproduction_commitmentjudgement
     WHERE alliance_id = NEW.alliance_id AND commitment_id = NEW.id AND round = NEW.round
       AND verdict = NEW.state AND published_at IS NOT NULL) THEN
    RAISE EXCEPTION 'commitment_is_judged: only a published judgement says this'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'commitment_is_judged';
END IF;
RETURN NEW;
"""
SIGNED_BY_ENOUGH = """
SELECT count(*) INTO signed FROM coproduction_judgementsignature
 WHERE alliance_id = NEW.alliance_id AND judgement_id = NEW.id;
IF NEW.published_at IS NOT NULL AND signed <> NEW.reviewers_count THEN
    RAISE EXCEPTION 'judgement_is_signed: as many have signed as it says'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'judgement_is_signed';
END IF;
IF TG_OP = 'UPDATE' AND OLD.published_at IS NOT NULL AND
   (NEW.commitment_id, NEW.round, NEW.verdict, NEW.because, NEW.reviewers_count, NEW.published_at)
   IS DISTINCT FROM
   (OLD.commitment_id, OLD.round, OLD.verdict, OLD.because, OLD.reviewers_count, OLD.published_at)
THEN
    RAISE EXCEPTION 'judgement_stands: what was published stands'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'judgement_stands';
END IF;
RETURN NEW;
"""
NOT_ONCE_PUBLISHED = """
IF EXISTS (SELECT FROM coproduction_commitmentjudgement
            WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.judgement_id ELSE NEW.judgement_id END
              AND published_at IS NOT NULL) THEN
    RAISE EXCEPTION 'signature_stands: it is published'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'signature_stands';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def in_public(self) -> Self:
        """What its owner has agreed to, whatever became of it."""
        return self.exclude(agreed_on=None)


@history()
class Commitment(TenantModel):
    """A promise of a member organisation, a body outside, or (with neither) the alliance itself.

    `round` counts how often its judgement has been called for.
    """

    organisation_path = "organisation"

    class Part(models.TextChoices):
        LEADERSHIP = "leadership", _("Leadership and governance")
        COMPETENCIES = "competencies", _("What an organisation must be able to do")
        FEEDBACK = "feedback", _("Hearing patients and carers")

    class Competency(models.TextChoices):
        CULTURAL_AWARENESS = "cultural_awareness", _("Cultural awareness")
        STAFF_KNOWLEDGE = "staff_knowledge", _("Staff knowledge and awareness")
        PARTNERSHIP_WORKING = "partnership_working", _("Partnership working")
        COPRODUCTION = "coproduction", _("Coproduction")
        WORKFORCE = "workforce", _("Workforce")
        CO_LEARNING = "co_learning", _("Learning together")

    class Lens(models.TextChoices):
        ACCESS = "access", _("Access")
        EXPERIENCE = "experience", _("Experience")
        OUTCOMES = "outcomes", _("Outcomes")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        AGREED = "agreed", _("Agreed")
        LIVE = "live", _("Under way")
        JUDGING = "judging", _("Being judged")
        KEPT = "kept", _("Kept")
        PARTLY_KEPT = "partly_kept", _("Partly kept")
        NOT_KEPT = "not_kept", _("Not kept")
        WITHDRAWN = "withdrawn", _("Taken back by its owner")

    organisation = TenantKey(Organisation, models.PROTECT, related_name="+", null=True, blank=True)
    network = TenantKey(Network, models.PROTECT, related_name="+", null=True, blank=True)
    part = models.CharField(max_length=12, choices=Part)
    competency = models.CharField(max_length=19, choices=Competency, blank=True)
    lens = models.CharField(max_length=10, choices=Lens)
    statement = models.CharField(max_length=300)
    measure = models.CharField(max_length=300, blank=True)
    baseline = models.CharField(max_length=200, blank=True)
    target = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    made_in = TenantKey(Decision, models.PROTECT, related_name="+", null=True, blank=True)
    developed_with = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=11, choices=State, default=State.PROPOSED)
    round = models.PositiveSmallIntegerField(default=0)
    proposed_on = models.DateField()
    agreed_on = models.DateField(null=True, blank=True)
    next_review_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=600, blank=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        triggers = [
            pgtrigger.Trigger(
                name="commitment_is_judged",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=MUST_BE_JUDGED,
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None) | Q(network=None),
                name="commitment_has_one_owner",
                violation_error_message="Name one owner: an organisation, or a body outside.",
            ),
            models.CheckConstraint(
                condition=~Q(statement=""), name="commitment_says_what_is_promised"
            ),
            models.CheckConstraint(
                condition=~Q(part="competencies") | ~Q(competency=""),
                name="commitment_names_its_competency",
                violation_error_message="Say which of the six it is about.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["live", "judging", *JUDGED])
                | Q(due_on__isnull=False, agreed_on__isnull=False) & ~Q(measure=""),
                name="commitment_can_be_judged",
                violation_error_message="Say how people will know, and by when.",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_because__regex=A_SENTENCE)
                | ~Q(state="withdrawn") & Q(withdrawn_because=""),
                name="commitment_is_withdrawn_for_a_reason",
                violation_error_message="Say why it is taken back. Everybody will read it.",
            ),
        ]
        indexes = [
            models.Index(fields=["alliance", "state", "due_on"], name="commitment_state"),
        ]

    def __str__(self) -> str:
        return self.statement

    def get_absolute_url(self) -> str:
        return reverse("coproduction:commitment", kwargs={"pk": self.pk})

    @property
    def is_the_alliances(self) -> bool:
        return self.organisation_id is None and self.network_id is None

    @property
    def is_judged(self) -> bool:
        return self.state in JUDGED

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def shape(self) -> str:
        """The mark beside its state."""
        marks = {"kept": "done", "partly_kept": "near", "not_kept": "over", "withdrawn": "refused"}
        marks |= {"judging": "waiting", "live": "open", "agreed": "open"}
        return marks.get(self.state, "draft")

    def is_late(self, *, on: date) -> bool:
        return self.state == self.State.LIVE and self.due_on is not None and self.due_on < on


class CommitmentSource(TenantModel):
    """A point from lived experience stands behind this promise."""

    commitment = TenantKey(Commitment, models.CASCADE, related_name="+")
    insight = TenantKey(Insight, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "commitment", "insight"], name="commitment_source_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment} from {self.insight}"


class CommitmentReport(TenantModel):
    """What its owner says of how it goes. Whoever put it down here, the owner said it."""

    organisation_path = "commitment__organisation"

    commitment = TenantKey(Commitment, models.PROTECT, related_name="+")
    said_on = models.DateField()
    text = models.CharField(max_length=1200)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()

    class Meta:
        triggers = [append_only]
        constraints = [
            AppendOnly(name="commitment_report_append_only"),
            models.CheckConstraint(condition=~Q(text=""), name="commitment_report_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment}, {self.said_on}"


class CommitmentJudgement(TenantModel):
    """What community reviewers say together. A draft is theirs alone until enough have signed."""

    seen_with = "judge_commitments"

    class Verdict(models.TextChoices):
        KEPT = "kept", _("Kept")
        PARTLY_KEPT = "partly_kept", _("Partly kept")
        NOT_KEPT = "not_kept", _("Not kept")
        CANNOT_TELL = "cannot_tell", _("We cannot tell")

    commitment = TenantKey(Commitment, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=11, choices=Verdict)
    because = models.CharField(max_length=1200, validators=[MinLengthValidator(LEAST_WORDS)])
    written_at = models.DateTimeField()
    reviewers_count = models.PositiveSmallIntegerField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    owner_reply = models.CharField(max_length=1200, blank=True)
    owner_replied_on = models.DateField(null=True, blank=True)

    class Meta:
        triggers = [
            pgtrigger.Trigger(
                name="judgement_is_signed",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("signed", "integer")],
                func=SIGNED_BY_ENOUGH,
            ),
            pgtrigger.Protect(
                name="judgement_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "commitment", "round"],
                condition=Q(published_at__isnull=False),
                name="commitment_is_judged_once_a_round",
            ),
            models.CheckConstraint(
                condition=Q(because__regex=A_SENTENCE),
                name="judgement_says_why",
                violation_error_message="Say why in a sentence. Everybody will read it.",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, reviewers_count=None, owner_reply="")
                | Q(published_at__isnull=False, reviewers_count__gte=3),
                name="judgement_is_of_three_at_least",
            ),
            models.CheckConstraint(
                condition=Q(owner_reply="", owner_replied_on=None)
                | ~Q(owner_reply="") & Q(owner_replied_on__isnull=False),
                name="reply_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment}: {self.get_verdict_display()}"


class JudgementSignature(TenantModel):
    """A reviewer stands behind a judgement. Never shown to anybody but reviewers."""

    seen_with = "judge_commitments"

    judgement = TenantKey(CommitmentJudgement, models.CASCADE, related_name="+")
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    signed_at = models.DateTimeField()

    class Meta:
        triggers = [
            pgtrigger.Trigger(
                name="signature_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=NOT_ONCE_PUBLISHED,
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "judgement", "reviewer"], name="judgement_signed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.judgement}"
