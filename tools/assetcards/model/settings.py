"""`catalog.toml`: the file that marks the root of a catalog and holds its settings; an empty one is valid.

docs/settings.md describes each setting. An invalid setting is a finding at its line, and the default applies instead.
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
    """A code in a setting, or a prefix of codes (`C6`), and its location."""

    text: str
    line: int
    column: int

    def covers(self, code: str) -> bool:
        """Whether a code is this one, or starts with it."""
        return code.startswith(self.text)


class PathIgnore(NamedTuple):
    """An `[[ignore]]` of `catalog.toml`: codes that are not reported for files of a pattern (`GlobSet`), and why."""

    pattern: str
    codes: tuple[CodeChoice, ...]
    reason: str
    line: int
    column: int

    def covers(self, code: str) -> bool:
        """Whether one of the codes is this one, or a prefix of it."""
        return any(choice.covers(code) for choice in self.codes)


class Outcome(StrEnum):
    """The outcome of a change policy for a change."""

    PASS = "pass"  # noqa: S105 (no password)
    NEEDS_REVIEW = "needs-review"
    FAIL = "fail"


class PolicySettings(NamedTuple):
    """The outcomes by the names of policies, as set in `catalog.toml`, and the frozen fields.

    A frozen field is a leaf, or everything below a dotted name.
    """

    outcomes: Mapping[str, Outcome] = {}
    frozen_fields: tuple[str, ...] = ()


class Settings(NamedTuple):
    """The settings in a `catalog.toml`. `is_catalog` is whether there is one; the rules on layout apply only then.

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
