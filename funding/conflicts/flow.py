"""The greatest flow through a network of whole capacities."""

from collections import deque


class Network:
    """Nodes are numbers from 0; edges carry at most their capacity.

    Dinic, "Algorithm for solution of a problem of maximum flow in networks with power
    estimation", 1970: exact, and no more than nodes squared times edges.
    """

    def __init__(self, nodes: int) -> None:
        self._out: list[list[int]] = [[] for _ in range(nodes)]
        self._to: list[int] = []
        self._left: list[int] = []

    def edge(self, start: int, end: int, capacity: int) -> int:
        """The number of the new edge; its return edge is the next."""
        number = len(self._to)
        self._to += [end, start]
        self._left += [capacity, 0]
        self._out[start].append(number)
        self._out[end].append(number + 1)
        return number

    def carried(self, edge: int) -> int:
        """What flows over an edge after `push`."""
        return self._left[edge + 1]

    def push(self, source: int, sink: int) -> int:
        """Send as much as goes from source to sink; how much that is."""
        total = 0
        while (levels := self._levels(source, sink)) is not None:
            tried = [0] * len(self._out)
            while sent := self._send(source, sink, levels, tried):
                total += sent
        return total

    def _levels(self, source: int, sink: int) -> list[int] | None:
        """Steps from the source, over edges with room; None: the sink is out of reach."""
        levels = [-1] * len(self._out)
        levels[source] = 0
        waiting = deque([source])
        while waiting:
            node = waiting.popleft()
            for edge in self._out[node]:
                end = self._to[edge]
                if self._left[edge] and levels[end] < 0:
                    levels[end] = levels[node] + 1
                    waiting.append(end)
        return levels if levels[sink] >= 0 else None

    def _send(self, source: int, sink: int, levels: list[int], tried: list[int]) -> int:
        """One path that climbs the levels, walked without recursion; what it took, or 0."""
        path: list[int] = []
        node = source
        while node != sink:
            edge = self._next(node, levels, tried)
            if edge is not None:
                path.append(edge)
                node = self._to[edge]
            elif path:
                node = self._to[path.pop() ^ 1]
                tried[node] += 1
            else:
                return 0
        most = min(self._left[edge] for edge in path)
        for edge in path:
            self._left[edge] -= most
            self._left[edge ^ 1] += most
        return most

    def _next(self, node: int, levels: list[int], tried: list[int]) -> int | None:
        out = self._out[node]
        while tried[node] < len(out):
            edge = out[tried[node]]
            if self._left[edge] and levels[self._to[edge]] == levels[node] + 1:
                return edge
            tried[node] += 1
        return None
