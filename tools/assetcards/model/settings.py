"""`catalog.toml`: the file that marks the root of a catalog and holds its settings; an empty one is valid.

docs/settings.md tells what each setting does. What is wrong with a setting is a finding at its line, and the default
holds instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from assetcards.findings import Finding
from assetcards.text.documents import Bounds

MAX_SETTINGS_BYTES = 1 << 20

DEFAULT_SCHEMES = ("file", "hg", "http", "https", "s3")
"""The schemes that fairseq2 0.8.1 loads from."""


class CodeChoice(NamedTuple):
    """A code that a setting names, or the beginning of codes (`C6`), and where."""

    text: str
    line: int
    column: int

    def covers(self, code: str) -> bool:
        """Whether a code is the one named, or begins like it."""
        return code.startswith(self.text)


class PathIgnore(NamedTuple):
    """An `[[ignore]]` of `catalog.toml`: codes that are not reported for files of a pattern (`GlobSet`), and why."""

    pattern: str
    codes: tuple[CodeChoice, ...]
    reason: str
    line: int
    column: int

    def covers(self, code: str) -> bool:
        """Whether one of the codes is the one named, or the beginning of it."""
        return any(choice.covers(code) for choice in self.codes)


class Outcome(StrEnum):
    """What a change policy makes of a change."""

    PASS = "pass"  # noqa: S105 (no password)
    NEEDS_REVIEW = "needs-review"
    FAIL = "fail"


class PolicySettings(NamedTuple):
    """What changes come to, by the names of policies, where `catalog.toml` says so, and the fields that are frozen.

    These are leaves, or all below a dotted name.
    """

    outcomes: Mapping[str, Outcome] = {}
    frozen_fields: tuple[str, ...] = ()


class Settings(NamedTuple):
    """What a `catalog.toml` says. `is_catalog` tells whether there is one; the rules on layout apply only then.

    `select` is None when every rule applies; `fields` are further known fields of cards.
    """

    is_catalog: bool = False
    environments: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    select: tuple[CodeChoice, ...] | None = None
    ignore: tuple[CodeChoice, ...] = ()
    path_ignores: tuple[PathIgnore, ...] = ()
    schemes: tuple[str, ...] = DEFAULT_SCHEMES
    hosts: tuple[str, ...] = ("*",)
    bounds: Bounds = Bounds()
    policy: PolicySettings = PolicySettings()
    findings: tuple[Finding, ...] = ()
