"""The pages of a result: what everybody reads, and what officers read beside it."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from alliance import access
from partnership_board import result_papers, result_sheets
from partnership_board.counting import agreed
from partnership_board.election_states import WORDS, State
from partnership_board.models import Declaration, Election, ElectionLogLine
from partnership_board.permissions import BoardPermission
from partnership_board.queries import counts, results

Page = dict[str, Any]  # Any: a template's context


def result_page(election: Election, user: object) -> Page:
    """Everybody's part is made of the declaration alone."""
    declared = results.latest(election)
    said = declared.published if declared else None
    context: Page = {
        "election": election,
        "declared": declared,
        "told": said,
        "state": WORDS[State(election.state)],
        "files": files_of(election, declared) if declared else [],
        "seats": result_papers.seats(said) if said else [],
        "hashes": result_papers.hashes(said) if said else [],
        "picture": result_sheets.picture(said["sheet"], width=320) if said else None,
        "for_officers": None,
        "may_start_countback": election.state == State.CERTIFIED
        and access.may(user, BoardPermission.DRAFT_ELECTIONS),
        "is_inside": bool(access.rights_of(user).offices),
    }
    if declared and access.may(user, BoardPermission.SCRUTINISE, election):
        context["for_officers"] = officers_sheet(election, declared)
    return context


def officers_sheet(election: Election, declared: Declaration) -> Page | None:
    """The stages, where names alone are public. A countback shows them to nobody."""
    run = counts.official(election)
    if run is None or declared.level != agreed.NAMES_ONLY or "table" not in run.result["sheet"]:
        return None
    sheet: Page = run.result["sheet"]
    return sheet


def files_of(election: Election, declared: Declaration) -> list[Page]:
    """What can be downloaded, as it stands."""
    wanted = [
        ("result_json", _("The result for programs"), "JSON"),
        ("result_csv", _("The table for a spreadsheet"), "CSV"),
    ]
    if declared.document_id is not None:
        wanted.insert(0, ("result_pdf", _("The result on paper"), "PDF"))
    if election.kind != Election.Kind.COUNTBACK:
        wanted.append(("election_bundle", _("Everything for checking"), "ZIP"))
    return [
        {"name": label, "url": address(election, name), "kind": kind}
        for name, label, kind in wanted
    ]


def address(election: Election, name: str) -> str:
    return reverse(f"partnership_board:{name}", kwargs={"pk": election.pk})


def log_page(election: Election) -> Page:
    lines = results.log_of(election)
    return {"election": election, "lines": lines, "head": results.log_head(election)}


# ---- in the pack ---------------------------------------------------------------------------------


def heads_in_pack(meeting: int, on: date) -> dict[str, object] | None:
    """The latest line of each election's log that is not archived yet."""
    rows = ElectionLogLine.objects.exclude(election__state__in=OVER).select_related("election")
    latest = rows.order_by("election_id", "-seq").distinct("election_id")
    found = [(line.election, line) for line in latest]
    return {"rows": found} if found else None


OVER = (State.ARCHIVED, State.ABANDONED)
