"""How each setting counts in the check of a change that may alter it, and what a change adds to it.

A change is not checked by its own settings. A new setting in `Settings` needs a row in `KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from assetcards.comparison.compare import resolved_name
from assetcards.findings import Finding, finding_of
from assetcards.lint.path_ignores import PathIgnores
from assetcards.model.catalog import Catalog
from assetcards.model.settings import CodeChoice, Outcome, PathIgnore, Settings
from assetcards.text.documents import Bounds
from assetcards.text.tomltext import Location, Path
from assetcards.trees.tree import SETTINGS_FILE


class Kind(StrEnum):
    """How a setting counts in the check of a change: a bound or policy, a choice of findings or of files, or knowledge.

    A bound applies as before the change. Whatever a choice newly silences is reported. A choice of files applies as in
    the change, in which the cards of a file that it leaves out are removed, and is reported. Knowledge applies as in
    the change, and what the change adds to it is listed.
    """

    BOUND = "bound"
    CHOICE = "choice"
    FILES = "files"
    KNOWLEDGE = "knowledge"


class Addition(NamedTuple):
    """What a change adds to a setting, in words, and where: its location, or the keys that lead to it.

    Knowledge may also be changed or removed, as `does` says.
    """

    words: str
    where: CodeChoice | Path
    does: str = "adds"


class SettingKind(NamedTuple):
    """The kind of a setting, and a function that finds what the second settings add to the first."""

    kind: Kind
    additions: Callable[[Settings, Settings], Iterable[Addition]]


def base_settings(before: Catalog | None, after: Catalog) -> Settings:
    """The settings before a change; the defaults if the change adds the catalog."""
    return before.settings if before is not None else Settings(is_catalog=after.settings.is_catalog)


def judging_settings(base: Settings, change: Settings, locate: Callable[[Path], Location]) -> Settings:
    """The settings of a change that may apply to it; what they add is among their findings."""
    changed = (each for name, each in KINDS.items() if getattr(base, name) != getattr(change, name))
    added = [_finding(each.kind, addition, locate) for each in changed for addition in each.additions(base, change)]
    return _with_kind(Kind.BOUND, change, base)._replace(findings=(*change.findings, *added))


def changed_descriptions(paths: Iterable[str], locate: Callable[[Path], Location]) -> list[Finding]:
    """The findings that a change describes families otherwise, in files that were named before and still are."""
    words = ((f"the families described in {path!r}", ("families", "descriptions")) for path in paths)
    return [_finding(Kind.KNOWLEDGE, Addition(*each, "changes"), locate) for each in words]


def displacing(rival: str) -> Finding:
    """The finding that a search would find another catalog after the change."""
    message = f"with this change a search finds {rival} instead; the catalog found before it was checked"
    return finding_of("C908", SETTINGS_FILE, (0, 0), message, f"remove the other {SETTINGS_FILE}, or use --root")


def with_choices_of(base: Settings, settings: Settings) -> Settings:
    """The settings, with the choices of the base."""
    return _with_kind(Kind.CHOICE, settings, base)


def find_the_same(settings: Settings, others: Settings) -> bool:
    """Whether both settings find the same, regardless of what they select."""
    return all(getattr(settings, name) == getattr(others, name) for name in KINDS if name not in _SELECTING)


def _with_kind(kind: Kind, settings: Settings, other: Settings) -> Settings:
    return settings._replace(**{name: getattr(other, name) for name, each in KINDS.items() if each.kind is kind})


def _finding(kind: Kind, addition: Addition, locate: Callable[[Path], Location]) -> Finding:
    words, where, does = addition
    location = (where.line, where.column) if isinstance(where, CodeChoice) else locate(where)
    if kind is Kind.KNOWLEDGE:
        return finding_of("C909", SETTINGS_FILE, location, f"this change {does} {words}")
    hint = "this takes effect " + ("with" if kind is Kind.FILES else "after") + " this change"
    return finding_of("C908", SETTINGS_FILE, location, words, hint)


def _removed(base: Settings, change: Settings) -> Iterator[Addition]:
    if base.is_catalog and not change.is_catalog:
        yield Addition(f"{SETTINGS_FILE} is removed, so the rules on layout and names no longer apply", ())


def _items(name: str, table: str, words: str) -> Callable[[Settings, Settings], Iterator[Addition]]:
    """A function that finds the items that a change adds to a list."""
    keys = (table, name) if table else (name,)

    def added(base: Settings, change: Settings) -> Iterator[Addition]:
        known = set(getattr(base, name))
        return (Addition(f"{words} {item!r}", keys) for item in getattr(change, name) if item not in known)

    return added


def _left_out(base: Settings, change: Settings) -> Iterator[Addition]:
    """What names more files, or brings fewer of them back; of two patterns for a file the last one counts."""
    for number, pattern in enumerate(change.exclude):
        if pattern not in base.exclude and not _brings_back(pattern):
            yield Addition(f"exclude leaves out {pattern!r}", ("exclude", number))
    for pattern in filter(_brings_back, base.exclude):
        if pattern not in change.exclude:
            yield Addition(f"exclude no longer brings back {pattern[1:]!r}", ("exclude",))
    before, now = (
        [p for p in each if p in base.exclude and p in change.exclude] for each in (base.exclude, change.exclude)
    )
    if before != now and any(map(_brings_back, now)):
        yield Addition("exclude has its patterns in another order", ("exclude",))


def _brings_back(pattern: str) -> bool:
    return pattern.startswith("!")


def _unselected(base: Settings, change: Settings) -> Iterator[Addition]:
    if change.select is None:
        return
    keys = ("rules", "select")
    kept = {choice.text for choice in change.select}
    if base.select is None:
        yield Addition(f"rules.select leaves out all but {', '.join(sorted(kept))}", keys)
    for choice in base.select or ():
        if kept.isdisjoint(_beginnings(choice.text)):
            yield Addition(f"rules.select leaves out {choice.text}", keys)


def _turned_off(base: Settings, change: Settings) -> Iterator[Addition]:
    known = {choice.text for choice in base.ignore}
    for choice in change.ignore:
        if known.isdisjoint(_beginnings(choice.text)):
            yield Addition(f"rules.ignore turns off {choice.text}", choice)


def _beginnings(code: str) -> Iterator[str]:
    return (code[:length] for length in range(len(code) + 1))


def _ignored(base: Settings, change: Settings) -> Iterator[Addition]:
    known = PathIgnores(base.path_ignores)
    for ignore in change.path_ignores:
        wider = list(_wider(ignore.pattern, base.path_ignores, known))
        for choice in ignore.codes:
            if not any(each.covers(choice.text) for each in wider):
                yield Addition(f"[[ignore]] silences {choice.text} in {ignore.pattern!r}: {ignore.reason!r}", choice)


def _wider(pattern: str, ignores: Iterable[PathIgnore], known: PathIgnores) -> Iterator[PathIgnore]:
    """The ignores that cover every file of a pattern, if that is easy to see."""
    naming = known.naming(pattern) if "[" not in pattern else frozenset[int]()
    for number, each in enumerate(ignores):
        if each.pattern == pattern or (number in naming and not {"?", "["} & set(each.pattern)):
            yield each


def _raised(base: Settings, change: Settings) -> Iterator[Addition]:
    for name in Bounds._fields:
        old, new = getattr(base.bounds, name), getattr(change.bounds, name)
        if new > old:
            yield Addition(f"bounds.{name} is raised from {old} to {new}", ("bounds", name))


def _relaxed(base: Settings, change: Settings) -> Iterator[Addition]:
    from assetcards.policies.registry import all_policies  # loads what asks git, and few changes are of this setting

    weights = list(Outcome)
    for policy in all_policies():
        old, new = policy.outcome(base.policy), policy.outcome(change.policy)
        if weights.index(new) < weights.index(old):
            yield Addition(f"policy.{policy.name} is relaxed from {old} to {new}", ("policy", policy.name))
    kept = {resolved_name(name) for name in change.policy.frozen_fields}
    for name in base.policy.frozen_fields:
        if kept.isdisjoint(accumulate(resolved_name(name).split("."), "{}.{}".format)):
            yield Addition(f"policy.frozen_fields no longer has {name!r}", ("policy", "frozen_fields"))


def _other_upstreams(base: Settings, change: Settings) -> Iterator[Addition]:
    known = {upstream.name: upstream.facts for upstream in base.upstreams}
    for upstream in change.upstreams:
        if known.get(upstream.name) != upstream.facts:
            what = (
                f"another version of upstream {upstream.name!r}"
                if upstream.name in known
                else f"upstream {upstream.name!r}"
            )
            where = CodeChoice(text="", line=upstream.line, column=upstream.column)
            at = f" at {upstream.commit[:12]}" if upstream.commit else ""
            yield Addition(f"{what}: {upstream.repository}{at}", where)


def _known_families(base: Settings, change: Settings) -> Iterator[Addition]:
    old, new = base.families, change.families
    for name, words in (("descriptions", "the families described in"), ("packages", "the families of the package")):
        before, now = getattr(old, name), getattr(new, name)
        yield from (Addition(f"{words} {item!r}", ("families", name)) for item in now if item not in before)
        yield from (Addition(f"{words} {item!r}", ("families",), "removes") for item in before if item not in now)
    for (kind, family), architectures in new.declared.items():
        known = old.declared.get((kind, family))
        if known is None:
            yield Addition(f"the {kind} family {family!r}", ("families", kind, family))
        for name in architectures:
            if name not in (known or ()):
                yield Addition(f"the architecture {name!r} of {family}", ("families", kind, family, "architectures"))
    if old.shipped and not new.shipped:
        yield Addition("the families that ship with the toolchain", ("families", "shipped"), "removes")
    if old.closed and not new.closed:
        yield Addition("all families, which were closed", ("families", "closed"))


_SELECTING = ("select", "ignore", "path_ignores")
"""The settings that select what is reported (`suppressions`); rules read only the others."""

KINDS: Mapping[str, SettingKind] = {
    "is_catalog": SettingKind(Kind.CHOICE, _removed),
    "exclude": SettingKind(Kind.FILES, _left_out),
    "environments": SettingKind(Kind.KNOWLEDGE, _items("environments", "", "environment")),
    "fields": SettingKind(Kind.KNOWLEDGE, _items("fields", "", "field")),
    "select": SettingKind(Kind.CHOICE, _unselected),
    "ignore": SettingKind(Kind.CHOICE, _turned_off),
    "path_ignores": SettingKind(Kind.CHOICE, _ignored),
    "schemes": SettingKind(Kind.CHOICE, _items("schemes", "uris", "uris.schemes allows")),
    "hosts": SettingKind(Kind.CHOICE, _items("hosts", "uris", "uris.hosts allows")),
    "bounds": SettingKind(Kind.BOUND, _raised),
    "policy": SettingKind(Kind.BOUND, _relaxed),
    "upstreams": SettingKind(Kind.KNOWLEDGE, _other_upstreams),
    "families": SettingKind(Kind.KNOWLEDGE, _known_families),
}
"""From each field of `Settings` that `catalog.toml` sets to its kind."""
