"""What the page of one approval shows."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from alliance import access
from alliance.models import User
from alliance.words import day, listed, pence
from funding.models import Approval, Seal
from funding.permissions import FundingPermission as May
from funding.queries import approvers, changes


def rows() -> "QuerySet[Approval]":
    return Approval.objects.select_related(
        "stream", "award", "line", "expectation", "document", "undoes", "payee", "entry",
        "prepared_by", "approved_by", "second_approver",
    )  # fmt: skip


def may_see_references(user: User) -> bool:
    """Bank and payees' references are for those who keep, prepare or approve."""
    return access.may(user, May.CHANGE_FUNDING) or access.may(user, May.APPROVE_PAYMENTS)


def of(approval: Approval, *, user: User, on: date) -> dict[str, Any]:  # Any: a template's
    asked = approvers.of(approval, on=on) if approval.is_waiting else None
    seal = Seal.objects.filter(entry=approval.entry_id).first() if approval.entry_id else None
    return {
        "approval": approval,
        "title": f"{approval.get_kind_display()}: {pence(approval.pence)}",
        "changes": changes.of_approval(approval),
        "facts": facts(approval, with_references=may_see_references(user)),
        "may_be_asked": listed([str(person) for person in asked.may], last="or") if asked else "",
        "dead_end": asked.dead_end if asked else "",
        "why_not": approvers.why_not(approval, user, on=on) if asked else "",
        "seal": seal,
    }


def facts(approval: Approval, *, with_references: bool) -> list[dict[str, str]]:
    """As words, and only what there is."""
    said: list[tuple[str, str, str]] = [
        (_("Stream"), str(approval.stream), approval.stream.get_absolute_url()),
        *_subject(approval),
        (_("Paid to"), str(approval.payee or ""), ""),
        (_("It happened on"), day(approval.occurred_on), ""),
        (_("Prepared by"), f"{approval.prepared_by}, {day(approval.prepared_at)}", ""),
        (_("Approved by"), listed([str(p) for p in _approved(approval)]), ""),
        (_("Source"), approval.source if with_references else "", ""),
        (_("Why"), approval.reason, ""),
        (_("Sent back because"), approval.decline_reason, ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in said if value]


def _approved(approval: Approval) -> list[User]:
    found = (approval.approved_by, approval.second_approver)
    return [person for person in found if person is not None]


def _subject(approval: Approval) -> list[tuple[str, str, str]]:
    if approval.award is not None:
        return [(_("Award"), str(approval.award), approval.award.get_absolute_url())]
    if approval.line is not None:
        return [(_("Line"), str(approval.line), "")]
    if approval.expectation is not None:
        promise = approval.expectation
        return [(_("Promise"), str(promise), promise.get_absolute_url())]
    if approval.document is not None:
        url = reverse("alliance:document", args=[approval.document.public_id])
        return [(_("Signed document"), str(approval.document), url)]
    if approval.undoes is not None:
        seal = Seal.objects.filter(entry=approval.undoes).first()
        words = f"{_('Entry')} {seal.seq}: {approval.undoes}" if seal else ""
        return [(_("It undoes"), words, seal.get_absolute_url() if seal else "")]
    return []
