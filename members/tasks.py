"""What Celery may be asked about members."""

from celery import shared_task
from django.utils import timezone

from alliance.tasks import PACKS, AllianceTask
from members.actions import statements
from members.models import BurdenStatement


@shared_task(name="members.draw_statement", base=AllianceTask, line=PACKS)  # type: ignore[untyped-decorator]  # Celery has no types
def draw_statement(statement: int) -> None:
    statements.draw(BurdenStatement.objects.get(pk=statement), now=timezone.now())
