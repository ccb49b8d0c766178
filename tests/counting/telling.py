"""A count told in the words of the cases, to be compared with them."""

from partnership_board.counting.ballots import Count
from partnership_board.counting.sentences import figure


def letter(count: Count, candidate: int) -> str:
    slate = count.slate
    return slate.label(candidate) if slate.is_ron(candidate) else chr(64 + candidate)


def letters(count: Count, candidates: tuple[int, ...]) -> str:
    return " ".join(letter(count, candidate) for candidate in candidates)


def table(count: Count) -> list[str]:
    """One line a stage, as in the cases."""
    slate = count.slate
    shown = [c for c in range(1, slate.size + 1) if c not in slate.withdrawn]
    out: set[int | None] = set()
    lines = []
    for stage in count.stages:
        if stage.kind in {"exclude", "constraint"}:
            out.add(stage.candidate)
        figures = " ".join(
            f"{letter(count, c)} {'-' if c in out else figure(stage.votes[c - 1], count.unit)}"
            for c in shown
        )
        whose = f" {letter(count, stage.candidate)}" if stage.candidate else ""
        gone = figure(stage.non_transferable, count.unit)
        elected = letters(count, stage.elected)
        lines.append(f"{stage.kind}{whose} | {figures} | {gone} | {elected}".rstrip())
    return lines


def ties(count: Count) -> tuple[tuple[str, str, str, str], ...]:
    return tuple(
        (tie.why, letters(count, tie.tied), letter(count, tie.chosen), tie.by) for tie in count.ties
    )


def told(count: Count) -> tuple[object, ...]:
    """Everything that a case states."""
    return (
        table(count),
        letters(count, count.elected),
        ties(count),
        letters(count, count.to_last_vacancies),
        letters(count, count.saved),
        count.is_constraint_unmet,
    )
