"""Refusals that a page tells apart from others."""

from alliance.errors import Refused


class SavedMeanwhile(Refused):
    """Somebody else saved the same part since the page was opened; what was typed is kept."""


class WrongCode(Refused):
    """No such code is waiting for an answer; such a try is counted."""
