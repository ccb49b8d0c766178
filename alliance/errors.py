"""A refusal belongs to the charity, not to HTTP: a sentence that one would say to a member."""


class Refused(Exception):
    """The rules say no. `str()` is what the person reads; `field` names the form field, if one."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field
