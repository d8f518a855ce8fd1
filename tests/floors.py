"""Print the lowest version of each dependency that `pyproject.toml` allows, as constraints for pip.

Run by `make test-floors` before anything is installed, so it needs the standard library alone.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"


def requirements() -> Iterator[str]:
    """All that `pyproject.toml` needs of others, for building, running and developing."""
    document = tomllib.loads(PYPROJECT.read_text("utf-8"))
    yield from document["build-system"]["requires"]
    yield from document["project"]["dependencies"]
    for extra in document["project"]["optional-dependencies"].values():
        yield from (requirement for requirement in extra if not requirement.startswith("assetcards["))


def floor_of(requirement: str) -> tuple[str, str]:
    """The name and the lowest version of a requirement.

    >>> floor_of("click>=8.4.2,<9")
    ('click', '8.4.2')
    """
    floor = re.fullmatch(r"([\w.-]+)>=([\w.]+)(?:,<\w+)?", requirement)
    if floor is None:
        raise SystemExit(f"{PYPROJECT.name}: {requirement!r} has no lowest version: write NAME>=VERSION")
    return floor[1], floor[2]


if __name__ == "__main__":
    for name, version in map(floor_of, requirements()):
        sys.stdout.write(f"{name}=={version}\n")
