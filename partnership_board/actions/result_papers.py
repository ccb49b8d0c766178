"""The result sheet as a document, made in a job and put beside its declaration once."""

from datetime import datetime

from django.db import transaction

from alliance import audit
from alliance.actions import documents
from alliance.audit import Actor
from partnership_board import result_papers
from partnership_board.models import Declaration

PURPOSE = "election_result"


def print_result(declaration: Declaration, *, now: datetime) -> None:
    """Takes seconds, so it is made before anything is locked. Done again, it does nothing."""
    if declaration.document_id is None:
        _keep(declaration, result_papers.pdf_of(declaration), now=now)


@transaction.atomic
def _keep(declaration: Declaration, pdf: bytes, *, now: datetime) -> None:
    locked = Declaration.objects.select_for_update().get(pk=declaration.pk)
    if locked.document_id is not None:
        return
    locked.document = documents.keep(
        pdf,
        name=f"{locked.election}, {locked.get_stage_display().lower()}.pdf",
        media_type="application/pdf",
        purpose=PURPOSE,
        now=now,
    )
    locked.save(update_fields=["document"])
    audit.record(by=Actor.SYSTEM, kind="election.result_printed", subject=locked)
