"""Largest remainder, earliest period first: parts are whole pence and add up to the whole."""

from collections.abc import Sequence


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Share `total` pence out by `weights` (whole, at least one above 0); ValueError otherwise."""
    if total < 0 or not weights or min(weights) < 0 or not any(weights):
        raise ValueError("a sum of at least 0 is shared by weights of which one is above 0")
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    left = [total * weight % whole for weight in weights]
    earliest_largest = sorted(range(len(weights)), key=lambda place: (-left[place], place))
    for place in earliest_largest[: total - sum(parts)]:
        parts[place] += 1
    return parts
