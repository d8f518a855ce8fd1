"""The next command, which is named on standard error for whoever reads the format `agent`."""

from __future__ import annotations

from collections.abc import Mapping

from assetcards.cli.printing import complain
from assetcards.cli.source import Source
from assetcards.sources.defaults import preferred_format

AGENT_VERBS = ("list", "search", "show", "graph", "compare", "diff", "validate", "policy")
"""The verbs that have the format `agent`."""

_OPTIONS: Mapping[str, str] = {
    "repo": "--repo",
    "root": "--root",
    "rev": "--rev",
    "env": "--env",
    "stores": "--store",
    "lock": "--lock",
}
_TAKEN: Mapping[str, tuple[str, ...]] = {"explain": (), "diff": ("repo", "root", "stores")}
"""What a verb takes of these options; all others take whatever was given with the question."""


def go_on_with(command: str, output_format: str, source: Source) -> None:
    """Name the next command, about the same catalog as the answer and in the same format."""
    if output_format == "agent":
        complain(f"next: {following(command, source)}")


def following(command: str, source: Source) -> str:
    """A command with the options that say what was read, and with the format unless a variable asks for it.

    >>> following("catalog show tiny", Source(repo="my cards", rev="v1", stores=("a", "b")))
    "catalog show tiny --repo 'my cards' --rev v1 --store a --store b --format agent"
    >>> following("catalog explain C101", Source(rev="v1"))
    'catalog explain C101'
    """
    import shlex

    words = shlex.split(command)
    given: list[str] = []
    for name in _TAKEN.get(words[1], tuple(_OPTIONS)):
        value = getattr(source, name)
        values = value if isinstance(value, tuple) else () if value is None else (value,)
        for each in values:
            given += [f"{_OPTIONS[name]}={each}"] if each.startswith("-") else [_OPTIONS[name], each]
    is_asked_for = words[1] in AGENT_VERBS and "--format" not in words and preferred_format() != "agent"
    return shlex.join([*words, *given, *(["--format", "agent"] if is_asked_for else [])])
