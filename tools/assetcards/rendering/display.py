"""Where an answer is shown: how it looks there, and what leads from there to the files that it names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from assetcards.findings import InFile
    from assetcards.model.catalog import Catalog
    from assetcards.trees.tree import TreeOrigin

Style = Callable[[str, str], str]
"""Gives a string a role (`name`, `dim`, `error`, `warning`, `advice`, `heading`), which a terminal may color."""


def no_style(text: str, role: str) -> str:
    """The style of a file or a pipe."""
    return text


class Prefixes(NamedTuple):
    """What to put before the path of a file so that it leads there: to one of the catalog, and of other stores."""

    catalog: str = ""
    others: Mapping[str, str] = MappingProxyType({})

    def of(self, in_file: InFile) -> str:
        """The prefix of the store that a finding or an error is about."""
        return self.others.get(in_file.source, self.catalog)


NO_PREFIXES = Prefixes()


class Display(NamedTuple):
    """The style, and the prefixes of paths from the current directory and from the top of a catalog's repository.

    `to_root` is what leads from the current directory to the root of one tree. `width` is that of the terminal, and
    None where there is none.
    """

    style: Style = no_style
    from_here: Callable[[Catalog], Prefixes] = lambda _: NO_PREFIXES
    from_top: Callable[[Catalog], Prefixes] = lambda _: NO_PREFIXES
    to_root: Callable[[TreeOrigin], str] = lambda _: ""
    width: Callable[[], int | None] = lambda: None


PLAIN = Display()
"""A file: no colors, and paths as the catalog has them."""
