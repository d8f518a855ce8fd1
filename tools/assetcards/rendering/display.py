"""Where an answer is shown: how it looks there, and what leads from there to the files that it names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from assetcards.findings import Finding
    from assetcards.model.catalog import Catalog

Style = Callable[[str, str], str]
"""Gives a string a role (`name`, `dim`, `error`, `warning`, `advice`, `heading`), which a terminal may color."""


def no_style(text: str, role: str) -> str:
    """The style of a file or a pipe."""
    return text


class Prefixes(NamedTuple):
    """What to put before the path of a finding so that it leads to the file: in the catalog, and in other stores."""

    catalog: str = ""
    others: Mapping[str, str] = MappingProxyType({})

    def of(self, finding: Finding) -> str:
        """The prefix of the store that a finding is about."""
        return self.others.get(finding.source, self.catalog)


NO_PREFIXES = Prefixes()


class Display(NamedTuple):
    """The style, and the prefixes of paths from the current directory and from the top of a catalog's repository."""

    style: Style = no_style
    from_here: Callable[[Catalog], Prefixes] = lambda _: NO_PREFIXES
    from_top: Callable[[Catalog], Prefixes] = lambda _: NO_PREFIXES


PLAIN = Display()
"""A file: no colors, and paths as the catalog has them."""
