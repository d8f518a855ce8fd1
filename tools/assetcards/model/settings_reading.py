"""The bytes of a `catalog.toml` to settings; separate from `settings`, because most catalogs do not need it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any

from assetcards.errors import MAX_SHOWN, shorten
from assetcards.findings import Finding, finding_of
from assetcards.model.card import KINDS
from assetcards.model.ceilings import CEILINGS
from assetcards.model.policy_names import POLICY_NAMES
from assetcards.model.settings import (
    MAX_SETTINGS_BYTES,
    CodeChoice,
    FamilySettings,
    Outcome,
    PathIgnore,
    PolicySettings,
    Settings,
    Upstream,
)
from assetcards.model.upstream_reading import UPSTREAM_KEYS, parse_upstream
from assetcards.names import suggest_names
from assetcards.text.documents import Bounds
from assetcards.text.tomltext import Location, Path, TomlDocument, TomlError, describe_value, parse_toml
from assetcards.trees.foreign import read_file
from assetcards.trees.tree import SETTINGS_FILE, FileUnreadableError, Tree


def read_settings(content: bytes) -> Settings:
    """The settings in a file; errors in them are in `findings`."""
    if len(content) > MAX_SETTINGS_BYTES:
        return unread_settings("file is larger than 1 MiB", (1, 1))
    try:
        document = parse_toml(content)
    except TomlError as error:
        return unread_settings(error.problem, error.location)
    return _Reading(document).settings()


def unread_settings(message: str, location: tuple[int, int] = (0, 0)) -> Settings:
    """The settings of a file that cannot be read: the defaults, and why."""
    hint = "fix it; until then no setting of this file applies"
    return Settings(is_catalog=True, findings=(finding_of("C901", SETTINGS_FILE, location, message, hint),))


def locate_settings(tree: Tree) -> Callable[[Path], Location]:
    """A function from keys to their location in the `catalog.toml` of a tree; (0, 0) if it does not have them.

    The file is read at the first call, because most runs make none.
    """

    @cache
    def locations() -> Mapping[Path, Location]:
        try:
            return parse_toml(read_file(tree, SETTINGS_FILE, MAX_SETTINGS_BYTES)).locations
        except (TomlError, FileUnreadableError):
            return {}

    return lambda path: locations().get(path, (0, 0))


SETTINGS_BY_TABLE: Mapping[str, Sequence[str]] = {
    "": ("exclude", "environments", "fields", "rules", "ignore", "uris", "bounds", "policy", "upstream", "families"),
    "rules": ("select", "ignore"),
    "ignore": ("path", "codes", "reason"),
    "uris": ("schemes", "hosts"),
    "bounds": Bounds._fields,
    "policy": (*POLICY_NAMES, "frozen_fields"),
    "upstream": UPSTREAM_KEYS,
    "families": ("descriptions", "packages", "shipped", "closed", *KINDS),
    "families.KIND.NAME": ("architectures",),
}
"""The settings there are, by table."""

_INSTEAD_OF_DEFAULT = ("select", "schemes", "hosts")
"""Lists that replace a default: an empty one would select nothing, and one with an invalid item too little."""

MAX_FINDINGS = 100
"""How many findings a `catalog.toml` has at most."""

_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}"
_FIELD = r"\S(?:.{0,998}\S)?"
_PATTERN = r"[^\s#](?:[^\n\r\0]{0,198}[^\s\0])?"
_CODE = r"C[0-9]{0,3}"
_SCHEME = r"[a-z][a-z0-9+.-]{1,39}"
_HOST = r"[a-z0-9*_.:\[\]-]{1,253}"
_PACKAGE = r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?"
_DESCRIPTION = r"(?!/)(?!.*(?:^|/)\.\.(?:/|$))[^\\]{1,300}\.json"


class _Reading:
    """One reading of the settings: the valid values, and findings on the others."""

    def __init__(self, document: TomlDocument) -> None:
        self.document = document
        self.findings: list[Finding] = []

    def settings(self) -> Settings:
        top = self._known("", (), self.document.table)
        rules, uris, bounds, policy = (self._table(top, name) for name in ("rules", "uris", "bounds", "policy"))
        chosen = {
            "exclude": self._strings(top, ("exclude",), _PATTERN, "patterns of files as in .gitignore"),
            "environments": self._strings(top, ("environments",), _NAME, "names of environments"),
            "fields": self._strings(top, ("fields",), _FIELD, "names of fields"),
            "schemes": self._strings(uris, ("uris", "schemes"), _SCHEME, "schemes in lower case, without '://'"),
            "hosts": self._strings(uris, ("uris", "hosts"), _HOST, "names of hosts in lower case"),
        }
        given: dict[str, Any] = {name: tuple(texts.values()) for name, texts in chosen.items() if texts}
        return Settings(
            is_catalog=True,
            select=self._codes(rules, ("rules", "select")) or None,
            ignore=self._codes(rules, ("rules", "ignore")),
            path_ignores=tuple(self._path_ignores(top)),
            bounds=Bounds(**{name: value for name, value in bounds.items() if self._is_bound(name, value)}),
            policy=self._policy(policy),
            upstreams=tuple(self._upstreams(top)),
            families=self._families(self._table(top, "families")),
            findings=tuple(self.findings),
            **given,
        )

    def _note(self, code: str, path: Path, message: str, hint: str) -> None:
        if len(self.findings) < MAX_FINDINGS:
            self.findings.append(finding_of(code, SETTINGS_FILE, self.document.location(path), message, hint))

    def _known(self, name: str, path: Path, table: Mapping[str, Any]) -> dict[str, Any]:
        """The known settings of a table; the others are noted."""
        unknown = (key for key in table if key not in SETTINGS_BY_TABLE[name])
        for key in islice(unknown, MAX_FINDINGS - len(self.findings)):
            close = suggest_names(key[:MAX_SHOWN], SETTINGS_BY_TABLE[name], limit=1)
            there = f"the settings are {', '.join(SETTINGS_BY_TABLE[name])}; see docs/settings.md"
            hint = f"did you mean {close[0]!r}?" if close else there
            self._note("C902", (*path, key), f"unknown setting {shorten(key)!r}", hint)
        return {key: table[key] for key in SETTINGS_BY_TABLE[name] if key in table}

    def _is_beyond(self, setting: str, path: Path, count: int, what: str) -> bool:
        """Whether a setting exceeds its ceiling, which is noted."""
        most = CEILINGS.get(setting, count)
        if count > most:
            message = f"{setting} has {count} {what}, more than its ceiling of {most}"
            self._note("C903", path, message, f"use at most {most}; no setting lifts a ceiling (docs/settings.md)")
        return count > most

    def _table(self, top: Mapping[str, Any], name: str) -> dict[str, Any]:
        value = top.get(name, {})
        if isinstance(value, dict):
            return self._known(name, (name,), value)
        self._note("C903", (name,), f"{name} is {describe_value(value)}, not a table", f"write [{name}]")
        return {}

    def _strings(
        self, table: Mapping[str, Any], path: Path, pattern: str, wanted: str, setting: str = ""
    ) -> dict[int, str]:
        """The valid items of a list of strings, by their number; `setting` names it in the ceilings."""
        name = str(path[-1])
        values = table.get(name, [])
        if not isinstance(values, list) or (values == [] and name in (*_INSTEAD_OF_DEFAULT, "codes") and name in table):
            self._note("C903", path, f"{name} is {describe_value(values)}", f"write a list of {wanted}")
            return {}
        setting = setting or ".".join(each for each in path if isinstance(each, str))
        if self._is_beyond(setting, path, len(values), "items"):
            return {}
        right = {}
        for number, value in enumerate(values):
            if isinstance(value, str) and re.fullmatch(pattern, value):
                right[number] = value
            else:
                self._note("C903", (*path, number), f"{name} has the item {describe_value(value)}", f"write {wanted}")
        return {} if name in _INSTEAD_OF_DEFAULT and len(right) < len(values) else right

    def _codes(self, table: Mapping[str, Any], path: Path) -> tuple[CodeChoice, ...]:
        texts = self._strings(table, path, _CODE, "codes like C301, or prefixes like C3")
        locations = {number: self.document.location((*path, number)) for number in texts}
        return tuple(
            CodeChoice(text=text, line=locations[number][0], column=locations[number][1])
            for number, text in texts.items()
        )

    def _tables(self, top: Mapping[str, Any], name: str) -> Iterable[tuple[Path, dict[str, Any]]]:
        """The tables of a list of tables, each with the keys that lead to it and its known settings."""
        entries, hint = top.get(name, []), f"write [[{name}]]"
        if not isinstance(entries, list):
            self._note("C903", (name,), f"{name} is {describe_value(entries)}, not a list of tables", hint)
            return
        if self._is_beyond(name, (name,), len(entries), "entries"):
            return
        for number, entry in enumerate(entries):
            path: Path = (name, number)
            if isinstance(entry, dict):
                yield path, self._known(name, path, entry)
            else:
                self._note("C903", path, f"{name} has the item {describe_value(entry)}, not a table", hint)

    def _upstreams(self, top: Mapping[str, Any]) -> Iterable[Upstream]:
        taken: set[str] = set()
        for path, table in self._tables(top, "upstream"):
            number = int(path[1])
            upstream, problems = parse_upstream(table, taken)
            for problem in problems:
                self._note("C903", (*path, problem.key) if problem.key else path, problem.message, problem.hint)
            if upstream is not None:
                taken.add(upstream.name)
                line, column = self.document.location(path)
                yield upstream._replace(number=number, line=line, column=column)

    def _path_ignores(self, top: Mapping[str, Any]) -> Iterable[PathIgnore]:
        for path, known in self._tables(top, "ignore"):
            texts = [self._string(known, (*path, name)) for name in ("path", "reason")]
            if "codes" not in known:
                self._note("C903", path, "[[ignore]] without codes", 'write codes = ["C301"]')
            codes = self._codes(known, (*path, "codes"))
            if all(texts) and codes:
                line, column = self.document.location(path)
                yield PathIgnore(pattern=texts[0], codes=codes, reason=texts[1], line=line, column=column)

    def _string(self, table: Mapping[str, Any], path: Path) -> str:
        """A required string; empty when it is missing, which is noted."""
        name = str(path[-1])
        value = table.get(name)
        if isinstance(value, str) and value.strip():
            return "" if self._is_beyond(f"ignore.{name}", path, len(value), "characters") else value
        if name in table:
            self._note("C903", path, f"{name} is {describe_value(value)}", f'write {name} = "..."')
        else:
            self._note("C903", path[:-1], f"[[ignore]] without {name}", f'write {name} = "..."')
        return ""

    def _policy(self, table: Mapping[str, Any]) -> PolicySettings:
        frozen = self._strings(
            table, ("policy", "frozen_fields"), _FIELD, "names of fields, or dotted names in configs"
        )
        outcomes = {name: value for name, value in table.items() if name != "frozen_fields"}
        right = {name: Outcome(value) for name, value in outcomes.items() if self._is_outcome(name, value)}
        return PolicySettings(outcomes=right, frozen_fields=tuple(frozen.values()))

    def _families(self, table: Mapping[str, Any]) -> FamilySettings:
        paths = self._strings(table, ("families", "descriptions"), _DESCRIPTION, "paths of JSON files in the catalog")
        packages = self._strings(table, ("families", "packages"), _PACKAGE, "names of installed packages")
        flags = {name: table[name] for name in ("shipped", "closed") if self._is_flag(table, name)}
        declared = {key: names for kind in KINDS for key, names in self._declared(table, kind)}
        if self._is_beyond("families.declared", ("families",), len(declared), "families"):
            declared = {}
        return FamilySettings(
            descriptions=tuple(paths.values()), packages=tuple(packages.values()), declared=declared, **flags
        )

    def _declared(self, table: Mapping[str, Any], kind: str) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
        """The families of a kind that have a table of their own, each with the architectures that it adds."""
        families = table.get(kind, {})
        if not isinstance(families, dict):
            self._not_a_table(("families", kind), families, f"[families.{kind}.NAME]")
            return
        for name, family in families.items():
            path: Path = ("families", kind, name)
            if not isinstance(family, dict):
                self._not_a_table(path, family, f"[families.{kind}.{shorten(name)}]")
                continue
            known = self._known("families.KIND.NAME", path, family)
            keys: Path = (*path, "architectures")
            names = self._strings(known, keys, _FIELD, "names of architectures", "families.architectures")
            if names or not known.get("architectures"):
                yield (kind, name), tuple(names.values())

    def _not_a_table(self, path: Path, value: object, form: str) -> None:
        name = ".".join(map(str, path))
        self._note("C903", path, f"{shorten(name)} is {describe_value(value)}, not a table", f"write {form}")

    def _is_flag(self, table: Mapping[str, Any], name: str) -> bool:
        if name in table and not isinstance(table[name], bool):
            message = f"{name} is {describe_value(table[name])}, not true or false"
            self._note("C903", ("families", name), message, "write true or false")
        return isinstance(table.get(name), bool)

    def _is_outcome(self, name: str, value: object) -> bool:
        if isinstance(value, str) and value in list(Outcome):
            return True
        self._note("C903", ("policy", name), f"policy {name} is {describe_value(value)}", f"write {', '.join(Outcome)}")
        return False

    def _is_bound(self, name: str, value: object) -> bool:
        ceiling = CEILINGS[f"bounds.{name}"]
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= ceiling:
            return True
        wanted = f"an integer from 1 to {ceiling}, its ceiling"
        self._note("C903", ("bounds", name), f"bound {name} is {describe_value(value)}", f"write {wanted}")
        return False
