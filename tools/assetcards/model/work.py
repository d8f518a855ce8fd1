"""Bounds on the work of one run, whatever the cards contain."""

from __future__ import annotations

from assetcards.errors import BoundError


class Work:
    """Counts one kind of work of a run, and ends the run beyond a limit.

    `what` is what is counted, for the message.

    >>> from assetcards.model.work import Work
    >>> work = Work(10, "answers")
    >>> work.add(10)
    >>> try:
    ...     work.add(1)
    ... except BoundError as error:
    ...     error.message
    'more than 10 answers'
    """

    def __init__(self, limit: int, what: str, *, hint: str = "") -> None:
        self._limit = limit
        self._left = limit
        self._what = what
        self._hint = hint

    def again(self) -> Work:
        """The same bound, of which nothing is used up."""
        return Work(self._limit, self._what, hint=self._hint)

    def add(self, amount: int) -> None:
        """Count more of it. Raises BoundError beyond the limit."""
        self._left -= amount
        if self._left < 0:
            raise BoundError(f"more than {self._limit} {self._what}", hint=self._hint)
