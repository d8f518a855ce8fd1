"""Full names of cards, for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assetcards.escaping import safe
from assetcards.names import FullName


def render_names(names: Iterable[FullName | str]) -> Iterator[str]:
    """One full name a line."""
    return (f"{safe(str(name))}\n" for name in names)


def render_many_names(names: Sequence[str]) -> str:
    """The same as one string: most often no name has what is escaped, which is looked for in all of them at once."""
    written = "".join(names)
    return "\n".join([*names, ""]) if safe(written) == written else "".join(render_names(names))
