"""What a reader can work out about hidden cells, exactly.

The reader knows every shown cell, every total, k and the rule; also that a hidden cell is at least
1, because zeros are never hidden. Rows and columns are the nodes of a network. A hidden cell (i, j)
of value v gives an arc row i -> column j without limit (it may grow) and an arc column j -> row i
of capacity v - 1 (it may shrink to 1). The constraint matrix of such a network is totally
unimodular (Hoffman and Kruskal 1956), so the bounds are the true whole numbers, not an estimate.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Sequence

from alliance.disclosure.tables import Cell

Bounds = tuple[int, int]
Node = tuple[str, int]
Network = dict[Node, dict[Node, int]]

NO_LIMIT = 1 << 60


def attack(counts: Sequence[Sequence[int]], hidden: Collection[Cell]) -> dict[Cell, Bounds]:
    """Lowest and highest value that each hidden cell can have, for a reader of all the rest.

    `counts` is the true table, row by row; `hidden` are cells of it, none of them zero (ValueError
    otherwise). Both bounds are attained by some table with the same totals and shown cells.
    """
    return {
        (r, c): (
            counts[r][c] - shrinks(counts, hidden, (r, c), enough=counts[r][c] - 1),
            counts[r][c] + grows(counts, hidden, (r, c), enough=NO_LIMIT),
        )
        for r, c in sorted(hidden)
    }


def width(
    counts: Sequence[Sequence[int]], hidden: Collection[Cell], cell: Cell, *, enough: int
) -> int:
    """How many values remain possible for the cell; counting stops at `enough`."""
    value = counts[cell[0]][cell[1]]
    down = shrinks(counts, hidden, cell, enough=min(value - 1, enough - 1))
    return 1 + down + grows(counts, hidden, cell, enough=max(0, enough - 1 - down))


def shrinks(
    counts: Sequence[Sequence[int]], hidden: Collection[Cell], cell: Cell, *, enough: int
) -> int:
    """By how much the cell may be less than it is, up to `enough`."""
    r, c = cell
    return greatest_flow(network(counts, hidden, cell), ("row", r), ("column", c), enough=enough)


def grows(
    counts: Sequence[Sequence[int]], hidden: Collection[Cell], cell: Cell, *, enough: int
) -> int:
    """By how much the cell may be more than it is, up to `enough`."""
    r, c = cell
    return greatest_flow(network(counts, hidden, cell), ("column", c), ("row", r), enough=enough)


def network(counts: Sequence[Sequence[int]], hidden: Collection[Cell], without: Cell) -> Network:
    """The arcs of all hidden cells but one."""
    arcs: Network = {}
    for r, c in hidden:
        row, column, value = ("row", r), ("column", c), counts[r][c]
        if value < 1:
            raise ValueError("A zero is never hidden.")
        out, back = arcs.setdefault(row, {}), arcs.setdefault(column, {})
        if (r, c) != without:
            out[column], back[row] = NO_LIMIT, value - 1
    return arcs


def greatest_flow(arcs: Network, source: Node, sink: Node, *, enough: int) -> int:
    """Ford and Fulkerson's greatest flow along shortest paths, up to `enough`; uses up `arcs`."""
    total = 0
    while total < enough:
        path = shortest_path(arcs, source, sink)
        if not path:
            break
        amount = min(enough - total, *(arcs[a][b] for a, b in path))
        for a, b in path:
            arcs[a][b] -= amount
            arcs[b][a] = arcs[b].get(a, 0) + amount
        total += amount
    return total


def shortest_path(arcs: Network, source: Node, sink: Node) -> list[tuple[Node, Node]]:
    came_from: dict[Node, Node] = {source: source}
    waiting = deque([source])
    while waiting and sink not in came_from:
        here = waiting.popleft()
        for there, capacity in arcs[here].items():
            if capacity > 0 and there not in came_from:
                came_from[there] = here
                waiting.append(there)
    if sink not in came_from:
        return []
    path = [(came_from[sink], sink)]
    while path[-1][0] != source:
        path.append((came_from[path[-1][0]], path[-1][0]))
    return path
