"""Dates on the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

import click

from assetcards.moments import MomentError, parse_moment


class Moment(NamedTuple):
    """A date as it was written, and in seconds since 1970."""

    text: str
    time: int


class DateType(click.ParamType[Moment]):
    """A date as `parse_moment` takes it; a day stands for its last second when it is an `end`."""

    name = "date"

    def __init__(self, *, end: bool) -> None:
        self._end = end

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Moment:
        """The moment; a string that is no date is a usage error."""
        try:
            return Moment(value, parse_moment(value, now=datetime.now(UTC), end=self._end))
        except MomentError as error:
            self.fail(str(error), param, ctx)
