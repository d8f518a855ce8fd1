"""`catalog.toml`: the file that marks the root of a catalog and holds its settings; an empty one is valid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from assetcards.diagnostics import Diagnostic, Severity
from assetcards.tree import SETTINGS_FILE, FileUnreadableError, Tree
from assetcards.yamltext import Bounds

MAX_SETTINGS_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a `catalog.toml` says. `is_catalog` tells whether there is one; the rules on layout apply only then."""

    is_catalog: bool = False
    environments: tuple[str, ...] = ()
    bounds: Bounds = field(default_factory=Bounds)
    diagnostics: tuple[Diagnostic, ...] = ()


def load_settings(tree: Tree) -> Settings:
    """The settings of a tree; what is wrong with them is noted in `diagnostics`, and the defaults hold instead."""
    try:
        content = tree.read(SETTINGS_FILE, MAX_SETTINGS_BYTES)
    except FileUnreadableError:
        return Settings()
    return parse_settings(content)


def parse_settings(content: bytes) -> Settings:
    """Read the bytes of a `catalog.toml`.

    >>> parse_settings(b'environments = ["lab"]').environments
    ('lab',)
    """
    if all(not line.strip() or line.lstrip().startswith(b"#") for line in content.splitlines()):
        return Settings(is_catalog=True)
    import tomllib

    try:
        table = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Settings(is_catalog=True, diagnostics=(_finding(f"not valid TOML: {error}", ""),))
    return _check_table(table)


def _check_table(table: Mapping[str, Any]) -> Settings:
    findings = [_finding(f"unknown setting {key!r}", "see docs/settings.md") for key in table if key not in _CHECKS]
    environments = table.get("environments", [])
    if not isinstance(environments, list) or not all(isinstance(env, str) and env.strip() for env in environments):
        findings.append(_finding("environments is not a list of names", 'write environments = ["lab"]'))
        environments = []
    bounds = _check_bounds(table.get("bounds", {}), findings)
    return Settings(is_catalog=True, environments=tuple(environments), bounds=bounds, diagnostics=tuple(findings))


_CHECKS = ("environments", "bounds")


def _check_bounds(table: Any, findings: list[Diagnostic]) -> Bounds:
    known = {bound.name for bound in fields(Bounds)}
    given: dict[str, int] = {}
    for key, value in table.items() if isinstance(table, dict) else [("bounds", table)]:
        if key not in known:
            findings.append(_finding(f"unknown bound {key!r}", f"the bounds are {', '.join(sorted(known))}"))
        elif not isinstance(value, int) or isinstance(value, bool) or value < 1:
            findings.append(_finding(f"bound {key!r} is not a whole number above 0", "write a number"))
        else:
            given[key] = value
    return Bounds(**given)


def _finding(message: str, hint: str) -> Diagnostic:
    return Diagnostic(
        code="C901", severity=Severity.ERROR, path=SETTINGS_FILE, line=0, column=0, message=message, hint=hint
    )
