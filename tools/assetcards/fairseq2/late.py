"""Fields of a card of which some values are made when they are read: nothing is fetched to list cards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Late(str):
    """A string that stands for one that is made when it is needed."""

    __slots__ = ("make",)

    def __new__(cls, text: str, make: Callable[[], str]) -> Late:
        """The string that is shown instead, and what makes the other one."""
        late = super().__new__(cls, text)
        late.make = make
        return late

    make: Callable[[], str]

    def __deepcopy__(self, memo: object) -> Late:
        """The same: as a string it cannot be changed, and what is copied may not need the value."""
        return self

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """The string that is made, for another process: what makes it belongs to this one."""
        return str, (self.make(),)


class LateFields(dict[str, Any]):
    """The fields of a card. Put onto another mapping they stay late; listed all at once, they show what is written.

    >>> fields = LateFields({"checkpoint": Late("hg://org/tiny", lambda: "file:///tiny"), "license": "MIT"})
    >>> fields["checkpoint"], fields["license"], list(fields.items())
    ('file:///tiny', 'MIT', [('checkpoint', 'hg://org/tiny'), ('license', 'MIT')])
    """

    def __getitem__(self, name: str) -> Any:
        value = super().__getitem__(name)
        return value.make() if isinstance(value, Late) else value

    def get(self, name: str, default: Any = None) -> Any:
        """As for any mapping."""
        try:
            return self[name]
        except KeyError:
            return default
