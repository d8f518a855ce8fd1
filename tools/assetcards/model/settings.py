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


class Upstream(NamedTuple):
    """An `[[upstream]]` of `catalog.toml`: a catalog of somebody else whose cards ours may use, read at `commit`.

    `repository` is an address, or a path seen from our own repository; `rev` is what `commit` was looked up from, and
    is read itself while there is no commit. `root` is the folder of the cards, or empty for that of `catalog.toml`.
    `vendored` is the folder with a copy of them, relative to that of our `catalog.toml`. `problem` says what is wrong
    with the table, which has a `number` and a line.
    """

    name: str
    repository: str
    rev: str = "HEAD"
    commit: str = ""
    root: str = ""
    vendored: str = ""
    problem: str = ""
    number: int = 0
    line: int = 0
    column: int = 0

    @property
    def facts(self) -> tuple[str, ...]:
        """All that it says, and not where."""
        return self.name, self.repository, self.rev, self.commit, self.root, self.vendored, self.problem


class FamilySettings(NamedTuple):
    """The families that `catalog.toml` knows beside those that ship with the toolchain.

    `descriptions` are paths of family descriptions, relative to the catalog, and `packages` have one; `shipped` is
    whether the shipped ones count. `declared` has the architectures that are added to a family, by its kind and name.
    With `closed`, there are no other families.
    """

    descriptions: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    declared: Mapping[tuple[str, str], tuple[str, ...]] = {}
    shipped: bool = True
    closed: bool = False


class Settings(NamedTuple):
    """The settings in a `catalog.toml`. `is_catalog` is whether there is one; the rules on layout apply only then.

    `exclude` has patterns, as in `.gitignore`, of files that are no card files. `select` is None when every rule
    applies; `fields` are further known fields of cards.
    """

    is_catalog: bool = False
    exclude: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    select: tuple[CodeChoice, ...] | None = None
    ignore: tuple[CodeChoice, ...] = ()
    path_ignores: tuple[PathIgnore, ...] = ()
    schemes: tuple[str, ...] = DEFAULT_SCHEMES
    hosts: tuple[str, ...] = ("*",)
    bounds: Bounds = Bounds()
    policy: PolicySettings = PolicySettings()
    upstreams: tuple[Upstream, ...] = ()
    families: FamilySettings = FamilySettings()
    findings: tuple[Finding, ...] = ()
