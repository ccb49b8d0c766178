"""What a board has agreed about itself, in words."""

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import QuerySet

from alliance import words
from partnership_board.models import Board, BoardRules, Constituency


def versions_of(board: Board) -> QuerySet[BoardRules]:
    return BoardRules.objects.filter(board=board).select_related("adopted_by").order_by("-version")


def in_words(rules: BoardRules, sides: Sequence[Constituency]) -> list[dict[str, str]]:
    """As `components/definition_list.html` shows them."""
    return [{"label": label, "value": value} for label, value in _facts(rules, sides)]


def _facts(rules: BoardRules, sides: Sequence[Constituency]) -> list[tuple[str, str]]:
    return [
        ("Proposals close", _clear(rules.proposal_days)),
        ("Papers close", _clear(rules.paper_days)),
        ("The pack goes out", _clear(rules.notice_days)),
        ("A proposal is answered within", words.counted(rules.answer_days, "working day")),
        ("Minutes are sent round within", words.counted(rules.minutes_days, "working day")),
        ("Enough are there when", quorum_in_words(rules, sides)),
        ("Empty seats count towards that", _yes(rules.vacancies_count)),
        ("How it decides", rules.get_decision_mode_display()),
        (
            "What a vote needs",
            f"{rules.get_threshold_display()}, {rules.get_threshold_base_display().lower()}",
        ),
        ("The chair has a casting vote", _yes(rules.casting_vote)),
        ("Those who stand back", rules.get_recused_see_papers_display()),
        (
            "An interest that a whole side shares keeps it from voting",
            _yes(not rules.class_interest),
        ),
        ("Where an interest leaves a side without a vote", ways_out_in_words(rules)),
        ("Another look by right", appeal_in_words(rules)),
        ("Decisions in writing", _yes(rules.written_procedure)),
    ]


def quorum_in_words(rules: BoardRules, sides: Sequence[Constituency]) -> str:
    labels = {side.code: side.label for side in sides}
    parts = [*_there(rules, labels)]
    said = f"{words.listed(parts)} are there" if parts else "anybody is there"
    shares = [
        f"{labels.get(code, code)} at most {most} % of the votes"
        for part in rules.quorum.get("all", [])
        for code, most in part.get("max_share", {}).items()
    ]
    return "; ".join([said, *shares])


def _there(rules: BoardRules, labels: Mapping[str, str]) -> Iterator[str]:
    if rules.least_voting:
        yield f"{rules.least_voting} who may vote"
    for part in rules.quorum.get("all", []):
        if "min_percent" in part:
            yield f"{part['min_percent']} % of the seats that vote"
    for code, least in rules.least_by_side.items():
        if code in labels:
            yield f"{least} of {labels[code]}"


def ways_out_in_words(rules: BoardRules) -> str:
    said = [str(BoardRules.WayOut(way).label) for way in rules.ways_out]
    return "; ".join(said) or "Nothing agreed"


def appeal_in_words(rules: BoardRules) -> str:
    seats = words.counted(rules.appeal_seats, "seat")
    return f"{seats} of {words.counted(rules.appeal_constituencies, 'side')}"


def _clear(days: int) -> str:
    return f"{words.counted(days, 'clear working day')} before"


def _yes(value: bool) -> str:  # noqa: FBT001 -- a fact to be said, not a switch
    return "Yes" if value else "No"
