"""Sums as firmly as they are known: nothing is made firmer by adding, dividing or printing it."""

from funding.amounts.shares import Share, share
from funding.amounts.sums import Amount, Qualifier, words
from funding.amounts.totals import Total, total

__all__ = ["Amount", "Qualifier", "Share", "Total", "share", "total", "words"]
