"""What Celery may be asked about the board."""

from celery import shared_task
from django.utils import timezone

from alliance.tasks import PACKS, AllianceTask
from partnership_board.actions import packs, result_papers, taking_back
from partnership_board.models import Declaration, PackBuild


@shared_task(name="partnership_board.build_pack", base=AllianceTask, line=PACKS)  # type: ignore[untyped-decorator]  # Celery has no types
def build_pack(build: int) -> None:
    packs.send(PackBuild.objects.get(pk=build), now=timezone.now())


@shared_task(name="partnership_board.fill_pack", base=AllianceTask, line=PACKS)  # type: ignore[untyped-decorator]  # Celery has no types
def fill_pack(build: int) -> None:
    taking_back.fill(PackBuild.objects.get(pk=build), now=timezone.now())


@shared_task(name="partnership_board.print_result", base=AllianceTask, line=PACKS)  # type: ignore[untyped-decorator]  # Celery has no types
def print_result(declaration: int) -> None:
    result_papers.print_result(Declaration.objects.get(pk=declaration), now=timezone.now())
