"""Counting by whichever method the rule names."""

from partnership_board.counting import meek, most_votes, scottish
from partnership_board.counting.ballots import MEEK, MOST_VOTES, Contest, Count, Draw, Rule
from partnership_board.counting.lots import lowest


def count(made: Contest, rule: Rule, draw: Draw = lowest) -> Count:
    """Count the contest by `rule`; `draw` settles ties that reach a lot.

    Unreadable if the rule names people who are not on the paper, or asks a method for what it
    cannot do.
    """
    if rule.method == MEEK:
        return meek.count(made, rule, draw)
    if rule.method == MOST_VOTES:
        return most_votes.count(made, rule, draw)
    return scottish.count(made, rule, draw)
