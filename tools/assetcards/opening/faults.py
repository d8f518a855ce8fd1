"""What a class does not take of a config: the faults, each with the way to it."""

from __future__ import annotations

from typing import Any, NamedTuple

from assetcards.families.checking import FaultKind

Way = tuple[Any, ...]
"""The keys, and numbers of items, that lead to a value."""


class Fault(NamedTuple):
    """One thing that a class does not take; `problem` says it where `kind` does not, `hint` how to fix it.

    With `is_key`, it is the key at the end of the path, and not what is below it.
    """

    kind: FaultKind
    path: Way
    problem: str
    hint: str
    is_key: bool = False


class ConversionError(Exception):
    """A config is not one of its class; `faults` has all that is wrong."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(str(faults))
        self.faults = faults
